"""Small numbers, for readers outside: below six one is said as "<6", and no other may give it away. No Django.

A column of numbers adds up to its total, and the total is known to everybody: another question about the same days
shows it. So hiding the small ones is not enough: of 20, 9 and 3 of 32, the 3 is what is left. Further numbers are
withheld, the smallest first, until whoever knows the rule and the total is left with several values for each, and until
what is not shown is six or more together: of 16 in time of 20, that 4 were not is a small number too.
Worked: 20, 9, 3 of 32 is shown as 20, withheld, "<6": the last is anything from 0 to 5. Of 6, 0 and 0 of 6 nothing is
shown but the total: "withheld" means six or more, and would say it all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["FEW", "LEAST_LEFT", "SMALL", "WITHHELD", "Shown", "protect", "ranges"]

Key = TypeVar("Key")
# Numbers below this are not said to anybody outside.
FEW = 6
# How many values whoever works it out must be left with, for each number that is not shown.
LEAST_LEFT = 3
SMALL, WITHHELD = "<6", "not shown"
# As large as a number may be said to be; a total bounds it sooner.
_NO_BOUND = 10**9


@dataclass(frozen=True)
class Shown:
    """A number as it may be said: itself, or the words that stand for it."""

    number: int | None
    words: str

    @property
    def is_hidden(self) -> bool:
        return self.number is None


def protect(numbers: Mapping[Key, int]) -> tuple[dict[Key, Shown], Shown]:
    """Each number as it may be shown to somebody who knows the total; and the total."""
    total = sum(numbers.values())
    if total < FEW:
        return dict.fromkeys(numbers, _small()), _small()
    withheld: set[Key] = set()
    shown = _as_shown(numbers, withheld)
    while _gives_away(list(shown.values()), total):
        left = [key for key in numbers if not shown[key].is_hidden]
        if not left:
            return dict.fromkeys(numbers, Shown(None, WITHHELD)), _plain(total)
        withheld.add(min(left, key=lambda key: numbers[key]))
        shown = _as_shown(numbers, withheld)
    return shown, _plain(total)


def ranges(shown: Sequence[Shown], total: int) -> list[range]:
    """What each number can be, to whoever knows the total and what the words mean."""
    mixed = any(one.words == SMALL for one in shown)
    bounds = [_bounds(one, mixed) for one in shown]
    least, most = sum(low for low, _ in bounds), sum(high for _, high in bounds)
    return [
        range(max(low, total - (most - high)), min(high, total - (least - low)) + 1)
        for low, high in bounds
    ]  # fmt: skip


def _gives_away(shown: Sequence[Shown], total: int) -> bool:
    hidden = [one for one in shown if one.is_hidden]
    if hidden and total - sum(one.number or 0 for one in shown) < FEW:
        return True
    return any(one.is_hidden and len(left) < LEAST_LEFT for one, left in zip(shown, ranges(shown, total), strict=True))


def _bounds(one: Shown, mixed: bool) -> tuple[int, int]:
    """Where nothing is said to be small, what is withheld may be anything: then all of the column is."""
    if one.number is not None:
        return one.number, one.number
    if one.words == SMALL:
        return 0, FEW - 1
    return FEW if mixed else 0, _NO_BOUND


def _as_shown(numbers: Mapping[Key, int], withheld: set[Key]) -> dict[Key, Shown]:
    return {
        key: _small() if n < FEW else Shown(None, WITHHELD) if key in withheld else _plain(n)
        for key, n in numbers.items()
    }


def _small() -> Shown:
    return Shown(None, SMALL)


def _plain(number: int) -> Shown:
    return Shown(number, f"{number:,}")
