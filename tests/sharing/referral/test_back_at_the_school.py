"""What comes back: decided, sent back, taken back, late; each is read, told, and taken off the list."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from kith import sharing, wiring
from kith.access.queries import records_visible_to, visible_to
from kith.cases import actions as cases
from kith.cases import queries, working
from kith.cases.events import StageMoved
from kith.cases.models import Part, Record
from kith.cases.rules import NotReady
from kith.chronology.queries import entries
from kith.people.models import Person
from kith.sharing import handlers, posting
from kith.sharing import hearing as hearing_of_events
from kith.sharing.models import Envelope, Notice, Reply, Sent
from kith.sharing.referral import answering, beside, hearing, making, recalling, told
from kith.sharing.referral.told import turned_back
from kith.sharing.rules import BY_PEOPLE, FAULTS, Code, Happened, State
from kith.tasks.models import RunningClock, Task
from kith.tasks.queries import waiting
from kith.web.handover.came_words import CODES
from kith.web.handover.presenters import story_page
from tests.jobs.steps import work_off
from tests.sharing.referral.world import LEAD, MANAGER, OFFICER
from tests.sharing.test_exchange import rehashed


def open_tasks(world, at=LEAD):
    where = world.lead() if at is LEAD else world.at(at)
    with where:
        return sorted(Task.objects.filter(done_at=None).values_list("kind", flat=True))


def decided(world):
    sent = world.refer()
    work_off()
    contact = world.contact_of(sent)
    world.settle_as_new(contact)
    world.screen(contact)
    world.decide(contact)
    work_off()
    return sent, contact


def test_an_answer_is_waited_for_and_then_read(world):
    sent = world.refer()
    assert open_tasks(world) == [making.TASK]
    contact = None
    work_off()
    contact = world.contact_of(sent)
    world.screen(contact)
    work_off()
    assert open_tasks(world) == [making.TASK]
    world.decide(contact)
    work_off()
    assert open_tasks(world) == [hearing.READ_IT]
    with world.lead() as reader:
        hearing.read_here(Sent.objects.get(id=sent.id))
        assert waiting(reader) == []


def test_an_answer_that_does_not_come_is_chased(world):
    world.refer()
    with world.lead() as reader:
        Task.objects.update(due_on=timezone.localdate() - timedelta(days=5))
        (task,) = waiting(reader)
        assert task.standing == "late" and "ring the council" in task.law


def test_the_lead_is_told_by_a_mail_that_says_nothing(world):
    sent, _ = decided(world)
    work_off()
    with world.lead():
        (notice,) = Notice.objects.filter(about=sent.id)
        assert (notice.about, notice.post_id) == (sent.id, world.school.posts[LEAD].id)
    to_lead = [one for one in mail.outbox if one.to == ["dsl@alder.example"]]
    assert len(to_lead) == 1, "of the answer: that the concern came was no news once it was decided"
    assert not [one for one in to_lead if "accepted" in one.body or "Mia" in one.body]


def test_the_reason_for_the_record_stays_at_the_council(world):
    sent, _ = decided(world)
    story = world.story(sent)
    assert story.decision["reason"] == "We will visit this week."
    with world.lead():
        assert not Reply.objects.filter(told__contains="Threshold is met.").exists()
        assert not Reply.objects.filter(told__contains="A bruise, and a man in the home.").exists()


def test_the_clock_of_telling_the_referrer_stops_by_itself(world):
    _, contact = decided(world)
    with world.at(OFFICER):
        running = RunningClock.objects.filter(record_id=contact, stopped_at=None)
        assert list(running.values_list("clock", flat=True)) == []


def test_deciding_on_any_other_page_tells_the_school_all_the_same(world):
    """However a contact is moved, nobody waits for ever; the rationale does not leave."""
    sent = world.refer()
    work_off()
    contact = world.contact_of(sent)
    world.screen(contact, outcome="nfa")
    world.step(contact, MANAGER, "closed", "Neighbour’s name is Grey.")
    work_off()
    story = world.story(sent)
    assert story.standing.state is State.DECIDED and story.outcome_of(world.mia) == "No further action"
    assert story.decision["reason"] == ""


def test_without_the_reaction_the_school_would_wait(world, monkeypatch):
    """The control."""
    rest = tuple(do for do in wiring.REACTIONS[StageMoved] if do is not wiring.tell_the_referrer)
    monkeypatch.setitem(wiring.REACTIONS, StageMoved, rest)
    sent = world.refer()
    work_off()
    contact = world.contact_of(sent)
    world.step(contact, OFFICER, "screening")
    work_off()
    assert world.story(sent).standing.state is State.RECEIVED


def test_a_decision_says_something_to_whoever_asked(world):
    contact = world.arrived()
    world.screen(contact)
    with pytest.raises(NotReady, match="what they will read"):
        world.decide(contact, words="  ")
    with world.at(OFFICER):
        assert Record.objects.get(id=contact).stage == "decision_pending"


def send_back(world, contact, code=Code.NOT_OURS, words="They live in Elmshire."):
    with world.at(MANAGER):
        answering.send_back(record=Record.objects.get(id=contact), code=code, words=words)


def test_sent_back_the_school_reads_the_code_and_the_words(world):
    sent = world.refer()
    work_off()
    contact = world.contact_of(sent)
    send_back(world, contact)
    work_off()
    story = world.story(sent)
    assert story.standing.words == "Refused. It isn't theirs to deal with."
    assert story.answers[-1].body == {"words": "They live in Elmshire."}
    assert open_tasks(world) == [hearing.READ_IT]
    with world.at(OFFICER):
        assert Record.objects.get(id=contact).stage == "void"
        assert not Task.objects.filter(kind="referral_arrived", done_at=None).exists()
    with world.lead() as reader:
        assert "sent back" in entries(world.mia, reader)[0].line


def test_taken_up_it_can_not_be_sent_back_any_more(world):
    contact = world.arrived()
    world.step(contact, OFFICER, "screening")
    with pytest.raises(sharing.NotNow):
        send_back(world, contact)
    with world.at(OFFICER):
        assert Record.objects.get(id=contact).stage == "screening"


def test_marked_as_a_mistake_it_goes_back_too(world):
    sent = world.refer()
    work_off()
    world.step(world.contact_of(sent), MANAGER, "void", "Entered by mistake.")
    work_off()
    assert world.story(sent).standing.state is State.REFUSED


def recall(world, sent):
    with world.lead():
        return recalling.take_back(sent=Sent.objects.get(id=sent.id), words="It was about another child.")


def test_taken_back_before_anybody_took_it_up_it_ends(world):
    sent = world.refer()
    work_off()
    contact = world.contact_of(sent)
    assert recall(world, sent).state is State.RECALLED
    work_off()
    with world.at(OFFICER):
        assert Record.objects.get(id=contact).stage == "void"
        assert Record.objects.get(id=contact).moves.order_by("at").last().rationale.endswith("about another child.")
        assert not Task.objects.filter(kind="referral_arrived", done_at=None).exists()


def test_taken_back_it_is_closed_off_and_nobody_finds_whom_it_named(world):
    sent = world.refer()
    work_off()
    contact = world.contact_of(sent)
    with world.at(OFFICER) as reader:
        named = list(Part.objects.filter(record_id=contact, person__isnull=False).values_list("person_id", flat=True))
        assert named and found(reader, named) == set(named)
        assert queries.look(contact, reader)
    recall(world, sent)
    work_off()
    for role in (OFFICER, MANAGER):
        with world.at(role) as reader:
            assert found(reader, named) == set()
            assert queries.look(contact, reader) is None
            assert not records_visible_to(Record.objects.all(), reader).exists()
            (turned,) = turned_back()
            assert (turned.sender, "took it back" in turned.words) == (world.school.controller.name, True)
    with world.at(OFFICER):  # nothing is thrown away
        assert Record.objects.get(id=contact).stage == "void"
        assert Part.objects.filter(record_id=contact).count() == 3


def found(reader, ids):
    return set(visible_to(Person.objects.filter(id__in=ids), reader, "person.list").values_list("id", flat=True))


@pytest.mark.parametrize(
    "begun", ["said who a child is", "wrote in it", "gave it to somebody", "gave a child to somebody"]
)
def test_taken_back_where_somebody_has_begun_their_work_stays_open(world, begun):
    """The control: what people here have done is not closed to them."""
    sent = world.refer()
    work_off()
    contact = world.contact_of(sent)
    if begun == "said who a child is":
        world.settle_as_new(contact)
    with world.at(OFFICER) as reader:
        record = Record.objects.get(id=contact)
        if begun == "wrote in it":
            part = Part.objects.get(record=record, person=None)
            cases.correct(part=part, answers={**part.answers, "action_taken": "Rang."}, based_on=part.n, reason="Rang.")
        if begun == "gave it to somebody":
            cases.assign(record=record, post_id=reader.post.id, reason="She is on duty.")
        if begun == "gave a child to somebody":
            child = Part.objects.filter(record=record, person__isnull=False).first().person
            working.allocate(person=child, post_id=reader.post.id, why="She knows the family.")
    recall(world, sent)
    work_off()
    with world.at(OFFICER) as reader:
        assert Record.objects.get(id=contact).stage == "received"
        assert queries.look(contact, reader)
        assert turned_back() == []
        assert Task.objects.filter(kind=recalling.ASKED_BACK, about=contact, done_at=None).exists()


def test_what_happened_says_that_it_was_taken_back_and_why(world):
    sent = world.refer()
    work_off()
    recall(world, sent)
    step = story_page(world.story(sent), "A-1", {}).steps[-1]
    assert (step.words, step.why) == ("Taken back by your school", "It was about another child.")


def test_what_happened_says_that_it_was_asked_for_back(world):
    sent = world.refer()
    work_off()
    world.step(world.contact_of(sent), OFFICER, "screening")
    work_off()
    recall(world, sent)
    words = [step.words for step in story_page(world.story(sent), "A-1", {}).steps]
    assert words[-2:] == ["Somebody at the council looks at it", "Asked for back by your school"]


def test_taken_back_before_it_came_it_is_opened_by_nobody_and_the_council_reads_that(world):
    sent = world.refer()
    recall(world, sent)
    work_off()
    with world.at(OFFICER):
        assert not Record.objects.exists()
        (turned,) = turned_back()
        assert turned.words == "Its sender took it back before it came. Nobody opened it."


def test_asked_back_after_it_was_taken_up_what_is_here_stays_and_somebody_looks(world):
    sent = world.refer()
    work_off()
    contact = world.contact_of(sent)
    world.step(contact, OFFICER, "screening")
    work_off()
    assert recall(world, sent).state is State.RECALL_ASKED
    work_off()
    with world.at(MANAGER) as reader:
        assert Record.objects.get(id=contact).stage == "screening"
        assert [task.kind for task in waiting(reader)] == [recalling.ASKED_BACK]
        assert Part.objects.filter(record_id=contact).count() == 3


def test_held_up_it_says_so_to_both(world, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(posting, "timezone", SimpleNamespace(now=lambda: now - timedelta(days=3)))
    sent = world.refer()
    monkeypatch.setattr(posting, "timezone", SimpleNamespace(now=lambda: now))
    work_off()
    contact = world.contact_of(sent)
    with world.at(OFFICER):
        assert answering.arrival_of(contact).late
    assert "held up" in world.story(sent).standing.words


def test_a_version_the_council_does_not_know_is_said_to_both(world, monkeypatch):
    """A school that was updated before its council: it knows version 2, and the council does not."""
    known = handlers.handler_of("referral", 1)
    monkeypatch.setattr(making, "VERSION", 2)
    monkeypatch.setattr(hearing_of_events, "handler_of", lambda kind, version: known)
    sent = world.refer()
    work_off()
    assert world.story(sent).standing.code is Code.UNKNOWN_VERSION
    assert open_tasks(world) == [hearing.READ_IT]
    with world.at(OFFICER):
        (turned,) = turned_back()
        assert "version" in turned.words and turned.sender == "Alder"


def test_a_forged_one_is_opened_by_nobody_and_said_to_the_council(world):
    sent = world.refer()
    with world.school.at_work(LEAD):
        row = Envelope.objects.get(id=sent.envelope_id)
        row.id = uuid4()
        rehashed(row)
        row.save(force_insert=True)
    sharing.receive(controller_id=world.council.controller.id, envelope_id=row.id)
    with world.at(OFFICER):
        assert ["signature" in one.words for one in turned_back()] == [True]
        assert not Record.objects.exists()


def test_every_code_has_words_for_whoever_reads_it_here():
    assert set(told._HERE) == {*FAULTS, Code.UNOPENED}
    assert set(CODES) == set(BY_PEOPLE)


def test_heard_twice_it_is_kept_once(world):
    sent, _ = decided(world)
    sharing.sweep(world.school.controller.id)
    with world.lead():
        assert Reply.objects.filter(envelope_id=sent.envelope_id, happened=Happened.DECIDED).count() == 1


def test_the_kind_is_known_here():
    assert handlers.known("referral")


def asked_outside(world, person):
    with world.lead():
        return beside.asked_beside([world.concern], person).get(world.concern, [])


def test_a_referral_is_part_of_the_file_for_the_next_school_with_its_answer(world):
    """Of a child who was not referred nothing is: the control."""
    sent = world.refer(children="mia")
    (one,) = asked_outside(world, world.mia)
    assert (one.words, one.is_done, one.ended_at) == (sent_purpose(world, sent), False, None) and one.due_on
    assert asked_outside(world, world.leo) == []
    work_off()
    contact = world.contact_of(sent)
    world.settle_as_new(contact)
    world.screen(contact)
    world.decide(contact)
    work_off()
    (one,) = asked_outside(world, world.mia)
    assert one.is_done and one.how and one.ended_at


def sent_purpose(world, sent):
    return world.story(sent).body["purpose"]
