"""Who moved school: a child we know whom a file has on the roll of one school, while we hold them on that of another.

Noted when the rows are compared. What becomes of the two enrolments is said by the rows themselves: the one of the
school that was left ends it, and where none says so, the second is proposed.
"""

from collections import defaultdict
from uuid import UUID

from kith.intake.models import Batch, Row
from kith.intake.placing import known_as
from kith.intake.stages import Outcome
from kith.people.roll import on_roll
from kith.tenancy.bulk import update_many

__all__ = ["note"]


def note(batch: Batch) -> None:
    """Say of each row of somebody we know which school it moves them from."""
    staying = batch.rows.filter(outcome=Outcome.MATCHED, staged__left_on__isnull=True).exclude(person=None)
    held: dict[UUID, list[UUID]] = defaultdict(list)
    now = on_roll(holder_id=batch.holder_id, person_id__in=staying.values("person_id"))
    for person, school in now.order_by("id").values_list("person_id", "organisation_id"):
        held[person].append(school)
    rows = staying.values_list("id", "person_id", "staged__school") if held else ()
    named = {name: _school(batch, name or "") for name in {name for _, _, name in rows}}
    moved = []
    for id, person, name in rows:
        to, there = named[name], held.get(person)
        if there and to is not None and to not in there:
            moved.append(Row(id=id, moved_from_id=there[0]))
    update_many(Row, moved, ["moved_from"])


def _school(batch: Batch, name: str) -> UUID | str | None:
    """The school of the batch, or the one a row names; the name itself where we do not know it yet."""
    if batch.school_id:
        return batch.school_id  # type: ignore[no-any-return]
    school = known_as(name) if name else None
    return school.id if school else name or None
