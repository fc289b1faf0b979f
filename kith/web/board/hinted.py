"""Pupils whom the words of a concern may mean by their initials, and who stand in no part of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from kith.access.queries import visible_to
from kith.people.initials import initials_in
from kith.people.models import PersonName
from kith.web import asks

# Of one pair of initials so many are offered: whoever has more of them looks by name.
MOST = 6


def hinted(reader: Any, words: str, there: Collection[UUID]) -> list[UUID]:
    """Those this reader may find, by initials in the order of the letters."""
    if not (letters := initials_in(words)):
        return []
    by = _by_initials(reader, letters)
    if named_already := {one for one, people in by.items() if people & set(there)}:
        letters -= named_already
    found = (id for one in sorted(letters) for id in sorted(by.get(one, ()), key=str)[:MOST])
    return list(dict.fromkeys(found))


def with_hints(reader: Any, told: Mapping[UUID, tuple[str, Collection[UUID]]]) -> set[UUID]:
    """Of several concerns, each with its words and whom it is about, those in which a pupil may be meant."""
    letters = {id: initials_in(words) for id, (words, _) in told.items()}
    by = _by_initials(reader, frozenset().union(*letters.values()))
    return {id for id, some in letters.items() if any(by.get(one) and not by[one] & set(told[id][1]) for one in some)}


def _by_initials(reader: Any, letters: Collection[str]) -> dict[str, set[UUID]]:
    """Initials -> whom this reader may find who has them."""
    found: dict[str, set[UUID]] = defaultdict(set)
    if not letters:
        return found
    names = visible_to(PersonName.objects.all(), reader, "person.list", person="person_id")
    firsts = sorted({one[0] for one in letters})
    known = asks.persons(reader).values("id")
    rows = names.filter(person_id__in=known, forename__regex=f"^[{''.join(firsts)}]")
    for person, forename, surname in rows.values_list("person_id", "forename", "surname"):
        if forename and surname and (pair := (forename[0] + surname[0]).upper()) in letters:
            found[pair].add(person)
    return found
