"""A line says what this person's own part says, in words."""

from dataclasses import replace

from kith.areas import area
from kith.chronology.rules import MOST_TOLD, Facts, line_of, told_of

CONCERN = area("concern")
FACTS = Facts("OK-1174", "triaged", "witness", "bullying", "", "Hall")


def test_codes_are_said_in_words():
    assert line_of(CONCERN, FACTS) == "OK-1174: Bullying (saw or heard it), Triaged"


def test_before_anybody_decided_the_line_says_so():
    line = line_of(CONCERN, replace(FACTS, stage="submitted", category=""))
    assert line == "OK-1174: not yet categorised (saw or heard it), Submitted"


def test_every_word_an_area_may_use_is_filled():
    every = replace(CONCERN, line="{reference}|{category}|{role}|{stage}|{outcome}|{place}")
    filled = line_of(every, replace(FACTS, outcome="referred"))
    assert filled == "OK-1174|Bullying|saw or heard it|Triaged|Referred to children’s social care|Hall"


def test_what_happened_stands_below_it_in_its_first_words():
    assert told_of(CONCERN, {"description": "Ella was late.\n\nShe wore no coat.", "who_saw": "Ben"}) == (
        "Ella was late. She wore no coat."
    )
    long = told_of(CONCERN, {"description": "Ella was late. " * 40})
    assert long.startswith("Ella was late. Ella") and long.endswith(" …") and len(long) <= MOST_TOLD + 2
    assert told_of(CONCERN, {}) == ""


def test_an_area_that_tells_nothing_leaves_no_words():
    assert told_of(replace(CONCERN, tells=""), {"": "Not a question", "description": "Ella was late."}) == ""
