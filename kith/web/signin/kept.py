"""What somebody had typed when they were asked who they are, carried through the proof and given back."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kith.web.signin import session

TOKEN = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Kept:
    """The fields of a form as they were sent, and the page they were sent to. Files cannot be given back."""

    to: str
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def as_text(self) -> str:
        return json.dumps(self.fields)


def from_sent(request: HttpRequest) -> Kept:
    """The form as it came in."""
    pairs = ((name, value) for name, values in request.POST.lists() for value in values if name != TOKEN)
    return Kept(request.get_full_path(), tuple((name, str(value)) for name, value in pairs))


def from_carried(request: HttpRequest) -> Kept | None:
    """The form as our own page carried it; None if there is none or it is not what we wrote."""
    try:
        pairs = json.loads(request.POST.get("kept", ""))
        if not isinstance(pairs, list):
            return None
        fields = tuple((str(name), str(value)) for name, value in pairs)
    except (ValueError, TypeError):
        return None
    return Kept(session.safe_next(request, request.POST.get("kept_to")), fields)


def go_on(
    request: HttpRequest, carried: Kept | None, does: str = "Send it now", *, at_once: bool = False
) -> HttpResponse:
    """Where they were: the page they asked for, or the form they sent, to send it now.

    `does`: what that will do, as its button says; `at_once`: it does no harm twice, so it goes on by itself.
    """
    if carried is None:
        return redirect(session.safe_next(request))
    return render(request, "signin/carry_on.html", {"kept": carried, "does": does, "at_once": at_once})
