"""When a file is due, when it is chased, and how it stands. Pure.

Left on Friday 11 December 2026, with a term that ends on the 18th and begins on 5 January: due, and chased for its
receipt, on Friday 18 December; a second person is asked on Monday 11 January.
"""

import enum
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kith.foundation.days import Period, SchoolCalendar, Unit, due

__all__ = ["BACK", "STAYS_UNTIL", "Days", "How", "Kept", "Stands", "days_of", "furthest", "stands", "to_review_on"]

DUE, LATE = Period(5, Unit.SCHOOL_DAYS), Period(10, Unit.SCHOOL_DAYS)
# The last school keeps the file to this birthday and then looks at it again; nothing is destroyed of itself.
STAYS_UNTIL = 25
# What lies further from today is nobody's last day: it was typed wrongly, or stands for "no end".
LIFETIME = timedelta(days=100 * 365)


@dataclass(frozen=True)
class Days:
    """The last day to be in time, and the day on which somebody above is asked. `estimated`: in working days, as the
    school's calendar is not known that far."""

    due_on: date
    late_on: date
    estimated: bool = False


def days_of(begun: date, school: SchoolCalendar | None) -> Days:
    """Counted from the last day of the child at the school; of what was sent later, from the day it was sent."""
    try:
        return Days(due(begun, DUE, school=school), due(begun, LATE, school=school))
    except ValueError:
        known = [replace(one, unit=Unit.WORKING_DAYS) for one in (DUE, LATE)]
        return Days(due(begun, known[0]), due(begun, known[1]), estimated=True)


def furthest(day: date) -> tuple[date, date]:
    """The first and the last day that, seen from this day, may be anybody's last at a school."""
    return day - LIFETIME, day + LIFETIME


class How(enum.StrEnum):
    """What was said of a file that went."""

    SIGNED = "signed"
    REFUSED = "refused"
    TAKEN_BACK = "taken back"


# What went has come back: none of it is at the next school.
BACK = frozenset({How.REFUSED, How.TAKEN_BACK})


class Stands(enum.StrEnum):
    """How a file stands, for the lead of the school that sends it."""

    TO_PREPARE = "to prepare"
    HELD = "held"
    SENT = "sent"
    SIGNED = "signed for"
    IN_PART = "signed for in part"
    REFUSED = "sent back"
    TAKEN_BACK = "taken back"


@dataclass(frozen=True)
class Kept:
    """What was said of the last sending, if it went: by whom, and what they miss."""

    how: How | None
    misses: bool = False


def stands(*, held: bool, last: Kept | None) -> Stands:
    """How it stands by what happened last. What came back or was taken back can go again."""
    if last is None:
        return Stands.HELD if held else Stands.TO_PREPARE
    if last.how is How.SIGNED:
        return Stands.IN_PART if last.misses else Stands.SIGNED
    return {None: Stands.SENT, How.REFUSED: Stands.REFUSED, How.TAKEN_BACK: Stands.TAKEN_BACK}[last.how]


def to_review_on(born_on: date | None) -> date | None:
    """The day on which whoever keeps the file looks whether it still has to be kept."""
    if born_on is None:
        return None
    try:
        return born_on.replace(year=born_on.year + STAYS_UNTIL)
    except ValueError:
        return date(born_on.year + STAYS_UNTIL, 3, 1)
