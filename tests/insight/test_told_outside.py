"""Every report for readers outside: no number of it, and nothing that is left when some are taken from the total, is
small."""

import re
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.insight.audiences import AUDIENCES
from kith.insight.counting import Answer
from kith.insight.questions import question
from kith.insight.reports import part_of
from kith.insight.suppressing import FEW
from kith.insight.telling import Told, tell
from tests.insight.test_suppressing import careless

OUTSIDE = [(one.name, name) for one in AUDIENCES if one.outside for name in one.questions]
HALF_TERM = ("2026-1", "the first half-term")


def told_of(name: str, numbers: list[int]) -> Told:
    asked = question(name)
    down = tuple((key, words) for key, words in asked.down.keys[: len(numbers)]) or tuple(
        (f"kind{n}", f"Kind {n}") for n in range(len(numbers))
    )
    counted = {(key, HALF_TERM[0]): n for (key, _), n in zip(down, numbers, strict=False)}
    return tell(Answer(asked, down, (HALF_TERM,), counted, ()), outside=True)


def small_ones(shown: list[int], total: int) -> list[int]:
    """What somebody with a pencil is left with: of each number, of several together, and of the rest."""
    some = chain.from_iterable(combinations(shown, n) for n in range(1, len(shown) + 1))
    rests = [total - sum(one) for one in some]
    return [n for n in (*shown, *rests) if 0 < n < FEW]


def numbers_of(words: list[str]) -> list[int]:
    return [int(one.replace(",", "")) for one in words if re.fullmatch(r"[\d,]+", one)]


@pytest.mark.shows("C41", "C42")
@pytest.mark.parametrize(("audience", "name"), OUTSIDE)
@settings(max_examples=60, deadline=None)
@given(numbers=st.lists(st.integers(0, 24), min_size=3, max_size=5))
def test_no_report_tells_a_small_number_or_lets_it_be_worked_out(audience, name, numbers):
    told = told_of(name, numbers)
    *rows, foot = part_of(told).rows
    shown, total = numbers_of([row[1] for row in rows]), numbers_of([foot[1]])
    said = [int(one) for one in re.findall(r"(?<![<\d])\d+", told.sentence)]
    assert not total or not small_ones(shown, total[0])
    assert not [one for one in said if 0 < one < FEW] and set(said) <= {*shown, *total}


def test_hiding_only_what_is_small_is_found_out():
    """The negative control: of 16 and 4 and none of 20, the 4 is what is left."""
    shown = [one.number for one in careless([16, 4, 0]) if one.number]
    assert small_ones(shown, 20) == [4]
    assert told_of("in_time", [16, 4, 0]).sentence.endswith("is not shown.")
