"""Stands before every page: who is not through the door, or was away too long, sees the door and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from kith.web import policy
from kith.web.signin import again, session, signed_out

Answer = Callable[[HttpRequest], HttpResponse]


class Gate:
    """Runs before the tenancy is opened. Pages whose policy is `public` pass; all others ask for an open session."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.forgery = CsrfViewMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = request.user.is_authenticated
        if signed_in and session.is_over(request):
            logout(request)
            signed_in = False
        if signed_in and session.is_locked(request):
            request.locked_user, request.user = request.user, AnonymousUser()
            return self.get_response(request) if policy.is_public(request) else self.again(request)
        if policy.is_public(request):
            return self.get_response(request)
        return self.within(request) if signed_in else self.to_the_door(request)

    def within(self, request: HttpRequest) -> HttpResponse:
        """Signed in and at work: note it, and send to what is due before any other page."""
        if session.now() - request.session.get(session.SEEN, 0) >= session.FRESH_SECONDS:
            session.refresh(request, request.user)
        due = request.session.get(session.DUE)
        if due and policy.name_of(request) not in (due, "sign_out"):
            return redirect(f"{reverse(due)}?{urlencode({'next': came_for(request)})}")
        return signed_out.marked(request, self.get_response(request))

    def again(self, request: HttpRequest) -> HttpResponse:
        """Away too long. What was typed is given back after the password, if our own form sent it."""
        if request.method == "POST" and (forged := self.is_forged(request)):
            return forged
        return again.ask(request)

    def to_the_door(self, request: HttpRequest) -> HttpResponse:
        """The sign-in page; a script inside an open page hears it instead, so that what is typed there stays."""
        if again.is_live_extra(request):
            response = HttpResponse("Sign in to go on.", status=401, content_type="text/plain")
            response["Kith-Session"] = "out"
            return response
        if request.method == "POST" and not self.is_forged(request):
            signed_out.keep(request)
        return redirect(f"{reverse('sign_in')}?{urlencode({'next': came_for(request)})}")

    def is_forged(self, request: HttpRequest) -> HttpResponse | None:
        """The answer to a form that is not ours, asked before any of it is carried; None for one that is."""
        return self.forgery.process_view(request, again.sign_in_again, (), {})


def came_for(request: HttpRequest) -> str:
    """The page to come back to: where a form was sent there may be no page to read."""
    if policy.name_of(request) == "next_step":
        return session.safe_next(request)
    return request.get_full_path() if request.method in ("GET", "HEAD") else "/"
