"""What rows proposed and somebody accepted: under lines of its own, and taken back with the rows.

Worked example: a list says Kate Ward where the lead had written Kate Wellers; the lead accepts it. The list proves to
be another school's and is taken back: she is Kate Wellers again, unless somebody has changed her name since.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from kith.intake.held import COMPARED
from kith.intake.models import Row, Settled, TakenBack
from kith.intake.resting_on import in_parts
from kith.tenancy import history
from kith.tenancy.bulk import insert_many

__all__ = ["Agreed", "of_rows", "take_back"]


@dataclass(frozen=True)
class Agreed:
    """A proposal that was accepted and stands, and the ledger line that wrote it."""

    settled: Settled
    line: UUID | None


def of_rows(rows: Iterable[Row]) -> list[Agreed]:
    """Those of these rows. A tie to an adult is none of them: `ties` has its own."""
    accepted = Settled.objects.filter(accepted=True, taken_back_at=None).exclude(fact=None)
    found = {(one.fact, one.n): one for one in in_parts(accepted, "row_id", [row.id for row in rows])}
    facts = [fact for fact, _ in found]
    versions = (one for model in COMPARED for one in in_parts(history.versions_model(model), "of_id", facts))
    return [Agreed(found[key], one.line) for one in versions if (key := (one.of_id, one.n)) in found]


def take_back(agreed: Iterable[Agreed], back: Sequence[Row]) -> None:
    """Nobody's word any more: of rows that were taken back, by their line."""
    lines = {row.id: row.back_line for row in back}
    ours = [one for one in agreed if one.settled.row_id in lines]
    gone = [one.settled.id for one in ours]
    Settled.objects.filter(id__in=gone).update(taken_back_at=timezone.now())
    said = ((one.settled, one.line, lines[one.settled.row_id]) for one in ours)
    insert_many(
        TakenBack,
        [TakenBack(row_id=of.row_id, holder_id=of.holder_id, line=line, back_line=by) for of, line, by in said],
    )
