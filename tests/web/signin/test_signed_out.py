"""A form sent when the session has ended: kept for its writer alone, and sent by nobody but them."""

from __future__ import annotations

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from kith.accounts import actions
from kith.accounts.jobs import clear_sessions
from kith.web.signin import session, signed_out
from tests.signin import PASSWORD, can_sign_in, client_for, code_of
from tests.web.signin.conftest import give_post, served
from tests.web.signin.test_again import WORDS, hidden

pytestmark = pytest.mark.django_db

KEPT = "What you typed is kept"
TYPED = {"words": WORDS, "kind": ["harm", "home"]}


@pytest.fixture
def at_work(ines):
    """Signed in, with a form open."""
    client = client_for(ines.reaches.get().post_id)
    client.get("/desk/")
    served.clear()
    return client


def signed_out_elsewhere(client: Client) -> None:
    """As another tab does it: the marks of the browser stay."""
    client.post("/sign-out/")


def sent(client: Client, address: str = "/desk/?week=3", **fields):
    return client.post(address, fields or TYPED, follow=True)


def sign_in(client: Client, user, **more):
    client.post("/sign-in/", {"email": user.email, "password": PASSWORD, **more})
    return client.post("/sign-in/code/", {"code": code_of()}, follow=True)


def test_what_was_typed_waits_for_its_writer_and_for_their_press(at_work, ines):
    signed_out_elsewhere(at_work)
    door = sent(at_work)
    assert KEPT in door.content.decode() and "go home" not in door.content.decode()
    assert KEPT in at_work.post("/sign-in/", {"email": ines.email, "password": "wrong"}).content.decode()
    back = sign_in(at_work, ines)
    assert b'action="/desk/?week=3"' in back.content and b"Send what I typed" in back.content and not served
    assert back.content.count(b'name="kind"') == 2
    at_work.post("/desk/?week=3", hidden(back))
    assert served == [WORDS]
    assert session.KEPT not in at_work.session


def test_it_waits_on_where_the_press_came_to_nothing(at_work, ines):
    """A form that was forged is not sent, and its page does not show the words."""
    signed_out_elsewhere(at_work)
    sent(at_work)
    sign_in(at_work, ines)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = at_work.cookies
    assert strict.post("/desk/?week=3", TYPED).status_code == 403 and not served
    assert session.KEPT in at_work.session
    at_work.post("/desk/?week=3", TYPED)
    assert session.KEPT not in at_work.session


@pytest.mark.parametrize("how", ["twelve hours", "ended elsewhere"])
def test_it_waits_however_the_session_came_to_its_end(at_work, ines, how):
    if how == "ended elsewhere":
        actions.end_sessions(user=ines)
        assert KEPT in sent(at_work).content.decode()
        return
    kept = at_work.session
    kept[session.SINCE] -= session.LONGEST_SECONDS
    kept.save()
    assert KEPT in sent(at_work).content.decode()


def test_somebody_else_is_not_given_it(at_work, make_user, alder):
    tom = can_sign_in(make_user("Tom Reyes"))
    give_post(tom, alder)
    signed_out_elsewhere(at_work)
    sent(at_work)
    page = sign_in(at_work, tom).content.decode()
    assert "thrown away" in page and "go home" not in page and not served
    assert session.KEPT not in at_work.session


def test_without_the_mark_of_the_writer_somebody_else_would_be_given_it(at_work, make_user, alder, monkeypatch):
    """The negative control: a form that is whoever's comes next."""
    tom = can_sign_in(make_user("Tom Reyes"))
    post = give_post(tom, alder)
    monkeypatch.setattr(signed_out, "_writer", lambda request: [str(tom.pk), str(post)])
    signed_out_elsewhere(at_work)
    sent(at_work)
    assert "go home" in sign_in(at_work, tom).content.decode()


def test_it_goes_to_the_post_it_was_written_in(at_work, ines, make_controller):
    written_in = at_work.session["post"]
    give_post(ines, make_controller("birch"))
    signed_out_elsewhere(at_work)
    sent(at_work)
    assert b"Send what I typed" in sign_in(at_work, ines).content
    assert at_work.session["post"] == written_in


def test_a_post_that_has_ended_meanwhile_is_given_nothing(at_work, ines, make_controller):
    signed_out_elsewhere(at_work)
    sent(at_work)
    ines.reaches.all().delete()
    give_post(ines, make_controller("birch"))
    assert b"thrown away" in sign_in(at_work, ines).content


def test_a_form_that_is_not_ours_is_not_kept(ines):
    client = client_for(ines.reaches.get().post_id, enforce_csrf_checks=True)
    form = hidden(client.get("/sign-in/recovery-codes/"))
    client.post("/sign-out/", form)
    assert KEPT not in sent(client, words="planted").content.decode()
    assert KEPT in sent(client, words="mine", **form).content.decode()  # the control: with our own mark it is


def test_a_stranger_leaves_nothing_behind(client):
    before = Session.objects.count()
    assert sent(client).redirect_chain == [("/sign-in/?next=%2F", 302)]
    assert Session.objects.count() == before


def test_a_mark_that_we_did_not_make_is_none(at_work, ines):
    signed_out_elsewhere(at_work)
    at_work.cookies[settings.WRITER_COOKIE_NAME] = f'["{ines.pk}", "x"]'
    assert KEPT not in sent(at_work).content.decode()


def test_neither_browser_nor_database_can_read_it(at_work, ines):
    signed_out_elsewhere(at_work)
    sent(at_work, words="go home")
    kept = at_work.session[session.KEPT]
    assert "go home" not in kept and "desk" not in kept
    mark = at_work.cookies[settings.WRITER_COOKIE_NAME]
    assert str(ines.pk) not in mark.value and mark["httponly"] and mark["samesite"] == "Lax"


def test_what_is_too_long_is_said_to_be(at_work):
    signed_out_elsewhere(at_work)
    page = sent(at_work, words="a" * signed_out.LONGEST).content.decode()
    assert "too long to be kept here" in page and KEPT not in page


def test_after_as_long_as_a_session_lasts_it_is_gone(at_work, ines):
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False):
        signed_out_elsewhere(at_work)
        sent(at_work)
        kept = at_work.session[session.KEPT]
    with time_machine.travel("2026-03-02 20:00:01+00:00", tick=False):
        later = client_for(ines.reaches.get().post_id)
        held = later.session
        held[session.KEPT] = kept
        held.save()
        assert later.get("/sign-in/next/?next=/desk/").url == "/desk/"


def test_a_form_nobody_came_back_for_goes_in_the_night_and_one_that_waits_stays(at_work):
    signed_out_elsewhere(at_work)
    sent(at_work)
    kept = Session.objects.filter(session_key=at_work.session.session_key)
    clear_sessions(None)
    assert kept.exists()
    kept.update(expire_date=timezone.now())
    clear_sessions(None)
    assert not kept.exists()


def test_no_password_is_kept(at_work, ines):
    signed_out_elsewhere(at_work)
    assert KEPT not in sent(at_work, "/sign-in/password/", password=PASSWORD, new="x", again="x").content.decode()


def test_what_a_locked_page_carried_is_kept_when_the_session_ends_meanwhile(at_work, ines):
    signed_out_elsewhere(at_work)
    carried = {"kept": '[["words", "mine"]]', "kept_to": "/desk/", "password": PASSWORD}
    assert KEPT in sent(at_work, "/sign-in/again/", **carried).content.decode()
    back = sign_in(at_work, ines)
    assert hidden(back)["words"] == "mine" and PASSWORD not in back.content.decode()
