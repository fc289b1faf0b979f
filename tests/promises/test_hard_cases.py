"""Promise: the fifteen hard cases of the access model (4.11) are each shown by a test, or wait for an area by name.

A case that waits names the area without which it can't be tried. When that area is released the promise fails until the
case is shown.
"""

import importlib

import pytest
import time_machine
from django.test import Client

from kith.access import actions, rules
from kith.access.actions import ReasonTooShort
from kith.access.models import Subject
from kith.access.words import RecordType, Verb
from kith.people import actions as people
from kith.people.models import NameToken, Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.web import asks
from tests.access.conftest import child_of, reader_of
from tests.people.exact import search
from tests.promises.page_table import PAGES
from tests.promises.page_world import make_world
from tests.promises.test_expected_access import EVERY_AREA, NUMBERS, ROOMS, released
from tests.promises.test_pages_by_role import NIGHT, wrong
from tests.rooms import open_school
from tests.signin import client_for

HERE = "tests.promises.test_hard_cases"
WALK = "tests.promises.test_pages_by_role"
SHOWN = {
    1: f"{WALK}:test_what_is_refused_and_what_is_not_there_look_alike",
    2: f"{HERE}:test_a_pupil_who_has_moved_is_not_found_where_they_were",
    3: "tests.access.test_agreements:test_it_ends_at_midnight_in_london_to_the_second",
    5: f"{HERE}:test_no_search_finds_a_protected_address",
    8: f"{HERE}:test_the_emergency_team_sees_a_summary_until_it_says_why",
    9: "tests.access.test_reader:test_own_family_is_closed_whatever_the_role_opens_and_the_try_can_be_logged",
    10: f"{HERE}:test_what_is_sealed_is_not_found_by_guessing_its_address",
    11: f"{HERE}:test_whoever_sets_the_product_up_is_shown_no_page_about_a_child",
    13: f"{HERE}:test_no_token_opens_a_page",
    14: "tests.promises.test_exits:test_no_other_module_opens_a_way_out",
    15: f"{HERE}:test_a_search_index_left_over_shows_nobody_who_was_closed_since",
}
# Case -> the area it waits for, and what is to be shown then.
WAITING = {
    2: ("S46", "the old school sees that the file has gone, and where to"),
    4: ("S13", "a birth father's copy of minutes has no placement address"),
    6: ("S06", "the list of plans has no names for whoever prepares returns"),
    7: ("S44", "a governor opens a count of three and reads “fewer than 6”"),
    12: ("S39", "a delegated form opens once"),
}


def overdue(areas: set[str]) -> dict[int, str]:
    """Cases that wait for an area which is there."""
    there = ROOMS.union(*(NUMBERS.get(name, set()) for name in areas))
    return {case: area for case, (area, _) in WAITING.items() if area in there}


def test_every_case_is_shown_or_waits_for_an_area_that_is_not_released():
    assert set(SHOWN) | set(WAITING) == set(range(1, 16))
    assert {area for area, _ in WAITING.values()} <= EVERY_AREA
    assert overdue(released()) == {}


def test_a_case_whose_area_has_come_is_seen(monkeypatch):
    """The negative control."""
    monkeypatch.setitem(WAITING, 7, ("S40", "the area of concerns, which is there"))
    assert overdue(released()) == {7: "S40"}


@pytest.mark.parametrize("case", SHOWN)
def test_the_test_that_shows_it_is_there(case):
    module, _, name = SHOWN[case].partition(":")
    assert callable(getattr(importlib.import_module(module), name))


@pytest.fixture
def schools(db):
    alder = open_school("alder", Role.DSL, Role.HEADTEACHER, Role.EDT_WORKER)
    return alder, open_school("birch", Role.DSL, controller=alder.controller)


def named(school, given, family, **address):
    """A child of a school with a name, and an address if one is given."""
    child = child_of(school)
    with tenancy(school.controller.id, system="importer"):
        person = Person.objects.get(id=child)
        people.add_name(person=person, kind="legal", forename=given, surname=family)
        if address:
            people.add_address(person=person, **address)
    return child


def found(school, words):
    """Whom a search by the school's lead finds."""
    with school.at_work(Role.DSL):
        seen = asks.persons(reader_of(school, Role.DSL))
        return [person.id for person in search(seen, words=words)]


@pytest.mark.django_db
def test_a_pupil_who_has_moved_is_not_found_where_they_were(schools):
    """2: their file is with the new school; the old one is told nothing, not even by a search."""
    alder, birch = schools
    child = named(alder, "Mia", "Sole")
    with tenancy(alder.controller.id, system="importer"):
        person = Person.objects.get(id=child)
        people.make_known(person=person, holder=birch.holder.id, because="enrolled")
    assert found(alder, "Sole") == found(birch, "Sole") == [child]
    with tenancy(alder.controller.id, system="importer"):
        people.forget_known(person=person, holder=alder.holder.id, because="file received by the new school")
    assert (found(alder, "Sole"), found(birch, "Sole")) == ([], [child])
    assert client_for(alder.posts[Role.DSL].id).get(f"/people/{child}/").status_code == 404
    assert client_for(birch.posts[Role.DSL].id).get(f"/people/{child}/").status_code == 200


@pytest.mark.django_db
def test_no_search_finds_a_protected_address(schools):
    """5: not by postcode or street, and it stands on no page that a search leads to."""
    alder, _ = schools
    child = named(alder, "Mia", "Sole", lines="4 Kiln Lane", postcode="RG1 1AA", protected=True)
    for words in ("RG1 1AA", "rg11aa", "Kiln Lane", "4 Kiln"):
        assert found(alder, words) == []
    client = client_for(alder.posts[Role.DSL].id)
    list_page = client.post("/find/", {"words": "Sole"}, follow=True)
    for page in (list_page, client.get(f"/people/{child}/")):
        words = page.content.decode()
        assert "Sole" in words and "Kiln" not in words and "RG1" not in words


@pytest.mark.django_db
def test_a_plain_address_would_stand_there(schools):
    """The negative control of the case above: it is the protection that hides it."""
    alder, _ = schools
    child = named(alder, "Mia", "Sole", lines="4 Kiln Lane", postcode="RG1 1AA")
    assert "Kiln" in client_for(alder.posts[Role.DSL].id).get(f"/people/{child}/").content.decode()


@pytest.mark.django_db
def test_the_emergency_team_sees_a_summary_until_it_says_why():
    """8: the full view without a reason."""
    with time_machine.travel(NIGHT, tick=True):
        alder = open_school("alder", Role.EDT_WORKER)
        child = child_of(alder)
        with alder.at_work(Role.EDT_WORKER):
            reader = reader_of(alder, Role.EDT_WORKER)
            plan = reader.subject(RecordType.CP, child)
            assert reader.decide(Verb.SUMMARY, plan).allowed and not reader.decide(Verb.READ, plan).allowed
            with pytest.raises(ReasonTooShort):
                actions.break_glass(reader=reader, person_id=child, reason="urgent")
            actions.break_glass(reader=reader, person_id=child, reason="Found alone at the station, gives no name")
            reader = reader_of(alder, Role.EDT_WORKER)
            assert reader.decide(Verb.READ, reader.subject(RecordType.CP, child)).allowed


@pytest.mark.django_db
def test_what_is_sealed_is_not_found_by_guessing_its_address(monkeypatch):
    """10: the page of a sealed person and of a sealed record; open again without the check of levels (control)."""
    with time_machine.travel(NIGHT, tick=True):
        world = make_world([Role.DSL, Role.HEADTEACHER])
        sealed = {Subject.PERSON: world.here.child, Subject.RECORD: world.here.concerns["bullying"]}
        pages = [f"/people/{world.here.child}/", f"/concerns/{world.here.concerns['bullying']}/"]
        clients = [client_for(world.here.school.posts[role].id) for role in (Role.DSL, Role.HEADTEACHER)]
        assert {client.get(page).status_code for client in clients for page in pages} == {200}
        with tenancy(world.here.school.controller.id, system="importer"):
            for kind, id in sealed.items():
                actions.close_to(subject_id=id, subject_kind=kind, level=3, reason="By order of the court")
        assert {client.get(page).status_code for client in clients for page in pages} == {404}
        monkeypatch.setattr(rules, "CHECKS", tuple(c for c in rules.CHECKS if c.__name__ != "_seal"))
        assert clients[0].get(pages[0]).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN])
def test_whoever_sets_the_product_up_is_shown_no_page_about_a_child(role):
    """11: nor an attachment, nor a list of children."""
    about_children = {"child", "address", "concern", "protection", "own words", "opening", "import", "search"}
    with time_machine.travel(NIGHT, tick=True):
        pages = [page for page in PAGES if page.about in about_children or page.name in ("find", "board", "imports")]
        of_a_task = {"review_opening", "finish_task"}  # whoever the task was given to; the walk asks these two as well
        assert not any(page.who.ever(role) for page in pages if page.name not in of_a_task)
        assert wrong(make_world([role]), role, pages=pages) == []


@pytest.mark.django_db
def test_no_token_opens_a_page():
    """13: there is no door but the sign-in; a token, however wide, is not looked at."""
    for header in ("Bearer widest-scope", "Basic c3VwZXI6dXNlcg==", "Token 1"):
        assert Client(HTTP_AUTHORIZATION=header).get("/find/").headers["Location"].startswith("/sign-in/")


@pytest.mark.django_db
def test_a_search_index_left_over_shows_nobody_who_was_closed_since(schools):
    """15: the words of names are still in the index; who may be found is asked when the search runs."""
    alder, _ = schools
    child = named(alder, "Mia", "Sole")
    assert found(alder, "Sole") == [child]
    with alder.at_work(Role.DSL):
        actions.close_to(subject_id=child, subject_kind=Subject.PERSON, level=2, reason="A colleague's family")
        assert NameToken.objects.filter(person_id=child).exists()
    assert found(alder, "Sole") == []
    with alder.at_work(Role.DSL):  # the negative control: without the question the index still knows the way
        assert [person.id for person in search(Person.objects.all(), words="Sole")] == [child]
