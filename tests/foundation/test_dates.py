"""Dates as files write them and as pages say them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation import dates


@pytest.mark.parametrize(
    "text",
    [
        "2012-Jan-21 00:00:00",
        "2012-01-21",
        "2012-01-21T09:30:00Z",
        "2012-01-21 00:00:00.000",
        "21/01/2012",
        "21/01/2012 00:00",
        "21-01-2012",
        "21.01.2012",
        " 21 January 2012 ",
        "21-Jan-2012",
        "2012/01/21",
    ],
)
def test_the_forms_that_are_read(text):
    assert dates.parse_date(text) == date(2012, 1, 21)


@pytest.mark.parametrize("text", ["", "yesterday", "21/01/12", "31/02/2012", "01/21/2012", "21 Foo 2012"])
def test_what_is_no_date_is_said_in_a_sentence(text):
    with pytest.raises(dates.NotADate, match=r"\.$"):
        dates.parse_date(text)


@pytest.mark.parametrize("text", ["1/12/26", "01.12.26", "1 December 26", "1-Dec-26", "1/12/2026"])
def test_a_day_is_read_with_a_short_year_too(text):
    assert dates.parse_day(text) == date(2026, 12, 1)


@pytest.mark.parametrize("text", ["1/12/98", "31/2/26", "soon"])
def test_a_short_year_that_may_be_of_the_century_before_is_asked_for_in_full(text):
    with pytest.raises(dates.NotADate, match=r"\.$"):
        dates.parse_day(text)


def test_the_year_is_said_when_it_is_not_this_one():
    assert dates.in_words(date(2026, 11, 17), as_of=date(2026, 11, 25)) == "Tue 17 Nov"
    assert dates.in_words(date(2027, 11, 17), as_of=date(2026, 11, 25)) == "Wed 17 Nov 2027"


def test_a_moment_is_said_by_londons_clock():
    moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert dates.moment_in_words(moment, as_of=date(2026, 1, 1)) == "Thu 2 Jul, 00:30"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        dates.london(datetime(2026, 7, 1, 23, 30))


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_written_date_is_read_back(day):
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y-%b-%d 00:00:00", "%d %B %Y"):
        assert dates.parse_date(day.strftime(form)) == day


@given(st.text())
def test_any_text_is_a_date_or_a_sentence(text):
    try:
        dates.parse_date(text)
    except dates.NotADate as refused:
        assert str(refused)
