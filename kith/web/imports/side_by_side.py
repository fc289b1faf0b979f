"""A row beside a child, as pages show it: each fact as the file says it, as we hold it, and how the two compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.foundation.dates import in_words
from kith.people.likeness import Likeness
from kith.web.imports.keys import KEYS
from kith.web.presenters import Status

__all__ = ["LIKE_ROW", "Beside", "ReviewPage", "review_page", "sides"]

# What is sent for the child of another row of the file.
LIKE_ROW = "row"
# How a comparison is shown: shape, tone and words.
LIKE = {
    Likeness.SAME: Status("ok", "ok", "Same"),
    Likeness.SHORT_FORM: Status("differs", "due", "Short form"),
    Likeness.PART: Status("differs", "due", "Partly the same"),
    Likeness.SOUND: Status("differs", "due", "Sounds the same"),
    Likeness.ONE_SLIP: Status("differs", "due", "One letter differs"),
    Likeness.SWAPPED: Status("differs", "due", "Day and month swapped"),
    Likeness.ONE_DIGIT: Status("differs", "due", "One figure differs"),
    Likeness.UNKNOWN: Status("cannot", "pause", "Can’t compare"),
    Likeness.DIFFERENT: Status("late", "late", "Different"),
}


@dataclass(frozen=True)
class CompareLine:
    fact: str
    sent: str
    held: str
    status: Status


@dataclass(frozen=True)
class Beside:
    """The row beside one child, or another row; the key that chooses it, and what the choice sends."""

    person_id: UUID | None
    answer: str
    key: str
    name: str
    lines: tuple[CompareLine, ...]


@dataclass(frozen=True)
class ReviewPage:
    batch: UUID
    row: UUID
    place: str
    # Whom the row names.
    name: str
    left: str
    # What the form's address goes on with: which row was shown, where those set aside are looked at.
    query: str
    reasons: tuple[str, ...]
    keys: str
    beside: tuple[Beside, ...]


def review_page(row: Any, beside: Sequence[Any], waiting: Any, *, again: bool = False) -> ReviewPage:
    """`waiting`: how many rows wait; `again`: whether those that were set aside are looked at."""
    left = waiting.new
    return ReviewPage(
        batch=row.batch_id,
        row=row.id,
        place=row.place,
        name=" ".join(filter(None, (row.staged["forename"], row.staged["surname"]))),
        left="Set aside before" if again else f"{left:,} to look at" if left != 1 else "The last one",
        query=f"?after={row.n}" if again else "",
        reasons=tuple(row.reasons),
        keys="" if not beside else KEYS["same"] if len(beside) == 1 else f"1 to {len(beside)}",
        beside=sides(beside),
    )


def sides(beside: Sequence[Any]) -> tuple[Beside, ...]:
    """The row beside each child it might be. One child is chosen by s for same, several by their number."""
    keys = [KEYS["same"]] if len(beside) == 1 else [str(n + 1) for n in range(len(beside))]
    return tuple(
        Beside(one.person_id, f"same.{one.person_id or LIKE_ROW}", key, one.name, tuple(_line(f) for f in one.facts))
        for key, one in zip(keys, beside, strict=True)
    )


def _line(fact: Any) -> CompareLine:
    since = f", from {in_words(fact.since)}" if fact.since else ""
    return CompareLine(fact.fact, fact.sent or "none sent", (fact.held or "none held") + since, LIKE[fact.compared])
