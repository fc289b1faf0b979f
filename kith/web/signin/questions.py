"""What a browser is asked to answer with a passkey. A question is asked in one session, answered once and soon."""

from __future__ import annotations

from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from kith.accounts import passkeys
from kith.accounts.models import User
from kith.accounts.passkeys import Place
from kith.web.signin import session

QUESTION = "passkey"
SECONDS = 5 * 60
# Whose answer is asked for: anybody's at the door, one's own, or a new one.
Whose = Literal["anybody", "mine", "new"]
WHOSE: tuple[Whose, ...] = get_args(Whose)


def place_of(request: HttpRequest) -> Place:
    """Where this page is served. Behind a proxy the origin is the one Kith was told."""
    host = request.get_host()
    told = tuple(one for one in settings.KITH_ORIGINS if urlsplit(one).netloc == host)
    return Place(str(urlsplit(f"//{host}").hostname), told or (f"{request.scheme}://{host}",))


def put(request: HttpRequest, whose: Whose) -> dict[str, Any] | None:
    """Ask, and remember what was asked. None where this session may not ask that."""
    asked = _asked(request, whose)
    if asked is None:
        return None
    options, state = asked
    request.session[QUESTION] = {"state": state, "whose": whose, "at": session.now()}
    return options


def _asked(request: HttpRequest, whose: Whose) -> tuple[dict[str, Any], Any] | None:
    """The question and what answers it."""
    place = place_of(request)
    if whose == "anybody":
        return passkeys.begin(place=place)
    if whose == "mine":
        user = known_user(request)
        return passkeys.begin(place=place, user=user) if user else None
    user = session.may_add_factor(request)
    return passkeys.begin_adding(user=user, place=place) if user else None


def known_user(request: HttpRequest) -> User | None:
    """Who this session is of, however far they are through the door."""
    user: Any = getattr(request, "locked_user", None) or request.user
    return user if user.is_authenticated else session.half_open_user(request)


def take(request: HttpRequest, whose: Whose) -> Any:
    """The question that was asked, once. None where none was asked of these, or too long ago."""
    asked = request.session.pop(QUESTION, None)
    fits = asked and asked["whose"] == whose and session.now() - asked["at"] <= SECONDS
    return asked["state"] if fits else None


def answered(request: HttpRequest, user: User | None = None) -> User | None:
    """Whose passkey answered; only this user's will do where one is named."""
    state, given = take(request, "mine" if user else "anybody"), request.POST.get("credential", "")
    return passkeys.check(
        place=place_of(request), state=state, given=given, user=user, address=session.address_of(request)
    )
