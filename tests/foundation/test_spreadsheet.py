"""Cells that would run as formulas don't, and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.foundation.spreadsheet import is_risky, plain_cell, safe_cell

SHAPES = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1", "＋1", "－1", "＠a", " =1", '"=1', "'=1",
    "\u00a0=1", "“=1", "=cmd|' /C calc'!A0", "-2+3+cmd",
]  # fmt: skip


@pytest.mark.parametrize("text", SHAPES)
def test_every_shape_of_formula_is_made_text(text):
    assert is_risky(text)
    assert safe_cell(text)[0] == "'"


@pytest.mark.parametrize("text", ["", "O’Neill", "O'Neill", "'t Hooft", "Weller", "14 Sedge Close", "2014-05-03"])
def test_ordinary_words_stay(text):
    assert safe_cell(text) == plain_cell(text) == text


@given(st.text())
def test_ten_round_trips_do_not_drift(text):
    came = text
    for _ in range(10):
        came = plain_cell(safe_cell(came))
    assert came == text
