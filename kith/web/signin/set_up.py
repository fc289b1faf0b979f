"""Setting up the second factor at the first sign-in, and new recovery codes later."""

from __future__ import annotations

from typing import Any

import qrcode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from kith.accounts import second_factor
from kith.accounts.models import User
from kith.web.policy import page
from kith.web.signin import session

NEW_SECRET = "new_secret"
WRONG = "That code does not fit. Check that the clock of your phone is right and type the code it shows now."


@page(policy="public")
@never_cache
def set_up_factor(request: HttpRequest) -> HttpResponse:
    """Between password and sign-in, or in an open session, for an account that has no second factor yet."""
    user = session.without_factor(request)
    if user is None:
        return redirect("sign_in")
    if second_factor.is_set_up(user):
        return redirect(session.with_next("second_factor", session.safe_next(request)))
    secret = request.session.setdefault(NEW_SECRET, second_factor.new_secret())
    if request.method != "POST":
        return _page(request, user, secret)
    code, address = request.POST.get("code", ""), session.address_of(request)
    codes = second_factor.set_up(user=user, secret=secret, code=code, address=address)
    if codes is None:
        return _page(request, user, secret, WRONG, status=401)
    del request.session[NEW_SECRET]
    session.factor_given(request, user)
    return render(request, "signin/recovery_codes.html", {"codes": codes, "next": session.safe_next(request)})


@page(policy="signed_in")
@never_cache
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """How many recovery codes are left, and ten new ones for the code of the app."""
    user = request.user
    if not second_factor.is_set_up(user):
        return redirect("/")
    context: dict[str, Any] = {"left": second_factor.recovery_codes_left(user), "next": "/"}
    if request.method != "POST":
        return render(request, "signin/recovery_codes.html", context)
    address = session.address_of(request)
    if second_factor.check(user=user, code=request.POST.get("code", ""), address=address) != "code":
        return render(request, "signin/recovery_codes.html", {**context, "problem": WRONG}, status=401)
    codes = second_factor.new_recovery_codes(user=user, address=address)
    return render(request, "signin/recovery_codes.html", {"codes": codes, "next": "/"})


def _page(request: HttpRequest, user: User, secret: str, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "squares": squares(second_factor.address_of(user, secret)),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "next": session.safe_next(request),
        "problem": problem,
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
