"""Is somebody like this known already? Asked before a person is made, so that one child does not become two.

Only whom the reader may find is proposed: "there may be a record already" must not tell of a child who is closed
to them. Such a pair is found later by the matcher, whose post sees both.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from kith.access.queries import visible_to
from kith.access.reader import Reader
from kith.people.candidates import candidates_for
from kith.people.looked_for import NUMBER_FAMILY, name_pair, widely
from kith.people.matching import Child, Outcome, compare, decide
from kith.people.models import Person
from kith.people.rules import read_postcode

__all__ = ["PerhapsKnown", "as_asked", "check_not_known"]


class PerhapsKnown(Exception):
    """Somebody like this is known already: who, and why we think so, of all and of each. The writer decides."""

    def __init__(
        self, persons: Sequence[UUID], reasons: Sequence[str], of_each: Mapping[UUID, Sequence[str]] | None = None
    ) -> None:
        self.persons, self.reasons = tuple(persons), tuple(reasons)
        self.of_each = dict(of_each or {})
        super().__init__("There may be a record of this person already.")


def as_asked(
    forename: str,
    surname: str,
    born_on: date | None,
    *,
    numbers: Iterable[tuple[str, str, bool]] = (),
    postcode: str = "",
) -> Child:
    """Whom the writer is about to make, as matching compares. `numbers`: kind, value, whether its check holds."""
    postcodes = frozenset({read_postcode(postcode)} - {""})
    names, given = frozenset({name_pair(forename, surname)}), list(numbers)
    return Child(names, born_on, _numbers(given, True), postcodes, others=_numbers(given, False))


def check_not_known(asked: Child, *, holder: UUID, reader: Reader | None) -> None:
    """Raises PerhapsKnown with the persons to look at. Without a reader: whomever row security shows."""
    found = candidates_for({0: asked}, holder_id=holder, ask=widely).get(0, [])
    if reader is not None and found:
        open_to = visible_to(Person.objects.filter(id__in=[c.person_id for c in found]), reader, "person.find")
        seen = set(open_to.values_list("id", flat=True))
        found = [c for c in found if c.person_id in seen]
    decision = decide(asked, found)
    if decision.outcome is not Outcome.NEW:
        persons = decision.candidates or ((decision.person_id,) if decision.person_id else ())
        of_each = {c.person_id: compare(asked, c.child).reasons for c in found if c.person_id in persons}
        raise PerhapsKnown(persons, decision.reasons, of_each)


def _numbers(numbers: Iterable[tuple[str, str, bool]], trusted: bool) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, value, holds in numbers:
        if (holds and kind in NUMBER_FAMILY) is trusted:
            found.setdefault(NUMBER_FAMILY.get(kind, kind), set()).add(value)
    return {family: frozenset(values) for family, values in found.items()}
