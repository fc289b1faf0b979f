"""A contact that was closed is opened again, and decided again: whoever referred hears both."""

from uuid import uuid4

import pytest

from kith import sharing
from kith.cases import actions as cases
from kith.cases.models import Part, Record
from kith.chronology.queries import entries
from kith.sharing.models import Arrival, Envelope, Reply, Sent
from kith.sharing.posting import POST_ROOM, standings
from kith.sharing.referral import answering, hearing, outcome
from kith.sharing.rules import Code, State
from kith.tasks.models import RunningClock, Task
from kith.tenancy import tenancy
from tests.jobs.steps import work_off
from tests.sharing.referral.world import MANAGER, OFFICER


@pytest.fixture
def closed(world):
    """A referral that was closed with no further action, and read at the school."""
    sent = world.refer()
    work_off()
    contact = world.contact_of(sent)
    world.settle_as_new(contact)
    world.screen(contact, outcome="nfa")
    decide(world, contact, "closed", "We will not assess.")
    with world.lead():
        hearing.read_here(Sent.objects.get(id=sent.id))
    return sent, contact


def decide(world, contact, to, words):
    with world.at(MANAGER):
        record = Record.objects.get(id=contact)
        answering.decide_and_tell(record=record, to=to, rationale="Read again.", words=words)
    work_off()


def line_of(world):
    with world.lead() as reader:
        return entries(world.mia, reader)[0].line


def to_read(world):
    with world.lead():
        return Task.objects.filter(kind=hearing.READ_IT, done_at=None).count()


def reopen(world, contact):
    world.step(contact, MANAGER, "reopened", "A neighbour rang.")
    work_off()


def test_opened_again_somebody_has_to_decide_again_by_a_day(world, closed):
    def running():
        with world.at(MANAGER):
            clocks = RunningClock.objects.filter(record=closed[1], clock="decided", stopped_at=None)
            return clocks.count()

    assert running() == 0
    reopen(world, closed[1])
    assert running() == 1


def test_opened_again_what_was_said_of_each_child_holds_no_longer(world, closed):
    sent, contact = closed
    assert world.story(sent).outcome_of(world.mia) == "No further action" and to_read(world) == 0
    reopen(world, contact)
    story = world.story(sent)
    assert (story.looked_at_again, story.outcome_of(world.mia)) == (True, "")
    assert "being looked at again" in line_of(world) and to_read(world) == 1
    with world.lead():
        assert not Reply.objects.filter(told__contains="A neighbour rang.").exists()


def test_decided_again_the_school_reads_the_new_outcome_and_why(world, closed):
    sent, contact = closed
    reopen(world, contact)
    with world.at(OFFICER):
        for own in Part.objects.filter(record_id=contact, person__isnull=False):
            cases.correct(part=own, answers=own.answers, based_on=own.n, reason="Read again.", outcome="referral")
    world.step(contact, OFFICER, "decision_pending")
    decide(world, contact, "referred", "We will visit this week.")
    story = world.story(sent)
    assert story.outcome_of(world.mia) == "Referral accepted"
    assert (story.decision["reason"], story.looked_at_again) == ("We will visit this week.", False)
    assert "referral accepted" in line_of(world)
    # Once each: opened again, decided again.
    with world.at(OFFICER):
        assert Sent.objects.filter(about=contact, envelope__kind="outcome").count() == 2
        again = Envelope.objects.filter(kind="outcome")
        assert {one.state for one in standings(list(again)).values()} == {State.RECEIVED}


def test_marked_as_a_mistake_after_it_was_opened_again(world, closed):
    sent, contact = closed
    reopen(world, contact)
    world.step(contact, MANAGER, "void", "Entered by mistake.")
    work_off()
    assert world.story(sent).decision["reason"] == "It was marked as entered by mistake."


def test_the_first_decision_is_said_of_the_envelope_and_not_twice(world, closed):
    """The control: no envelope of its own goes for what is decided once."""
    _, contact = closed
    with world.at(OFFICER):
        assert not Sent.objects.filter(about=contact, envelope__kind="outcome").exists()


def forged(world, body):
    """An outcome the council sends about whatever it likes."""
    with world.at(OFFICER) as reader:
        arrival = Arrival.objects.first()
        persons = answering._about(arrival.record)
        sent = sharing.send(
            kind=outcome.OUTCOME, to=world.school.controller.id, body=body, subjects=persons, purpose="p", basis="b",
            holder=world.council.holder.id, reader=reader,
        )  # fmt: skip
    work_off()
    with world.at(OFFICER):
        return standings([Envelope.objects.get(id=sent.envelope_id)])[sent.envelope_id]


BODY = {"stage": "closed", "words": "Closed", "reason": "", "children": []}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**BODY, "referral": str(uuid4())}, Code.NOT_OURS),
        ({**BODY, "referral": "no number"}, Code.NOT_ENOUGH),
        (BODY, Code.NOT_ENOUGH),
    ],
)
def test_one_about_no_referral_of_theirs_goes_back(world, closed, body, code):
    stands = forged(world, body)
    assert (stands.state, stands.code) == (State.REFUSED, code)
    assert to_read(world) == 0


def test_one_from_somebody_who_got_no_such_referral_goes_back(world, closed):
    """The school sends itself none: what counts is who is asked, and who answers."""
    sent, _ = closed
    what = sharing.Arrived(
        envelope=uuid4(),
        sender=world.school.controller.id,
        kind=outcome.OUTCOME,
        version=1,
        body={**BODY, "referral": str(sent.envelope_id)},
        sent_at=sent.envelope.at,
        late=False,
    )
    with tenancy(world.school.controller.id, system=POST_ROOM), pytest.raises(sharing.Unsuitable):
        outcome.arrived(what)


def test_what_is_put_right_while_nothing_is_decided_is_not_weighed(world, closed, monkeypatch):
    _, contact = closed
    weighed, decision = [], answering._decision
    monkeypatch.setattr(answering, "_decision", lambda *of: weighed.append(of) or decision(*of))

    def put_right(reason):
        with world.at(OFFICER):
            own = Part.objects.filter(record_id=contact, person__isnull=False).first()
            cases.correct(part=own, answers=own.answers, based_on=own.n, reason=reason, outcome=reason)
        work_off()

    # The control: of what is decided the sender may have to hear.
    put_right("referral")
    assert len(weighed) == 1
    reopen(world, contact)
    weighed.clear()
    put_right("nfa")
    assert weighed == []
