"""Answers are held to their questions, and where they fail somebody is told what to do."""

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.areas import area

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
