"""Away too long: the page is put away, what was typed is not lost, and the password opens it again."""

import json
import re
from html import unescape

import pytest
import time_machine
from django.test import Client

from kith.accounts import actions, queries
from kith.accounts.models import Event
from kith.web.signin import session
from kith.web.signin.gate import Gate
from tests.signin import PASSWORD, client_for, code_of
from tests.web.signin.conftest import give_post, served

pytestmark = pytest.mark.django_db

START = "2026-03-29 00:50:00+00:00"  # ten minutes before the clocks go forward
JUST_IN_TIME = "2026-03-29 00:59:59+00:00"
TOO_LATE = "2026-03-29 01:00:00+00:00"
WORDS = 'He said: "I don\'t want to go home" <today> & then\r\nnothing'


@pytest.fixture
def at_work(ines):
    with time_machine.travel(START, tick=False):
        client = client_for(ines.reaches.get().post_id)
        client.get("/desk/")
    served.clear()
    return client


def hidden(response):
    """The hidden fields of the form on a page, as a browser would send them."""
    field = r'<input type="hidden" name="([^"]*)"(?: autocomplete="\w+")? value="([^"]*)"'
    found = re.findall(field, response.content.decode())
    return {name: unescape(value) for name, value in found}


@time_machine.travel(JUST_IN_TIME, tick=False)
def test_a_short_pause_is_nothing(at_work):
    assert at_work.get("/desk/").content.startswith(b"desk of Ines")


@time_machine.travel(TOO_LATE, tick=False)
def test_after_a_long_pause_a_page_asks_for_the_password_and_comes_back(at_work):
    asked = at_work.get("/desk/?week=3")
    assert asked.url == "/sign-in/again/?next=%2Fdesk%2F%3Fweek%3D3"
    page = at_work.get(asked.url)
    assert b"Signed in as Ines Okafor" in page.content and not served
    back = at_work.post("/sign-in/again/", {**hidden(page), "password": PASSWORD}, follow=True)
    assert back.redirect_chain == [("/desk/?week=3", 302)]
    assert back.content.startswith(b"desk of Ines")
    assert Event.objects.filter(kind="account.came-back").count() == 1


def test_without_the_lock_a_page_would_be_served_after_any_pause(at_work, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(session, "is_locked", lambda request: False)
    with time_machine.travel("2026-03-29 05:00:00+00:00", tick=False):
        assert at_work.get("/desk/").content.startswith(b"desk of Ines")


@time_machine.travel(TOO_LATE, tick=False)
def test_once_locked_only_the_password_opens(at_work):
    at_work.get("/desk/")
    with time_machine.travel(JUST_IN_TIME, tick=False):  # a clock set back does not help
        assert at_work.get("/desk/").status_code == 302
    assert at_work.post("/sign-in/again/", {"password": "wrong"}).status_code == 401
    assert at_work.get("/sign-in/password/").status_code == 302
    assert at_work.get("/sign-in/post/").status_code == 302
    assert not served


@pytest.mark.shows("C87")
@time_machine.travel(TOO_LATE, tick=False)
def test_what_was_typed_into_a_page_that_timed_out_comes_back_whole(at_work):
    asked = at_work.post("/desk/?week=3", {"words": WORDS, "kind": ["harm", "home"]})
    assert asked.status_code == 401 and b"What you wrote is kept" in asked.content and not served
    wrong = at_work.post("/sign-in/again/", {**hidden(asked), "password": "wrong"})
    assert wrong.status_code == 401
    assert json.loads(hidden(wrong)["kept"]) == [["words", WORDS], ["kind", "harm"], ["kind", "home"]]
    back = at_work.post("/sign-in/again/", {**hidden(wrong), "password": PASSWORD})
    assert b'action="/desk/?week=3"' in back.content and b"as you wrote it" in back.content
    assert back.content.count(b'name="kind"') == 2 and not served
    at_work.post("/desk/?week=3", hidden(back))
    assert served == [WORDS]


@time_machine.travel(TOO_LATE, tick=False)
def test_a_form_that_is_not_ours_is_not_carried_through_the_password(ines):
    with time_machine.travel(START, tick=False):
        forged = client_for(ines.reaches.get().post_id, enforce_csrf_checks=True)
    assert forged.post("/desk/", {"words": "planted"}).status_code == 403


@time_machine.travel(TOO_LATE, tick=False)
def test_without_the_forgery_check_it_would_be_carried(ines, monkeypatch):
    with time_machine.travel(START, tick=False):
        forged = client_for(ines.reaches.get().post_id, enforce_csrf_checks=True)
    monkeypatch.setattr("kith.web.signin.gate.CsrfViewMiddleware.process_view", lambda *a: None)
    assert b"planted" in forged.post("/desk/", {"words": "planted"}).content


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)"])
@time_machine.travel(TOO_LATE, tick=False)
def test_what_is_carried_goes_to_a_page_of_ours_only(at_work, to):
    at_work.get("/desk/")
    sent = {"kept": '[["words", "x"]]', "kept_to": to, "password": PASSWORD}
    assert b'<form method="post" action="/">' in at_work.post("/sign-in/again/", sent).content


@pytest.mark.parametrize("junk", ["no json", "[1, 2]", "{}", '[["a"]]', "null"])
@time_machine.travel(TOO_LATE, tick=False)
def test_what_we_did_not_write_is_not_carried(at_work, junk):
    at_work.get("/desk/")
    sent = {"kept": junk, "kept_to": "/desk/", "password": PASSWORD, "next": "/desk/"}
    assert at_work.post("/sign-in/again/", sent).status_code == 302


@pytest.mark.parametrize("ours", [{"HX-Request": "true"}, {"Sec-Fetch-Dest": "empty"}])
@time_machine.travel(TOO_LATE, tick=False)
def test_the_saving_of_a_draft_hears_that_the_session_is_locked_and_the_page_stays(at_work, ours):
    answer = at_work.post("/desk/", {"words": WORDS}, headers=ours)
    assert (answer.status_code, answer["Kith-Session"]) == (401, "locked")
    sent = {"password": PASSWORD}
    assert at_work.post("/sign-in/again/", sent, headers=ours).status_code == 204
    assert at_work.post("/desk/", {"words": WORDS}, headers=ours).status_code == 200
    assert served == [WORDS]


def test_a_page_the_worker_passes_on_is_asked_for_by_a_person(client):
    """The control: a script of ours asks for no page, and is told in a word."""
    passed_on = {"Sec-Fetch-Dest": "empty", "Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert client.get("/concerns/", headers=passed_on).url.startswith("/sign-in/")
    assert client.get("/concerns/", headers=passed_on | {"Accept": "*/*"}).status_code == 401


@time_machine.travel(TOO_LATE, tick=False)
def test_forms_in_open_tabs_stay_good_after_the_password(ines):
    with time_machine.travel(START, tick=False):
        client = client_for(ines.reaches.get().post_id, enforce_csrf_checks=True)
        tab = hidden(client.get("/sign-in/recovery-codes/"))["csrfmiddlewaretoken"]
    page = client.get("/sign-in/again/?next=/desk/")
    client.post("/sign-in/again/", {**hidden(page), "password": PASSWORD})
    assert client.post("/desk/", {"csrfmiddlewaretoken": tab, "words": WORDS}).status_code == 200


@time_machine.travel(TOO_LATE, tick=False)
def test_guessing_at_a_locked_screen_is_stopped_like_at_the_door(at_work):
    at_work.get("/desk/")
    answers = [at_work.post("/sign-in/again/", {"password": "wrong"}).status_code for _ in range(8)]
    assert answers[:4] == [401] * 4
    assert answers[4:] == [429] * 4
    sent = {"password": PASSWORD, "kept": '[["words", "mine"]]', "kept_to": "/desk/"}
    locked = at_work.post("/sign-in/again/", sent)
    assert locked.status_code == 429 and b"mine" in locked.content


@time_machine.travel(TOO_LATE, tick=False)
def test_an_account_closed_meanwhile_is_not_asked_but_gone(at_work, ines):
    actions.disable(user=ines)
    assert at_work.get("/desk/").url.startswith("/sign-in/?")
    assert at_work.post("/sign-in/again/", {"password": PASSWORD}).url == "/sign-in/"


def test_a_busy_session_ends_after_twelve_hours(ines):
    with time_machine.travel(START, tick=False):
        client = client_for(ines.reaches.get().post_id)
    for hour in range(12):
        with time_machine.travel(f"2026-03-29 {hour:02}:59:00+00:00", tick=False):
            kept = client.session
            kept[session.SEEN] = session.now()
            kept.save()
            assert client.get("/desk/").status_code == 200, hour
    with time_machine.travel("2026-03-29 12:50:00+00:00", tick=False):
        assert client.get("/desk/").url.startswith("/sign-in/?")


def test_the_time_out_is_that_of_the_strictest_controller(ines, make_controller):
    give_post(ines, make_controller("birch", idle_minutes=5))
    assert queries.policy_of(ines).idle_minutes == 5
    with time_machine.travel(START, tick=False):
        client = Client()
        client.post("/sign-in/", {"email": ines.email, "password": PASSWORD})
        client.post("/sign-in/code/", {"code": code_of()})
    with time_machine.travel("2026-03-29 00:55:00+00:00", tick=False):
        assert client.get("/desk/").url.startswith("/sign-in/again/")


def test_the_gate_stands_in_the_chain():
    from django.conf import settings

    names = settings.MIDDLEWARE
    gate = f"{Gate.__module__}.{Gate.__name__}"
    assert names.index("django.contrib.auth.middleware.AuthenticationMiddleware") < names.index(gate)


def test_over_an_open_page_the_server_says_whether_there_is_anything_to_ask(at_work):
    """204: another tab went on; 200: this form; 410: nobody is signed in any more."""
    ours = {"HX-Request": "true"}
    with time_machine.travel(JUST_IN_TIME, tick=False):
        assert at_work.get("/sign-in/again/", headers=ours).status_code == 204
    with time_machine.travel(TOO_LATE, tick=False):
        at_work.get("/desk/", headers=ours)
        asked = at_work.get("/sign-in/again/", headers=ours)
        assert asked.status_code == 200 and b"Type your password" in asked.content
    assert Client().get("/sign-in/again/", headers=ours).status_code == 410
