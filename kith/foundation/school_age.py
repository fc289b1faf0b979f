"""The days on which schooling and funded childcare begin and end, counted from a birthday or a school year.

Sources: Education Act 1996, section 8, with the Start of Compulsory School Age Order 1998 and the School Leaving Date
Order 1997; the statutory guidance on early education and childcare (terms and grace periods); the school census guide.
"""

import calendar
from datetime import date, timedelta

__all__ = ["census_days", "compulsory_from", "grace_until", "leaves_on", "term_after"]

# First days of the three terms of funded childcare, and the days on which a child comes to be of school age.
TERMS = ((1, 1), (4, 1), (9, 1))
PRESCRIBED = ((3, 31), (8, 31), (12, 31))
# Until which day of a year a decision "not eligible" falls into a span, and the last funded day: month, day, years on.
GRACE = (
    ((2, 10), (3, 31), 0),
    ((5, 26), (8, 31), 0),
    ((10, 21), (12, 31), 0),
    ((12, 31), (3, 31), 1),
)


def term_after(birthday: date) -> date:
    """The first day of the term after a child reaches an age: born 1 April, it is September."""
    return _first(TERMS, birthday + timedelta(days=1))


def grace_until(decided: date) -> date:
    """The last funded day where a family was found not eligible on this day."""
    last, years = next((last, on) for until, last, on in GRACE if (decided.month, decided.day) <= until)
    return date(decided.year + years, *last)


def compulsory_from(born: date) -> date:
    """When a child comes to be of compulsory school age: the fifth birthday if that is a prescribed day, else the
    next one. Born on 29 February, the birthday is the last day of February."""
    year = born.year + 5
    return _first(PRESCRIBED, date(year, born.month, min(born.day, calendar.monthrange(year, born.month)[1])))


def leaves_on(school_year: int) -> date:
    """The leaving date of those who turn 16 in the school year that begins in this September: June's last Friday."""
    return _nth(school_year + 1, 6, calendar.FRIDAY, -1)


def census_days(school_year: int) -> tuple[date, date, date]:
    """Autumn, spring and summer census of the school year that begins in this September."""
    after = school_year + 1
    return (
        _nth(school_year, 10, calendar.THURSDAY, 0),
        _nth(after, 1, calendar.THURSDAY, 2),
        _nth(after, 5, calendar.THURSDAY, 2),
    )


def _first(days: tuple[tuple[int, int], ...], not_before: date) -> date:
    found = (date(year, *day) for year in (not_before.year, not_before.year + 1) for day in days)
    return next(day for day in found if day >= not_before)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    days = [day for week in calendar.monthcalendar(year, month) if (day := week[weekday])]
    return date(year, month, days[n])
