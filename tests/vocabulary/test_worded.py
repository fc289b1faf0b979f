"""Answers in words: dates as pages say them, and a size with what it is counted in."""

from kith.areas import area
from kith.vocabulary.worded import answer_words, row_words

MARKS = area("concern").field("marks")


def test_a_mark_says_its_size_in_centimetres_and_only_where_there_is_one():
    mark = {"site": "front.left_forearm", "type": "bruise", "skin_broken": False}
    assert row_words(MARKS, mark | {"size_cm": 2}) == "Left forearm, front, Bruise, 2 cm. Is the skin broken: no"
    assert " cm" not in row_words(MARKS, mark)


def test_a_number_of_hours_stays_bare():
    """The control: its name says nothing of what it is counted in."""
    hours = area("child_employment").field("hours")
    row = {"when": "Saturdays", "starts": "9.00", "ends": "12.00", "hours": 3}
    assert row_words(hours, row) == "Saturdays, 9.00, 12.00, 3"


def test_a_moment_is_said_in_words():
    said = answer_words(area("contact").field("occurred_at"), "2020-11-03T09:05:00+00:00")
    assert said == "Tue 3 Nov 2020, 09:05"
