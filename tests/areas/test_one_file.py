"""A service area is its one file: nothing else of the product knows it by name, but for what is said here and why."""

from pathlib import Path

import pytest

from kith.areas import all_areas

# The demo tells what happened in some areas, so it names them; it decides nothing.
PRODUCT = [path for path in Path("kith").rglob("*.py") if path.parts[1] not in ("areas", "demo")]
COLUMN = "The access model calls a column, or a relation, by the same word."
SCHOOL = "The pages of a concern were written before pages came from the declaration."
DETAILS = "Contact details of a person: another thing of the same name."
GROUP = "A group of pupils of the same name, told by what a school knows."
# Area -> where it may be named, a file or a folder, and why.
EXCEPTIONS = {
    "agency_involvement": {"kith/web/agency/lists.py": "Who helps already stands beside the agencies that were asked."},
    "child_employment": {},
    "concern": {
        "kith/access": COLUMN,
        "kith/web": SCHOOL,
        "kith/sharing/gate.py": "An example in a docstring.",
        "kith/sharing/alerts.py": "Whom a school tells of one.",
        "kith/sharing/notice_rules.py": "The word of a mail that says that one has come.",
        "kith/sharing/migrations": "The same word.",
        "kith/insight": "What the reports of a school count.",
        "kith/conduct": "A concern about an adult is called so too, and is no record of an area.",
    },
    "contact": {
        "kith/access": COLUMN,
        "kith/people/checks.py": DETAILS,
        "kith/web/person": DETAILS,
        "kith/web/merge": DETAILS,
        "kith/sharing/referral": "A referral that arrives from another council or a school becomes a contact.",
        "kith/web/handover": "The pages of a referral.",
    },
    "early_help": {
        "kith/access": COLUMN,
        "kith/insight/cohorts.py": GROUP,
        "kith/sharing/agency/rules.py": "An agency of the same name.",
    },
    "exclusion": {"kith/access": COLUMN},
    "looked_after": {"kith/insight/cohorts.py": GROUP},
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


# Hand-checked answers are counted by the number of their area; everything else tests know of one is its declaration.
COUNTED = Path("tests/promises/test_expected_access.py")
WALKERS = [
    *sorted(Path("tests/promises").glob("*.py")),
    *map(Path, ("tests/areas/filled.py", "tests/web/test_records.py", "tests/journeys/typists.py")),
]


def test_no_walk_over_all_areas_knows_this_one():
    """The area of the tutorial is walked like any other, and no walk has an entry for it."""
    found = {path for path in WALKERS if '"child_employment"' in path.read_text(encoding="utf-8")}
    assert found == {COUNTED}
