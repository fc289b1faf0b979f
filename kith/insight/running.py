"""A run chart read aloud: its middle, and whether it has shifted. No Django.

The middle is the median of the finished weeks. Six or more in a row on one side of it are a shift; a week that lies on
the middle neither counts nor breaks the row. That is the rule of the NHS for run charts, and no more than a reason to
look: a school of 200 has quiet weeks by chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

__all__ = ["IN_A_ROW", "Run", "read"]

IN_A_ROW = 6


@dataclass(frozen=True)
class Run:
    """`shift`: places of the latest row on one side of the middle, where it is long enough; `side` above or below."""

    middle: float
    shift: tuple[int, ...] = ()
    side: str = ""

    @property
    def sentence(self) -> str:
        told = f"The middle is {self.middle:g} a week."
        if not self.shift:
            return f"{told} No {IN_A_ROW} weeks in a row lie on one side of it, so nothing says that it has shifted."
        return (
            f"{told} {len(self.shift)} weeks in a row lie {self.side} it. {IN_A_ROW} or more are called a shift: "
            "worth a look."
        )


def read(numbers: Sequence[int]) -> Run:
    """The run of these finished weeks, oldest first. Of no weeks the middle is nought."""
    if not numbers:
        return Run(0)
    middle = median(numbers)
    latest: list[int] = []
    best: list[int] = []
    above = None
    for place, number in enumerate(numbers):
        if number == middle:
            continue
        latest = [*latest, place] if (number > middle) is above else [place]
        above = number > middle
        best = latest if len(latest) >= IN_A_ROW else best
    if not best:
        return Run(middle)
    return Run(middle, tuple(best), "above" if numbers[best[0]] > middle else "below")
