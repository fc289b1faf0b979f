"""Counting days, held to the field's worked examples (tests/foundation/worked_examples.json)."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation import days
from kith.foundation.dates import LONDON
from kith.foundation.days import Period, SchoolCalendar, Unit, due

EXAMPLES = {e["id"]: e for e in json.loads(Path(__file__).with_name("worked_examples.json").read_text())}

# An invented school's year 2026/27: terms, training days and a bank holiday inside a term.
OAKMERE = SchoolCalendar(
    terms=(
        (date(2026, 9, 3), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 12, 18)),
        (date(2027, 1, 5), date(2027, 2, 12)),
        (date(2027, 2, 22), date(2027, 3, 25)),
        (date(2027, 4, 12), date(2027, 5, 28)),
        (date(2027, 6, 7), date(2027, 7, 22)),
    ),
)


def wd(length, **more):
    return Period(length, Unit.WORKING_DAYS, **more)


def sd(length, **more):
    return Period(length, Unit.SCHOOL_DAYS, **more)


def cd(length, **more):
    return Period(length, Unit.CALENDAR_DAYS, **more)


def weeks(length, **more):
    return Period(length, Unit.WEEKS, **more)


def months(length, **more):
    return Period(length, Unit.MONTHS, **more)


def years(length):
    return Period(length, Unit.YEARS)


COUNTED = {
    "X01": wd(1), "X02": wd(1), "X03": wd(1), "X04": wd(45), "X05": wd(45), "X06": wd(45),
    "X07": wd(45), "X08": wd(15), "X09": wd(15), "X10": wd(10), "X11": months(3), "X12": months(6),
    "X13": wd(15), "X14": wd(20), "X15": months(3), "X16": months(6), "X17": weeks(1),
    "X18": weeks(6), "X19": wd(5), "X20": wd(20), "X21": wd(10), "X22": weeks(6), "X23": weeks(16),
    "X24": weeks(20), "X25": weeks(20), "X26": cd(15, inclusive=True), "X27": weeks(4),
    "X28": weeks(12), "X29": months(1, roll=True), "X30": months(1, roll=True),
    "X31": months(1, roll=True), "X32": months(3, roll=True), "X33": months(1, roll=True),
    "X34": sd(15), "X38": sd(15), "X39": sd(6, inclusive=True), "X40": sd(6, inclusive=True),
    "X41": sd(50), "X42": sd(15), "X43": sd(15), "X44": cd(-21), "X45": wd(7), "X46": weeks(6),
    "X59": weeks(4), "X60": months(3), "X61": wd(5), "X62": wd(7), "X63": months(3),
    "X64": years(75), "X65": years(25), "X66": years(15), "X67": years(100), "X69": sd(5),
    "X70": sd(5), "X71": sd(20), "X72": months(1, roll=True), "X73": weeks(26, inclusive=True),
}  # fmt: skip
PAUSED = {"X33": 15}
HOURS = ("X35", "X36", "X37")
# Fixed days of the year, and a stretch that was counted: shown by tests of their own below.
APART = ("X47", "X48", "X49", "X68")
# Terms, school age and census days: shown in `test_school_age.py`.
ELSEWHERE = ("X50", "X51", "X52", "X53", "X54", "X55", "X56", "X57", "X58")


@pytest.mark.parametrize("example", COUNTED)
def test_worked_example(example):
    row = EXAMPLES[example]
    start = date.fromisoformat(row["start_iso"])
    found = due(start, COUNTED[example], school=OAKMERE, paused=PAUSED.get(example, 0))
    assert found == date.fromisoformat(row["due_iso"]), row["what"]


@pytest.mark.parametrize("example", HOURS)
def test_worked_example_in_hours(example):
    row = EXAMPLES[example]
    start = datetime.fromisoformat(row["start_iso"]).astimezone(LONDON)
    assert days.due_moment(start, 72).isoformat() == row["due_iso"], row["what"]


def test_a_fixed_day_moves_only_where_its_rule_says_so():
    assert due(date(2027, 3, 1), cd(0, roll=True)) == date(2027, 3, 1)
    assert due(date(2028, 4, 16), cd(0, roll=True)) == date(2028, 4, 18)
    assert due(date(2026, 10, 31), cd(0)) == date(2026, 10, 31)


def test_a_stretch_is_counted_in_working_days():
    assert days.working_days_between(date(2026, 11, 13), date(2027, 1, 19)) == 44


def test_every_worked_example_is_shown():
    assert sorted([*COUNTED, *HOURS, *APART, *ELSEWHERE]) == sorted(EXAMPLES)


def test_a_weekend_start_may_count_from_the_first_working_day():
    """The other convention of X06: the day rolls first, which gives one day more."""
    monday = due(date(2026, 11, 21), cd(0, roll=True))
    assert due(monday, wd(45)) == date(2027, 1, 28)


def test_school_days_need_a_calendar_that_reaches_far_enough():
    with pytest.raises(ValueError, match="calendar of the school"):
        due(date(2026, 11, 2), sd(1))
    with pytest.raises(ValueError, match="ends before"):
        due(date(2027, 7, 22), sd(1), school=OAKMERE)


def test_hours_are_never_counted_in_days():
    with pytest.raises(ValueError, match="from a moment"):
        due(date(2026, 11, 2), Period(72, Unit.HOURS))


def test_a_period_says_itself():
    assert str(wd(1)) == "1 working day"
    assert str(weeks(26, inclusive=True)) == "26 weeks beginning with the day"


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(0, 80))
def test_working_days_counted_forth_are_counted_back(start, length):
    end = due(start, wd(length))
    assert days.working_days_between(start, end) == length
    assert length == 0 or days.is_working_day(end)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 60))
def test_months_keep_the_day_or_end_the_month(start, length):
    end = due(start, months(length))
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.sampled_from([wd, cd, weeks, months]),
    st.integers(1, 40),
)
def test_a_longer_period_is_never_due_sooner(start, kind, length):
    assert due(start, kind(length)) < due(start, kind(length + 1))
    assert due(start, kind(length, inclusive=True)) <= due(start, kind(length))
