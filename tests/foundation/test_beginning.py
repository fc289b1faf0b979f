"""The first words of a long text."""

from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.beginning import beginning_of


def test_what_is_short_stands_whole_and_on_one_line():
    assert beginning_of("Ella was late.\n\nShe wore no coat.", 60) == "Ella was late. She wore no coat."
    assert beginning_of("", 60) == ""


def test_what_is_long_ends_with_a_whole_word():
    assert beginning_of("Ella was late again", 12) == "Ella was …"


@given(st.text(), st.integers(1, 80))
def test_it_is_never_longer_than_asked_and_its_sign(text, most):
    assert len(beginning_of(text, most)) <= most + 2
