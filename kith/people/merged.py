"""Reading through a merge: who stays in the place of whom, and under which ids somebody was written about."""

from collections.abc import Iterable
from uuid import UUID

from kith import audit
from kith.people.merge_rules import STANDING
from kith.people.models_merging import Merge
from kith.tenancy.prepared import Asked, Given, Prepared

__all__ = ["all_ids", "asked", "into", "lines_of_merging", "survivor_of", "written_under"]

# The deeds of `joining` under which rows go from one to the other.
CARRIED = ("person.merge", "person.merge_late", "person.unmerge")
_INTO = Prepared(lambda: Merge.objects.filter(survivor=Given("person"), stage__in=STANDING).order_by("done_at"))


def asked(person_id: UUID) -> Asked:
    """The same, to be asked for together with others."""
    return _INTO.of(person=person_id)


def into(person_id: UUID) -> list[Merge]:
    """The merges that brought others into this person and stand, the earliest first."""
    found: list[Merge] = _INTO.rows(person=person_id)
    return found


def all_ids(person_id: UUID) -> list[UUID]:
    """Their own id, and those of all who were merged into them, one into the other."""
    found = [person_id]
    for id in found:
        found += [one.merged_id for one in into(id)]
    return found


def written_under(persons: Iterable[UUID]) -> list[UUID]:
    """The same of several: every id that lines about them may name."""
    return [id for person in persons for id in all_ids(person)]


def lines_of_merging(lines: Iterable[UUID | None]) -> set[UUID | None]:
    """Which of these ledger lines made one of two, or two of one: what was carried over by them nobody has said."""
    return {*audit.of_deeds([line for line in lines if line], CARRIED)}


def survivor_of(person_id: UUID) -> UUID | None:
    """Who stays in place of somebody who was merged; none where nobody was, as far as the doer may know."""
    found = None
    while one := Merge.objects.filter(merged_id=found or person_id, stage__in=STANDING).first():
        found = one.survivor_id
    return found
