"""Half-terms, run charts and possible patterns, by example."""

from datetime import date, timedelta

import pytest

from kith.foundation.ids import uuid7
from kith.insight import running
from kith.insight.patterns import Happened, findings
from kith.insight.periods import half_terms, weeks
from kith.insight.reports import evenly


def test_half_terms_follow_one_another_and_one_that_runs_is_not_over():
    on = date(2026, 11, 27)
    last = half_terms(on, 3)
    assert [one.words for one in last] == ["Summer 2 2025/26", "Autumn 1 2026/27", "Autumn 2 2026/27"]
    assert [one.from_on for one in last[1:]] == [one.until_on for one in last[:-1]]
    assert not last[-1].is_over(on)
    assert half_terms(on, 2, ended=True) == last[:2]
    assert half_terms(date(2026, 2, 16), 1)[0].words == "Spring 2 2025/26"


def test_weeks_begin_on_monday():
    found = weeks(date(2026, 11, 27), 2)
    assert [one.from_on for one in found] == [date(2026, 11, 16), date(2026, 11, 23)]


@pytest.mark.parametrize(
    "numbers, shift, side",
    [
        ([3, 3, 3, 9, 9, 9], (), ""),
        ([1, 1, 1, 1, 1, 1, 5, 6, 5, 6, 5, 6], (6, 7, 8, 9, 10, 11), "above"),
        ([9, 9, 9, 9, 9, 9, 9, 2, 2, 9, 9, 2], (), ""),
        ([2, 8, 2, 8, 2, 8, 2, 8], (), ""),
        ([], (), ""),
    ],
)
def test_six_in_a_row_on_one_side_are_a_shift(numbers, shift, side):
    read = running.read(numbers)
    assert (read.shift, read.side) == (shift, side)
    assert ("worth a look" in read.sentence) is bool(shift)


@pytest.mark.parametrize(
    ("many", "places"),
    [
        (0, []),
        (1, [0]),
        (10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (19, [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]),
        (100, [0, 11, 22, 33, 44, 55, 66, 77, 88, 99]),
    ],
)
def test_a_sample_reaches_from_the_oldest_to_the_newest(many, places):
    assert evenly(many, 10) == places


DAY = date(2026, 11, 27)


def happened(*days_ago, person=None, **more):
    return [Happened(uuid7(), person or uuid7(), DAY - timedelta(days=n), **more) for n in days_ago]


def test_three_about_one_child_within_six_weeks():
    child = uuid7()
    [found] = findings(happened(3, 20, 40, person=child), DAY)
    assert (found.rule, found.person, len(found.records)) == ("same_child", child, 3)
    assert found.words == "3 concerns about the same child between 18 October 2026 and 24 November 2026."
    assert not findings(happened(3, 20, 60, person=child), DAY)
    assert not findings(happened(60, 70, 80, person=child), DAY)


def test_one_concern_about_three_children_is_one_concern():
    record = uuid7()
    rows = [Happened(record, uuid7(), DAY, place="The hall") for _ in range(5)]
    assert not findings(rows, DAY)


def test_the_same_place_however_it_was_written():
    rows = [row for place in ("Behind the hall", "behind  the hall.", "BEHIND THE HALL", "behind the hall")
            for row in happened(5, place=place)]  # fmt: skip
    [found] = findings(rows, DAY)
    assert (found.rule, found.about, found.person) == ("same_place", "behind the hall", None)


def test_rising_twice_in_a_row_to_five():
    rows = happened(60, *[40] * 3, *[5] * 5, category="bullying")
    [found] = findings(rows, DAY)
    assert (found.rule, found.about) == ("rising", "bullying")
    assert "1, then 3, then 5" in found.words
    assert not findings(happened(60, *[40] * 3, *[5] * 3, category="bullying"), DAY)
