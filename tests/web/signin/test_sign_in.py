"""Two steps to the desk, and every way in which they are tried without right."""

import re

import pytest
import time_machine
from django.contrib.auth import hashers
from django.test import Client
from django.urls import URLResolver, get_resolver

from kith.accounts import actions, second_factor
from kith.accounts.models import Event, User
from kith.foundation.ids import uuid7
from kith.web import policy
from kith.web.signin import session
from tests.signin import client_for, code_of
from tests.web.signin.conftest import PASSWORD, give_post, served

pytestmark = pytest.mark.django_db


def test_the_door_says_not_to_share_passwords(client):
    assert b"Do not share your password" in client.get("/sign-in/").content


def test_password_then_code_leads_to_the_page_somebody_came_for(client, ines, give_password):
    assert client.get("/desk/").url == "/sign-in/?next=%2Fdesk%2F"
    assert give_password().url == "/sign-in/code/?next=%2Fdesk%2F"
    assert not served
    response = client.post("/sign-in/code/", {"code": code_of(), "next": "/desk/"}, follow=True)
    assert response.content == b"desk of Ines Okafor: "
    ines.refresh_from_db()
    assert ines.last_signed_in_at
    assert Event.objects.filter(kind="account.sign-in").count() == 1


@pytest.mark.shows("C28", "C95")
def test_with_the_password_alone_no_protected_page_is_served(client, give_password):
    """Walks every page there is."""
    assert give_password().status_code == 302
    walked = 0
    for name, address in protected():
        for send in (client.get, client.post):
            response = send(address)
            assert response.status_code == 302 and response.url.startswith("/sign-in/?next="), name
            walked += 1
    assert walked >= 40 and not served


EXAMPLES = {"uuid": str(uuid7()), "int": "1", "str": "x", "slug": "x", "path": "x"}


def protected(entries=None, before="/"):
    """Every page that is not public: its name and an address that means it."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        address = before + re.sub(r"<(\w+):\w+>", lambda found: EXAMPLES[found[1]], str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from protected(entry.url_patterns, address)
        elif policy.of_view(entry.callback, entry.name) != "public":
            yield entry.name, address


def test_a_gate_that_took_the_password_for_enough_would_be_found(client, ines, give_password, monkeypatch):
    """The negative control of the walk: signing in one step early serves the desk."""
    monkeypatch.setattr(session, "open_half", lambda request, user: session.open_fully(request, user, factor=False))
    give_password()
    assert client.get("/desk/").content.startswith(b"desk of Ines")


def test_the_code_step_without_the_password_leads_back_to_the_door(client, ines):
    assert client.post("/sign-in/code/", {"code": code_of()}).url == "/sign-in/"
    assert client.get("/sign-in/set-up/").url == "/sign-in/"


def test_half_an_entry_lapses(client, give_password):
    with time_machine.travel("2026-03-02 12:00:00+00:00", tick=False):
        give_password()
        assert client.get("/sign-in/code/").status_code == 200
    with time_machine.travel("2026-03-02 12:10:01+00:00", tick=False):
        assert client.get("/sign-in/code/").url == "/sign-in/"


def test_half_an_entry_ends_when_the_account_is_closed(client, ines, give_password):
    give_password()
    actions.disable(user=ines)
    assert client.post("/sign-in/code/", {"code": code_of()}).url == "/sign-in/"


def test_a_code_seen_over_a_shoulder_does_not_open_a_second_session(enter, ines):
    with time_machine.travel("2026-03-02 12:00:05+00:00", tick=False):
        enter()
        other = Client()
        other.post("/sign-in/", {"email": ines.email, "password": PASSWORD})
        assert other.post("/sign-in/code/", {"code": code_of()}).status_code == 401


@pytest.mark.parametrize("email", ["ines@alder.example", "nobody@alder.example"])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, give_password, email, monkeypatch):
    worked = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda *a, **k: worked.append(1) or encode(*a, **k))
    response = give_password("wrong password", email)
    assert response.status_code == 401
    assert b"is not right, or the account is not in use" in response.content
    assert len(worked) == 1


@pytest.mark.parametrize("state", ["closed", "asleep"])
def test_a_closed_and_a_sleeping_account_are_answered_like_a_wrong_password(state, ines, give_password):
    if state == "closed":
        actions.disable(user=ines)
    else:
        long_ago = "2020-01-01T00:00:00+00:00"
        User.objects.filter(pk=ines.pk).update(created_at=long_ago, last_signed_in_at=long_ago)
    response = give_password()
    assert response.status_code == 401
    assert b"the account is not in use" in response.content


@pytest.mark.shows("C89")
def test_a_woken_account_goes_to_a_new_password_first(client, ines, give_password):
    long_ago = "2020-01-01T00:00:00+00:00"
    User.objects.filter(pk=ines.pk).update(created_at=long_ago, last_signed_in_at=long_ago)
    actions.reactivate(user=ines)
    give_password()
    client.post("/sign-in/code/?next=/desk/", {"code": code_of()}, follow=True)
    assert client.get("/desk/").url == "/sign-in/password/?next=%2Fdesk%2F"
    new = "seven green umbrellas on hooks"
    sent = {"password": PASSWORD, "new": new, "again": new, "next": "/desk/"}
    assert client.post("/sign-in/password/", sent, follow=True).content.startswith(b"desk of Ines")


def test_an_account_that_was_closed_sets_up_a_new_app_and_then_a_new_password_before_anything_else(
    client, ines, give_password
):
    actions.disable(user=ines)
    actions.reactivate(user=ines)
    assert give_password().url.startswith("/sign-in/set-up/")
    assert client.post("/sign-in/code/?next=/desk/", {"code": code_of()}).url.startswith("/sign-in/")
    assert client.get("/desk/").url.startswith("/sign-in/"), "the app it had before opens nothing"
    client.get("/sign-in/set-up/")
    client.post("/sign-in/set-up/", {"code": code_of(client.session["new_secret"])})
    assert second_factor.is_set_up(ines)
    assert client.get("/desk/").url.startswith("/sign-in/password/")


def guess(give_password, times, password="wrong"):
    return [give_password(password).status_code for _ in range(times)]


def test_of_fifty_guesses_five_are_weighed(give_password, monkeypatch):
    weighed = []
    check = User.check_password
    monkeypatch.setattr(User, "check_password", lambda *a: weighed.append(1) or check(*a))
    answers = guess(give_password, 50)
    assert len(weighed) == 5
    assert answers == [401] * 4 + [429] * 46
    assert give_password().status_code == 429, "also the right password waits"


def test_without_the_lock_out_all_fifty_would_be_weighed(give_password, settings):
    settings.AXES_ENABLED = False
    assert guess(give_password, 50) == [401] * 50


def test_a_lock_out_ends_and_hits_one_account_from_one_address_only(client, ines, give_password, make_user):
    with time_machine.travel("2026-03-02 12:00:00+00:00", tick=False):
        guess(give_password, 8)
        assert give_password().status_code == 429
        assert give_password(REMOTE_ADDR="192.0.2.8").status_code == 302
        assert give_password("wrong", "tom@alder.example").status_code == 401
    with time_machine.travel("2026-03-02 12:15:01+00:00", tick=False):
        assert give_password().status_code == 302


def test_a_lock_out_looks_the_same_for_an_unknown_address(client):
    answers = [client.post("/sign-in/", {"email": "nobody@alder.example", "password": "x"}) for _ in range(6)]
    assert [a.status_code for a in answers] == [401] * 4 + [429] * 2


def test_fifty_codes_after_a_right_password_are_stopped_at_five(client, give_password):
    give_password()
    answers = [client.post("/sign-in/code/", {"code": "1234567"}).status_code for _ in range(50)]
    assert answers == [401] * 5 + [429] * 45


def test_the_key_of_a_session_is_new_after_each_step(client, give_password):
    client.get("/sign-in/")
    before = client.session
    before["planted"] = "by somebody else"
    before.save()
    keys = [before.session_key]
    client.cookies["sessionid"] = before.session_key
    give_password()
    keys.append(client.session.session_key)
    assert "planted" not in client.session
    client.post("/sign-in/code/", {"code": code_of()})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    for old in keys[:2]:
        stranger = Client()
        stranger.cookies["sessionid"] = old
        assert stranger.get("/desk/").url.startswith("/sign-in/")


def test_without_a_new_key_a_planted_session_would_be_signed_in(client, ines, give_password, monkeypatch):
    """The negative control: no flush after the password and no new key at the sign-in."""
    from django.contrib.sessions.backends.db import SessionStore

    planted = client.session
    planted["planted"] = "by somebody else"
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    monkeypatch.setattr(SessionStore, "flush", lambda self: None)
    monkeypatch.setattr(SessionStore, "cycle_key", lambda self: None)
    give_password()
    client.post("/sign-in/code/", {"code": code_of()})
    stranger = Client()
    stranger.cookies["sessionid"] = planted.session_key
    assert stranger.get("/desk/").content.startswith(b"desk of Ines")


def test_fifty_open_sessions_end_with_the_account(ines):
    post = ines.reaches.get().post_id
    sessions = [client_for(post) for _ in range(50)]
    assert all(one.get("/desk/").status_code == 200 for one in sessions)
    actions.disable(user=ines)
    assert all(one.get("/desk/").url.startswith("/sign-in/?") for one in sessions)


@pytest.mark.shows("C88")
def test_sessions_end_when_they_are_revoked_and_not_before(ines):
    one = client_for(ines.reaches.get().post_id)
    assert one.get("/desk/").status_code == 200
    actions.end_sessions(user=ines)
    assert one.get("/desk/").status_code == 302


def test_without_the_epoch_in_the_session_a_revoked_one_would_go_on(ines, monkeypatch):
    monkeypatch.setattr(User, "_hash_with", lambda self, secret: self.password)
    one = client_for(ines.reaches.get().post_id)
    actions.end_sessions(user=ines)
    assert one.get("/desk/").status_code == 200


@pytest.mark.shows("C85")
def test_a_first_sign_in_sets_up_the_app_and_shows_recovery_codes_once(client, make_user, alder):
    tom = make_user("Tom Reyes")
    give_post(tom, alder)
    assert client.post("/sign-in/", {"email": tom.email, "password": PASSWORD}).url.startswith("/sign-in/set-up/")
    page = client.get("/sign-in/set-up/")
    secret = client.session["new_secret"]
    assert secret[:4] in page.content.decode() and b"<svg" in page.content
    assert client.post("/sign-in/set-up/", {"code": "0000000"}).status_code == 401
    shown = client.post("/sign-in/set-up/", {"code": code_of(secret), "next": "/desk/"}).content.decode()
    assert shown.count('<li class="k-id">') == 10
    assert client.get("/sign-in/next/?next=/desk/", follow=True).content.startswith(b"desk of Tom")
    assert second_factor.is_set_up(tom)


def test_report_only_staff_of_the_source_profile_need_no_code(client, make_user, make_controller):
    tom = make_user("Tom Reyes")
    give_post(tom, make_controller("birch", password_profile="source"), reads=False)
    sent = {"email": tom.email, "password": PASSWORD, "next": "/desk/"}
    assert client.post("/sign-in/", sent, follow=True).content.startswith(b"desk of Tom")


def test_whoever_has_an_app_is_asked_for_its_code_also_where_none_is_needed(client, ines, give_password):
    ines.reaches.update(reads=False)
    assert give_password().url.startswith("/sign-in/code/")


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_a_page_that_is_not_ours(there, rf):
    assert session.safe_next(rf.get("/sign-in/", {"next": there})) == "/"


def test_signing_out_ends_this_session(enter):
    client = enter()
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/desk/").status_code == 302


def test_new_recovery_codes_ask_for_a_code_where_the_last_is_old(enter, ines):
    with time_machine.travel("2026-03-02 12:00:05+00:00", tick=False):
        client = enter()
        assert b"You have 0 recovery codes left" in client.get("/sign-in/recovery-codes/").content
    with time_machine.travel("2026-03-02 12:09:00+00:00", tick=False):
        client.get("/desk/")
    with time_machine.travel("2026-03-02 12:10:05+00:00", tick=False):
        asked = client.post("/sign-in/recovery-codes/")
        assert asked.status_code == 401 and b"Show that it is you" in asked.content
        assert b'<li class="k-id">' not in asked.content
        client.post("/sign-in/prove/", {"code": code_of()})
        page = client.post("/sign-in/recovery-codes/")
    assert page.content.decode().count('<li class="k-id">') == 10


def test_an_address_that_is_no_page_is_not_found_for_a_stranger(client):
    assert client.get("/no-such-page/").status_code == 404
