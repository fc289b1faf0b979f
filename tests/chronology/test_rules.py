"""A line says what this person's own part says, in words."""

from dataclasses import replace

from kith.areas import area
from kith.chronology.rules import Facts, line_of

CONCERN = area("concern")
FACTS = Facts("OK-1174", "triaged", "witness", "bullying", "", "Hall")


def test_codes_are_said_in_words():
    assert line_of(CONCERN, FACTS) == "OK-1174: Bullying (Saw or heard it), Triaged"


def test_before_anybody_decided_the_line_says_so():
    line = line_of(CONCERN, replace(FACTS, stage="submitted", category=""))
    assert line == "OK-1174: not yet categorised (Saw or heard it), Submitted"


def test_every_word_an_area_may_use_is_filled():
    every = replace(CONCERN, line="{reference}|{category}|{role}|{stage}|{outcome}|{place}")
    filled = line_of(every, replace(FACTS, outcome="referred"))
    assert filled == "OK-1174|Bullying|Saw or heard it|Triaged|Referred to children’s social care|Hall"
