"""What can be seen of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.visible import is_blank, visible

UNSEEN = "\u200b\u200c\u200d\ufeff\u00ad\u2060\u3164\u2800\u202e\u00a0\t\n \u0301\x00"


@pytest.mark.parametrize("text", ["", "   ", "\u200b" * 30, UNSEEN])
def test_nothing_to_read_is_blank(text):
    assert is_blank(text)


@given(st.text(alphabet="aZ9é字ب.", max_size=20), st.integers(0, 20))
def test_what_can_be_read_stays_whatever_unseen_stands_between(text, at):
    assert visible(text[:at] + UNSEEN + text[at:]) == text
