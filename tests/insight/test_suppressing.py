"""Nothing below six can be worked out by whoever knows the rule, the total and all that is shown."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.insight import suppressing
from kith.insight.suppressing import FEW, LEAST_LEFT, SMALL, WITHHELD, Shown, protect


def could_be(shown, total):
    """Everything the numbers could be, tried one by one: what somebody with a pencil finds."""
    mixed = any(one.words == SMALL for one in shown)
    meant = [
        [one.number] if one.number is not None
        else range(FEW) if one.words == SMALL
        else range(FEW if mixed else 0, total + 1)
        for one in shown
    ]  # fmt: skip
    return [tried for tried in product(*meant) if sum(tried) == total]


def given_away(shown, total):
    """The hidden numbers somebody can say, or nearly."""
    tried = could_be(shown, total)
    return [
        place
        for place, one in enumerate(shown)
        if one.is_hidden and len({numbers[place] for numbers in tried}) < LEAST_LEFT
    ]


@pytest.mark.shows("C41", "C42")
@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=2, max_size=4))
def test_no_small_number_can_be_worked_out_from_the_total(numbers):
    shown, total = protect(dict(enumerate(numbers)))
    assert all(one.number is None or one.number >= FEW for one in [*shown.values(), total])
    if total.number is not None:
        assert not given_away(list(shown.values()), total.number)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_the_arithmetic_says_what_trying_everything_says(numbers):
    shown, total = protect(dict(enumerate(numbers)))
    if total.number is None:
        return
    tried = could_be(list(shown.values()), total.number)
    said = suppressing.ranges(list(shown.values()), total.number)
    assert [set(one) for one in said] == [{numbers[n] for numbers in tried} for n in range(len(numbers))]


def careless(numbers):
    """Hides what is small and nothing else."""
    return [Shown(None, SMALL) if n < FEW else Shown(n, str(n)) for n in numbers]


def nearly(numbers):
    """Also hides the next smallest, and forgets what the words themselves say."""
    first = careless(numbers)
    place = min((n for n, one in enumerate(first) if not one.is_hidden), key=lambda n: numbers[n])
    return [Shown(None, WITHHELD) if n == place else one for n, one in enumerate(first)]


def test_a_careless_way_is_found_out():
    """The negative control: what is left over is the small number."""
    assert given_away(careless([20, 9, 3]), 32) == [2]
    assert given_away(nearly([6, 0]), 6) == [0, 1]


@pytest.mark.parametrize(
    "numbers, said, total",
    [
        ([20, 9, 3], ["20", WITHHELD, SMALL], "32"),
        ([20, 3, 2], [WITHHELD, SMALL, SMALL], "25"),
        ([16, 4, 0], [WITHHELD, SMALL, SMALL], "20"),
        ([16, 4, 3], ["16", SMALL, SMALL], "23"),
        ([3, 1], [SMALL, SMALL], SMALL),
        ([6, 0, 0], [WITHHELD, WITHHELD, WITHHELD], "6"),
        ([5, 5, 20], [SMALL, SMALL, WITHHELD], "30"),
        ([12, 7], ["12", "7"], "19"),
    ],
)
def test_by_example(numbers, said, total):
    shown, whole = protect(dict(enumerate(numbers)))
    assert [one.words for one in shown.values()] == said and whole.words == total
