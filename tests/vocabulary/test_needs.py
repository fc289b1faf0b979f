"""What a step needs first is said as a person would say it, and of a record only what is not so yet."""

import pytest

from kith.areas import all_areas, area
from kith.cases.rules import NotAllowed, check_move
from kith.vocabulary.needs import needed_for, needs_of

CONTACT, CARE = area("contact"), area("looked_after")
ASK = CONTACT.move("screening", "decision_pending")
GUARDED = [(one, move) for one in all_areas() for move in one.moves if move.guard]
NOTHING = {"shared.summary": None}


def test_what_is_to_be_answered_is_one_sentence():
    assert needs_of(CONTACT, ASK.guard) == (
        "First answer “What does all of this come to?” and “How soon must somebody act?”,"
        " and for each child “What is to happen for this child?”."
    )


def test_of_one_child_nobody_says_for_each():
    alone = needs_of(CONTACT, ASK.guard, many=False)
    assert "each" not in alone and "“What is to happen for this child?”" in alone


def test_of_a_record_only_what_is_missing_is_said():
    half = {"shared.summary": "A bruise.", "shared.priority": "red"}
    assert needs_of(CONTACT, ASK.guard, [half], many=False) == "First answer “What is to happen for this child?”."
    with pytest.raises(NotAllowed) as no:
        check_move(CONTACT, "screening", "decision_pending", "", [half])
    assert str(no.value) == "“Ask for a decision” can’t be done yet. First answer “What is to happen for this child?”."
    # The control: with everything there the step is taken.
    assert check_move(CONTACT, "screening", "decision_pending", "", [half | {"outcome": "nfa"}]) is ASK


def test_a_status_that_is_open_is_said_in_its_own_words():
    said = {needs_of(CARE, move.guard) for one, move in GUARDED if one is CARE}
    assert any("It can be done only if a legal status is open and a placement is open." in one for one in said)


@pytest.mark.parametrize(("one", "move"), GUARDED, ids=lambda v: getattr(v, "name", getattr(v, "verb", "")))
def test_no_step_is_said_as_a_machine_would(one, move):
    words = needs_of(one, move.guard)
    assert words.endswith(".") and "is answered" not in words.split("either")[0] and "for each person" not in words
    missing = needs_of(one, move.guard, [{}])
    assert not any(name in missing for name in ("shared.", "standing.", "doer.", "outcomes."))


def test_a_question_is_needed_for_the_step_that_waits_for_it():
    waits = needed_for(CONTACT, ["screening"])
    assert (waits["summary"], waits["outcome"]) == ("Ask for a decision", "Ask for a decision")
    assert "history" not in waits and "summary" not in needed_for(CONTACT, ["decision_pending"])
