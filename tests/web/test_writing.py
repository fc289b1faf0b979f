"""Writing a concern: no words are lost, whoever else is at it, and whatever is typed."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from kith.foundation.dates import today
from kith.people import actions as people
from kith.people.models import Enrolment
from kith.reference.roles import Role
from tests.people.conftest import a_child
from tests.rooms import open_school
from tests.sharing.passing.world import open_world
from tests.signin import client_for
from tests.web.conftest import LEAD, TEACHER, at_work
from tests.web.test_pages import a_child_of, body, lines, start, typed


def test_what_a_second_tab_typed_into_a_sent_form_is_kept_shown_and_can_be_added(demo) -> None:
    lead, teacher = at_work(LEAD), at_work(TEACHER)
    child, _ = a_child_of(lead)
    address = start(teacher)
    first, second = (typed(child, description=words) | {"do": "send"} for words in ("FIRST", "SECOND, a knife"))
    receipt = teacher.post(address, first).url
    assert teacher.post(address, first).url == receipt == teacher.get(address).url
    late = teacher.post(f"{address}keep/", second)
    assert late.status_code == 409 and "This form was sent as" in body(late)
    once, twice = (teacher.post(address, second).url for _ in range(2))
    assert once == twice != receipt
    draft = once.partition("#")[0]
    page = body(teacher.get(draft))
    assert "This form was sent already" in page and "SECOND, a knife" in page
    assert "SECOND, a knife" in body(teacher.get("/")), "a draft like any other"
    before = receipt.split("/")[-2]
    assert teacher.post(draft, second | {"sent_before": before, "do": "append"}).url == receipt
    assert "SECOND, a knife" in body(lead.get(receipt.replace("/sent", "")))
    assert "SECOND" not in body(teacher.get("/"))
    assert teacher.post(start(teacher), first | {"sent_before": before, "do": "append"}).status_code == 422, (
        "nothing new"
    )
    # Whoever uses a form's address after somebody else writes one of their own: nobody is locked out.
    shared = start(teacher)
    teacher.post(f"{shared}keep/", {"description": "Mine"})
    assert lead.post(shared, first).status_code == 302
    assert "Mine" in body(teacher.get(shared)) and teacher.post(shared, first).status_code == 302


def test_buttons_lead_back_to_the_page_at_what_they_brought(demo) -> None:
    lead, teacher = at_work(LEAD), at_work(TEACHER)
    child, name = a_child_of(lead)
    address = start(teacher)
    looked = teacher.post(address, {"do": "look", "look_for": name + "\x00", "description": "a\x00b"})
    assert looked.url == f"{address}#found" and name not in looked.url
    page = body(teacher.get(address))
    assert f"add.{child}" in page and 'id="found"' in page and ">ab</textarea>" in page
    chosen = teacher.post(address, {"do": f"add.{child}"})
    assert chosen.url == f"{address}#who-0" and 'id="who-0" tabindex="-1"' in body(teacher.get(address))
    marked = teacher.post(address, {"do": "mark.0", "own.0.person": str(child)}).url
    assert f'id="{marked.partition("#")[2]}"' in body(teacher.get(address))


def test_a_day_that_cannot_be_and_too_much_text_get_a_sentence(demo) -> None:
    teacher = at_work(TEACHER)
    child, _ = a_child_of(at_work(LEAD))
    for wrong, sentence in (
        ({"day": "1/1/1800"}, "before the child was born"),
        ({"day": "31/02/2026"}, "“31/02/2026” is not a date in the calendar"),
        ({"day": "25.11.98"}, "write all four digits"),
        ({"clock": "25:00"}, "“25:00” is not a time of day"),
        ({"clock": "morning"}, "“morning” is not a time"),
        ({"place": "x" * 300_000}, "Shorten this"),
    ):
        back = teacher.post(start(teacher), {**typed(child), **wrong, "do": "send"})
        assert back.status_code == 422 and sentence in unescape(body(back)), wrong
    long = teacher.post(f"{start(teacher)}keep/", {"description": "x" * 300_000})
    assert long.status_code == 413 and "Saved" not in body(long)
    huge = teacher.post(start(teacher), {"description": "x" * 3_000_000})
    assert huge.status_code == 413 and "still in the form" in body(huge)
    assert Client().post("/sign-in/", {"login": "a\x00@example.org", "password": "\x00"}).status_code < 500
    out = Client().post(f"{start(teacher)}keep/", {"description": "x"}, headers={"Sec-Fetch-Dest": "empty"})
    assert (out.status_code, out["Kith-Session"]) == (401, "out")


@pytest.mark.django_db
def test_a_pupil_is_chosen_until_the_end_of_the_last_day() -> None:
    world = open_world()
    teacher = client_for(world.oakmere.posts[Role.SCHOOL_STAFF].id)
    with world.at(world.oakmere):
        place = Enrolment.objects.get(person_id=world.noah)
        place = people.end_enrolment(enrolment=place, on=today(), based_on=place.n)
    assert f"add.{world.noah}" in found(teacher, "Noah")
    with world.at(world.oakmere):
        people.end_enrolment(enrolment=place, on=today() - timedelta(days=1), based_on=place.n)
    assert f"add.{world.noah}" not in found(teacher, "Noah")


def found(client: Client, name: str) -> str:
    address = start(client)
    client.post(address, {"do": "look", "look_for": name})
    return body(client.get(address))


@pytest.mark.django_db
def test_while_a_name_is_typed_children_of_ones_own_classes_stand_first_and_the_look_is_a_line() -> None:
    school = open_school("alder", Role.DSL, Role.SCHOOL_STAFF)
    with school.at_work(Role.DSL):
        for forename, surname, where in (("Mia", "Ash", "Elm"), ("Mia", "Birch", "Oak"), ("Mya", "Elder", "Oak")):
            child, place = a_child(school, forename, surname), {"from_on": today(), "class_name": where}
            people.enrol(person=child, organisation=school.organisation, **place)
    teacher = client_for(school.posts[Role.SCHOOL_STAFF].id)

    def in_order() -> list[str]:
        return re.findall(r"<b>M[iy]a (\w+)</b>", body(teacher.post("/concerns/pupils/", {"look_for": "mia"})))

    assert in_order() == ["Ash", "Birch", "Elder"], "the control: no class is hers yet"
    assert "Elm" in body(teacher.get("/you/"))
    teacher.post("/you/classes/", {"class": ["Oak", "No such class"]})
    assert in_order() == ["Birch", "Ash", "Elder"], "who is only close stays below, of whatever class"
    assert re.search(r'value="Oak" checked', body(teacher.get("/you/")))
    assert [len(subjects) for subjects, _, _ in lines("pupil.search", "alder")] == [3, 3]


@pytest.mark.parametrize("does", [{"do": "look", "look_for": "Mia"}, {"do": "add.{child}"}])
def test_a_form_that_was_only_looked_at_is_no_draft_until_something_is_typed(demo, does) -> None:
    teacher = at_work(TEACHER)
    child, _ = a_child_of(at_work(LEAD))
    before = body(teacher.get("/")).count("Carry on")
    address = start(teacher)
    teacher.post(address, {name: value.format(child=child) for name, value in does.items()})
    assert body(teacher.get("/")).count("Carry on") == before
    teacher.post(f"{address}keep/", {"immediate_action": "Rang home."})
    assert body(teacher.get("/")).count("Carry on") == before + 1


@pytest.mark.django_db
def test_a_short_name_is_found_whole_and_too_few_letters_are_said_to_be_too_few() -> None:
    """The control: the two letters a longer name begins with find nobody, and are not said to be nobody's."""
    school = open_school("alder", Role.DSL, Role.SCHOOL_STAFF)
    with school.at_work(Role.DSL):
        for names in (("Bo", "Li"), ("Mia", "Ash")):
            people.enrol(person=a_child(school, *names), organisation=school.organisation, from_on=today())
    teacher = client_for(school.posts[Role.SCHOOL_STAFF].id)
    for name, is_found, is_too_short in (("Bo", True, False), ("li", True, False), ("mi", False, True)):
        page = found(teacher, name)
        assert ("Bo Li" in page, "at least three letters" in page) == (is_found, is_too_short), name
        assert "on your roll" not in page
