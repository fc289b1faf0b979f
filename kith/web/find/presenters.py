"""A list of persons in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.foundation.dates import in_words
from kith.web.find.address import Terms
from kith.web.presenters import Child, child


@dataclass(frozen=True)
class Found:
    child: Child
    also: str
    # Written down by somebody, by hand or from a referral, and confirmed by nobody yet.
    is_unsure: bool = False


@dataclass(frozen=True)
class Results:
    headline: str
    terms: str
    rows: tuple[Found, ...]


def results(
    cards: Mapping[UUID, Any], ids: Sequence[UUID], terms: Terms, *, most: int, unsure: Collection[UUID] = ()
) -> Results:
    """In the order found, with other names they are known by, since that may be why they were found."""
    rows = tuple(Found(child(cards[id]), _also(cards[id]), id in unsure) for id in ids)
    parts = [terms.words, f"born {in_words(terms.born_on)}" if terms.born_on else ""]
    return Results(_headline(len(rows), most), ", ".join(p for p in parts if p), rows)


def _also(card: Any) -> str:
    return f"also {', '.join(card.other_names)}" if card.other_names else ""


def _headline(count: int, most: int) -> str:
    if count == 0:
        return "Nobody found"
    if count == most:
        return f"The first {most} people. Add a date of birth or another name"
    return "One person" if count == 1 else f"{count} people"
