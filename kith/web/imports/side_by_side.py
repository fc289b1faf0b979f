"""A row beside a child, as pages show it: each fact as the file says it, as we hold it, and how the two compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.foundation.dates import in_words
from kith.people.likeness import Likeness
from kith.web.presenters import Status

__all__ = ["Beside", "ReviewPage", "review_page", "sides"]

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
    """The row beside one child, and the key that chooses it."""

    person_id: UUID
    key: str
    name: str
    lines: tuple[CompareLine, ...]


@dataclass(frozen=True)
class ReviewPage:
    batch: UUID
    row: UUID
    place: str
    left: str
    reasons: tuple[str, ...]
    keys: str
    beside: tuple[Beside, ...]


def review_page(row: Any, beside: Sequence[Any], waiting: int) -> ReviewPage:
    return ReviewPage(
        batch=row.batch_id,
        row=row.id,
        place=row.place,
        left=f"{waiting:,} to look at" if waiting != 1 else "The last one",
        reasons=tuple(row.reasons),
        keys="s" if len(beside) == 1 else f"1 to {len(beside)}",
        beside=sides(beside),
    )


def sides(beside: Sequence[Any]) -> tuple[Beside, ...]:
    """The row beside each child it might be. One child is chosen by s for same, several by their number."""
    keys = ["s"] if len(beside) == 1 else [str(n + 1) for n in range(len(beside))]
    return tuple(
        Beside(one.person_id, key, one.name, tuple(_line(f) for f in one.facts))
        for key, one in zip(keys, beside, strict=True)
    )


def _line(fact: Any) -> CompareLine:
    since = f", from {in_words(fact.since)}" if fact.since else ""
    return CompareLine(fact.fact, fact.sent or "none sent", (fact.held or "none held") + since, LIKE[fact.compared])
