"""What came, at the council: a contact, the words beside it, and nobody attached to anybody without a person."""

import json
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.utils import timezone

from kith import sharing
from kith.cases.models import Part, Record
from kith.cases.rules import NotAllowed
from kith.chronology.models import Entry
from kith.foundation.dates import today
from kith.organisations.models import Post
from kith.people import grown_up
from kith.people.models import Person, PersonName
from kith.sharing.models import Arrival, Envelope, Notice, Settled
from kith.sharing.posting import put_envelope
from kith.sharing.referral import settling
from kith.sharing.rules import Code, State
from kith.tasks.models import RunningClock, Task
from kith.tenancy import tenancy
from tests.jobs.steps import work_off
from tests.sharing.referral.world import LEAD, MANAGER, MIAS_WORDS, OFFICER, WORDS, known_here


def named(world, contact):
    return settling.named_in(Arrival.objects.get(record_id=contact))


def settle(world, contact, n, person=None, role=OFFICER):
    with world.at(role) as reader:
        return settling.settle(
            named=named(world, contact)[n], person_id=person, reason="I looked at both.", reader=reader
        )


def test_the_words_of_the_referrer_stay_as_they_were_sealed(world):
    contact = world.arrived()
    with world.at(OFFICER):
        told = Arrival.objects.get(record_id=contact).told
        part = Part.objects.get(record_id=contact, person=None)
        assert WORDS in told and MIAS_WORDS in told and part.answers["narrative"] == WORDS
        from kith.cases import actions

        actions.correct(part=part, answers={**part.answers, "narrative": "Shortened."}, based_on=part.n, reason="Read.")
        assert Arrival.objects.get(record_id=contact).told == told


def test_its_clocks_run_from_when_it_came_and_the_front_door_has_a_task(world):
    contact = world.arrived()
    with world.at(OFFICER):
        assert set(RunningClock.objects.filter(record_id=contact).values_list("clock", flat=True)) == {
            "decided", "feedback",
        }  # fmt: skip
        assert Task.objects.filter(kind="referral_arrived", record_id=contact, done_at=None).count() == 1
    world.step(contact, OFFICER, "screening")
    with world.at(OFFICER):
        assert not Task.objects.filter(kind="referral_arrived", done_at=None).exists()


def test_a_child_who_is_known_is_proposed_with_reasons_and_not_attached(world):
    known = known_here(world, "Mia", "Sole", date(2017, 5, 3))
    contact = world.arrived()
    with world.at(OFFICER) as reader:
        (might,) = settling.proposals(Arrival.objects.get(record_id=contact), reader)
        assert (might.n, might.person) == (0, known)
        assert might.reasons == ("Same name and date of birth.",)
        assert not Part.objects.filter(person_id=known).exists()
        assert not Entry.objects.filter(person_id=known).exists()


def test_the_control_a_hasty_taking_in_would_have_attached_her(world):
    """The same looks, where somebody did attach the referral to the known child."""
    known = known_here(world, "Mia", "Sole", date(2017, 5, 3))
    contact = world.arrived()
    settle(world, contact, 0, known)
    with world.at(OFFICER):
        assert Part.objects.filter(person_id=known).exists()
        assert Entry.objects.filter(person_id=known).exists()


def test_confirmed_as_known_the_part_is_hers_and_the_double_is_put_away(world):
    known = known_here(world, "Mia", "Sole", date(2017, 5, 3))
    contact = world.arrived()
    with world.at(OFFICER):
        first = named(world, contact)[0].part.person_id
    settle(world, contact, 0, known)
    with world.at(OFFICER) as reader:
        part = Part.objects.get(id=named(world, contact)[0].part_id)
        assert (part.person_id, part.answers) == (known, {"child_words": MIAS_WORDS})
        assert not Person.objects.filter(id=first).exists()
        assert not Entry.objects.filter(person_id=first).exists()
        assert PersonName.objects.filter(forename="Mia").count() == 1
        assert settling.proposals(Arrival.objects.get(record_id=contact), reader) == []


def test_who_was_confirmed_wrongly_can_be_said_otherwise(world):
    known = known_here(world, "Mia", "Sole", date(2017, 5, 3))
    contact = world.arrived()
    settle(world, contact, 0, known)
    settle(world, contact, 0, None)
    with world.at(OFFICER):
        part = named(world, contact)[0].part
        assert part.person_id != known
        person = Person.objects.get(id=part.person_id)
        assert person.status == Person.Status.CONFIRMED
        assert not Entry.objects.filter(person_id=known).exists()
        assert Settled.objects.count() == 2


def test_two_named_children_are_not_both_the_same_child(world):
    known = known_here(world, "Mia", "Sole", date(2017, 5, 3))
    contact = world.arrived()
    settle(world, contact, 0, known)
    with pytest.raises(NotAllowed, match="about them already"):
        settle(world, contact, 1, known)


def test_nobody_can_be_chosen_whom_the_screener_can_not_find(world):
    contact = world.arrived()
    with pytest.raises(NotAllowed, match="somebody you can find"):
        settle(world, contact, 0, uuid4())


def test_earlier_contacts_about_who_it_might_be_are_shown(world):
    first = world.arrived()
    settle(world, first, 0, None)
    second = world.arrived(token=uuid4())
    with world.at(OFFICER) as reader:
        mia = next(m for m in settling.proposals(Arrival.objects.get(record_id=second), reader) if m.n == 0)
        assert [part.record_id for part in mia.before] == [first]


def test_the_front_door_is_told_by_a_mail_that_says_nothing_until_somebody_takes_it_up(world):
    contact = world.arrived()
    work_off()
    with world.at(OFFICER):
        assert Notice.objects.filter(about=contact, read_at=None).count() == 2
    # The school's own lead is told of the concern besides.
    assert len([one for one in mail.outbox if "dsl@" not in one.to[0]]) == 2
    for one in mail.outbox:
        for word in ("Mia", "Sole", "Leo", "Alder", "referral"):
            assert word not in one.subject + one.body
    world.step(contact, OFFICER, "screening")
    with world.at(OFFICER):
        assert not Notice.objects.filter(about=contact, read_at=None).exists()


def test_a_council_without_a_front_door_sends_it_back_and_keeps_nothing(world):
    with tenancy(world.council.controller.id, system="importer"):
        Post.objects.update(until=timezone.now())
    sent = world.refer()
    work_off()
    story = world.story(sent)
    assert (story.standing.state, story.standing.code) == (State.REFUSED, Code.NOT_OURS)
    assert "no front door" in story.answers[-1].body["words"]
    with tenancy(world.council.controller.id, system="importer"):
        assert not Record.objects.exists() and not Person.objects.exists()


def posted(world, body, version=1, kind="referral") -> UUID:
    """An envelope made past the sender's own checks, as another program might."""
    with world.school.at_work(LEAD):
        envelope = put_envelope(to=world.council.controller.id, kind=kind, version=version, body=body)
    sharing.receive(controller_id=world.council.controller.id, envelope_id=envelope.id)
    return envelope.id


def test_what_is_no_referral_goes_back_with_the_place_that_is_wrong(world):
    sent = world.refer()
    with world.lead():
        body = json.loads(sent.told)
    body["children"][0]["forename"] = ""
    envelope = posted(world, body)
    with world.at(OFFICER):
        assert not Arrival.objects.filter(envelope_id=envelope).exists()
        from kith.sharing.posting import standings

        stands = standings([Envelope.objects.get(id=envelope)])[envelope]
    assert (stands.state, stands.code) == (State.REFUSED, Code.NOT_ENOUGH)


def test_a_number_nobody_can_use_does_not_stop_a_child_being_referred(world):
    with world.lead():
        body = json.loads(world.refer().told)
    body["children"][0] |= {"upn": "not a number", "postcode": "nowhere", "address": "4 Kiln Lane"}
    envelope = posted(world, body)
    with world.at(OFFICER):
        assert Arrival.objects.filter(envelope_id=envelope).exists()


def test_the_manager_has_to_be_a_second_person(world):
    contact = world.arrived()
    world.settle_as_new(contact)
    world.screen(contact)
    with pytest.raises(NotAllowed, match="step for"):
        world.decide(contact, role=OFFICER)
    with world.at(MANAGER):
        from kith.cases import actions

        part = Part.objects.get(record_id=contact, person=None)
        actions.correct(part=part, answers={**part.answers, "history": "None."}, based_on=part.n, reason="Added.")
    with pytest.raises(NotAllowed, match="wrote none of this"):
        world.decide(contact)


def test_nobody_closes_a_contact_as_if_no_child_of_it_were_referred(world):
    """The school would read that she was accepted, and each side believe her with the other."""
    from kith.cases import actions

    contact = world.arrived()
    world.settle_as_new(contact)
    world.screen(contact)
    with pytest.raises(NotAllowed, match=r"Referral accepted.* is not chosen for any of them"):
        world.step(contact, MANAGER, "closed", why="Threshold not met.")
    with world.at(OFFICER):
        one, _ = Part.objects.filter(record_id=contact, person__isnull=False).order_by("id")
        actions.correct(part=one, answers=one.answers, based_on=one.n, reason="Not her.", outcome="nfa")
    world.decide(contact)  # the other one is referred, and carries the contact
    with world.at(MANAGER):
        assert Record.objects.get(id=contact).stage == "referred"


def test_whom_a_school_still_calls_a_child_is_not_turned_away_by_age(world, monkeypatch):
    """A pupil of nineteen: the school knows that they are one, the council does not. The controls: `test_link_child`,
    where somebody here sends it, and a grown-up in `test_handover`."""
    nineteen = known_here(world, "Mia", "Soley", date(today().year - 20, 12, 31))
    sent = world.refer()
    with monkeypatch.context() as everybody:
        everybody.setattr(grown_up, "told", lambda rows, on, at=0: {one[0] for one in rows})
        work_off()
    contact = world.contact_of(sent)
    settle(world, contact, 0, nineteen)
    with world.at(OFFICER):
        assert Part.objects.filter(record_id=contact, person_id=nineteen).exists()
