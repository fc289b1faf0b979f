"""Whom a whole roll leaves out: children we hold on the roll of a school whose census does not name them any more.

Nobody is taken off a roll for that: they may have left, or a row was lost on the way. The number says that somebody
should ask.
"""

from collections.abc import Iterator

from kith.intake.models import Batch
from kith.intake.placing import known_as
from kith.organisations.models import Organisation
from kith.people.models import Enrolment

__all__ = ["absent"]


def absent(batch: Batch) -> list[str]:
    """A sentence for each school of a census some of whose children are not among its rows."""
    return list(_said(batch)) if batch.kind == "census" else []


def _said(batch: Batch) -> Iterator[str]:
    rows = batch.rows.exclude(staged={})
    named: set[object] = set()
    for person, candidates in rows.values_list("person_id", "candidates").iterator(2000):
        named |= {person, *candidates}
    for school in _schools(batch):
        held = Enrolment.objects.filter(holder_id=batch.holder_id, organisation=school, until_on=None)
        if missing := len(set(held.values_list("person_id", flat=True)) - named):
            who = "child whom you hold on its roll is" if missing == 1 else "children whom you hold on its roll are"
            yield (
                f"{school.name}: {missing:,} {who} not in this census. Nothing was changed for them; ask whether they "
                "have left."
            )


def _schools(batch: Batch) -> Iterator[Organisation]:
    if batch.school:
        yield batch.school
        return
    names = batch.rows.exclude(staged={}).values_list("staged__school", flat=True).distinct()
    yield from filter(None, (known_as(name) for name in sorted(set(names) - {None, ""})))
