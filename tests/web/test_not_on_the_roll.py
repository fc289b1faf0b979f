"""A concern about a child who is not on the roll: a teacher writes it, and whoever leads says who that is."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from kith.cases.models import Part, Record
from kith.foundation.dates import today
from kith.foundation.ids import uuid7
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tasks.models import Action
from kith.tenancy import tenancy
from tests.access.test_parts import concern
from tests.people.conftest import a_child
from tests.rooms import School, open_school
from tests.signin import client_for
from tests.web.test_pages import body, start

pytestmark = pytest.mark.django_db
TEACHER, LEAD = Role.SCHOOL_STAFF, Role.DSL
TOLD = {"other.named": "Tam Rushworth", "other.about_age": "About four", "other.known_how": "Mia’s brother at home"}
WRITTEN = {
    "danger_now": "no",
    "origin": "seen",
    "description": "He had no shoes on.",
    "day": "24/11/2025",
    "clock": "8:50",
    "immediate_action": "Told the lead.",
}


@pytest.fixture
def school() -> School:
    """A school with Mia on its roll, and Tam, who left it, known and on no roll."""
    made = open_school("alder", LEAD, TEACHER)
    with made.at_work(LEAD):
        people.enrol(person=a_child(made, "Mia", "Ash"), organisation=made.organisation, from_on=today())
    return made


def client_of(school: School, role: Role):
    return client_for(school.posts[role].id)


def written(school: School, **more: str):
    """The form once the child was added, and what the page then posts."""
    teacher = client_of(school, TEACHER)
    address = start(teacher)
    assert teacher.post(address, WRITTEN | TOLD | {"do": "other"}).url == f"{address}#who-0"
    page = body(teacher.get(address))
    (place,) = re.findall(r'name="own.0.person" value="([^"]+)"', page)
    assert "Tam Rushworth" in page and "Not on the roll" in page
    own = {name.replace("other", "own.0"): words for name, words in TOLD.items()}
    return teacher, address, WRITTEN | own | {"own.0.person": place, "own.0.role": "victim", "do": "send", **more}


def sent(school: School) -> tuple[UUID, UUID, Person]:
    """A concern about Tam: its id, that of his part, and who was made of him."""
    teacher, address, form = written(school)
    receipt = teacher.post(address, form).url
    with school.at_work(LEAD):
        part = Part.objects.get(record_id=UUID(receipt.split("/")[-2]), person__isnull=False)
        return part.record_id, part.id, part.person


def test_it_is_sent_once_and_its_writer_finds_their_own_words(school):
    teacher, address, form = written(school)
    receipts = [teacher.post(address, form) for _ in range(2)]
    assert [one.status_code for one in receipts] == [302, 302] and receipts[0].url == receipts[1].url
    page = body(teacher.get(receipts[0].url))
    assert "Tam Rushworth" in page and "About four" in page and "Mia’s brother at home" in page
    with school.at_work(LEAD):
        assert Record.objects.count() == 1
        assert Person.objects.filter(status=Person.Status.PROVISIONAL, sort_key__startswith="rushworth").count() == 1


def test_what_was_described_and_not_yet_added_goes_with_what_is_sent(school):
    teacher = client_of(school, TEACHER)
    back = teacher.post(start(teacher), WRITTEN | TOLD | {"do": "send"})
    assert back.status_code == 302 and "/sent/" in back.url
    # The control: nobody described, and nobody chosen.
    nobody = teacher.post(start(teacher), WRITTEN | {"do": "send"})
    assert nobody.status_code == 422


@pytest.mark.parametrize("name", ["\u200b", "\u0301", " \u00a0 "])
def test_a_name_that_nobody_can_read_names_nobody(school, name):
    """Neither described and not yet added, nor put in its place afterwards."""
    teacher = client_of(school, TEACHER)
    assert teacher.post(start(teacher), WRITTEN | TOLD | {"other.named": name, "do": "send"}).status_code == 422
    teacher, address, form = written(school, **{"own.0.named": name})
    assert teacher.post(address, form).status_code == 422
    with school.at_work(LEAD):
        assert not Record.objects.exists()


@pytest.mark.parametrize("missing", ["own.0.about_age", "own.0.known_how"])
def test_how_old_and_how_known_are_asked_of_them(school, missing):
    teacher, address, form = written(school, **{missing: ""})
    assert teacher.post(address, form).status_code == 422
    with school.at_work(LEAD):
        assert not Record.objects.exists() and not Person.objects.filter(sort_key__startswith="rushworth").exists()


def test_the_lead_is_asked_who_it_is_on_the_board_and_on_the_page(school):
    id, part, _ = sent(school)
    lead = client_of(school, LEAD)
    assert "not found on the roll" in body(lead.get("/concerns/"))
    page = body(lead.get(f"/concerns/{id}/"))
    assert "Say who it is" in page and f"/concerns/{id}/who/{part}/" in page and "About four" in page


def test_nobody_known_here_stays_under_that_name(school):
    id, part, made = sent(school)
    lead = client_of(school, LEAD)
    at = f"/concerns/{id}/who/{part}/"
    assert lead.post(at, {"do": "settle", "why": "Asked his mother."}).status_code == 422
    assert lead.post(at, {"do": "settle", "who": "new"}).status_code == 422, "a reason is asked for"
    assert lead.post(at, {"do": "settle", "who": "new", "why": "Asked his mother."}).status_code == 302
    with school.at_work(LEAD):
        assert Person.objects.get(id=made.id).status == Person.Status.CONFIRMED
    assert "not found on the roll" not in body(lead.get("/concerns/"))


def test_somebody_known_takes_their_place_and_the_writer_is_not_told(school):
    id, part, made = sent(school)
    with school.at_work(LEAD):
        known = a_child(school, "Thomas", "Rushworth")
    lead, at = client_of(school, LEAD), f"/concerns/{id}/who/{part}/"
    assert "Thomas Rushworth" in body(lead.post(at, {"do": "look", "look_for": "Rushworth"}))
    assert lead.post(at, {"do": "settle", "who": str(known.id), "why": "He left us in July."}).status_code == 302
    with school.at_work(LEAD):
        assert Part.objects.get(id=part).person_id == known.id
        assert not Person.objects.filter(id=made.id).exists(), "who was made of the words is known to nobody"
    page = body(client_of(school, TEACHER).get(f"/concerns/sent/{id}/"))
    assert "Tam Rushworth" in page and "Thomas" not in page


def settled_as_thomas(school, id, part):
    with school.at_work(LEAD):
        known = a_child(school, "Thomas", "Rushworth")
    at = f"/concerns/{id}/who/{part}/"
    told = {"do": "settle", "who": str(known.id), "why": "He left us in July."}
    assert client_of(school, LEAD).post(at, told).status_code == 302
    return known


def test_whoever_another_concern_names_too_stays_known(school):
    """Its part would be one that nobody can see. The control stands above: named once, they are forgotten."""
    id, part, made = sent(school)
    with tenancy(school.controller.id, system="importer"):
        other = concern(school, uuid7(), {made.id: "bullying"})
    settled_as_thomas(school, id, part)
    lead = client_of(school, LEAD)
    assert "Tam Rushworth" in body(lead.get(f"/concerns/{other.id}/"))
    assert "Thomas Rushworth" in body(lead.get(f"/concerns/{id}/"))


def test_whoever_was_put_on_the_roll_meanwhile_stays_known(school):
    id, part, made = sent(school)
    with school.at_work(LEAD):
        people.enrol(person=made, organisation=school.organisation, from_on=today())
    settled_as_thomas(school, id, part)
    with school.at_work(LEAD):
        assert Person.objects.filter(id=made.id).exists()


def test_what_was_asked_of_a_colleague_about_them_is_about_who_it_proves_to_be(school):
    id, part, made = sent(school)
    lead, teacher = client_of(school, LEAD), client_of(school, TEACHER)
    day = f"{today().day}/{today().month}/{today().year}"
    said = {"to": school.posts[TEACHER].id, "kind": "phone_call", "words": "Ring his mother.", "due_on": day}
    assert lead.post(f"/concerns/{id}/ask/", said | {"person": made.id}).status_code == 302
    known = settled_as_thomas(school, id, part)
    with school.at_work(LEAD):
        asked = Action.objects.get()
        assert asked.person_id == known.id and not Person.objects.filter(id=made.id).exists()
    assert "Thomas Rushworth" in body(teacher.get(f"/actions/{asked.id}/"))
    assert teacher.post(f"/actions/{asked.id}/done/", {"how": "She was in."}).status_code == 302
    page = body(lead.get(f"/concerns/{id}/"))
    assert "Ring his mother." in page and "She was in." in page


def test_the_form_sent_again_after_it_was_settled_is_still_the_one_that_was_sent(school):
    teacher, address, form = written(school)
    receipt = teacher.post(address, form).url
    with school.at_work(LEAD):
        known, part = a_child(school, "Thomas", "Rushworth"), Part.objects.get(person__isnull=False)
    at = f"/concerns/{part.record_id}/who/{part.id}/"
    client_of(school, LEAD).post(at, {"do": "settle", "who": str(known.id), "why": "He left us in July."})
    assert teacher.post(address, form).url == receipt


def test_of_a_child_who_was_chosen_it_is_not_asked(school):
    """And of whom a post that only writes is told nothing."""
    id, part, _ = sent(school)
    assert client_of(school, TEACHER).get(f"/concerns/{id}/who/{part}/").status_code == 404
    with school.at_work(LEAD):
        shared = Part.objects.get(record_id=id, person=None).id
    assert client_of(school, LEAD).get(f"/concerns/{id}/who/{shared}/").status_code == 404


def test_the_form_without_a_connection_asks_the_same(school):
    page = body(client_of(school, TEACHER).get("/concerns/without-a-connection/"))
    assert all(f'name="{name}"' in page for name in TOLD)
