"""Setting up the second factor at the first sign-in, an app or a passkey, and new recovery codes later."""

from __future__ import annotations

from typing import Any

import qrcode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from kith.accounts import passkeys, second_factor
from kith.accounts.models import User
from kith.web.policy import page
from kith.web.signin import questions, session, ways_in

NEW_SECRET = "new_secret"
ELSEWHERE = (
    "You have posts elsewhere too, so a code is not set up by way of one organisation’s account. Sign in with your"
    " password and set it up there; if you have no password, see “I can’t sign in”."
)
WRONG = "That code does not fit. Check that the clock of your phone is right and type the code it shows now."


@page(policy="public")
@never_cache
def set_up_factor(request: HttpRequest) -> HttpResponse:
    """Between password and sign-in, or in an open session, for an account that has no second factor yet, or no app."""
    user = session.without_factor(request) or _without_app(request)
    if user is None:
        return redirect("sign_in")
    if second_factor.is_set_up(user) and not session.second_factor_given(request):
        return redirect(session.with_next("second_factor", session.safe_next(request)))
    if session.reaches_past_its_issuer(request, user):
        context = {"words": ELSEWHERE, "signed_in": request.user.is_authenticated}
        return render(request, "signin/outside_over.html", context, status=403)
    secret = request.session.setdefault(NEW_SECRET, second_factor.new_secret())
    if request.method != "POST":
        return _page(request, user, secret)
    try:
        codes = _keep(request, user, secret)
    except passkeys.NotThis as no:
        return _page(request, user, secret, str(no), status=401)
    request.session.pop(NEW_SECRET, None)
    if not session.second_factor_given(request):
        session.factor_given(request, user)
    return render(request, "signin/recovery_codes.html", {"codes": codes, "next": session.safe_next(request)})


def _without_app(request: HttpRequest) -> User | None:
    """Who has a passkey, showed it a moment ago, and adds an app to it."""
    user = session.may_add_factor(request)
    return user if user and not second_factor.has_app(user) else None


def _keep(request: HttpRequest, user: User, secret: str) -> list[str]:
    """Keep the app, or the passkey, that was shown to be there. Gives the recovery codes. Raises NotThis."""
    address = session.address_of(request)
    if "credential" in request.POST:
        return ways_in.add_passkey(request)
    codes = second_factor.set_up(user=user, secret=secret, code=request.POST.get("code", ""), address=address)
    if codes is None:
        raise passkeys.NotThis(WRONG)
    return codes


@page(policy="signed_in")
@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """How many recovery codes are left, and ten new ones for whoever shows again that it is them."""
    user = request.user
    if not second_factor.is_set_up(user) or session.BY in request.session:
        return redirect("ways_in")
    if request.method != "POST":
        left = second_factor.recovery_codes_left(user)
        return render(request, "signin/recovery_codes.html", {"left": left, "next": "/"})
    codes = second_factor.new_recovery_codes(user=user, address=session.address_of(request))
    return render(request, "signin/recovery_codes.html", {"codes": codes, "next": "/"})


def _page(request: HttpRequest, user: User, secret: str, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "squares": squares(second_factor.address_of(user, secret)),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "next": session.safe_next(request),
        "problem": problem,
        "asked_for_more": session.is_asked_for_more(request),
        "may_add_passkey": session.may_add_factor(request) is not None and questions.place_of(request).works,
    }
    return render(request, "signin/set_up.html", context, status=status)


def squares(words: str) -> dict[str, Any]:
    """The square picture a phone reads, as one path of unit squares: drawn by the page, no image from anywhere."""
    code = qrcode.QRCode(border=4)
    code.add_data(words)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"size": len(rows), "path": path}
