"""Showing who one is: the password, a code or a passkey, each looked at in one place for all pages that ask."""

from __future__ import annotations

from dataclasses import dataclass

from axes.utils import reset
from django.contrib.auth import authenticate
from django.http import HttpRequest

from kith.accounts import door, passkeys, second_factor
from kith.accounts.lockout import typed_hash
from kith.accounts.models import User
from kith.accounts.second_factor import Outcome
from kith.web.signin import questions, session

WRONG = "That is not the password of this account."
WRONG_CODE = "That code is not right, or it has been used. Wait for the next one."
WRONG_PASSKEY = "That passkey opens nothing here. Try again, or use the other way."
LOCKED = "Too many tries. Wait 15 minutes, then try again."
STAYS = " What you wrote stays on this page."


@dataclass(frozen=True)
class Tried:
    """What came of a try: nothing is wrong, or a sentence and the status of the page that says it."""

    problem: str = ""
    status: int = 200

    @property
    def is_right(self) -> bool:
        return not self.problem


UNTRIED = Tried()


def by_password(request: HttpRequest, user: User) -> Tried:
    """The password of this account. Guesses are counted as at the door."""
    address = session.address_of(request)
    if authenticate(request, username=user.email, password=request.POST.get("password", "")):
        reset(username=typed_hash(user.email), ip=address)
        return Tried()
    locked = bool(getattr(request, "axes_locked_out", False))
    door.note_failed(user.email, locked=locked, address=address)
    return Tried(LOCKED + STAYS, 429) if locked else Tried(WRONG, 401)


def by_factor(request: HttpRequest, user: User) -> Tried:
    """A passkey, or a code of the app or from paper."""
    if "credential" in request.POST:
        return by_passkey(request, user)
    outcome = second_factor.check(user=user, code=request.POST.get("code", ""), address=session.address_of(request))
    if outcome in (Outcome.CODE, Outcome.RECOVERY):
        return Tried()
    return Tried(LOCKED, 429) if outcome is Outcome.LOCKED else Tried(WRONG_CODE, 401)


def by_passkey(request: HttpRequest, user: User) -> Tried:
    """A passkey of this account. Nobody guesses one, so it opens also while other tries are stopped."""
    return Tried() if questions.answered(request, user) else Tried(WRONG_PASSKEY, 401)


def ways_of(request: HttpRequest, user: User) -> dict[str, bool]:
    """By what this account can show who it is, for the page that asks."""
    return {
        "has_app": second_factor.has_app(user),
        "has_passkey": bool(passkeys.held(user)) and questions.place_of(request).works,
        "has_factor": second_factor.is_set_up(user),
    }
