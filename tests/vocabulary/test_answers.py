"""Answers are held to their questions, and where they fail somebody is told what to do."""

from dataclasses import replace

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.areas import area
from kith.vocabulary import Field, Kind
from kith.vocabulary.answers import problems

CONCERN = area("concern")
SHARED = {
    "danger_now": False,
    "origin": "told_by_child",
    "description": "Sam was quiet all morning.",
    "immediate_action": "Told the lead.",
}
MARK = {"site": "front.left_upper_arm", "type": "bruise"}


def wrong(part="shared", **change):
    given_answers = {**(SHARED if part == "shared" else {}), **change}
    return CONCERN.problems({k: v for k, v in given_answers.items() if v is not ...}, part=part)


def test_good_answers_have_no_problems():
    assert wrong() == {}
    assert wrong("own") == {}
    assert wrong("own", mark_seen=True, marks=[{**MARK, "size_cm": 2.5, "skin_broken": False}]) == {}


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"description": ...}, "description", "Write an answer."),
        ({"description": " \n"}, "description", "Write an answer."),
        ({"description": "x" * 20_001}, "description", "at most 20000 characters"),
        ({"danger_now": "true"}, "danger_now", "yes or no"),
        ({"origin": "rumour"}, "origin", "Choose one."),
        ({"told_parent": "no_not_safe"}, "why_not_told", "Write an answer."),
        ({"told_parent": "yes", "why_not_told": "x"}, "why_not_told", "not asked here"),
        ({"surprise": 1}, "surprise", "no question of this form"),
        ({"child_words": "x"}, "child_words", "no question of this form"),
    ],
)
def test_a_shared_answer_that_is_wrong(change, field, words):
    found = wrong(**change)
    assert list(found) == [field] and words in found[field]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"mark_seen": True}, "marks", "Add at least one."),
        ({"mark_seen": True, "marks": []}, "marks", "Add at least one."),
        ({"mark_seen": True, "marks": [MARK] * 61}, "marks", "At most 60"),
        ({"mark_seen": False, "marks": [MARK]}, "marks", "not asked here"),
        ({"marks": [MARK]}, "marks", "not asked here"),
        ({"mark_seen": True, "marks": [{"site": "front.left_upper_arm"}]}, "marks.0.type", "Choose one."),
        ({"mark_seen": True, "marks": [MARK, {**MARK, "site": "wing"}]}, "marks.1.site", "Choose one."),
        ({"mark_seen": True, "marks": [{**MARK, "size_cm": -1}]}, "marks.0.size_cm", "not below 0"),
        ({"mark_seen": True, "marks": [{**MARK, "size_cm": 201}]}, "marks.0.size_cm", "at most 200"),
        ({"mark_seen": True, "marks": [{**MARK, "size_cm": "2"}]}, "marks.0.size_cm", "Give a number."),
    ],
)
def test_an_own_answer_that_is_wrong(change, field, words):
    found = wrong("own", **change)
    assert list(found) == [field] and words in found[field]


def test_a_part_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match="no 'third' part"):
        CONCERN.problems({}, part="third")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3) | st.sampled_from(["bruise", "seen", "yes"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["site", "type", "x"]), inner, max_size=2)
    ),
    max_leaves=5,
)
NAMES = st.sampled_from([f.name for f in CONCERN.fields] + ["x"])


@given(st.dictionaries(NAMES, JSON, max_size=5), st.sampled_from(["shared", "own"]))
def test_sentences_are_said_exactly_where_the_schema_is_not_met(answers, part):
    found = CONCERN.problems(answers, part=part)
    assert bool(found) is not jsonschema_rs.validator_for(CONCERN.schema(part), validate_formats=True).is_valid(answers)
    assert all(words.endswith(".") for words in found.values())


EXCLUSION = area("exclusion")
DECIDED = {
    "school": "Ashdown",
    "decided_on": "2026-11-10",
    "first_day": "2026-11-10",
    "reasons": ["DB", "VP", "PP"],
    "narrative": "He threw a chair.",
    "exam_missed": False,
}


def of_exclusion(**change):
    return EXCLUSION.problems(DECIDED | change, part="shared")


def test_no_more_can_be_chosen_than_the_question_allows_and_it_says_how_many():
    assert of_exclusion() == {}
    assert of_exclusion(reasons=["DB", "VP", "PP", "PA"]) == {"reasons": "At most three can be chosen."}
    assert EXCLUSION.schema("shared")["properties"]["reasons"]["maxItems"] == 3
    assert EXCLUSION.field("reasons").advice == "Choose at most three."
    # A list without a limit takes all of it, and says nothing of one.
    free = replace(EXCLUSION.field("reasons"), most=None)
    assert problems((free,), {"reasons": ["DB", "VP", "PP", "PA"]}) == {} and free.advice == ""


def test_a_day_before_the_one_it_follows_is_asked_about():
    found = of_exclusion(first_day="2026-11-09")
    assert list(found) == ["first_day"]
    assert found["first_day"].startswith("This is before Tue 10 Nov")
    assert "“When did the head decide?”" in found["first_day"]
    assert of_exclusion(first_day="2026-11-11") == {}
    # What can't be read is asked about itself, and compared with nothing.
    assert list(of_exclusion(decided_on="2026-99-99")) == ["decided_on"]
    assert list(of_exclusion(first_day="2025-99-99")) == ["first_day"]


def test_only_a_day_follows_another():
    with pytest.raises(ValueError, match="only a day"):
        Field("school", "Which school?", Kind.TEXT, not_before="decided_on")
