"""Answers carried from one version to the next, and what a controller may make different."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.areas import area
from kith.vocabulary import Adjustment, Carry, Upcast, adjusted
from kith.vocabulary.adjusting import problem_with
from kith.vocabulary.changes import carried, upcast

CONCERN = area("concern")
TO_2 = Upcast(2, renames={"place": "where"}, recodes={"origin": {"seen": "saw"}})
TO_3 = Upcast(3, renames={"where": "location"}, gone=("mood",))


def test_answers_go_through_every_version_between():
    said = {"place": "Hall", "origin": "seen", "mood": "Low", "words": "He hit me."}
    assert upcast(said, [TO_3, TO_2], 1, 3) == {"location": "Hall", "origin": "saw", "words": "He hit me."}
    assert upcast(said, [TO_3, TO_2], 1, 1) == said
    assert upcast({"where": "Hall"}, [TO_3, TO_2], 2, 3) == {"location": "Hall"}


NAMES = st.sampled_from(["place", "where", "origin", "mood", "words"])
ANSWERS = st.dictionaries(NAMES, st.sampled_from(["seen", "saw", "Hall", "", "x"]))


@given(ANSWERS.filter(lambda a: not {"place", "where"} <= set(a)))
def test_two_steps_are_the_long_one_and_the_answers_given_stay(given_):
    before = dict(given_)
    whole = upcast(given_, [TO_2, TO_3], 1, 3)
    assert whole == upcast(upcast(given_, [TO_2], 1, 2), [TO_3], 2, 3)
    assert given_ == before
    assert len(whole) == len(set(given_) - {"mood"})


def test_a_record_begun_from_another_finds_its_answers_and_nothing_that_was_not_said():
    carries = [Carry("concern", {"description": "narrative", "place": "where"})]
    assert carried(carries, "concern", {"description": "Words.", "place": ""}) == {"narrative": "Words."}
    assert carried(carries, "contact", {"description": "Words."}) == {}


def test_a_controller_changes_what_the_area_leaves_to_it():
    ours = adjusted(
        CONCERN,
        [
            Adjustment("looked_at", 3),
            Adjustment("keep", 30),
            Adjustment("place.label", "Where on the site did it happen?"),
            Adjustment("who_saw.asked", False),
            Adjustment("outcome.codes", [["own_mentor", "Given a mentor"]]),
        ],
    )
    assert (ours.clock("looked_at").period.length, ours.keep.years) == (3, 30)
    assert ours.field("place").question == "Where on the site did it happen?"
    assert "who_saw" not in {f.name for f in ours.fields}
    assert ours.field("outcome").more_codes == (("own_mentor", "Given a mentor"),)
    assert CONCERN.clock("looked_at").period.length == 1


def test_a_further_code_may_be_answered_where_it_was_added_and_nowhere_else():
    wish = Adjustment("origin.codes", [["own_radio", "Heard on the radio"]])
    open_ = replace(CONCERN, adjustable=(*CONCERN.adjustable, "origin.codes"))
    said = {"danger_now": False, "origin": "own_radio", "description": "x", "immediate_action": "y"}
    assert adjusted(open_, [wish]).problems(said, part="shared") == {}
    assert CONCERN.problems(said, part="shared") == {"origin": "Choose one."}


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("looked_at", 0), ("looked_at", True), ("looked_at", "3"), ("description.label", "What then?"),
        ("place.label", "where"), ("who_saw.asked", "no"), ("danger_now.asked", False), ("nothing", 1),
        ("outcome.codes", [["own_mentor", "Given a mentor"], ["own_mentor", "Given another"]]),
        ("outcome.codes", [["own_", "Nothing"]]), ("outcome.codes", [["own_resolved.", "Nothing"]]),
        ("outcome.codes", [["resolved", "Something else"]]), ("outcome.codes", "own_x"), ("nothing.label", "A?"),
    ],
)  # fmt: skip
def test_what_is_not_left_to_it_or_makes_no_sense_is_said_and_changes_nothing(what, value):
    wish = Adjustment(what, value)
    assert problem_with(CONCERN, wish)
    assert adjusted(CONCERN, [wish]) == CONCERN


def test_a_question_that_others_depend_on_stays_asked():
    told = replace(CONCERN, adjustable=("told_parent.asked",))
    assert problem_with(told, Adjustment("told_parent.asked", False))


def test_a_question_that_says_on_which_day_a_clock_was_met_stays_asked():
    """No condition looks at it; the control is the same question while no clock is met by it."""
    asked, wish = replace(CONCERN, adjustable=("who_saw.asked",)), Adjustment("who_saw.asked", False)
    assert problem_with(asked, wish) is None
    first, *others = asked.clocks
    for word, value in (("met_on", ("shared.who_saw",)), ("counts_from", "shared.who_saw")):
        assert problem_with(replace(asked, clocks=(replace(first, **{word: value}), *others)), wish), word
