"""What the council reads of a referral it decided, what whoever decides has before their eyes, and an old page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.cases import actions as cases
from kith.cases.models import Part, Record, StageMove
from kith.foundation.ids import random_id
from kith.sharing.models import Notice, Sent
from kith.sharing.referral import decided, hearing
from tests.cases.council import form
from tests.jobs.steps import work_off
from tests.sharing.referral.world import LEAD, MANAGER, MIAS_WORDS, OFFICER, TEACHER, open_world
from tests.signin import client_for
from tests.web.test_handover import came, council, lead

pytestmark = pytest.mark.django_db
NOTE = "Her aunt has her until Friday."
TOLD = "We will visit this week."


@pytest.fixture
def world(db):
    return open_world()


@pytest.fixture
def contact(world):
    """A referral with a note of the lead, screened and waiting for a decision."""
    contact = world.arrived(note=NOTE)
    world.settle_as_new(contact)
    world.screen(contact)
    return contact


def page_of(world, role=OFFICER):
    return council(world, role).get(came(world)).content.decode()


def work_page(world, contact):
    return council(world).get(reverse("record", kwargs={"area": "contact", "id": contact})).content.decode()


def council_contact(world):
    """A contact about Mia that the officer wrote."""
    person = Part.objects.filter(person__isnull=False).first().person_id
    return cases.submit(
        token=random_id(), area="contact", shared=form("contact"), own=[cases.OwnAnswers(person, "subject")],
        holder=world.council.holder.id, occurred_at=timezone.now(),
    )  # fmt: skip


def outcome(world, contact, outcome):
    """Each child's outcome is put right by the officer."""
    with world.at(OFFICER):
        for own in Part.objects.filter(record_id=contact, person__isnull=False):
            cases.correct(part=own, answers=own.answers, based_on=own.n, reason="Read again.", outcome=outcome)
    work_off()


def test_the_council_reads_what_was_decided_by_whom_when_and_why(world, contact):
    before = page_of(world)
    assert "What was decided" not in before and "Not given to anybody yet" in before
    world.decide(contact, TOLD)
    page = page_of(world)
    for words in ("What was decided", "Referral accepted", "Threshold is met.", TOLD, MANAGER.words):
        assert words in page, words
    assert "Not given to anybody yet" not in page
    assert "Not given to anybody yet" not in work_page(world, contact)


def test_the_words_that_were_kept_are_those_the_school_reads(world, contact):
    world.decide(contact, TOLD)
    work_off()
    with world.lead():
        sent = Sent.objects.get()
    assert world.story(sent).decision["reason"] == TOLD
    with world.at(MANAGER):
        arrival = decided.Arrival.objects.get()
        (one,) = decided.decisions(arrival, Record.objects.get(id=contact))
    assert (one.told, one.rationale, one.stage) == (TOLD, "Threshold is met.", "referred")


def test_whoever_decides_reads_what_the_front_door_found(world, contact):
    form = page_of(world, MANAGER).split("Decide, and tell the sender")[1]
    for words in ("A bruise, and a man in the home.", "What the front door found", "Proposed for each child", "Red"):
        assert words in form, words
    assert "Mia Sole: Referral accepted" in form


def test_whoever_wrote_part_of_it_is_told_before_deciding_that_somebody_else_does(world, contact):
    told = "You wrote part of this, so somebody else decides"
    assert told not in page_of(world, MANAGER)
    with world.at(MANAGER):
        part = Part.objects.filter(record_id=contact, person__isnull=False).first()
        cases.correct(part=part, answers=part.answers, based_on=part.n, reason="Misread.", outcome="nfa")
    assert told in page_of(world, MANAGER)


def test_the_page_of_the_contact_shows_what_was_sent_whole(world, contact):
    page = work_page(world, contact)
    for words in ("What was sent, whole", NOTE, MIAS_WORDS, "We ask you to assess both children."):
        assert words in page, words


def test_a_contact_that_came_another_way_has_no_such_part(world, contact):
    """The control."""
    with world.at(OFFICER):
        came_by_telephone = council_contact(world).id
    assert "What was sent, whole" in work_page(world, contact)
    assert "What was sent, whole" not in work_page(world, came_by_telephone)


def test_looked_at_again_both_sides_say_since_when(world, contact):
    world.decide(contact, TOLD)
    work_off()
    assert "look at it again" in page_of(world, MANAGER)
    world.step(contact, MANAGER, "reopened", "A neighbour rang.")
    work_off()
    page = page_of(world)
    assert "It is being looked at again since" in page and "Decided. The sender has been told." not in page
    assert "What was decided before" in page and "A neighbour rang." in page
    with world.lead():
        sent = Sent.objects.get()
    school = lead(world).get(reverse("sent_referral", kwargs={"id": sent.id})).content.decode()
    assert "It is being looked at again since" in school and "A neighbour rang." not in school


def test_an_outcome_that_is_put_right_is_told_and_stands_on_my_day(world, contact):
    world.decide(contact, TOLD)
    work_off()
    with world.lead():
        sent = Sent.objects.get()
        hearing.read_here(sent)
    assert "Read what the council answered" not in lead(world).get(reverse("home")).content.decode()
    outcome(world, contact, "nfa")
    story = world.story(sent)
    assert story.outcome_of(world.mia) == "No further action"
    assert "put right after it was decided" in story.decision["reason"]
    assert "Read what the council answered" in lead(world).get(reverse("home")).content.decode()
    with world.school.at_work(LEAD):
        assert Notice.objects.get(about=sent.id).read_at is None


def test_what_changes_nothing_of_it_tells_nobody(world, contact):
    world.decide(contact, TOLD)
    work_off()
    with world.at(OFFICER):
        before = Sent.objects.count()
        part = Part.objects.get(record_id=contact, person=None)
        answers = part.answers | {"summary": "Read again."}
        cases.correct(part=part, answers=answers, based_on=part.n, reason="Clearer.")
        assert Sent.objects.count() == before


def test_sent_from_an_old_page_it_says_what_was_decided_by_whom_and_when(world, contact):
    world.decide(contact, TOLD)
    given = {"to": "closed", "why": "Not met.", "told": "No."}
    old = council(world, MANAGER).post(came(world, "decide_came"), given)
    page = old.content.decode()
    assert old.status_code == 422 and "Choose what is decided" not in page
    assert "This was decided meanwhile: “Referred”, by" in page and f"by {MANAGER.words}" in page and TOLD in page


def test_on_the_page_of_a_record_too(world, contact):
    world.decide(contact, TOLD)
    client, where = council(world, MANAGER), reverse("move_record", kwargs={"area": "contact", "id": contact})
    old = client.post(where, {"to": "closed", "why": "Not met."})
    assert old.status_code == 422 and "This was decided meanwhile" in old.content.decode()
    # The control: a step of no page at all is asked about as before.
    wrong = client.post(where, {"to": "nowhere", "why": "Not met."})
    assert "Choose a step that leads on from here." in wrong.content.decode()


def test_pressed_twice_it_is_one_decision(world, contact):
    client, token = council(world, MANAGER), str(random_id())
    given = {"to": "referred", "why": "Met.", "told": TOLD, "token": token}
    assert [client.post(came(world, "decide_came"), given).status_code for _ in range(2)] == [302, 302]
    with world.at(MANAGER):
        assert StageMove.objects.filter(record_id=contact, to_stage="referred").count() == 1


def test_the_number_of_a_form_that_somebody_else_sent_is_not_taken_for_ones_own(world):
    """They would be told that a step was taken which nobody took."""
    contact, token = world.arrived(), random_id()
    with world.at(OFFICER):
        cases.move_stage(record=Record.objects.get(id=contact), to="screening", token=token)
    where = reverse("move_record", kwargs={"area": "contact", "id": contact})
    given = {"to": "decision_pending", "why": "All is known.", "token": str(token)}
    assert council(world).post(where, given).status_code == 302
    refused = council(world, MANAGER).post(where, given)
    assert refused.status_code == 422 and "This form was sent before as another one" in refused.content.decode()
    with world.at(MANAGER):
        assert Record.objects.get(id=contact).stage == "screening"


def test_a_teacher_reads_nothing_of_it(world, contact):
    client = client_for(world.school.posts[TEACHER].id)
    assert client.get(came(world)).status_code == 404
