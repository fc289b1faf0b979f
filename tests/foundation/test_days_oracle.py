"""Day counting held to an oracle that knows nothing of it: the rules of the holidays, and counting on one's fingers."""

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.days import Period, SchoolCalendar, Unit, bank_holidays, due, due_moment

LONDON, DAY = ZoneInfo("Europe/London"), timedelta(days=1)
YEARS = range(2019, 2061)
# Royal occasions, and the two holidays that were moved: proclaimed, so no rule finds them.
EXTRA = {date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}


def easter(year):
    """The Sunday after the full moon of the church's tables, by the method of 1876."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    lunar = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * lunar) // 451
    month, day = divmod(h + lunar - 7 * m + 114, 31)
    return date(year, month, day + 1)


def mondays(year, month):
    return [d for d in calendar.Calendar().itermonthdates(year, month) if d.month == month and d.weekday() == 0]


def holidays_of(year):
    """Fixed days move to the next weekday that is free; the others fall on one."""
    free = {easter(year) - 2 * DAY, easter(year) + DAY, mondays(year, 5)[0], mondays(year, 5)[-1], mondays(year, 8)[-1]}
    free = {MOVED.get(day, day) for day in free}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() > 4 or day in free:
            day += DAY
        free.add(day)
    return free | {day for day in EXTRA if day.year == year}


@pytest.mark.parametrize("year", YEARS)
def test_the_weekdays_that_are_holidays(year):
    assert {day for day in bank_holidays(year) if day.weekday() < 5} == holidays_of(year)


FREE = {day for year in range(2018, 2066) for day in holidays_of(year)}
STARTS = st.dates(date(2019, 1, 1), date(2060, 12, 31))


def on_fingers(start, length, counts, *, inclusive=False):
    """The day on which the count is full, one day after the other."""
    day, left = start, length - (inclusive and counts(start))
    while left:
        day += DAY
        left -= counts(day)
    return day


def works(day):
    return day.weekday() < 5 and day not in FREE


@given(STARTS, st.integers(1, 60), st.booleans())
def test_working_days(start, length, inclusive):
    period = Period(length, Unit.WORKING_DAYS, inclusive=inclusive)
    assert due(start, period) == on_fingers(start, length, works, inclusive=inclusive)


@given(STARTS, st.integers(1, 60), st.sets(st.integers(1, 300), max_size=20), st.booleans())
def test_school_days_in_a_year_of_three_terms_with_closed_days(start, length, closed, inclusive):
    terms, first = [], start.replace(day=1)
    for _ in range(12):
        terms.append((first, first + 80 * DAY))
        first += 95 * DAY
    shut = frozenset(start + n * DAY for n in closed)
    counts = lambda day: works(day) and day not in shut and any(a <= day <= b for a, b in terms)  # noqa: E731
    period = Period(length, Unit.SCHOOL_DAYS, inclusive=inclusive)
    found = due(start, period, school=SchoolCalendar(tuple(terms), shut))
    assert found == on_fingers(start, length, counts, inclusive=inclusive)


@given(STARTS, st.integers(1, 24))
def test_months_end_where_the_month_does(start, length):
    found = due(start, Period(length, Unit.MONTHS))
    assert (found.year - start.year) * 12 + found.month - start.month == length
    assert found.day == min(start.day, calendar.monthrange(found.year, found.month)[1])


@given(STARTS, st.integers(1, 12))
def test_what_rolls_ends_on_the_next_day_that_works(start, length):
    plain, rolled = due(start, Period(length, Unit.MONTHS)), due(start, Period(length, Unit.MONTHS, roll=True))
    assert rolled == (plain if works(plain) else on_fingers(plain, 1, works))


@given(st.datetimes(datetime(2019, 1, 1), datetime(2060, 12, 31)), st.integers(1, 200))
def test_hours_pass_as_they_do_whatever_the_clocks_on_the_wall_say(naive, hours):
    start = naive.replace(tzinfo=UTC).astimezone(LONDON)
    end = due_moment(start, hours)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)
    assert end.tzinfo == LONDON


def test_an_oracle_without_the_proclaimed_days_would_disagree():
    """The control: a day too early in 2022."""
    proclaimed = FREE - EXTRA
    start = date(2022, 9, 16)
    without = on_fingers(start, 1, lambda day: day.weekday() < 5 and day not in proclaimed)
    assert without != due(start, Period(1, Unit.WORKING_DAYS))
