"""A service area is its one file: nothing else of the product knows it by name."""

from pathlib import Path

import pytest

# The demo tells what happened in some areas, so it names them; it decides nothing.
PRODUCT = [path for path in Path("kith").rglob("*.py") if path.parts[1] not in ("areas", "demo")]


def named_in(word):
    return [str(path) for path in PRODUCT if f'"{word}"' in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", ["child_employment", "looked_after"])
def test_no_other_code_names_it(name):
    assert named_in(name) == []


def test_an_area_that_needed_more_would_be_found():
    """The control: the pages of a concern were written before pages came from the declaration."""
    assert named_in("concern")
