"""Codes: right, wrong, used twice, guessed."""

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from kith.accounts import actions, second_factor
from kith.accounts.models import Event
from kith.accounts.second_factor import Outcome
from tests.signin import code_of

pytestmark = pytest.mark.django_db
NOON = "2026-03-02 12:00:05+00:00"


@pytest.fixture
def ines(make_user):
    return make_user()


@pytest.fixture
def secret(ines):
    """Set up with the code of half a minute ago, so that the present one is still unused."""
    secret = second_factor.new_secret()
    with time_machine.travel("2026-03-02 11:58:00+00:00", tick=False):
        assert second_factor.set_up(user=ines, secret=secret, code=code_of(secret))
    return secret


def wrong_for(secret):
    return "000000" if not code_of(secret).startswith("0000") else "999999"


def test_a_factor_is_set_up_only_by_a_code_that_shows_the_app_has_it(ines):
    secret = second_factor.new_secret()
    assert second_factor.set_up(user=ines, secret=secret, code=wrong_for(secret)) is None
    assert not second_factor.is_set_up(ines)
    codes = second_factor.set_up(user=ines, secret=secret, code=code_of(secret))
    assert len(set(codes)) == 10 and all(len(code) == 10 for code in codes)
    assert second_factor.is_set_up(ines)


def test_secrets_are_sealed_in_the_database(ines, secret):
    stored = Authenticator.objects.get(user=ines, type="totp").data["secret"]
    assert secret not in stored


@time_machine.travel(NOON, tick=False)
def test_a_code_opens_once_also_in_the_window_around_it(ines, secret):
    code = code_of(secret)
    assert second_factor.check(user=ines, code=code) is Outcome.CODE
    assert second_factor.check(user=ines, code=code) is Outcome.WRONG
    with time_machine.travel("2026-03-02 12:00:31+00:00", tick=False):
        assert second_factor.check(user=ines, code=code) is Outcome.WRONG
        assert second_factor.check(user=ines, code=code_of(secret)) is Outcome.CODE


@time_machine.travel(NOON, tick=False)
def test_without_the_step_beside_the_secret_a_code_would_open_twice(ines, secret):
    """The negative control: the library's own check, in two processes that share no cache."""
    from django.core.cache import cache

    held, code = totp.TOTP(Authenticator.objects.get(user=ines, type="totp")), code_of(secret)
    assert held.validate_code(code)
    cache.clear()
    assert held.validate_code(code)


@time_machine.travel(NOON, tick=False)
def test_a_recovery_code_opens_once(ines, secret):
    code, *others = second_factor.new_recovery_codes(user=ines)
    assert second_factor.check(user=ines, code=code) is Outcome.RECOVERY
    assert second_factor.check(user=ines, code=code) is Outcome.WRONG
    assert second_factor.recovery_codes_left(ines) == len(others) == 9


@time_machine.travel(NOON, tick=False)
def test_of_fifty_guesses_five_are_looked_at(ines, secret, monkeypatch):
    looked_at = []
    monkeypatch.setattr(second_factor, "step_of", lambda *a, **k: looked_at.append(1))
    outcomes = [second_factor.check(user=ines, code="123456") for _ in range(50)]
    assert len(looked_at) == outcomes.count(Outcome.WRONG) == 5
    assert outcomes[5:] == [Outcome.LOCKED] * 45


@time_machine.travel(NOON, tick=False)
def test_without_the_limit_all_fifty_would_be_looked_at(ines, secret, monkeypatch):
    monkeypatch.setattr(second_factor, "TRIES", 10**6)
    assert [second_factor.check(user=ines, code="123456") for _ in range(50)] == [Outcome.WRONG] * 50


def test_after_a_quarter_of_an_hour_the_right_code_opens_again(ines, secret):
    with time_machine.travel(NOON, tick=False):
        for _ in range(6):
            second_factor.check(user=ines, code=wrong_for(secret))
        assert second_factor.check(user=ines, code=code_of(secret)) is Outcome.LOCKED
    with time_machine.travel("2026-03-02 12:15:06+00:00", tick=False):
        assert second_factor.check(user=ines, code=code_of(secret)) is Outcome.CODE


def test_wrong_codes_are_written_at_the_door(ines, secret):
    second_factor.check(user=ines, code=wrong_for(secret))
    assert Event.objects.filter(kind="account.code-refused", user_id=ines.pk).count() == 1


def test_of_what_a_closed_account_had_nothing_opens_it_when_it_is_opened_again(ines, secret):
    """Neither the app nor the codes on paper. And the control: it is set up anew, with a new app."""
    (paper, *_) = second_factor.new_recovery_codes(user=ines)
    actions.disable(user=ines)
    actions.reactivate(user=ines)
    assert not second_factor.is_set_up(ines) and not Authenticator.objects.filter(user=ines).exists()
    assert second_factor.check(user=ines, code=code_of(secret)) is second_factor.check(user=ines, code=paper)
    assert second_factor.check(user=ines, code=paper) is Outcome.WRONG
    new = second_factor.new_secret()
    assert second_factor.set_up(user=ines, secret=new, code=code_of(new)) and second_factor.is_set_up(ines)


def test_a_sleeping_account_keeps_what_it_has_when_it_is_woken(ines, secret, make_user):
    """Nobody has shut its owner out: the app is theirs still. Nor is another account's taken."""
    other = make_user("Tom Reyes")
    assert second_factor.set_up(user=other, secret=secret, code=code_of(secret))
    actions.reactivate(user=ines)
    assert second_factor.is_set_up(ines)
    actions.disable(user=ines)
    actions.reactivate(user=ines)
    assert second_factor.is_set_up(other) and not second_factor.is_set_up(ines)
