"""How a day stands on which something is due, and how that is said. Pure: days in, words out.

Where the law counts hours, `hours` says the same by the minute.
"""

import enum
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from kith.foundation import days
from kith.foundation.dates import in_words

When = TypeVar("When", date, datetime)
# A list of two hundred clocks is due on a handful of days: each day is counted and put into words once.
MANY_DAYS = 4096
# Amber from this many working days before the day itself.
SOON = 3


class Standing(enum.StrEnum):
    """How a date stands today. Never shown by colour alone: `words` says it."""

    NOW = "due now"
    IN_TIME = "in time"
    SOON = "due soon"
    TODAY = "due today"
    LATE = "late"
    HELD = "held"
    DONE = "done"


@lru_cache(MANY_DAYS)
def standing(
    due: date, today: date, done: date | None = None, *, at_once: bool = False, held: bool = False
) -> Standing:
    """How a due date stands: its last day is still in time. What cannot wait is due now until it is done.

    A clock that is held is never late: its day moves on by as many days as it is held.
    """
    if at_once and done is None:
        return Standing.NOW
    if done is not None:
        return Standing.DONE if done <= due else Standing.LATE
    if held:
        return Standing.HELD
    if today > due:
        return Standing.LATE
    if today == due:
        return Standing.TODAY
    return Standing.SOON if days.working_days_between(today, due) <= SOON else Standing.IN_TIME


@lru_cache(MANY_DAYS)
def words(due: date, today: date, done: date | None = None, *, at_once: bool = False, held: bool = False) -> str:
    """The date and how it stands: "Fri 27 Nov, 2 working days late"."""
    how, said = how_long(due, today, done, at_once=at_once, held=held), in_words(due, as_of=today)
    if standing(due, today, done, at_once=at_once, held=held) is Standing.NOW:
        return how if due == today else f"{how}, since {said}"
    return f"{said}, {how}"


@lru_cache(MANY_DAYS)
def how_long(due: date, today: date, done: date | None = None, *, at_once: bool = False, held: bool = False) -> str:
    """How it stands, for where the date is beside it already: "2 working days late"."""
    match how := standing(due, today, done, at_once=at_once, held=held):
        case Standing.LATE:
            return f"{_count(days.working_days_between(due, done or today))} late"
        case Standing.DONE:
            return "done in time"
        case Standing.NOW | Standing.TODAY | Standing.HELD:
            return how.value
        case _:
            return f"{_count(days.working_days_between(today, due))} left"


def _count(n: int) -> str:
    """Late at a weekend is late, though no working day has passed."""
    return f"{n} working day{'' if n == 1 else 's'}" if n else "less than a working day"


def how_it_stands(due: When, now: When, stopped: When | None, held: When | None) -> str:
    """A clock in the words guards use: running, paused, late; in time or late once it has stopped.

    By days, or where hours count by moments: all four of one kind.
    """
    if stopped is not None:
        return "stopped in time" if stopped <= due else "stopped late"
    if held is not None:
        return "paused"
    return "late" if now > due else "running"
