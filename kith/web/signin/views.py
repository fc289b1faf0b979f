"""Signing in: e-mail address and password, then the code."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kith.accounts import door, queries, second_factor
from kith.accounts.models import Event, User
from kith.accounts.second_factor import Outcome
from kith.web.policy import page
from kith.web.signin import session

# One answer for a wrong password, an unknown address, a closed and a dormant account.
WRONG = "The e-mail address or the password is not right, or the account is not in use."
LOCKED = "Too many tries. Wait 15 minutes, then try again."
WRONG_CODE = "That code is not right, or it has been used. Wait for the next one."


@page(policy="public")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first page for everybody who is not signed in."""
    if request.user.is_authenticated:
        return redirect(session.safe_next(request))
    if request.method != "POST":
        return _door(request)
    typed = request.POST.get("email", "")
    user = authenticate(request, username=typed, password=request.POST.get("password", ""))
    if user is None:
        locked = bool(getattr(request, "axes_locked_out", False))
        door.note_failed(typed, locked=locked, address=session.address_of(request))
        return _door(request, WRONG, status=401)
    return _password_was_right(request, user)


def _password_was_right(request: HttpRequest, user: User) -> HttpResponse:
    after = session.safe_next(request)
    session.open_half(request, user)
    if second_factor.is_set_up(user):
        return redirect(session.with_next("second_factor", after))
    if queries.needs_second_factor(user):
        return redirect(session.with_next("set_up_factor", after))
    session.open_fully(request, user, factor=False)
    return redirect(session.with_next("next_step", after))


@page(policy="public")
@never_cache
def ask_code(request: HttpRequest) -> HttpResponse:
    """The second step. Nobody is signed in before it, but for who came in when no post of theirs asked for a code."""
    user = session.without_factor(request)
    if user is None or not second_factor.is_set_up(user):
        return redirect("sign_in")
    after, code = session.safe_next(request), request.POST.get("code", "")
    if request.method != "POST":
        return render(request, "signin/code.html", {"next": after})
    outcome = second_factor.check(user=user, code=code, address=session.address_of(request))
    if outcome in (Outcome.CODE, Outcome.RECOVERY):
        session.factor_given(request, user)
        return redirect(session.with_next("next_step", after))
    locked = outcome is Outcome.LOCKED
    context = {"next": after, "problem": LOCKED if locked else WRONG_CODE}
    return render(request, "signin/code.html", context, status=429 if locked else 401)


@page(policy="signed_in")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends this session; others of the same account go on."""
    door.note(Event.Kind.SIGNED_OUT, user=request.user, address=session.address_of(request))
    logout(request)
    return redirect("sign_in")


@page(policy="public")
def cannot_sign_in(request: HttpRequest) -> HttpResponse:
    """What to do when the password, the app or the account is gone."""
    return render(request, "signin/help.html", {})


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """The answer of the lock-out: the same whether the account exists or not."""
    if getattr(request, "locked_user", None) and response is not None:
        return response
    return _door(request, LOCKED, status=429)


def _door(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"problem": problem, "typed": request.POST.get("email", ""), "next": session.safe_next(request)}
    return render(request, "signin/sign_in.html", context, status=status)
