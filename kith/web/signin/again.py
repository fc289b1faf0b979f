"""Coming back after a pause: the password or a passkey opens the same page again, and what was typed is still there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from kith.accounts import door
from kith.accounts.models import Event
from kith.web.policy import page
from kith.web.signin import kept, proving, session, signed_out
from kith.web.signin.proving import UNTRIED, Tried


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
    """Asked by a script of ours inside an open page, such as the saving of a draft: the page itself must stay.

    The worker of pages without a connection passes a page on as a script does; what it asks for is a page.
    """
    by_script = request.headers.get("Sec-Fetch-Dest") == "empty" and "text/html" not in request.headers.get(
        "Accept", ""
    )
    return "HX-Request" in request.headers or by_script


@page(policy="public")
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Asks for the password of the account whose session is locked; anybody else goes to the door."""
    user = getattr(request, "locked_user", None)
    if user is None and is_live_extra(request):
        # Asked over an open page: 204 there is nothing to ask, another tab went on; 410 nobody is signed in any more.
        return HttpResponse(status=204 if request.user.is_authenticated else 410)
    carried = kept.from_carried(request) if request.method == "POST" else None
    if user is None and request.user.is_authenticated:
        return kept.go_on(request, carried)
    if user is None:
        signed_out.keep(request)
        return redirect("sign_in")
    if request.method != "POST":
        return _form(request, None)
    with_passkey = "credential" in request.POST
    tried = proving.by_passkey(request, user) if with_passkey else proving.by_password(request, user)
    if not tried.is_right:
        return _form(request, carried, tried)
    door.note(Event.Kind.CAME_BACK, user=user, address=session.address_of(request))
    session.unlock(request, user)
    if with_passkey:
        session.proved(request, factor=True)
    return HttpResponse(status=204) if is_live_extra(request) else kept.go_on(request, carried)


def _form(request: HttpRequest, carried: kept.Kept | None, tried: Tried = UNTRIED, status: int = 0) -> HttpResponse:
    user = request.locked_user  # type: ignore[attr-defined]
    context = {
        "user": user,
        "kept": carried,
        "next": session.safe_next(request),
        "problem": tried.problem,
        **proving.ways_of(request, user),
    }
    return render(request, "signin/again.html", context, status=status or tried.status)
