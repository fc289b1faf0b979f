"""A code asked for in a session that was opened without one, when a page first needs it."""

import pytest
from django.test import Client

from kith.accounts import second_factor
from kith.accounts.models import Event
from kith.reference.roles import Role
from tests.rooms import open_school
from tests.signin import PASSWORD, SECRET, can_sign_in, client_for, code_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_a_desk(settings):
    """The real pages, not the desk of the other tests."""
    settings.ROOT_URLCONF = "config.urls"


@pytest.fixture
def lead():
    return open_school("oakmere", Role.DSL, laestab="8654001").posts[Role.DSL]


@pytest.fixture
def client(lead):
    return client_for(lead.id, second_factor=False)


@pytest.mark.shows("C60")
def test_a_page_that_needs_a_code_leads_there_and_back(lead, client):
    """The account has no app yet: it sets one up without signing out, and reads the page it came for."""
    asked = client.get("/find/", follow=True)
    assert asked.redirect_chain == [("/sign-in/set-up/?next=%2Ffind%2F", 302)]
    code = code_of(client.session["new_secret"])
    done = client.post("/sign-in/set-up/", {"code": code, "next": "/find/"})
    assert 'href="/sign-in/next/?next=/find/"' in done.content.decode()
    assert client.get("/find/").status_code == 200


def test_an_account_with_an_app_is_asked_for_its_code(lead, client):
    can_sign_in(lead.user)
    client = client_for(lead.id, second_factor=False)
    before = client.session.session_key
    since = client.session["since"]
    asked = client.get("/find/", follow=True)
    assert asked.redirect_chain[-1] == ("/sign-in/code/?next=%2Ffind%2F", 302)
    assert client.post("/sign-in/code/", {"code": "000000", "next": "/find/"}).status_code == 401
    assert client.get("/find/").status_code == 302
    client.post("/sign-in/code/", {"code": code_of(SECRET), "next": "/find/"})
    assert client.get("/find/").status_code == 200
    assert client.session.session_key != before
    assert client.session["since"] == since  # the longest day of a session does not begin anew
    assert Event.objects.filter(kind=Event.Kind.SIGNED_IN, user_id=lead.user_id).count() == 1


def test_a_form_that_needs_a_code_leads_to_the_first_page_afterwards(client):
    assert client.post("/find/", {"words": "Mia"}).url == "/sign-in/set-up/?next=%2F"


def test_a_teacher_at_another_roles_address_is_led_nowhere():
    teacher = open_school("ashdown", Role.SCHOOL_STAFF, laestab="8654002").posts[Role.SCHOOL_STAFF]
    client = client_for(teacher.id, second_factor=False)
    assert [client.get(address).status_code for address in ("/find/", "/imports/", "/staff/")] == [404] * 3


def test_whoever_has_given_a_code_sets_up_nothing_by_this_way(lead):
    """A second app would let somebody at an open screen in for ever."""
    can_sign_in(lead.user)
    client = client_for(lead.id)
    assert client.get("/sign-in/set-up/").url == "/sign-in/"
    client.post("/sign-in/set-up/", {"code": code_of(SECRET)})
    assert second_factor.is_set_up(lead.user)
    assert client.get("/sign-in/code/").url == "/sign-in/"


def test_whoever_comes_upon_such_a_page_is_told_why_and_can_go_back(lead, client):
    """With an app, without one; and at the door, where nothing is open yet, there is nothing to go back to."""
    for set_up in (False, True):
        if set_up:
            can_sign_in(lead.user)
            client = client_for(lead.id, second_factor=False)
        page = client.get("/you/family/", follow=True).content.decode()
        assert "tells who children are" in page and '<a class="k-btn" href="/">Not now</a>' in page
        assert client.get("/").status_code == 200
    door = Client()
    door.post("/sign-in/", {"email": lead.user.email, "password": PASSWORD})
    page = door.get("/sign-in/code/").content.decode()
    assert "Your code" in page and "Not now" not in page
