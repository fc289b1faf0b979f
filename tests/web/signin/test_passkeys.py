"""Passkeys through the pages: alone at the door, beside a password, after a pause, and on one's own page."""

import json

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from kith.accounts import passkeys
from kith.accounts.models import Event
from kith.web.signin import session
from tests.passkey import Device
from tests.signin import PASSWORD, client_for, code_of
from tests.web.signin.conftest import served

pytestmark = pytest.mark.django_db
NOON = "2026-03-02 12:00:05+00:00"
FIVE_PAST = "2026-03-02 12:05:00+00:00"
TOO_LATE = "2026-03-02 12:30:00+00:00"


@pytest.fixture
def client():
    """Browsers know passkeys on this machine by its name."""
    return Client(SERVER_NAME="localhost")


def ask(client, whose):
    return client.post("/sign-in/passkey/ask/", {"whose": whose})


def asked(client, whose):
    return json.loads(ask(client, whose).content)


@pytest.fixture
def at_work(ines):
    with time_machine.travel(NOON, tick=False):
        client = client_for(ines.reaches.get().post_id, SERVER_NAME="localhost")
        client.get("/desk/")
    served.clear()
    return client


@pytest.fixture
def device(at_work, ines):
    """Added on her own page."""
    device = Device()
    with time_machine.travel(NOON, tick=False):
        given = device.make(asked(at_work, "new"))
        added = at_work.post("/sign-in/ways/change/", {"do": "add", "credential": given, "name": "Laptop"})
    assert b"recovery codes" in added.content  # she had none on paper
    return device


def come_in(client, device):
    return client.post(
        "/sign-in/passkey/?next=/desk/", {"credential": device.answer(asked(client, "anybody"))}, follow=True
    )


@time_machine.travel(FIVE_PAST, tick=False)
def test_a_passkey_opens_the_door_alone_and_counts_as_second_factor(client, device, ines):
    assert come_in(client, device).content.startswith(b"desk of Ines")
    assert client.session[session.FACTOR] is True
    assert Event.objects.filter(kind=Event.Kind.SIGNED_IN, user_id=ines.pk).count() == 1
    assert client.get("/sign-in/ways/").content.count(b"Laptop")


@time_machine.travel(FIVE_PAST, tick=False)
def test_before_the_door_a_session_gets_a_new_key(client, device):
    ask(client, "anybody")
    before = client.session.session_key
    come_in(client, device)
    assert client.session.session_key != before


@time_machine.travel(FIVE_PAST, tick=False)
def test_an_answer_is_taken_once_and_in_the_session_that_was_asked(client, device):
    given = device.answer(asked(client, "anybody"))
    other = Client(SERVER_NAME="localhost")
    assert other.post("/sign-in/passkey/", {"credential": given}).status_code == 401
    ask(other, "anybody")
    assert other.post("/sign-in/passkey/", {"credential": given}).status_code == 401
    assert client.post("/sign-in/passkey/", {"credential": given}).status_code == 302  # the negative control
    client.post("/sign-out/")
    assert client.post("/sign-in/passkey/", {"credential": given}).status_code == 401
    assert not served


def test_a_question_is_answered_soon_or_not_at_all(client, device):
    with time_machine.travel(FIVE_PAST, tick=False):
        given = device.answer(asked(client, "anybody"))
    with time_machine.travel("2026-03-02 12:10:01+00:00", tick=False):
        assert client.post("/sign-in/passkey/", {"credential": given}).status_code == 401
    with time_machine.travel(FIVE_PAST, tick=False):
        given = device.answer(asked(client, "anybody"))
    with time_machine.travel("2026-03-02 12:10:00+00:00", tick=False):
        assert client.post("/sign-in/passkey/", {"credential": given}).status_code == 302


@time_machine.travel(FIVE_PAST, tick=False)
def test_a_passkey_from_another_origin_is_refused(client, device):
    device.origin = "http://localhost.evil.example"
    answer = come_in(client, device)
    assert answer.status_code == 401 and b"That passkey opens no account here" in answer.content


@time_machine.travel(FIVE_PAST, tick=False)
def test_beside_the_password_it_takes_the_place_of_the_code(client, device, give_password):
    page = client.get(give_password().url)
    assert b"Use a passkey" in page.content and b'name="code"' in page.content
    given = device.answer(asked(client, "mine"))
    client.post("/sign-in/code/?next=/desk/", {"credential": given})
    assert client.get("/desk/").content.startswith(b"desk of Ines")
    assert client.session[session.FACTOR] is True


@time_machine.travel(FIVE_PAST, tick=False)
def test_after_five_wrong_codes_a_passkey_still_opens_and_a_code_does_not(client, device, give_password):
    give_password()
    answers = [client.post("/sign-in/code/", {"code": "1234567"}).status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]
    assert client.post("/sign-in/code/", {"code": code_of()}).status_code == 429
    given = device.answer(asked(client, "mine"))
    assert client.post("/sign-in/code/", {"credential": given}).status_code == 302


@time_machine.travel(FIVE_PAST, tick=False)
def test_beside_a_password_only_a_passkey_of_that_account_will_do(client, device, give_password, make_user):
    tom = make_user("Tom Reyes")
    his = Device()
    here = passkeys.Place("localhost", ("http://localhost",))
    options, state = passkeys.begin_adding(user=tom, place=here)
    passkeys.add(user=tom, place=here, state=state, given=his.make(options), name="")
    give_password()
    given = his.answer(asked(client, "mine"))
    assert client.post("/sign-in/code/", {"credential": given}).status_code == 401
    # Nor does an answer to the question at the door count as one beside the password.
    given = device.answer(asked(client, "anybody"))
    assert client.post("/sign-in/code/", {"credential": given}).status_code == 401


@time_machine.travel(TOO_LATE, tick=False)
def test_after_a_pause_a_passkey_opens_the_page_again_with_what_was_typed(at_work, device):
    page = at_work.post("/desk/", {"words": "He was hungry"})
    assert page.status_code == 401 and b"Your passkey does it too" in page.content
    kept = {"kept_to": "/desk/", "kept": '[["words", "He was hungry"]]'}
    assert at_work.post("/sign-in/again/", {**kept, "credential": "junk"}).status_code == 401
    given = device.answer(asked(at_work, "mine"))
    back = at_work.post("/sign-in/again/", {**kept, "credential": given})
    assert b'name="words" value="He was hungry"' in back.content and not served
    assert Event.objects.filter(kind=Event.Kind.CAME_BACK).count() == 1
    assert at_work.get("/desk/").status_code == 200


@time_machine.travel(TOO_LATE, tick=False)
def test_over_an_open_page_too(at_work, device):
    ours = {"HX-Request": "true"}
    at_work.get("/desk/", headers=ours)
    given = device.answer(asked(at_work, "mine"))
    assert at_work.post("/sign-in/again/", {"credential": given}, headers=ours).status_code == 204


def test_set_up_at_the_first_sign_in_in_place_of_codes(client, make_user, alder):
    from tests.web.signin.conftest import give_post

    tom = make_user("Tom Reyes")
    give_post(tom, alder)
    client.post("/sign-in/", {"email": tom.email, "password": PASSWORD})
    assert b"Use a passkey instead" in client.get("/sign-in/set-up/").content
    device = Device()
    page = client.post("/sign-in/set-up/", {"credential": device.make(asked(client, "new"))})
    assert page.content.decode().count('<li class="k-id">') == 10
    assert client.session[session.FACTOR] is True
    client.post("/sign-out/")
    client.post("/sign-in/", {"email": tom.email, "password": PASSWORD})
    assert b"Recovery code" in client.get("/sign-in/code/").content


def test_a_password_alone_adds_no_passkey_where_there_is_a_second_factor(client, ines, give_password):
    give_password()
    assert ask(client, "new").status_code == 403
    assert client.get("/sign-in/ways/").status_code == 302


def test_nobody_asks_for_a_new_one_or_for_anothers(client, ines):
    assert [ask(client, whose).status_code for whose in ("new", "mine", "nonsense", "")] == [403] * 4
    assert asked(client, "anybody")["publicKey"].get("allowCredentials") in (None, [])


@time_machine.travel("2026-03-02 12:09:00+00:00", tick=False)
def test_who_has_no_app_is_offered_one_though_they_have_to_show_that_it_is_them(at_work, ines):
    Authenticator.objects.filter(user=ines).delete()
    assert b"Set up an app" in at_work.get("/sign-in/ways/").content
    with time_machine.travel("2026-03-02 12:10:05+00:00", tick=False):
        assert b"Show that it is you to set up an app" in at_work.get("/sign-in/ways/").content


@time_machine.travel("2026-03-02 12:09:00+00:00", tick=False)
def test_adding_asks_again_who_it_is_after_ten_minutes(at_work):
    assert ask(at_work, "new").status_code == 200
    at_work.get("/desk/")
    with time_machine.travel("2026-03-02 12:10:05+00:00", tick=False):
        assert ask(at_work, "new").status_code == 403
        page = at_work.get("/sign-in/ways/").content
        assert b"Show that it is you to add one" in page and b"to set up an app" not in page  # there is one
        assert at_work.post("/sign-in/prove/?next=/sign-in/ways/", {"code": code_of()}).url == "/sign-in/ways/"
        assert ask(at_work, "new").status_code == 200


@time_machine.travel(FIVE_PAST, tick=False)
def test_removing_one_ends_other_sessions_and_not_this(at_work, device, ines, client):
    come_in(client, device)
    (one,) = passkeys.held(ines)
    assert at_work.post("/sign-in/ways/change/", {"do": "remove", "passkey": one.id}).status_code == 302
    assert at_work.get("/desk/").status_code == 200
    assert client.get("/desk/").status_code == 302
    assert come_in(client, device).status_code == 401


@time_machine.travel(FIVE_PAST, tick=False)
def test_a_name_is_given_and_only_shown_as_text(at_work, device, ines):
    (one,) = passkeys.held(ines)
    at_work.post("/sign-in/ways/change/", {"do": "rename", "passkey": one.id, "name": "<b>Phone</b>"})
    assert b"&lt;b&gt;Phone" in at_work.get("/sign-in/ways/").content
    for junk in ("", "-1", "x", "9" * 30):
        assert at_work.post("/sign-in/ways/change/", {"do": "remove", "passkey": junk}).status_code == 302
    assert len(passkeys.held(ines)) == 1


def test_where_browsers_know_none_the_page_says_so(ines):
    client = client_for(ines.reaches.get().post_id, SERVER_NAME="127.0.0.1")
    page = client.get("/sign-in/ways/").content.decode()
    assert "open http://localhost:80" in page and "data-passkey=" not in page
    assert ask(client, "new").status_code == 403
