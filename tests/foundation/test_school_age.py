"""Terms, school age and census days, held to the field's worked examples and to what must be true of every birthday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.days import Period, Unit, due
from kith.foundation.school_age import census_days, compulsory_from, grace_until, leaves_on, term_after
from tests.foundation.test_days import ELSEWHERE, EXAMPLES

# What each example asks, beside what it says is right.
ASKED = {
    "X50": lambda start: term_after(start),
    "X51": lambda start: term_after(start),
    "X52": lambda start: term_after(start),
    "X53": lambda start: grace_until(start),
    "X54": lambda start: grace_until(start),
    "X56": lambda start: compulsory_from(start),
    "X57": lambda start: compulsory_from(start),
}


@pytest.mark.parametrize("example", ASKED)
def test_worked_example(example):
    row = EXAMPLES[example]
    assert ASKED[example](date.fromisoformat(row["start_iso"])) == date.fromisoformat(row["due_iso"]), row["what"]


def test_nine_months_from_the_last_of_may_are_the_last_of_february():
    assert due(date(2026, 5, 31), Period(9, Unit.MONTHS)) == date.fromisoformat(EXAMPLES["X52"]["start_iso"])


def test_the_census_days_of_a_school_year():
    said = " / ".join(f"{day:%a %d %b %Y}" for day in census_days(2026))
    assert said == EXAMPLES["X55"]["due_iso"]


def test_the_leaving_date():
    assert leaves_on(2026) == date.fromisoformat(EXAMPLES["X58"]["due_iso"])


def test_no_example_is_left_out():
    assert sorted([*ASKED, "X55", "X58"]) == sorted(ELSEWHERE)


DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(DAYS)
def test_a_term_begins_after_the_birthday_and_within_five_months(day):
    assert timedelta(0) < term_after(day) - day <= timedelta(days=153)


@given(DAYS)
def test_grace_lasts_beyond_the_decision_and_ends_with_a_term(day):
    last = grace_until(day)
    assert day <= last and term_after(last) == last + timedelta(days=1)


@given(DAYS)
def test_school_age_begins_on_the_fifth_birthday_or_after_it(born):
    start = compulsory_from(born)
    assert start.year - born.year in (5, 6) and (start.month, start.day) in ((3, 31), (8, 31), (12, 31))
    assert (born.year + 5, born.month, born.day) <= (start.year, start.month, start.day) or born.day == 29


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        (date(2027, 1, 1), date(2027, 3, 31)),
        (date(2027, 2, 10), date(2027, 3, 31)),
        (date(2027, 2, 11), date(2027, 8, 31)),
        (date(2027, 4, 1), date(2027, 8, 31)),
        (date(2027, 5, 26), date(2027, 8, 31)),
        (date(2027, 5, 27), date(2027, 12, 31)),
        (date(2027, 9, 1), date(2027, 12, 31)),
        (date(2027, 12, 31), date(2028, 3, 31)),
    ],
)
def test_each_line_of_the_table_of_grace(decided, last):
    assert grace_until(decided) == last
