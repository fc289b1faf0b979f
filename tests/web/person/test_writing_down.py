"""Writing somebody down who is not here yet: looked for first, written once, confirmed later."""

from datetime import date

import pytest

from kith.access.actions import bar
from kith.access.words import BarKind
from kith.people.models import Enrolment, Person
from kith.reference.roles import Role
from tests.rooms import give_post, lines
from tests.signin import client_for
from tests.web.person.steps import body, known

pytestmark = pytest.mark.django_db
BORN = {"born.born_on": "14/3/2017", "born.precision": "day", "born.sex": "F"}
MIA = {"name.forename": "Mia", "name.surname": "Sole", **BORN}


def a_form(client):
    return client.get("/people/new/").url


def test_nobody_is_written_down_before_somebody_looked(lead, school):
    known(school)
    form = a_form(lead)
    assert "Look first" in body(lead.get(form))
    empty = lead.post(form, {"do": "look"})
    assert empty.status_code == 422 and "Write a first name" in body(empty)
    found = lead.post(form, {"do": "look", "name.forename": "Mia", "name.surname": "Sole"})
    assert "It is this one" in body(found) and "None of these" in body(found)
    nobody = lead.post(form, {"do": "look", "name.forename": "Zara", "name.surname": "Quill"})
    assert "Nobody like this is known here" in body(nobody) and 'value="Quill"' in body(nobody)
    assert [about for about, _ in lines(school.controller.id, "person.search")] == ["person.search"] * 2


def test_a_child_is_written_down_with_all_that_is_known(lead, school):
    more = {
        "number.nhs": "999 000 0018",
        "address.type": "home",
        "address.lines": "4 Mill Row\nHarlow",
        "address.postcode": "cm201aa",
        "address.protected": "no",
        "contact.method": "mobile",
        "contact.value": "07700 900123",
        "contact.safe_to_use": "no",
        "other.kind": "preferred",
        "other.forename": "Mimi",
        "place.from_on": "3/9/2026",
        "place.year_group": "4",
        "source": "Her mother",
    }
    answer = lead.post(a_form(lead), {**MIA, **more, "do": "save"})
    page = body(lead.get(answer.url))
    for words in ("Mimi Sole", "999 000 0018", "4 Mill Row", "CM20 1AA", "Not safe to use", "Year 4", "14 March 2017"):
        assert words in page, words


def test_sent_twice_it_is_one_person(lead, school):
    form = a_form(lead)
    once, twice = (lead.post(form, {**MIA, "do": "save"}).url for _ in range(2))
    assert once == twice
    assert lead.get(form).url == once
    with school.at_work(Role.DSL):
        assert Person.objects.count() == 1


def test_somebody_who_is_no_pupil_comes_on_no_roll(lead, school):
    form = a_form(lead)
    assert 'name="place.from_on" type="text" value=""' in body(lead.post(form, {**MIA, "do": "form"}))
    lead.post(form, {**MIA, "place.from_on": "", "place.year_group": "", "place.class_name": "", "do": "save"})
    with school.at_work(Role.DSL):
        assert Person.objects.count() == 1 and not Enrolment.objects.exists()
    unsaid = lead.post(a_form(lead), {**MIA, "place.class_name": "4B", "do": "save"})
    assert unsaid.status_code == 422 and "Give the first day on the roll" in body(unsaid)


def test_an_unborn_child_has_the_date_it_is_expected(lead, school):
    day = date.today()
    given = {"name.surname": "Sole", "born.precision": "day", "born.expected_on": f"{day.day}/{day.month}/{day.year}"}
    assert "expected" in body(lead.get(lead.post(a_form(lead), {**given, "do": "save"}).url))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name.forename": "", "name.surname": ""}, "Write the first name, the last name or both."),
        ({"born.born_on": "14/3/2117"}, "This day is still to come."),
        ({"born.born_on": "31/2/2017"}, "not a date in the calendar"),
        ({"born.expected_on": "1/1/2017"}, "Leave this empty: the child is born."),
        ({"number.nhs": "999 000 0019"}, "The last digit does not fit"),
        ({"contact.method": "email", "contact.value": "nobody"}, "An email address has an @ in it"),
        ({"place.from_on": "yesterday"}, "is not a date: write it as"),
        ({"born.sex": "X"}, "Choose one from the list."),
        ({"name.forename": "M" * 101}, "Shorten this to 100 characters"),
        ({"name.forename": "M\x00" * 101}, "Shorten this to 100 characters"),
    ],
)
def test_what_needs_another_look_is_said_and_nothing_typed_is_lost(lead, school, typed, sentence):
    given = {**MIA, "address.lines": "4 Mill Row", "address.type": "home", "address.protected": "no", **typed}
    back = lead.post(a_form(lead), {**given, "do": "save"})
    assert back.status_code == 422 and sentence in body(back)
    assert "4 Mill Row" in body(back) and "Everything you typed is still here" in body(back)
    with school.at_work(Role.DSL):
        assert not Person.objects.exists()


def test_a_double_is_spotted_with_the_reason_and_the_writer_decides(lead, school):
    mia, form = known(school), a_form(lead)
    told = lead.post(form, {**MIA, "name.surname": "Sol", "address.lines": "4 Mill Row", "do": "save"})
    page = body(told)
    assert told.status_code == 409 and "There may be a record of this person already" in page
    assert f'href="/people/{mia.id}/"' in page and "Same date of birth" in page and "4 Mill Row" in page
    with school.at_work(Role.DSL):
        assert Person.objects.count() == 1
    made = lead.post(form, {**MIA, "name.surname": "Sol", "do": "new"})
    assert made.url != f"/people/{mia.id}/"
    with school.at_work(Role.DSL):
        assert Person.objects.count() == 2


def test_a_double_closed_to_the_reader_is_not_told_of(lead, school):
    mia = known(school)
    with school.at_work(Role.DSL):
        bar(user_id=school.posts[Role.DSL].user_id, person_id=mia.id, kind=BarKind.CONFLICT, reason="Own niece")
    answer = lead.post(a_form(lead), {**MIA, "do": "save"})
    assert answer.status_code == 302


def test_somebody_written_down_by_hand_is_provisional_until_confirmed(lead, school):
    lead.post(form := a_form(lead), {**MIA, "do": "look"})
    made = lead.post(form, {**MIA, "do": "save"}).url
    page = body(lead.get(made))
    assert "Provisional" in page and "Confirm who this is" in page
    for _ in range(2):  # a second click confirms nothing again
        assert lead.post(f"{made}confirm/").status_code == 302
    page = body(lead.get(made))
    assert "Confirmed" in page and "Confirm who this is" not in page
    assert [action for action, _ in lines(school.controller.id, "person.confirm")] == ["person.confirm"]


def test_whoever_only_reads_is_offered_no_confirming(school):
    mia = known(school)
    reads = client_for(give_post(school.controller, school.organisation, Role.PLACEMENTS_OFFICER, "p@a.example").id)
    page = body(reads.get(f"/people/{mia.id}/"))
    assert "Provisional" in page and "Confirm who this is" not in page
    assert reads.post(f"/people/{mia.id}/confirm/").status_code == 404
