"""Signing in: e-mail address and password, then a code or a passkey; or a passkey alone."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kith.accounts import door, outside, queries, second_factor
from kith.accounts.models import Event, User
from kith.web.policy import page
from kith.web.signin import proving, questions, session

# One answer for a wrong password, an unknown address, a closed and a dormant account.
WRONG = "The e-mail address or the password is not right, or the account is not in use."
LOCKED = "Too many tries. Wait 15 minutes, then try again."
NO_PASSKEY = "That passkey opens no account here, or the account is not in use."


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
    tried = proving.by_factor(request, user) if request.method == "POST" else proving.UNTRIED
    if request.method == "POST" and tried.is_right:
        session.factor_given(request, user)
        return redirect(session.with_next("next_step", session.safe_next(request)))
    context = {
        "next": session.safe_next(request),
        "problem": tried.problem,
        "asked_for_more": session.is_asked_for_more(request),
        **proving.ways_of(request, user),
    }
    return render(request, "signin/code.html", context, status=tried.status)


@page(policy="public")
@never_cache
@require_POST
def by_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey alone: it says whose it is, and its owner was asked for a finger, a face or a PIN."""
    if request.user.is_authenticated:
        return redirect(session.safe_next(request))
    user = questions.answered(request)
    if user is None:
        return _door(request, NO_PASSKEY, status=401)
    session.begin_anew(request)
    session.open_fully(request, user, factor=True)
    return redirect(session.with_next("next_step", session.safe_next(request)))


@page(policy="public")
@never_cache
@require_POST
def ask_passkey(request: HttpRequest) -> HttpResponse:
    """What a script of ours hands to the browser: a question that one passkey can answer."""
    whose = next((one for one in questions.WHOSE if one == request.POST.get("whose")), None)
    options = questions.put(request, whose) if whose and questions.place_of(request).works else None
    if options is None:
        return HttpResponse(status=403)
    return HttpResponse(json.dumps(options), content_type="text/plain; charset=utf-8")


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
    context = {
        "problem": problem,
        "kept": request.session.get(session.KEPT),
        "typed": request.POST.get("email", ""),
        "next": session.safe_next(request),
        "outside": bool(outside.issuers()),
        "passkeys_work": questions.place_of(request).works,
    }
    return render(request, "signin/sign_in.html", context, status=status)
