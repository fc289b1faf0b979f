"""Dates and moments: read from files and forms, written in words, kept in London's time.

Pages say "Tue 17 Nov", and the year only when it is not this one. Files say it in many ways; the
ways read here are those of the school census and of spreadsheets. Day stands before month always.
"""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from kith.foundation.refused_value import NotAValue

__all__ = [
    "LONDON",
    "NotADate",
    "in_words",
    "london",
    "moment_in_words",
    "now",
    "parse_date",
    "parse_day",
    "parse_time",
    "today",
]

LONDON = ZoneInfo("Europe/London")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_FORMS = (
    re.compile(rf"(?P<y>[0-9]{{4}})[-/](?P<m>[0-9]{{1,2}})[-/](?P<d>[0-9]{{1,2}}){_TIME}"),
    re.compile(rf"(?P<y>[0-9]{{4}})-(?P<m>[A-Za-z]{{3,9}})-(?P<d>[0-9]{{1,2}}){_TIME}"),
    re.compile(rf"(?P<d>[0-9]{{1,2}})[-/. ](?P<m>[0-9]{{1,2}})[-/. ](?P<y>[0-9]{{4}}){_TIME}"),
    re.compile(rf"(?P<d>[0-9]{{1,2}})[- ](?P<m>[A-Za-z]{{3,9}})[- ](?P<y>[0-9]{{4}}){_TIME}"),
)

_SHORT_YEAR = re.compile(r"[0-9]{1,2}[-/. ]([0-9]{1,2}|[A-Za-z]{3,9})[-/. ][0-9]{2}")
# A short year that would be further ahead is more likely one of the century before.
_SHORT_YEARS_AHEAD = 20
_CLOCK = re.compile(r"(?P<h>[0-9]{1,2})(?:[:.h]?(?P<m>[0-9]{2}))?\s*(?:(?P<half>[ap])\.?m\.?)?")


class NotADate(NotAValue):
    """A text is no date in a form that is read here."""


class NotATime(NotAValue):
    """A text is no time of day in a form that is read here."""


def parse_date(text: str) -> date:
    """The date a text says: 2012-Jan-21 00:00:00, 21/01/2012, 21 January 2012, 2012-01-21."""
    value = text.strip()
    for form in _FORMS:
        if found := form.fullmatch(value):
            return _made(int(found["y"]), _month(found["m"], value), int(found["d"]), value)
    if _SHORT_YEAR.fullmatch(value):
        raise NotADate(f"“{value}” has a short year: write all four digits, as in 21/01/2012.")
    raise NotADate(f"“{value}” is not a date: write it as 21/01/2012." if value else "Give the day as in 21/01/2012.")


def parse_day(text: str) -> date:
    """The day of something that was done or is to be done, as somebody types it: 1/12/26 is read too. Not for births,
    of which a short year could be of either century."""
    value = text.strip()
    if not _SHORT_YEAR.fullmatch(value):
        return parse_date(value)
    day = parse_date(f"{value[:-2]}20{value[-2:]}")
    return day if day.year <= today().year + _SHORT_YEARS_AHEAD else parse_date(value)


def parse_time(text: str) -> time:
    """The time of day a text says, in 24 hours or with am and pm: 8:50, 08.50, 8.50am, 2 pm, 1430."""
    value = text.strip()
    found = _CLOCK.fullmatch(value.lower())
    if not found:
        raise NotATime(f"“{value}” is not a time: write it as 8:50 or 14:30." if value else "Give the time as in 8:50.")
    hour, minute, half = int(found["h"]), int(found["m"] or 0), found["half"]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise NotATime(f"“{value}” is not a time of day: the hours go to 23 and the minutes to 59.")
    return time(hour, minute)


def in_words(day: date, *, as_of: date | None = None) -> str:
    """Tue 17 Nov; Tue 17 Nov 2027 when that is not the year of `as_of` (today)."""
    this_year = (as_of or today()).year
    words = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == this_year else f"{words} {day.year}"


def moment_in_words(moment: datetime, *, as_of: date | None = None) -> str:
    """Tue 17 Nov, 14:05, by London's clock."""
    local = london(moment)
    return f"{in_words(local.date(), as_of=as_of)}, {local:%H:%M}"


def london(moment: datetime) -> datetime:
    """The same moment on London's clock. A moment without a zone is refused: it could be any."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment.astimezone(LONDON)


def now() -> datetime:
    """This moment, with its zone."""
    return datetime.now(UTC)


def today() -> date:
    """The date in London."""
    return london(now()).date()


def _month(text: str, whole: str) -> int:
    if text.isdigit():
        return int(text)
    names = {name.lower(): n for n, name in enumerate(_MONTHS, start=1)}
    if text[:3].lower() not in names:
        raise NotADate(f"“{whole}” is not a date: “{text}” is no month.")
    return names[text[:3].lower()]


def _made(year: int, month: int, day: int, whole: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(f"“{whole}” is not a date in the calendar.") from None
