"""The stretches of time numbers are counted in: half-terms of a school year, and weeks. No Django.

Half-terms are counted by the calendar, alike in every school and every year, so that years can be laid side by side:
autumn to 31 October and to 31 December, spring to 15 February and to 31 March, summer to 31 May and to 31 August.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise

from kith.foundation.dates import in_words

__all__ = ["SAID", "Stretch", "half_terms", "weeks"]

_STARTS = (
    ((9, 1), "Autumn 1"),
    ((11, 1), "Autumn 2"),
    ((1, 1), "Spring 1"),
    ((2, 16), "Spring 2"),
    ((4, 1), "Summer 1"),
    ((6, 1), "Summer 2"),
)
WEEK = timedelta(days=7)
SAID = (
    "Half-terms are counted by the calendar: autumn to 31 October and to 31 December, spring to 15 February and to"
    " 31 March, summer to 31 May and to 31 August."
)


@dataclass(frozen=True)
class Stretch:
    """From its first day up to the first day of the next one."""

    key: str
    words: str
    from_on: date
    until_on: date

    def is_over(self, on: date) -> bool:
        return self.until_on <= on

    @property
    def days(self) -> str:
        return f"{in_words(self.from_on)} to {in_words(self.until_on - timedelta(days=1))}"


def half_terms(on: date, how_many: int, *, ended: bool = False) -> tuple[Stretch, ...]:
    """The last half-terms, oldest first: with the one this day is in, or those that have ended alone."""
    latest = islice((one for one in _backwards(on) if one.is_over(on) or not ended), how_many)
    return tuple(latest)[::-1]


def weeks(on: date, how_many: int) -> tuple[Stretch, ...]:
    """The last weeks from Monday to Sunday, oldest first, with the one this day is in."""
    monday = on - timedelta(days=on.weekday())
    starts = [monday - WEEK * n for n in range(how_many)][::-1]
    return tuple(Stretch(f"{day:%Y%m%d}", f"{day.day} {day:%b}", day, day + WEEK) for day in starts)


def _backwards(on: date) -> Iterator[Stretch]:
    starts = sorted(
        (date(year, month, day), words) for year in range(on.year - 30, on.year + 2) for (month, day), words in _STARTS
    )
    for (start, words), (end, _) in reversed(list(pairwise(starts))):
        if start <= on:
            year = start.year - (start.month < 9)
            yield Stretch(f"{start:%Y%m%d}", f"{words} {year}/{(year + 1) % 100:02}", start, end)
