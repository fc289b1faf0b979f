"""Who is kept by name from the child of a file that came: they are not told of it and do not open it.

Nobody has said yet whose it is, so it is whoever bears its number, or its name and day of birth as far as it is known.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kith.access.holders import grantees, live
from kith.access.models import Bar, Grantee, Subject
from kith.foundation.names import normalise
from kith.organisations.models import Post
from kith.people.models import PersonBirth, PersonIdentifier, PersonName

__all__ = ["Shut", "shut_to"]

# First forename, surname, and the day of birth where it is known.
_Known = tuple[str, str, str]


@dataclass(frozen=True)
class Shut:
    """The children a post is kept from: their numbers, and how they are known."""

    numbers: frozenset[str] = frozenset()
    known: frozenset[_Known] = frozenset()

    def holds(self, child: Mapping[str, Any]) -> bool:
        """Whether the child of a file is one of them, or may be."""
        if child.get("upn") and child["upn"] in self.numbers:
            return True
        *name, born = _known(child["forename"], child["surname"], child.get("born_on", ""))
        return any([*its] == name and (not day or not born or day == born) for *its, day in self.known)


def shut_to(post: Post) -> Shut:
    """Read once for a whole list."""
    by_name = live(Bar).filter(subject_kind=Subject.PERSON, grantee_id__in=grantees(post))
    ids = list(by_name.exclude(grantee_kind=Grantee.EVERYBODY).values_list("subject_id", flat=True))
    if not ids:
        return Shut()
    births = dict(PersonBirth.objects.filter(person_id__in=ids).values_list("person_id", "born_on"))
    numbers = PersonIdentifier.objects.filter(kind="upn", person_id__in=ids).values_list("value", flat=True)
    names = PersonName.objects.filter(person_id__in=ids)
    return Shut(
        frozenset(numbers),
        frozenset(_known(one.forename, one.surname, births.get(one.person_id)) for one in names),
    )


def _known(forename: str, surname: str, born: Any) -> _Known:
    """The first forename alone: a middle name stands beside it or does not."""
    return (normalise(forename).split() or [""])[0], normalise(surname), str(born or "")
