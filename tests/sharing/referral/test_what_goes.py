"""What leaves with a referral: what was offered and chosen, of children the sender may read, and no hidden address.

The body is read where it arrives, opened with the council's key: that is all that left.
"""

import json
from dataclasses import replace
from uuid import uuid4

import pytest

from kith.access import actions as access
from kith.access.words import BarKind
from kith.cases.models import Record
from kith.sharing import NotReleased, posting
from kith.sharing.models import Envelope, Sent
from kith.sharing.referral import choosing, content, making
from tests.rooms import lines
from tests.sharing.referral.world import (
    LEAD,
    LEOS_WORDS,
    MIAS_WORDS,
    OFFICER,
    REFUGE,
    STREET,
    WORDS,
)


def sealed(world, sent):
    """What is in the envelope, as text."""
    with world.at(OFFICER):
        return json.dumps(posting.open_row(Envelope.objects.get(id=sent.envelope_id)), ensure_ascii=False)


def offered(world):
    with world.lead() as reader:
        return choosing.offer(Record.objects.get(id=world.concern), reader)


def close_leo(world):
    """A bar between the lead and Leo."""
    with world.school.at_work(LEAD):
        user = world.school.posts[LEAD].user_id
        access.bar(user_id=user, person_id=world.leo, kind=BarKind.CONFLICT, reason="Her nephew.")


def test_of_two_children_chosen_all_that_was_ticked_goes(world):
    body = sealed(world, world.refer())
    for words in (WORDS, MIAS_WORDS, LEOS_WORDS, STREET, "Mr Grey"):
        assert words in body


def test_of_a_child_who_was_not_chosen_nothing_goes(world):
    body = sealed(world, world.refer(children="mia"))
    assert MIAS_WORDS in body
    for words in (LEOS_WORDS, "Leo", "Trask", "2020-01-12"):
        assert words not in body


def test_the_control_with_the_choice_ignored_it_would_go(world, monkeypatch):
    """The same asked of a body that takes every child there is."""
    everybody = making.body_of

    def careless(offer, choice, sender):
        chosen = {one.part for one in choice.children}
        more = [making.ChosenChild(c.part, c.role, answers=frozenset({"child_words"})) for c in offer.children]
        more = [one for one in more if one.part not in chosen]
        return everybody(offer, replace(choice, children=(*choice.children, *more)), sender)

    monkeypatch.setattr(making, "body_of", careless)
    assert LEOS_WORDS in sealed(world, world.refer(children="mia"))


def test_an_answer_that_was_not_chosen_does_not_go(world):
    body = sealed(world, world.refer(answers=frozenset({"description"})))
    assert WORDS in body and "Mr Grey" not in body and "Told the lead." not in body


def test_a_child_the_sender_may_not_read_is_not_offered_and_can_not_be_chosen(world):
    before = offered(world)
    close_leo(world)
    after = offered(world)
    assert [one.person for one in after.children] == [world.mia] and after.others == 1
    with world.lead() as reader:
        choice = world.choice(before)
        assert len(choice.children) == 2
        body = json.dumps(making.body_of(after, choice, reader.post), ensure_ascii=False)
    assert MIAS_WORDS in body and LEOS_WORDS not in body and "Leo" not in body


def test_the_control_without_the_question_the_closed_child_would_be_offered(world, monkeypatch):
    close_leo(world)
    monkeypatch.setattr(choosing, "parts_visible_to", lambda parts, reader: parts)
    monkeypatch.setattr(choosing, "_open", lambda reader: choosing.Person.objects.all())
    assert {one.person for one in offered(world).children} == {world.mia, world.leo}


def test_a_protected_address_is_never_offered_and_never_goes(world):
    mia, leo = offered(world).children
    assert "address" in {fact.name for fact in mia.facts} and not mia.hidden_address
    assert "address" not in {fact.name for fact in leo.facts} and leo.hidden_address
    body = sealed(world, world.refer())
    assert REFUGE not in body and "RG2 2BB" not in body


def test_typed_into_the_words_it_is_stopped_at_the_gate_and_nothing_has_left(world):
    with pytest.raises(NotReleased, match="protected address"):
        world.refer(note=f"They are hiding at {REFUGE}, Wexford.")
    with world.school.at_work(LEAD):
        assert not Sent.objects.exists() and not Envelope.objects.exists()


def test_with_consent_no_reason_is_kept_for_going_without_it(world):
    body = sealed(world, world.refer(consent="given", parents_informed=True))
    assert "It may increase the risk." not in body and "The man lives in the home." not in body


def test_what_is_missing_is_asked_for_by_name(world):
    offer = offered(world)
    with world.lead():
        empty = making.Choice(None, (), frozenset(), (), " ", "", "", None, None)
        found = making.problems_of(offer, empty)
        assert set(found) == {
            "to", "children", "reasons", "danger_now", "parents_informed", "consent", "purpose", "basis", "note",
        }  # fmt: skip
        told = making.problems_of(offer, world.choice(offer, why_without="", why_not_informed=""))
        assert set(told) == {"why_without", "why_not_informed"}
        assert making.problems_of(offer, world.choice(offer)) == {}


def test_a_name_left_in_the_words_is_pointed_out(world):
    offer = offered(world)
    with world.lead() as reader:
        choice = world.choice(offer, children="mia", note="Leo was there\nand (Leo) hid.")
        assert making.unchosen_named(offer, choice, making.body_of(offer, choice, reader.post)) == ["Leo Trask"]
        both = world.choice(offer)
        assert making.unchosen_named(offer, both, making.body_of(offer, both, reader.post)) == []


def test_pressed_twice_it_is_sent_once_and_waited_for_once(world):
    token = uuid4()
    first, second = world.refer(token=token), world.refer(token=token)
    assert first.id == second.id
    with world.school.at_work(LEAD):
        assert Sent.objects.count() == Envelope.objects.count() == 1
        from kith.tasks.models import Task

        assert Task.objects.filter(kind=making.TASK).count() == 1


def test_the_ledger_says_what_left_why_and_about_whom(world):
    world.refer()
    said = lines(world.school.controller.id, "release.envelope")
    assert said == [("release.envelope", "We ask you to assess both children.")]


def test_a_body_of_another_form_is_no_referral():
    with pytest.raises(content.Unsuitable) as no:
        content.read({"reference": "X"})
    assert "no referral of version 1" in no.value.words
