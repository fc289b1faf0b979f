"""A link in which a password is chosen."""

import pytest
import time_machine
from django.urls import reverse

from kith.accounts import actions, links, second_factor
from kith.foundation.ids import uuid7
from tests.signin import PASSWORD
from tests.web.signin.conftest import give_post

pytestmark = pytest.mark.django_db
NEW = "seven green umbrellas on hooks"


def address(user):
    account, proof = links.make(user)
    return reverse("new_password", kwargs={"account": account, "proof": proof})


def test_a_new_account_chooses_its_password_by_a_link_that_opens_once(client, alder):
    tom = actions.create_user(email="tom@alder.example", display_name="Tom Reyes")
    give_post(tom, alder)
    there = address(tom)
    assert tom.email not in there and "Tom" not in there
    assert client.post(there, {"new": "short", "again": "short"}).status_code == 422
    assert client.post(there, {"new": NEW, "again": NEW}).url == "/sign-in/"
    assert client.get(there).status_code == 404
    assert client.post("/sign-in/", {"email": tom.email, "password": NEW}).status_code == 302


def test_a_link_never_does_away_with_the_second_factor(client, ines, give_password):
    client.post(address(ines), {"new": NEW, "again": NEW})
    assert second_factor.is_set_up(ines)
    assert give_password(NEW).url.startswith("/sign-in/code/")
    assert give_password(PASSWORD).status_code == 401


@pytest.mark.parametrize("change", [actions.end_sessions, actions.disable, lambda user: actions.signed_in(user=user)])
def test_a_link_ends_with_whatever_happens_to_the_account(client, ines, change):
    there = address(ines)
    assert client.get(there).status_code == 200
    change(user=ines)
    assert client.get(there).status_code == 404


def test_a_link_opens_for_a_day_and_for_its_own_account(client, ines, make_user):
    tom = make_user("Tom Reyes")
    with time_machine.travel("2026-03-02 12:00:00+00:00", tick=False):
        there, (_, proof) = address(ines), links.make(tom)
    with time_machine.travel("2026-03-03 12:00:00+00:00", tick=False):
        assert client.get(there).status_code == 200
        for account in (ines.pk, uuid7()):
            wrong = reverse("new_password", kwargs={"account": account, "proof": proof})
            assert client.get(wrong).status_code == 404
    with time_machine.travel("2026-03-03 12:00:01+00:00", tick=False):
        assert client.get(there).status_code == 404
