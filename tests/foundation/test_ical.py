"""A calendar that is written is read back as it was said."""

from datetime import UTC, date, datetime

from kith.foundation.ical import Day, as_ical
from tests.foundation.ical_reader import read

MADE = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


def test_days_are_read_back():
    odd = "Überprüfung; with, a\\ slash\nand a second line " + "that is very long " * 8
    events = read(as_ical([Day("a@kith", date(2026, 12, 31), odd), Day("b@kith", date(2027, 2, 28), "x")],
                          made=MADE, name="Kith"))  # fmt: skip
    assert events[0]["SUMMARY"] == odd and events[0]["DTSTART;VALUE=DATE"] == "20261231"
    assert events[0]["DTEND;VALUE=DATE"] == "20270101" and events[0]["DTSTAMP"] == "20261127T093000Z"
    assert events[1]["DTEND;VALUE=DATE"] == "20270301"


def test_a_calendar_without_days_is_one():
    assert read(as_ical([], made=MADE, name="Kith")) == []
