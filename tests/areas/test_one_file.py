"""A service area is its one file: nothing else of the product knows it by name, but for what is said here and why.

Tests do, in six tables that say who works in each area and with what.
"""

from pathlib import Path

import pytest

from kith.areas import all_areas
from tests.cases.council import FORMS, ROLES
from tests.promises.page_table import AREAS
from tests.promises.test_expected_access import NUMBERS
from tests.promises.test_own_parts import READS
from tests.web.test_records import WORKERS

# The demo tells what happened in some areas, so it names them; it decides nothing.
PRODUCT = [path for path in Path("kith").rglob("*.py") if path.parts[1] not in ("areas", "demo")]
COLUMN = "The access model calls a column, or a relation, by the same word."
SCHOOL = "The pages of a concern were written before pages came from the declaration."
DETAILS = "Contact details of a person: another thing of the same name."
# Area -> where it may be named, a file or a folder, and why.
EXCEPTIONS = {
    "child_employment": {},
    "concern": {
        "kith/access": COLUMN,
        "kith/web": SCHOOL,
        "kith/sharing/gate.py": "An example in a docstring.",
    },
    "contact": {
        "kith/access": COLUMN,
        "kith/people/checks.py": DETAILS,
        "kith/web/person": DETAILS,
        "kith/sharing/referral": "A referral that arrives from another council or a school becomes a contact.",
        "kith/web/handover": "The pages of a referral.",
    },
    "early_help": {"kith/access": COLUMN},
    "exclusion": {"kith/access": COLUMN},
    "looked_after": {},
}


def named_in(word):
    return {path for path in PRODUCT if f'"{word}"' in path.read_text(encoding="utf-8")}


def allowed(path, places):
    return any(path.is_relative_to(place) for place in places)


@pytest.mark.parametrize("name", [area.name for area in all_areas()])
def test_no_other_code_names_it(name):
    places = EXCEPTIONS.get(name, {})
    assert [str(path) for path in named_in(name) if not allowed(path, places)] == []


@pytest.mark.parametrize(("name", "place"), [(name, place) for name, places in EXCEPTIONS.items() for place in places])
def test_an_exception_that_is_needed_no_more_is_found(name, place):
    """And the control: an area that is named elsewhere would be."""
    assert any(allowed(path, [place]) for path in named_in(name))


TABLES = {
    ("FORMS", "tests/cases/council.py"): FORMS,
    ("ROLES", "tests/cases/council.py"): ROLES,
    ("WORKERS", "tests/web/test_records.py"): WORKERS,
    ("READS", "tests/promises/test_own_parts.py"): READS,
    ("AREAS", "tests/promises/page_table.py"): AREAS,
    ("NUMBERS", "tests/promises/test_expected_access.py"): NUMBERS,
}
HOW_TO = Path("docs/how-to/add-a-service-area.md")


def missing_in(tables):
    """Of the areas whose pages come from their declaration, those that a table does not know."""
    names = {one.name for one in all_areas()} - {"concern"}
    return {table: names - set(known) for table, known in tables.items() if names - set(known)}


def test_every_table_of_the_tests_knows_every_area():
    assert missing_in(TABLES) == {}, f"enter it there, as {HOW_TO} says"
    # The control.
    assert set(missing_in({"empty": {"contact": "contact"}})) == {"empty"}


def test_the_how_to_names_every_table():
    said = HOW_TO.read_text(encoding="utf-8")
    assert [place for name, place in TABLES if f"`{name}`" not in said or f"`{place}`" not in said] == []
    assert "six tables of five files" in said and (len(TABLES), len({place for _, place in TABLES})) == (6, 5)
