"""Coming back after a pause: the password opens the same page again, and what was typed is still there."""

from __future__ import annotations

from axes.utils import reset
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from kith.accounts import door
from kith.accounts.lockout import typed_hash
from kith.accounts.models import Event
from kith.web.policy import page
from kith.web.signin import kept, session

WRONG = "That is not the password of this account."
LOCKED = "Too many tries. Wait 15 minutes, then try again. What you wrote stays on this page."


def ask(request: HttpRequest) -> HttpResponse:
    """The answer to any page while the session is locked."""
    if is_live_extra(request):
        response = HttpResponse("Sign in again to go on.", status=401, content_type="text/plain")
        response["Kith-Session"] = "locked"
        return response
    if request.method in ("GET", "HEAD"):
        return redirect(f"{reverse('sign_in_again')}?{urlencode({'next': request.get_full_path()})}")
    return _form(request, kept.from_sent(request), status=401)


def is_live_extra(request: HttpRequest) -> bool:
    """Asked by a script of ours inside an open page, such as the saving of a draft: the page itself must stay."""
    return "HX-Request" in request.headers or request.headers.get("Sec-Fetch-Dest") == "empty"


@page(policy="public")
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Asks for the password of the account whose session is locked; anybody else goes to the door."""
    user = getattr(request, "locked_user", None)
    if user is None and is_live_extra(request):
        # Asked over an open page: 204 there is nothing to ask, another tab went on; 410 nobody is signed in any more.
        return HttpResponse(status=204 if request.user.is_authenticated else 410)
    if user is None:
        return redirect(session.safe_next(request) if request.user.is_authenticated else "sign_in")
    carried = kept.from_carried(request) if request.method == "POST" else None
    if request.method != "POST":
        return _form(request, None)
    if not authenticate(request, username=user.email, password=request.POST.get("password", "")):
        locked = bool(getattr(request, "axes_locked_out", False))
        door.note_failed(user.email, locked=locked, address=session.address_of(request))
        return _form(request, carried, LOCKED if locked else WRONG, status=429 if locked else 401)
    door.note(Event.Kind.CAME_BACK, user=user, address=session.address_of(request))
    reset(username=typed_hash(user.email), ip=session.address_of(request))
    session.unlock(request, user)
    if is_live_extra(request):
        return HttpResponse(status=204)
    if carried and carried.fields:
        return render(request, "signin/carry_on.html", {"kept": carried})
    return redirect(carried.to if carried else session.safe_next(request))


def _form(request: HttpRequest, carried: kept.Kept | None, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "user": request.locked_user,  # type: ignore[attr-defined]
        "kept": carried,
        "next": session.safe_next(request),
        "problem": problem,
    }
    return render(request, "signin/again.html", context, status=status)
