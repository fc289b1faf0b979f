"""Other agencies and plans beside a concern: what was asked, answered and came of it; each review says what changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.cases import actions
from kith.cases.models import Part, Record
from kith.foundation.dates import today
from kith.tasks import ringing
from kith.tasks.models import RunningClock, Task
from kith.tenancy import tenancy
from tests.web.casework import HEAD, LEAD, Casework

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Casework:
    return Casework(LEAD, HEAD, ann="home")


def day(days=0):
    on = today() + timedelta(days=days)
    return f"{on.day}/{on.month}/{on.year}"


def asked(work):
    about = {"kind": "camhs_or_nhs", "asked_on": day(), "channel": "letter", "why": "To talk with her about sleep.",
             "told_parent": "yes"}  # fmt: skip
    assert work.beside(LEAD, "agency_involvement", **about).status_code == 302
    return the_one(work, "agency_involvement")


def the_one(work, area):
    with work.open():
        return Record.objects.get(area=area)


def write(work, record, person=None, columns=(), **answers):
    with work.school.at_work(LEAD):
        part = Part.objects.get(record=record, person_id=person)
        said = {**part.answers, **answers}
        actions.correct(part=part, answers=said, based_on=part.n, reason="Heard today.", **dict(columns))


def move(work, record, to):
    sent = {"to": to, "why": "As agreed."}
    return work.client(LEAD).post(reverse("move_record", kwargs={"area": record.area, "id": record.id}), sent)


@pytest.mark.shows("C21", "C64")
def test_an_agency_stands_on_the_concern_with_how_it_stands(work):
    record = asked(work)
    page = work.page(LEAD)
    assert "CAMHS or NHS" in page and "Asked" in page and "To talk with her about sleep." in page
    assert move(work, record, "involved").status_code == 302
    assert "Involved" in work.page(LEAD)


@pytest.mark.shows("C65")
def test_what_an_agency_has_not_answered_stands_on_the_page_of_agencies(work):
    """And the control: once its part has ended it stands there no more."""
    assert "No agency is being asked" in work.page(LEAD, reverse("agencies"))
    one = asked(work)
    page = work.page(LEAD, reverse("agencies"))
    assert "No agency is being asked" not in page and one.reference in page and "Ann Sole" in page
    with work.open():
        Record.objects.filter(id=one.id).update(stage="ended")
    assert one.reference not in work.page(LEAD, reverse("agencies"))


@pytest.mark.shows("C23")
def test_triage_says_that_an_agency_is_late_beside_concerns_that_are_not(work):
    """As My day counts it. And the controls: before its day, and for whoever may ask no agency."""
    record, words = asked(work), "One agency has not answered by the day"
    assert words not in work.page(LEAD, "/concerns/")
    with work.open():
        RunningClock.objects.filter(record=record).update(due_on=today() - timedelta(days=1))
    assert "1 is late." in work.page(LEAD, "/")
    triage = work.page(LEAD, "/concerns/")
    assert words in triage and "No concern is late." in triage
    assert "Asked by a referral" not in work.page(LEAD, reverse("agencies")), "no count of none above one that is there"
    with work.open():
        Record.objects.filter(id=record.id).update(stage="ended")
        RunningClock.objects.filter(record=record).update(stopped_at=timezone.now())
    assert words not in work.page(LEAD, "/concerns/")


def test_the_three_ways_to_help_from_outside_stand_in_one_card(work):
    card = work.page(LEAD).split('id="outside"')[1].split("</section>")[0]
    assert all(way in card for way in ("Refer to children’s social care", "Ask another agency", "Agency involved"))
    assert work.page(LEAD).count('value="agency_involvement"') == 1


def test_it_does_not_end_without_what_came_of_it_for_each_child(work):
    record = asked(work)
    assert move(work, record, "ended").status_code == 422
    write(work, record, work.children["ann"], {"outcome": "helped"}.items())
    assert move(work, record, "ended").status_code == 302
    page = work.page(LEAD, reverse("record", kwargs={"area": record.area, "id": record.id}))
    assert "made a difference" in page


@pytest.mark.shows("C23")
def test_an_agency_that_does_not_answer_is_told_to_the_lead_and_then_to_the_head(work):
    record = asked(work)
    with work.open():
        due = RunningClock.objects.get(record=record).due_on
    ring(work, due + timedelta(days=1))
    with work.open():
        assert {(t.for_role, t.kind) for t in Task.objects.filter(record=record)} == {
            ("dsl", "clock_100"), ("headteacher", "clock_late_headteacher"),
        }  # fmt: skip
    write(work, record, answered_on=today().isoformat())
    with work.open():
        assert RunningClock.objects.get(record=record).met_on == today()


def test_an_agency_that_was_there_already_is_not_waited_for(work):
    """The negative control is the one before."""
    council = {"kind": "children_s_social_care", "asked_on": day(), "channel": "there_already",
               "why": "To protect her.", "told_parent": "yes"}  # fmt: skip
    assert work.beside(LEAD, "agency_involvement", **council).status_code == 302
    with work.open():
        assert not RunningClock.objects.filter(record=the_one(work, "agency_involvement")).exists()


@pytest.mark.shows("C67")
def test_a_review_of_a_plan_says_what_changed_and_sets_the_next_day(work):
    plan = {"kind": "safety_plan", "aim": "That she is met at the gate.", "next_review_on": day(7)}
    assert work.beside(LEAD, "support_plan", **plan).status_code == 302
    record = the_one(work, "support_plan")
    with work.open():
        first = RunningClock.objects.get(record=record).due_on
    review = {"held_on": today().isoformat(), "who": "Her mother", "changed": "She walks in by herself."}
    write(work, record, reviews=[review], next_review_on=(today() + timedelta(days=28)).isoformat())
    with work.open():
        assert RunningClock.objects.get(record=record).due_on >= first + timedelta(days=14)
    page = work.page(LEAD, reverse("record", kwargs={"area": record.area, "id": record.id}))
    assert "She walks in by herself." in page and "Safety plan" in work.page(LEAD)


def ring(work, on):
    with tenancy(work.school.controller.id, system="bell"):
        ringing.ring(on)


@pytest.mark.shows("C77")
def test_where_the_council_keeps_the_principal_record_is_said_with_its_case_and_stands_on_the_child(work):
    council = {"kind": "children_s_social_care", "asked_on": day(), "channel": "there_already",
               "why": "To protect her.", "worker": "Ms Dale, 01234 567890", "told_parent": "yes"}  # fmt: skip
    child = reverse("person", kwargs={"id": work.children["ann"]})
    assert work.beside(LEAD, "agency_involvement", **council).status_code == 302
    assert "principal record" not in work.page(LEAD, child), "the control: nobody has said so"
    assert work.beside(LEAD, "agency_involvement", **council, their_reference="CSC-4711", principal="theirs").url
    assert "Children’s social care, The council keeps the principal record, Asked" in work.page(LEAD, child)
    with work.open():
        [one] = Record.objects.filter(area="agency_involvement", parts__answers__principal="theirs")
    page = work.page(LEAD, reverse("record", kwargs={"area": one.area, "id": one.id}))
    assert "CSC-4711" in page and "Ms Dale, 01234 567890" in page
    police = council | {"kind": "police", "principal": "theirs"}
    work.beside(LEAD, "agency_involvement", **police)
    assert work.page(LEAD, child).count("principal record") == 1, "it is asked of children’s social care alone"
