"""The page of a search says why, exact before close; while somebody types each answer is one line of the ledger."""

from datetime import date

import pytest
from django.urls import reverse

from kith.audit.models import Leaf
from kith.people import actions
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.people.conftest import a_child
from tests.rooms import open_school
from tests.signin import client_for

CANARY = "ZZ99 9ZZ"
TYPING = reverse("find_while_typing")


@pytest.fixture
def school(fresh):
    return open_school("alder", Role.DSL, Role.SCHOOL_STAFF, Role.ATTENDANCE_LEAD)


@pytest.fixture
def mia(school):
    with school.at_work(Role.DSL):
        a_child(school, "Noah", "Smith", born_on=date(2016, 5, 4))
        mia = a_child(school, "Katherine", "Smyth", born_on=date(2016, 5, 4))
        actions.add_name(person=mia, kind="former", forename="Katherine", surname="Weller")
        actions.add_address(person=mia, lines="4 Kiln Lane", postcode="CM20 1AA")
    return mia


@pytest.fixture
def lead(school):
    return client_for(school.posts[Role.DSL].id)


def said(client, address="/find/", **typed):
    answer = client.post(address, typed, follow=True)
    return answer.content.decode()


def searches(school):
    with tenancy(school.controller.id, system="importer"):
        return list(Leaf.objects.filter(action="person.search").order_by("id").values_list("subjects", flat=True))


def test_exact_stands_before_close_and_each_says_why(lead, mia):
    page = said(lead, words="Smith")
    marks = [
        "As you typed it",
        "Noah Smith",
        "Same name.",
        "Close to what you typed",
        "Katherine Smyth",
        "One letter differs",
    ]
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)


def test_one_group_has_no_heading_over_it_but_close_always_says_so(lead, mia):
    assert "As you typed it" not in said(lead, words="Noah")
    page = said(lead, words="Smithe")
    assert "As you typed it" not in page and "Close to what you typed" in page


def test_a_former_name_is_said_once(lead, mia):
    page = said(lead, words="Weller")
    assert "Former name: Katherine Weller." in page and "also Katherine Weller" not in page


def test_each_answer_while_typing_is_one_line_about_those_it_shows(lead, school, mia):
    before = len(searches(school))
    page = said(lead, TYPING, words="smyt")
    assert "Katherine Smyth" in page and "<html" not in page
    assert [len(ids) for ids in searches(school)[before:]] == [page.count('role="option"')]
    assert mia.id in searches(school)[-1]


def test_what_shows_nobody_while_typing_asks_nothing(lead, school, mia):
    before = len(searches(school))
    assert lead.post(TYPING, {"words": "  "}).status_code == 204
    assert lead.post(TYPING, {"words": "3/5/2017"}).status_code == 204
    assert lead.get(TYPING).status_code == 405
    assert len(searches(school)) == before


def test_no_name_stands_in_an_address(lead, mia):
    answer = lead.post("/find/", {"words": "Smyth"})
    assert answer.status_code == 302 and "myth" not in answer.url
    assert "no-store" in lead.post(TYPING, {"words": "smyth"})["Cache-Control"]


@pytest.mark.parametrize("address", ["/find/", TYPING])
def test_only_who_reads_addresses_finds_by_them_and_is_told_of_it(school, lead, mia, address):
    other = client_for(school.posts[Role.ATTENDANCE_LEAD].id)
    reads = [("Katherine Smyth" in said(client, address, words="CM20 1AA")) for client in (lead, other)]
    told = [("a postcode" in client.get("/find/").content.decode()) for client in (lead, other)]
    assert reads[0] and told[0] and reads == told


@pytest.mark.parametrize("address", ["/find/", TYPING])
def test_a_protected_address_is_never_hinted_at(school, lead, mia, address):
    with school.at_work(Role.DSL):
        actions.add_address(person=Person.objects.get(id=mia.id), protected=True, lines="1 Canarywell", postcode=CANARY)
    for words in (CANARY, "Canarywell", "1 canarywell zz999zz", "CM20 1AA"):
        assert "Katherine Smyth" not in said(lead, address, words=words)
    assert "Katherine Smyth" in said(lead, address, words="Smyth")  # the control


def test_a_search_asks_the_same_few_times_however_many_it_finds(school, lead, mia, django_assert_max_num_queries):
    with school.at_work(Role.DSL):
        for n in range(12):
            a_child(school, "Katherine", f"Smyth{'abcdefghijkl'[n]}")
    with django_assert_max_num_queries(45):
        said(lead, words="Katherine Smyth")
    with django_assert_max_num_queries(45):
        said(lead, words="Kate Smithe")


def test_whoever_is_about_to_be_written_down_is_looked_for_as_they_sound(lead, mia):
    start = lead.get("/people/new/").url
    page = said(lead, start, **{"do": "look", "name.forename": "Catherine", "name.surname": "Smith"})
    assert "Katherine Smyth" in page and "Catherine is a form of Katherine." in page


def test_a_slash_opens_the_search_unless_it_was_turned_off(lead, mia):
    assert "data-slash" in lead.get("/").content.decode()
    lead.post("/you/look/", {"density": "desk", "light": "day", "slash": "no-slash"})
    page = lead.get("/").content.decode()
    assert "data-slash" not in page and "data-palette" in page


def test_a_date_that_was_misheard_hides_nobody_and_an_empty_page_says_to_try_without_it(lead, mia):
    page = said(lead, words="Katherine Smyth", born="4/5/2017")
    assert "Close to what you typed" in page and "Born 4 May 2016, you typed 4 May 2017." in page
    assert "Katherine Smyth" in said(lead, TYPING, words="Katherine Smyth", born="4/5/2017")
    assert "Try without the date of birth" in said(lead, words="Xanthe", born="4/5/2016")
    assert "or the date of birth alone" in said(lead, words="Xanthe"), "the control: no date was typed"


def test_while_the_last_word_is_still_short_they_are_found(lead, mia):
    for words in ("noah s", "noah sm"):
        assert "Noah Smith" in said(lead, TYPING, words=words)
    assert "Nobody found" in said(lead, TYPING, words="noah x")


@pytest.mark.parametrize("born", ["4/5/2016", "4 May 2016", "2016-05-04"])
def test_a_name_and_a_date_of_birth_may_stand_in_one_field(lead, mia, born):
    page = said(lead, words=f"Katherine Smyth {born}")
    assert "As you typed it" not in page and "Katherine Smyth" in page and "Noah Smith" not in page
    assert "Noah Smith" in said(lead, words=born), "the control: of the day alone everybody born on it"
    assert "Katherine Smyth" in said(lead, words="Katherine Smyth"), "and of the name alone whoever is called so"
