"""Which capitals in somebody's words may be a pupil they did not name."""

import pytest

from kith.people.initials import initials_in


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("AS pushed B.T. in PE at 10 AM.", {"AS", "BT"}),
        ("A. S. was there, and so was J.M.K.", {"AS", "JK"}),
        ("I saw Ann Sole in the UK.", set()),
        ("The TA and the DSL were told.", set()),
        ("USB stick, NASA, A4 paper", set()),
        ("", set()),
    ],
)
def test_initials_are_told_from_words_a_school_writes_in_capitals(words, found):
    assert initials_in(words) == frozenset(found)
