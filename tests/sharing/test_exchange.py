"""An envelope's way: sent, received, accepted, decided; and every way it may go wrong, each with a state and words."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kith import sharing
from kith.audit import keys
from kith.foundation.ids import uuid7
from kith.reference.roles import Role
from kith.sharing import handlers, posting
from kith.sharing.models import Envelope, Event, Sent
from kith.sharing.rules import Code, Happened, State
from kith.sharing.sealing import fingerprint, head_bytes
from kith.tenancy.models import Controller
from tests.jobs.steps import work_off
from tests.rooms import lines
from tests.sharing.world import BODY, WHY


def taken_in(world):
    """A referral that has arrived."""
    sent = world.send()
    work_off()
    return sent.envelope_id


def test_it_arrives_by_a_job_that_carries_the_recipient_and_the_envelope_and_nothing_else(world):
    sent = world.send()
    ids = {"controller": str(world.council.controller.id), "envelope": str(sent.envelope_id)}
    assert list(ProcrastinateJob.objects.values_list("task_name", "args")) == [("envelope.deliver", ids)]
    assert world.stands(sent.envelope_id).state is State.SENT
    work_off()
    (arrived,) = world.arrived
    assert arrived.body == BODY and arrived.sender == world.school.controller.id and not arrived.late
    for side in (world.school, world.council):
        assert world.stands(sent.envelope_id, side).state is State.RECEIVED


def test_both_sides_have_their_line(world):
    taken_in(world)
    school = [(action, reason) for action, reason in lines(world.school.controller.id) if "pers" not in action]
    assert ("release.envelope", WHY["purpose"]) in school and ("envelope.hear", "") in school
    assert lines(world.council.controller.id, "envelope.") == [("envelope.receive", "")]


def test_accepted_decided_and_the_sender_hears_of_both_with_the_reason(world):
    envelope = taken_in(world)
    with world.at_the_council():
        assert sharing.accept(envelope=envelope).state is State.ACCEPTED
    with world.at_the_council():
        sharing.decide(envelope=envelope, body={"outcome": "assessment", "why": "Two injuries."}, subjects=[uuid7()])
    work_off()
    assert [(h.happened, h.body) for h in world.heard] == [
        (Happened.RECEIVED, {}),
        (Happened.ACCEPTED, {}),
        (Happened.DECIDED, {"outcome": "assessment", "why": "Two injuries."}),
    ]
    assert world.stands(envelope).state is State.DECIDED
    assert ("release.envelope", "answer to an envelope") in lines(world.council.controller.id, "release.")


def test_what_was_sent_is_kept_at_the_sender_as_it_went(world):
    sent = world.send(about=(about := uuid7()))
    with world.school.at_work(Role.DSL):
        kept = Sent.objects.get()
    assert (kept.id, kept.about, kept.subjects) == (sent.id, about, [world.child])
    assert kept.told == '{"child":{"family":"Sole","given":"Mia"},"worries":"He hit me."}'


def test_a_second_click_finds_it_sent(world):
    once = uuid4()
    first, second = world.send(once=once), world.send(once=once)
    assert first.envelope_id == second.envelope_id
    assert world.send(once=uuid4()).envelope_id != first.envelope_id
    work_off()
    assert len(world.arrived) == 2


def test_brought_twice_it_is_handed_on_once(world):
    envelope = taken_in(world)
    again = sharing.receive(controller_id=world.council.controller.id, envelope_id=envelope)
    assert again.state is State.RECEIVED and len(world.arrived) == 1
    assert lines(world.council.controller.id, "envelope.") == [("envelope.receive", "")]


def test_without_its_mark_the_database_itself_would_refuse_a_second(world, monkeypatch):
    """The control: even where nobody looks whether it came before, one envelope is received once."""
    envelope = taken_in(world)
    with world.machine(world.council):
        found = Envelope.objects.get(id=envelope)
        with pytest.raises(IntegrityError, match="event_once"), transaction.atomic():
            posting.put_event(found, Happened.RECEIVED)


def test_brought_to_the_wrong_controller_nothing_is_seen_and_a_line_says_so(world):
    sent = world.send()
    answer = sharing.receive(controller_id=world.stranger.controller.id, envelope_id=sent.envelope_id)
    assert answer is None and world.arrived == []
    assert lines(world.stranger.controller.id, "envelope.") == [("envelope.misdeliver", "")]
    work_off()
    assert len(world.arrived) == 1


def lose_all_jobs():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_a_lost_job_delays_and_never_loses(world):
    sent = world.send()
    lose_all_jobs()
    assert work_off() == 0 and world.arrived == []
    assert sharing.sweep(world.council.controller.id) == 1
    lose_all_jobs()
    assert [one.envelope for one in world.arrived] == [sent.envelope_id]
    assert sharing.sweep(world.school.controller.id) == 1
    assert [one.happened for one in world.heard] == [Happened.RECEIVED]
    assert sharing.sweep(world.council.controller.id) == sharing.sweep(world.school.controller.id) == 0


def test_what_was_held_up_says_so_on_both_sides(world, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(posting, "timezone", SimpleNamespace(now=lambda: now - timedelta(days=3)))
    sent = world.send()
    monkeypatch.setattr(posting, "timezone", SimpleNamespace(now=lambda: now))
    work_off()
    assert world.arrived[0].late and now - world.arrived[0].sent_at == timedelta(days=3)
    assert "held up" in world.stands(sent.envelope_id).words
    assert "held up" not in world.stands(taken_in(world)).words


@pytest.mark.parametrize(
    ("kind", "version", "code"), [("ransom", 1, Code.UNKNOWN_KIND), ("referral", 2, Code.UNKNOWN_VERSION)]
)
def test_a_kind_or_version_nobody_knows_goes_back_unread_by_people(world, kind, version, code):
    sent = world.send(kind, version=version)
    work_off()
    stands = world.stands(sent.envelope_id)
    assert (stands.state, stands.code, world.arrived) == (State.REFUSED, code, [])
    assert stands.words == f"Refused. {code.words}"
    assert lines(world.council.controller.id, "envelope.") == [("envelope.refuse", code.words)]


def test_a_handler_refuses_with_a_reason_only_the_sender_can_open(world):
    sent = world.send("fussy")
    work_off()
    assert world.stands(sent.envelope_id).code is Code.NOT_ENOUGH
    with world.machine(world.school):
        refused = Event.objects.get(kind=Happened.REFUSED)
        assert posting.open_row(refused) == {"words": "There is no date of birth."}
    assert b"date of birth" not in bytes(refused.sealed)


def test_a_person_refuses_with_a_reason(world):
    envelope = taken_in(world)
    with world.at_the_council(), pytest.raises(ValueError, match="machine"):
        sharing.refuse(envelope=envelope, code=Code.FORGED)
    with world.at_the_council(), pytest.raises(ValueError, match="Say why"):
        sharing.refuse(envelope=envelope, code=Code.OTHER, words=" ")
    with world.at_the_council():
        sharing.refuse(envelope=envelope, code=Code.NOT_OURS, words="They moved to Elmshire in May.")
    work_off()
    (heard,) = [h for h in world.heard if h.happened is Happened.REFUSED]
    assert (heard.code, heard.body) == (Code.NOT_OURS, {"words": "They moved to Elmshire in May."})
    assert world.stands(envelope).words == "Refused. It isn't theirs to deal with."
    with world.at_the_council(), pytest.raises(sharing.NotNow, match="Refused"):
        sharing.accept(envelope=envelope)


def test_a_handler_that_fails_keeps_nothing_and_the_sweep_tries_again(world, monkeypatch):
    sent = world.send("broken")
    lose_all_jobs()
    with pytest.raises(ExceptionGroup):
        sharing.sweep(world.council.controller.id)
    assert world.stands(sent.envelope_id).state is State.SENT
    monkeypatch.setitem(handlers._handlers, "broken", handlers._handlers["referral"])
    sharing.sweep(world.council.controller.id)
    assert world.stands(sent.envelope_id).state is State.RECEIVED


def recall(world, envelope):
    with world.school.at_work(Role.DSL):
        return sharing.recall(envelope=envelope, words="It was about another child.")


def test_taken_back_before_it_came_it_is_never_opened(world):
    sent = world.send()
    assert recall(world, sent.envelope_id).state is State.RECALLED
    work_off()
    assert world.arrived == []
    assert lines(world.council.controller.id, "envelope.receive") == [("envelope.receive", Code.UNOPENED.words)]
    assert world.stands(sent.envelope_id, world.council).state is State.RECALLED
    assert sharing.sweep(world.council.controller.id) == 0


def test_taken_back_before_it_was_accepted_nobody_can_accept_it(world):
    envelope = taken_in(world)
    recall(world, envelope)
    work_off()
    assert world.heard[-1].happened is Happened.RECALLED
    assert world.heard[-1].body == {"words": "It was about another child."}
    with world.at_the_council(), pytest.raises(sharing.NotNow, match="Taken back"):
        sharing.accept(envelope=envelope)


def test_taken_back_after_it_was_accepted_is_a_request_and_says_so(world):
    envelope = taken_in(world)
    with world.at_the_council():
        sharing.accept(envelope=envelope)
    stands = recall(world, envelope)
    assert stands.state is State.RECALL_ASKED and "What was taken in stays." in stands.words
    with world.at_the_council():
        sharing.decide(envelope=envelope, body={"outcome": "none"}, subjects=[uuid7()])
    assert world.stands(envelope).state is State.DECIDED


def test_only_the_sender_takes_back_and_only_the_recipient_answers(world):
    envelope = taken_in(world)
    with world.at_the_council(), pytest.raises(sharing.NoSuchEnvelope):
        sharing.recall(envelope=envelope, words="No.")
    with world.school.at_work(Role.DSL), pytest.raises(sharing.NoSuchEnvelope):
        sharing.accept(envelope=envelope)
    with world.stranger.at_work(Role.DSL), pytest.raises(sharing.NoSuchEnvelope):
        sharing.accept(envelope=envelope)


def copied(row):
    """Copied as another envelope."""


def rehashed(row):
    """The same by somebody who knows the form."""
    letter = posting._letter(row)
    row.hash = fingerprint(head_bytes(letter.head), letter.sealed)


def renamed(row):
    """Another kind written on it."""
    row.kind = "broken"
    rehashed(row)


def misprinted(row):
    """A byte lost in a restore."""
    row.sealed = bytes(row.sealed)[:-1]


def with_a_key_nobody_put_up(row):
    row.sender_key = 9
    rehashed(row)


def of_tomorrow(row):
    row.form = 2


FORGERIES = {
    copied: Code.ALTERED,
    rehashed: Code.FORGED,
    renamed: Code.FORGED,
    misprinted: Code.ALTERED,
    with_a_key_nobody_put_up: Code.FORGED,
    of_tomorrow: Code.UNKNOWN_FORM,
}


@pytest.mark.parametrize(("forge", "code"), FORGERIES.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_what_is_not_genuine_is_opened_by_nobody_and_goes_back(world, forge, code):
    """Somebody writes rows as the school, and has not its keys."""
    sent = world.send()
    with world.machine(world.school):
        row = Envelope.objects.get(id=sent.envelope_id)
        row.id = uuid4()
        forge(row)
        row.save(force_insert=True)
    stands = sharing.receive(controller_id=world.council.controller.id, envelope_id=row.id)
    assert (stands.state, stands.code, world.arrived) == (State.REFUSED, code, [])
    assert lines(world.council.controller.id, "envelope.refuse") == [("envelope.refuse", code.words)]
    work_off()
    assert [one.envelope for one in world.arrived] == [sent.envelope_id]


def test_sealed_for_somebody_else_it_goes_back(world, monkeypatch):
    stranger = keys.to_write_to(world.stranger.controller.id)
    monkeypatch.setattr(posting.keys, "to_write_to", lambda controller: stranger)
    sent = world.send()
    monkeypatch.undo()
    stands = sharing.receive(controller_id=world.council.controller.id, envelope_id=sent.envelope_id)
    assert (stands.state, stands.code) == (State.REFUSED, Code.CANNOT_OPEN)


def test_an_answer_that_is_not_genuine_counts_for_nothing(world):
    envelope = taken_in(world)
    with world.machine(world.council):
        row = Event.objects.get(envelope_id=envelope, kind=Happened.RECEIVED)
        row.id, row.kind = uuid4(), Happened.REFUSED
        row.save(force_insert=True)
    assert world.stands(envelope).state is State.REFUSED
    sharing.sweep(world.school.controller.id)
    assert world.stands(envelope).state is State.RECEIVED
    assert [one.happened for one in world.heard] == [Happened.RECEIVED]
    refused = lines(world.school.controller.id, "envelope.refuse-event")
    assert refused == [("envelope.refuse-event", Code.ALTERED.words)]


def test_an_old_key_opens_old_envelopes_and_new_ones_are_sealed_to_the_new(world):
    old = world.send()
    assert keys.renew(world.council.controller.id) == 2
    keys.renew(world.school.controller.id)
    new = world.send()
    with world.machine(world.school):
        pairs = dict(Envelope.objects.values_list("id", "recipient_key"))
    assert pairs == {old.envelope_id: 1, new.envelope_id: 2}
    work_off()
    assert [one.envelope for one in world.arrived] == [old.envelope_id, new.envelope_id]


def test_to_whom_nothing_can_be_sealed_nothing_is_sent(world):
    keyless = Controller.objects.create(slug="keyless", kind="council", name="Keyless")
    with pytest.raises(sharing.NotReleased, match="put up no key"):
        world.send(to=keyless.id)
    assert keys.to_write_to(keyless.id) is None
    sharing.sweep(keyless.id)
    assert keys.to_write_to(keyless.id).n == 1
