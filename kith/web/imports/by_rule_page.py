"""The lines of the stated rule as a page shows them, with the first rows of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.people.judging import STATED, Verdict
from kith.web.imports.side_by_side import Beside, sides

# So many rows of a line are shown before it can be accepted.
SHOWN = 5


@dataclass(frozen=True)
class Sample:
    """A row beside the one child it may be, and what its heading is called on the page."""

    id: str
    place: str
    reasons: tuple[str, ...]
    beside: Beside


@dataclass(frozen=True)
class RuleLine:
    """A line in its own words, what accepting it does, what the button sends, and some of its rows."""

    title: str
    means: str
    value: str
    first: str
    samples: tuple[Sample, ...]


@dataclass(frozen=True)
class RulePage:
    batch: UUID
    lines: tuple[RuleLine, ...]


def rule_page(
    batch: Any, stated: Mapping[Verdict, Sequence[Any]], beside: Mapping[Verdict, Sequence[tuple[Any, Sequence[Any]]]]
) -> RulePage:
    return RulePage(batch.id, tuple(_line(line, rows, beside[line]) for line, rows in stated.items()))


def _line(line: Verdict, rows: Sequence[Any], shown: Sequence[tuple[Any, Sequence[Any]]]) -> RuleLine:
    count = f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}"
    return RuleLine(
        title=f"{line[:1].upper()}{line[1:]}: {count}",
        means=f"{count} {'is' if len(rows) == 1 else 'are'} then said to be the child beside. "
        "They go in when you put in the import, and come out with it.",
        value=f"{STATED.index(line)}.{len(rows)}",
        first=f"The first {len(shown)} of them" if len(rows) > len(shown) else "All of them",
        samples=tuple(Sample(f"row{row.n}", row.place, tuple(row.reasons), sides(two)[0]) for row, two in shown if two),
    )
