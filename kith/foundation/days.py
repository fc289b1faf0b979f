"""Counting days: when something is due, by the unit the law counts in.

The day of the event is day 0; day 1 is the next day of the kind counted, so a start at a weekend
needs no rule of its own. "Beginning with the day" makes the start day 1 instead. A due date that
falls on a weekend stays where the law put it, and `roll` moves it only where the rule says so.
Worked: notified on Christmas Eve 2026, one working day: Tuesday 29 December (25 and 28 are holidays).
"""

import enum
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

import holidays

__all__ = [
    "Period",
    "SchoolCalendar",
    "Unit",
    "bank_holidays",
    "due",
    "due_moment",
    "is_working_day",
    "working_days_between",
]

ONE_DAY = timedelta(days=1)


class Unit(enum.StrEnum):
    """What a timescale counts."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar days"
    WORKING_DAYS = "working days"
    SCHOOL_DAYS = "school days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Period:
    """How long something may take: 15 school days; a month that rolls; 26 weeks beginning with the day."""

    length: int
    unit: Unit
    inclusive: bool = False
    roll: bool = False

    def __str__(self) -> str:
        if not self.length:
            return "at once"
        unit = str(self.unit) if self.length != 1 else str(self.unit).removesuffix("s")
        return f"{self.length} {unit}" + (" beginning with the day" if self.inclusive else "")


@dataclass(frozen=True)
class SchoolCalendar:
    """The days one school has a session for pupils (Education Act 1996 s579): terms less closed days."""

    terms: tuple[tuple[date, date], ...]
    closed: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Whether pupils have a session on this day. A day past the last known term is unknown: loud."""
        if self.ends_before(day):
            raise ValueError(f"The school's calendar ends before {day:%d %B %Y}.")
        in_term = any(first <= day <= last for first, last in self.terms)
        return in_term and is_working_day(day) and day not in self.closed

    def ends_before(self, day: date) -> bool:
        """Whether nobody has told the terms this day could be in."""
        return day > max(last for _, last in self.terms)

    def open_days(self) -> int:
        """On how many days pupils have a session, in all its terms."""
        return sum(
            self.is_open(first + n * ONE_DAY) for first, last in self.terms for n in range((last - first).days + 1)
        )


def due(start: date, period: Period, *, school: SchoolCalendar | None = None, paused: int = 0) -> date:
    """The last day on which a thing begun on `start` is still in time.

    `paused` are the days the law takes out of the count, such as those of waiting for an answer.
    """
    match period.unit:
        case Unit.WORKING_DAYS:
            day = _counted(start, period, is_working_day)
        case Unit.SCHOOL_DAYS:
            if school is None:
                raise ValueError("School days need the calendar of the school.")
            day = _counted(start, period, school.is_open)
        case Unit.HOURS:
            raise ValueError("Hours are counted from a moment: use due_moment.")
        case _:
            day = _by_calendar(start, period)
    day += timedelta(days=paused)
    return _next_working_day(day) if period.roll else day


def due_moment(start: datetime, hours: int) -> datetime:
    """The moment so many elapsed hours later; a change of the clocks neither adds nor takes one."""
    return (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(start.tzinfo)


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday of England, substitute days included."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def working_days_between(start: date, end: date) -> int:
    """How many working days after `start` up to and with `end`."""
    days = (end - start).days
    return sum(is_working_day(start + n * ONE_DAY) for n in range(1, days + 1))


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def _counted(start: date, period: Period, counts: Callable[[date], bool]) -> date:
    day, left = (start - ONE_DAY if period.inclusive else start), period.length
    while left:
        day += ONE_DAY
        left -= counts(day)
    return day


def _by_calendar(start: date, period: Period) -> date:
    less = ONE_DAY if period.inclusive else timedelta()
    match period.unit:
        case Unit.CALENDAR_DAYS:
            return start + timedelta(days=period.length) - less
        case Unit.WEEKS:
            return start + timedelta(weeks=period.length) - less
        case Unit.MONTHS:
            return _months_on(start, period.length) - less
        case _:
            return _years_on(start, period.length) - less


def _months_on(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _years_on(start: date, years: int) -> date:
    """The anniversary; who was born on 29 February comes of age on 1 March in other years."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def _next_working_day(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day
