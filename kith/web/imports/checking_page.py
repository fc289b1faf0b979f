"""The sample check as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.web.imports.side_by_side import Beside, sides


@dataclass(frozen=True)
class CheckPage:
    batch: UUID
    row: UUID | None
    place: str
    left: str
    share: str
    rule: str
    reasons: tuple[str, ...]
    beside: tuple[Beside, ...]
    # Rows that were joined wrongly, and what became of each.
    wrong: tuple[str, ...]


def check_page(
    batch: Any, row: Any, beside: Sequence[Any], share: Any, waiting: int, wrong: Sequence[Any]
) -> CheckPage:
    return CheckPage(
        batch=batch.id,
        row=row.id if row else None,
        place=row.place if row else "",
        left=f"{waiting:,} left to look at" if waiting else "Nothing left to look at",
        share=_share(share),
        rule=f"The rule said: {row.rule}." if row else "",
        reasons=tuple(row.reasons) if row else (),
        beside=sides(beside),
        wrong=tuple(map(_became, wrong)),
    )


def _share(share: Any) -> str:
    """Of 20 rows drawn, 12 were looked at. 1 of 12 was wrong: 8%."""
    drawn = f"Of {share.drawn:,} {'row' if share.drawn == 1 else 'rows'} drawn, {share.looked_at:,} looked at."
    if not share.looked_at:
        return drawn
    if not share.wrong:
        return f"{drawn} None of them was wrong."
    percent = round(100 * share.wrong / share.looked_at)
    return f"{drawn} {share.wrong:,} of {share.looked_at:,} {'was' if share.wrong == 1 else 'were'} wrong: {percent}%."


def _became(checked: Any) -> str:
    if checked.kept:
        return f"{checked.row.place} stays in the records: {' '.join(checked.kept)} Put it right on the child’s page."
    if checked.row.answer:
        return f"{checked.row.place} was taken back, and somebody has decided who it is."
    return f"{checked.row.place} was taken back. It waits among the close matches."
