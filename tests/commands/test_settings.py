"""What an operator sets for one controller holds at once, for it alone, and is a line of its ledger."""

import json

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from kith.accounts import queries, rules
from kith.audit.models import Detail
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.tenancy.models import Controller
from kith.web.signin import session
from tests.rooms import lines, open_school
from tests.signin import PASSWORD, can_sign_in, client_for

START, TEN_LATER, QUARTER_LATER = (f"2036-03-03 09:{minute:02}:00+00:00" for minute in (0, 10, 14))


@pytest.fixture
def alder(kith):
    """A school, in the database the command works on."""
    return open_school("alder", Role.DSL, Role.SCHOOL_STAFF)


def tell(kith, *words):
    ran = kith("settings", *words)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_without_options_it_says_what_holds_and_the_bounds(kith, alder):
    said = tell(kith, "alder")
    assert "15        minutes, 5 to 30" in said and "modern    source or modern" in said and "none" in said
    assert json.loads(tell(kith, "alder", "--json")) == {
        "password_profile": "modern", "idle_minutes": 15, "proof_minutes": 10, "factor_for_reporters": True,
        "colour": "", "two_close_protection": False,
    }  # fmt: skip
    assert Controller.objects.get(slug="alder").settings == {} and not lines(alder.controller.id, "settings.")


def test_a_choice_is_kept_beside_the_others_and_is_a_line(kith, alder):
    tell(kith, "alder", "--time-out", "10")
    tell(kith, "alder", "--colour", "#6B1F3A", "--reporters-code", "no")
    chosen = {"idle_minutes": 10, "colour": "#6b1f3a", "factor_for_reporters": False}
    assert Controller.objects.get(slug="alder").settings == chosen
    tell(kith, "alder", "--time-out", "10")  # said again: it holds already
    with tenancy(alder.controller.id, system="clock"):
        facts = [json.loads(one.facts) for one in Detail.objects.order_by("id")]
    assert [one["settings"] for one in facts if "settings" in one] == [
        {"idle_minutes": [None, 10]},
        {"factor_for_reporters": [None, False], "colour": [None, "#6b1f3a"]},
    ]
    assert len(lines(alder.controller.id, "settings.change")) == 2
    tell(kith, "alder", "--colour", "none", "--reporters-code", "usual")
    assert Controller.objects.get(slug="alder").settings == {"idle_minutes": 10}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--time-out", "4"), "A time-out is 5 to 30 minutes, so not 4. Nothing was changed."),
        (("--proof", "61"), "asked for again after 1 to 60 minutes, so not 61. Nothing was changed."),
        (("--time-out", "31"), "A time-out is 5 to 30 minutes, so not 31. Nothing was changed."),
        (("--time-out", "10", "--colour", "#ffd43b"), "#ffd43b is too pale"),
        (("--colour", "red;} body{display:none"), "A colour looks like #11454a"),
        (("--passwords", "none"), "invalid choice"),
    ],
)
def test_what_may_not_be_is_refused_in_a_sentence_and_nothing_is_set(kith, alder, asked, words):
    ran = kith("settings", "alder", *asked)
    assert ran.returncode and words in ran.stderr and not ran.stdout
    assert Controller.objects.get(slug="alder").settings == {} and not lines(alder.controller.id, "settings.")


def test_a_controller_that_is_not_there_is_said(kith, alder):
    ran = kith("settings", "elm", "--time-out", "10")
    assert (ran.returncode, ran.stderr) == (
        1, "There is no elm here: bin/kith controllers lists those there are.\n",
    )  # fmt: skip


def test_the_rules_for_passwords_hold_at_the_next_sign_in(kith, alder):
    user = can_sign_in(alder.posts[Role.SCHOOL_STAFF].user)
    Authenticator.objects.filter(user=user).delete()
    with_figure = "Kettle-boat-7"
    assert rules.password_problems(with_figure, queries.policy_of(user), (), ())
    assert asks_for_a_code(user)
    tell(kith, "alder", "--passwords", "source")
    assert not rules.password_problems(with_figure, queries.policy_of(user), (), ())
    assert rules.password_problems(PASSWORD, queries.policy_of(user), (), ()), "it has no figure"
    assert not asks_for_a_code(user)
    with time_machine.travel("2036-01-01 09:00:00+00:00"):
        assert queries.password_due(user)


def asks_for_a_code(user):
    answer = Client().post("/sign-in/", {"email": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return "/set-up/" in answer.url


@pytest.mark.parametrize("chosen", ["10", "15"])
def test_a_time_out_holds_with_the_next_request_of_an_open_session(kith, alder, chosen):
    """The control is the other time-out: with it the page is shown after the same pause."""
    with time_machine.travel(START, tick=False):
        client = client_for(alder.posts[Role.DSL].id)
        assert client.get("/").status_code == 200
    tell(kith, "alder", "--time-out", chosen)
    with time_machine.travel(TEN_LATER, tick=False):
        answer = client.get("/")
    assert (answer.status_code == 302 and "/sign-in/again/" in answer.url) is (chosen == "10")
    with time_machine.travel(QUARTER_LATER, tick=False):
        assert client.get("/").status_code == (302 if chosen == "10" else 200)
    assert client.session[session.IDLE] == 15 * 60


def test_pages_of_this_controller_alone_have_its_colour(kith, alder):
    birch = open_school("birch", Role.DSL)
    tell(kith, "alder", "--colour", "#6b1f3a")
    link = '<link rel="stylesheet" href="/theme/alder.css">'
    ours, theirs = (client_for(one.posts[Role.DSL].id).get("/").content.decode() for one in (alder, birch))
    assert link in ours and link not in theirs and "/theme/" not in theirs
    css = Client().get("/theme/alder.css")
    assert css.content.decode() == ":root { --k-tenant: #6b1f3a; }\n" and css["Content-Type"].startswith("text/css")
    assert Client().get("/theme/birch.css").status_code == 404
