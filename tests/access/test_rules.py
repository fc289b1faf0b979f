"""The decision function against the answers written down by hand, over all combinations."""

from dataclasses import replace

import pytest

from kith.access import rules
from kith.access.words import Need, RecordType, Relation, Verb
from kith.reference.roles import Role
from tests.access import matrix
from tests.access.expected import expected


def test_every_role_type_tie_and_verb_is_answered_as_expected():
    assert list(matrix.plain_differences()) == []


def test_every_condition_is_answered_as_expected():
    assert list(matrix.conditional_differences()) == []


def test_refusals_look_as_they_must_and_lists_ask_the_same():
    assert list(matrix.manner()) == []


def test_the_matrix_sees_one_wrong_answer(monkeypatch):
    """The negative control: one cell more than the access model gives."""
    key = (Role.SCHOOL_STAFF, RecordType.VAULT, "-")
    monkeypatch.setitem(expected().plain, key, frozenset({"read"}))
    assert list(matrix.plain_differences())


def ask(role, record_type, verb, *ties, reader=(), **subject):
    given, about = matrix.facts(rules, role, record_type, "-")
    given = replace(given, **dict(reader)) if reader else given
    return rules.decide(given, verb, replace(about, ties=frozenset(ties), **subject))


def test_a_password_alone_is_asked_for_the_second_factor():
    decision = ask(Role.DSL, RecordType.CONCERN, Verb.READ, reader={"second_factor": False})
    assert (decision.needs, decision.outsider) == (Need.SECOND_FACTOR, False)


def test_a_second_factor_is_not_asked_for_where_none_would_help():
    """A teacher at another role's page, a lead behind a bar: refused as with one, and no code is set up for nothing."""
    alone = {"second_factor": False}
    told = ask(Role.SCHOOL_STAFF, RecordType.CONTACT, Verb.READ, reader=alone)
    assert (told.needs, told.outsider) == (None, True)
    barred = ask(Role.DSL, RecordType.CONCERN, Verb.READ, reader=alone, bars=frozenset({"conflict"}))
    assert barred == ask(Role.DSL, RecordType.CONCERN, Verb.READ, bars=frozenset({"conflict"}))


def test_an_agreement_out_of_date_is_asked_for():
    decision = ask(Role.DSL, RecordType.CONCERN, Verb.READ, reader={"agreement": False})
    assert decision.needs == Need.AGREEMENT


def test_a_confidential_record_asks_why():
    decision = ask(Role.MASH_OFFICER, RecordType.CONTACT, Verb.READ, level=1)
    assert (decision.needs, decision.outsider, decision.level) == (Need.REASON, False, 1)


def test_a_reason_that_was_given_answers_why_and_opens_nothing_a_role_is_closed_to():
    assert ask(Role.MASH_OFFICER, RecordType.CONTACT, Verb.READ, Relation.REASON, level=1).allowed
    assert ask(Role.MASH_OFFICER, RecordType.LEGAL, Verb.READ, Relation.REASON, level=1).outsider
    assert ask(Role.MASH_OFFICER, RecordType.CONTACT, Verb.READ, Relation.REASON, level=2).allowed is False


def test_a_tie_to_the_case_answers_why():
    assert ask(Role.MASH_OFFICER, RecordType.CONTACT, Verb.READ, Relation.TEAM, level=1).allowed


def test_who_may_know_nothing_of_it_is_an_outsider():
    """4.11 (1): a class teacher who opens the file of another pupil is told there is no such page."""
    assert ask(Role.SCHOOL_STAFF, RecordType.CONCERN_CP, Verb.READ).outsider
    assert ask(Role.SOCIAL_WORKER, RecordType.CP, Verb.READ).outsider


def test_who_may_see_part_of_it_is_refused_openly():
    decision = ask(Role.MASH_OFFICER, RecordType.CP, Verb.READ)
    assert (decision.allowed, decision.outsider) == (False, False)


@pytest.mark.parametrize(
    "closed",
    [{"bars": frozenset({"conflict"})}, {"holders": frozenset({matrix.ELSEWHERE})}, {"level": 2}, {"level": 3}],
)
def test_behind_a_bar_a_seal_or_a_boundary_everybody_is_an_outsider(closed):
    """4.11 (9, 10): own child, and an address that was guessed."""
    assert ask(Role.DCS, RecordType.CIN, Verb.READ, **closed).outsider


def test_the_front_door_learns_that_something_is_restricted_and_whom_to_ask():
    decision = ask(Role.MASH_OFFICER, RecordType.PERSON, Verb.READ, level=2)
    assert (decision.allowed, decision.outsider) == (False, False)
    assert "ask whoever keeps its list" in decision.reason
    assert ask(Role.MASH_OFFICER, RecordType.PERSON, Verb.STUB, level=2).reason == decision.reason


def test_the_front_door_of_another_council_learns_nothing():
    decision = ask(Role.MASH_OFFICER, RecordType.PERSON, Verb.STUB, level=2, holders=frozenset({matrix.ELSEWHERE}))
    assert (decision.allowed, decision.outsider) == (False, True)


def test_the_front_door_learns_nothing_of_what_is_sealed():
    assert ask(Role.MASH_OFFICER, RecordType.PERSON, Verb.STUB, level=3).outsider


def test_a_list_asks_which_ties_allow_a_verb():
    assert rules.ties_that_allow(Role.DSL, RecordType.CONCERN, Verb.READ) is None
    assert rules.ties_that_allow(Role.SENCO, RecordType.CONCERN, Verb.READ) == {Relation.CATEGORY}
    assert rules.ties_that_allow(Role.SCHOOL_STAFF, RecordType.CONCERN, Verb.READ) == frozenset()


@pytest.mark.parametrize("role", Role)
def test_ties_that_allow_agrees_with_the_decision(role):
    for record_type in RecordType:
        for verb in Verb:
            ties = rules.ties_that_allow(role, record_type, verb)
            alone = verb in rules.granted(role, record_type, frozenset())
            assert alone == (ties is None)
            for tie in ties or ():
                assert verb in rules.granted(role, record_type, frozenset({tie}))
