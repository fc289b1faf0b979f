"""The most sensitive steps: whoever takes one has shown a moment ago that it is them, or is asked now.

How long a moment is, each controller sets. What was typed is carried through the question and sent afterwards.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from kith.web.signin import kept, proving, session

__all__ = ["MOST_SENSITIVE", "Step", "ask", "form", "is_due"]


class Step(NamedTuple):
    """Which ways of asking for a page are such a step, and why, in the words of the page that asks."""

    methods: tuple[str, ...]
    why: str


ALWAYS, WHEN_SENT = ("GET", "HEAD", "POST"), ("POST",)

# By the name of the address.
MOST_SENSITIVE: dict[str, Step] = {
    "reveal_address": Step(WHEN_SENT, "You are about to see an address that is protected."),
    "glass": Step(ALWAYS, "You are about to open a record in an emergency."),
    "closed": Step(ALWAYS, "You are about to see who is kept from a record, and who may open it all the same."),
    "give_post": Step(WHEN_SENT, "You are about to give somebody a post."),
    "own_settings": Step(WHEN_SENT, "You are about to change what holds for everybody who works here."),
    "own_issuer": Step(WHEN_SENT, "You are about to change who is believed about the people who work here."),
    "invite_outside": Step(WHEN_SENT, "You are about to make an invitation that opens an account."),
    "transfer_file": Step(WHEN_SENT, "You are about to send out who children are."),
    "send_file": Step(WHEN_SENT, "You are about to send a safeguarding file to another school."),
    "file_came": Step(ALWAYS, "You are about to open the safeguarding file of another school."),
    "take_file": Step(WHEN_SENT, "You are about to sign for a safeguarding file."),
    "change_ways_in": Step(WHEN_SENT, "You are about to change how you sign in."),
    "link_outside": Step(WHEN_SENT, "You are about to change how you sign in."),
    "recovery_codes": Step(WHEN_SENT, "New recovery codes open your account."),
}


def is_due(request: HttpRequest, name: str) -> bool:
    """Whether this step has to wait until they have shown that it is them."""
    step = MOST_SENSITIVE.get(name)
    return step is not None and request.method in step.methods and not session.is_proved(request)


def ask(request: HttpRequest) -> HttpResponse:
    """In place of the page: the question, with the form that was sent."""
    if request.method in ("GET", "HEAD"):
        return redirect(session.with_next("prove", request.get_full_path()))
    return form(request, kept.from_sent(request), status=401)


def form(
    request: HttpRequest, carried: kept.Kept | None, tried: proving.Tried = proving.UNTRIED, status: int = 0
) -> HttpResponse:
    """The page that asks for a passkey, a code, or the password of who has neither."""
    context = {
        "why": _why(carried.to if carried else session.safe_next(request)),
        "kept": carried,
        "next": session.safe_next(request),
        "problem": tried.problem,
        **proving.ways_of(request, request.user),
    }
    return render(request, "signin/prove.html", context, status=status or tried.status)


def _why(to: str) -> str:
    """The reason of the step at this address."""
    try:
        name = resolve(urlsplit(to).path).view_name
    except Resolver404:
        name = ""
    return MOST_SENSITIVE[name].why if name in MOST_SENSITIVE else "This needs a fresh proof that it is you."
