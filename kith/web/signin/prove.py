"""Showing again that it is them, before one of the most sensitive steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from kith.accounts import door, second_factor
from kith.accounts.models import Event
from kith.web import step_up
from kith.web.policy import page
from kith.web.signin import kept, proving, session


@page(policy="signed_in")
@never_cache
def prove(request: HttpRequest) -> HttpResponse:
    """A passkey or a code, and only of who has neither the password; then on to where they were."""
    if request.method != "POST":
        return step_up.form(request, None)
    user, carried = request.user, kept.from_carried(request)
    has_factor = second_factor.is_set_up(user)
    tried = proving.by_factor(request, user) if has_factor else proving.by_password(request, user)
    if not tried.is_right:
        return step_up.form(request, carried, tried)
    door.note(Event.Kind.PROVED, user=user, address=session.address_of(request))
    session.proved(request, factor=has_factor)
    return step_up.go_on(request, carried)
