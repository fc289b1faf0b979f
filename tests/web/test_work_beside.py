"""Meetings, calls, letters, talks and decisions stand beside a concern: in order, and as open as the concern is."""

import re

import pytest
from django.urls import reverse

from kith.cases import actions
from kith.cases.models import Part, Record
from kith.chronology.models import Entry
from kith.chronology.reactions import rewrite
from kith.foundation.dates import today
from kith.people.models import Person
from kith.people.supports import add_support
from tests.web.casework import HEAD, LEAD, PASTORAL, TEACHER, Casework

pytestmark = pytest.mark.django_db
AGENCY = {"kind": "camhs_or_nhs", "asked_on": f"{today():%d/%m/%Y}", "channel": "letter", "why": "To talk about sleep.",
          "told_parent": "yes"}  # fmt: skip
TALK = {"kind": "phone_call", "with_whom.parent": "yes", "said": "Her mother says an owl kept them awake."}


@pytest.fixture
def work() -> Casework:
    return Casework(ann="bullying", ben="bullying")


def of_area(work, area="conversation"):
    with work.open():
        return Record.objects.get(area=area)


@pytest.mark.shows("C22", "C24")
def test_a_call_with_a_parent_stands_on_the_concern_and_in_the_story_of_each_child(work):
    assert work.beside(LEAD, "conversation", **TALK).url == work.address
    page = work.page(LEAD)
    assert "Phone call" in page and "an owl kept them awake" in page
    with work.open():
        lines = Entry.objects.filter(record=of_area(work)).order_by("id")
        assert {one.person_id for one in lines} == set(work.children.values())
        assert all("Phone call" in one.line and "owl" in one.told for one in lines)


@pytest.mark.shows("C36")
def test_all_that_is_kept_about_a_child_is_reached_from_one_page(work):
    """And the control: the page of a child it is not about has none of it."""
    other = work.child("cleo")
    work.beside(LEAD, "conversation", **TALK)
    assert work.beside(LEAD, "agency_involvement", **AGENCY).status_code == 302
    with work.open():
        rewrite(work.concern.id)
        ann = Person.objects.get(id=work.children["ann"])
        add_support(person=ann, organisation=work.school.organisation, kind="sen", value="K", from_on=today())
        kept = list(Record.objects.all())
        assert {one.area for one in kept} == {"concern", "conversation", "agency_involvement"}
    page, theirs = (work.page(LEAD, reverse("person", kwargs={"id": id})) for id in (work.children["ann"], other))
    for one in kept:
        assert str(one.id) in page and str(one.id) not in theirs
    assert "SEN support" in page and "SEN support" not in theirs
    for name in ("person_documents", "chronology"):
        assert reverse(name, kwargs={"id": work.children["ann"]}) in page


@pytest.mark.shows("C25")
def test_what_the_child_says_stands_apart_in_their_words_and_in_no_other_childs_story(work):
    talk = {"kind": "conversation", "with_whom.pupil": "yes", "said": "We talked in the library."}
    work.beside(LEAD, "conversation", **talk, **{"own.0.child_words": "I hide in the loo."})
    record = of_area(work)
    page = work.page(LEAD, f"/work/conversation/{record.id}/")
    assert "I hide in the loo." in page
    with work.open():
        assert not Entry.objects.filter(told__contains="loo").exists()
        assert [p.answers.get("child_words") for p in Part.objects.filter(record=record).order_by("id")][1:] == [
            "I hide in the loo.",
            None,
        ]


@pytest.mark.shows("C26")
def test_a_decision_on_early_help_is_not_kept_without_its_reasons(work):
    decision = {"kind": "help_decision", "with_whom.colleague": "yes", "said": "We met about it.", "decision": "start"}
    answer = work.beside(LEAD, "conversation", **decision)
    assert answer.status_code == 422 and "Why was it decided so?" in answer.content.decode()
    assert work.beside(LEAD, "conversation", **decision, rationale="Mornings are hard.").status_code == 302
    assert "Decision on early help" in work.page(LEAD)
    assert "Mornings are hard." in work.page(LEAD, f"/work/conversation/{of_area(work).id}/")


def test_it_is_read_by_whose_kind_of_concern_it_is_and_by_no_teacher(work):
    work.beside(LEAD, "conversation", **TALK)
    record = f"/work/conversation/{of_area(work).id}/"
    assert "owl" in work.page(PASTORAL) and work.client(PASTORAL).get(record).status_code == 200
    assert work.client(TEACHER).get(record).status_code == 404


def test_once_the_concern_is_child_protection_what_stands_beside_it_is(work):
    """And the control: of a child whose part stayed as it was, it stays open."""
    work.beside(LEAD, "conversation", **TALK)
    record = of_area(work)
    decide(work, "ann", "child_protection")
    with work.open():
        kinds = {name: work.part(record, name).category for name in work.children}
    assert kinds == {"ann": "child_protection", "ben": "bullying"}
    assert "Ann Sole" not in work.page(PASTORAL, f"/work/conversation/{record.id}/")
    decide(work, "ben", "child_protection")
    assert work.client(PASTORAL).get(f"/work/conversation/{record.id}/").status_code == 404
    with work.open():
        assert set(Entry.objects.filter(record=record).values_list("category", flat=True)) == {"child_protection"}


def test_what_is_begun_from_child_protection_is_so_from_its_first_word():
    work = Casework(ann="child_protection")
    assert work.beside(HEAD, "conversation", **TALK).status_code in (403, 404)
    work.beside(LEAD, "conversation", **TALK)
    with work.open():
        assert work.part(of_area(work), "ann").category == "child_protection"
    assert "owl" in work.page(HEAD)


@pytest.mark.parametrize("area", ["conversation", "support_plan", "agency_involvement"])
def test_what_part_each_child_has_is_not_asked_again(work, area):
    """And the control: of a child who is chosen there it is."""
    client, cal = work.client(LEAD), work.child("cal")
    at = client.post(work.address + "begin/", {"to": area}).url
    assert "What part does this child have in it?" not in client.get(at).content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', client.get(at).content.decode()))
    there = client.post(at, {**sent, "do": f"add.{cal}"}).url
    page = client.get(there).content.decode()
    assert page.count("What part does this child have in it?") == 1 and 'name="own.0.role_stands"' in page


def test_the_part_they_have_in_the_concern_is_theirs_beside_it(work):
    work.beside(LEAD, "conversation", **TALK)
    with work.open():
        roles = [
            set(Part.objects.filter(record=one, person__isnull=False).values_list("person_id", "role"))
            for one in (work.concern, Record.objects.get(area="conversation"))
        ]
    assert roles[0] == roles[1]


@pytest.mark.parametrize("area", ["conversation", "support_plan", "agency_involvement"])
def test_whoever_is_said_to_have_done_it_is_taken_along_only_where_somebody_chooses_them(work, area):
    """And the control: whoever it happened to stands in the form already."""
    say_role(work, "ben", "alleged")
    client, ann, ben = work.client(LEAD), work.children["ann"], work.children["ben"]
    at = client.post(work.address + "begin/", {"to": area}).url
    page = client.get(at).content.decode()
    assert f'value="{ann}"' in page and f'person" value="{ben}"' not in page
    assert f'value="add.{ben}"' in page and "Said to have done it" in page
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    page = client.get(client.post(at, {**sent, "do": f"add.{ben}"}).url).content.decode()
    assert f'name="own.1.person" value="{ben}"' in page and 'name="own.1.role" value="alleged"' in page


def test_a_call_with_the_mother_of_whoever_was_hurt_stands_in_no_story_of_whoever_did_it(work):
    say_role(work, "ben", "alleged")
    work.beside(LEAD, "conversation", **TALK)
    with work.open():
        assert set(Entry.objects.filter(area="conversation").values_list("person_id", flat=True)) == {
            work.children["ann"]
        }


def test_an_agency_is_asked_about_nobody_who_is_said_to_have_done_it_unless_they_are_ticked(work):
    address = reverse("new_agency", kwargs={"id": work.concern.id})
    box = lambda name: rf'name="child.{work.children[name]}"[^>]* checked'  # noqa: E731
    page = work.page(LEAD, address)
    assert not re.search(box("ann"), page) and not re.search(box("ben"), page), "of two nobody is proposed"
    say_role(work, "ben", "alleged")
    page = work.page(LEAD, address)
    assert re.search(box("ann"), page) and not re.search(box("ben"), page)


def say_role(work, name, role):
    with work.school.at_work(LEAD):
        part = work.part(work.concern, name)
        actions.correct(part=part, answers=part.answers, based_on=part.n, reason="So it was.", role=role)


def test_its_kind_is_decided_on_the_concern_and_not_beside_it(work):
    work.beside(LEAD, "conversation", **TALK)
    record = of_area(work)
    with work.school.at_work(LEAD):
        part = work.part(record, "ann")
        with pytest.raises(actions.rules.NotReady) as no:
            actions.correct(part=part, answers=part.answers, based_on=part.n, reason="Milder.", category="behaviour")
    assert no.value.problems == {"category": "This is of the kind its concern is of. Decide it there."}


def decide(work, name, kind):
    with work.school.at_work(LEAD):
        part = work.part(work.concern, name)
        actions.correct(part=part, answers=part.answers, based_on=part.n, reason="As she said.", category=kind)
