"""Whom a whole roll leaves out: children we hold on the roll of a school whose census does not name them.

Nobody is taken off a roll for that: they may have left, or a row was lost on the way. The number, and the list behind
it, say whom somebody should ask about.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from kith.intake.models import Batch
from kith.intake.placing import known_as
from kith.intake.stages import Outcome
from kith.organisations.models import Organisation
from kith.people.models import Enrolment
from kith.people.roll import on_roll

__all__ = ["absent", "missing"]


def absent(batch: Batch) -> list[str]:
    """A sentence for each school of a census some of whose children are not among its rows."""
    return list(_said(missing(batch)))


def missing(batch: Batch) -> dict[Organisation, list[Enrolment]]:
    """For each school of a census, who is on its roll as we hold it now, was by the day of the census, and is in none
    of its rows. Of every other kind of file: nobody, since it makes no whole roll."""
    if batch.kind != "census":
        return {}
    named, by_then = _named(batch), Q(from_on=None) | Q(from_on__lte=batch.as_of) if batch.as_of else Q()
    found = {}
    for school in _schools(batch):
        held = on_roll(holder_id=batch.holder_id, organisation=school).filter(by_then)
        once = {one.person_id: one for one in held.order_by("-id") if one.person_id not in named}
        if once:
            found[school] = sorted(once.values(), key=lambda one: one.id)
    return found


def _named(batch: Batch) -> set[UUID | None]:
    """Whom its rows are, or might be."""
    named: set[UUID | None] = set()
    rows = batch.rows.exclude(staged={}).values_list("person_id", "candidates", "outcome")
    for person, candidates, outcome in rows.iterator(2000):
        named |= {person, *(candidates if outcome == Outcome.REVIEW else ())}
    return named


def _said(missing: dict[Organisation, list[Enrolment]]) -> Iterator[str]:
    for school, those in missing.items():
        who = "child whom you hold on its roll is" if len(those) == 1 else "children whom you hold on its roll are"
        yield (
            f"{school.name}: {len(those):,} {who} not in this census. Nothing was changed for them; ask whether they "
            "have left."
        )


def _schools(batch: Batch) -> Iterator[Organisation]:
    if batch.school:
        yield batch.school
        return
    names = batch.rows.exclude(staged={}).values_list("staged__school", flat=True).distinct()
    yield from filter(None, (known_as(name) for name in sorted(set(names) - {None, ""})))
