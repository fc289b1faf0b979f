"""A form that was sent when the session had ended: kept sealed until its writer is back, and sent by nobody else.

Who was at work in a browser stands in it as a sealed mark that outlives the session: it opens nothing, and says only
to us whose form it was. Marks of forgery are new with every sign-in, so a form of whoever sat there before them is
refused. The form itself stays on this side, in the session of the door, and is opened by nobody's key but ours.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kith.accounts.sealing import seals
from kith.web import policy
from kith.web.signin import kept, session

__all__ = ["Carried", "keep", "marked", "thrown_away", "waiting"]

# Of all fields of one form together: more than any form of words holds.
LONGEST = 400_000
MARK, FORM = "mark of the writer", "form of somebody signed out"


@dataclass(frozen=True)
class Carried:
    """A form, and the account and post it was written in."""

    user: str
    post: str
    form: kept.Kept


def marked(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to somebody at work: their browser carries their mark, and what was sent waits no longer."""
    if request.user.is_authenticated and (post := request.session.get("post")):
        whose = [str(request.user.pk), post]
        if _writer(request) != whose:
            mark = seals(MARK).encrypt(json.dumps(whose).encode()).decode()
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(settings.WRITER_COOKIE_NAME, mark, httponly=True, samesite="Lax", secure=secure)
    # A page that comes back with errors shows the words; one that says it was forged, or is gone, may not.
    if request.method == "POST" and (response.status_code < 400 or response.status_code == 422):
        carried = waiting(request)
        if carried and carried.form.to == request.get_full_path():
            del request.session[session.KEPT]
    return response


def keep(request: HttpRequest) -> None:
    """Put a form of ours away until whoever was last at work in this browser has signed in. Empty: it was too long."""
    # A page of the door asks for passwords and codes: of its own form nothing is kept, but what it carried itself.
    form = kept.from_carried(request) if _is_at_the_door(request) else kept.from_sent(request)
    writer = _writer(request)
    if form is None or writer is None:
        return
    text = json.dumps([*writer, form.to, form.fields])
    fits = len(text) <= LONGEST
    request.session[session.KEPT] = seals(FORM).encrypt(zlib.compress(text.encode())).decode() if fits else ""


def waiting(request: HttpRequest) -> Carried | None:
    """What waits to be sent; None where nothing does, or for longer than a session lasts."""
    sealed = request.session.get(session.KEPT)
    if not sealed:
        return None
    try:
        text = zlib.decompress(seals(FORM).decrypt(sealed, ttl=session.LONGEST_SECONDS))
    except InvalidToken:
        return None
    user, post, to, fields = json.loads(text)
    return Carried(user, post, kept.Kept(to, tuple((name, value) for name, value in fields)))


def thrown_away(request: HttpRequest) -> HttpResponse:
    """It was written by somebody else, or in a post that is theirs no longer."""
    del request.session[session.KEPT]
    return render(request, "signin/thrown_away.html", {"next": session.safe_next(request)})


def _is_at_the_door(request: HttpRequest) -> bool:
    match = policy.match_of(request)
    return match is not None and match.func.__module__.startswith(f"{__package__}.")


def _writer(request: HttpRequest) -> list[str] | None:
    """The account and the post that were last at work in this browser."""
    try:
        text = seals(MARK).decrypt(request.COOKIES.get(settings.WRITER_COOKIE_NAME, ""))
    except InvalidToken:
        return None
    whose: list[str] = json.loads(text)
    return whose
