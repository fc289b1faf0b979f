"""The most sensitive steps: whoever takes one has shown a moment ago that it is them, or is asked now.

How long a moment is, each controller sets. What was typed is carried through the question and sent afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from kith.areas import area as area_named
from kith.web.signin import kept, proving, session

__all__ = ["MOST_SENSITIVE", "Step", "ask", "form", "go_on", "is_due", "is_due_for"]


class Step(NamedTuple):
    """Which ways of asking for a page are such a step; why, in the words of the page that asks; what it does, in the
    words of its button."""

    methods: tuple[str, ...]
    why: str
    does: str = "Send it now"
    # Sent twice it does what it does once.
    again: bool = False


ALWAYS, WHEN_SENT = ("GET", "HEAD", "POST"), ("POST",)

# By the name of the address.
MOST_SENSITIVE: dict[str, Step] = {
    "reveal_address": Step(WHEN_SENT, "You are about to see an address that is protected.", "Show the address", True),
    "glass": Step(ALWAYS, "You are about to open a record in an emergency."),
    "closed": Step(ALWAYS, "You are about to see who is kept from a record, and who may open it all the same."),
    "record_closed": Step(ALWAYS, "You are about to see who may open one record, and to change it."),
    "staff_concern": Step(ALWAYS, "You are about to read a concern about somebody who works here."),
    "give_post": Step(WHEN_SENT, "You are about to give somebody a post.", "Give this post"),
    "given_kinds": Step(WHEN_SENT, "You are about to change who reads a kind of concern.", "Change it", True),
    "who_searches": Step(WHEN_SENT, "You are about to change who may search.", "Save who may search", True),
    "give_several": Step(WHEN_SENT, "You are about to give posts to several people.", "Give these posts"),
    "open_school": Step(WHEN_SENT, "You are about to open a school and give its administrator a post.", "Open it"),
    "own_settings": Step(
        WHEN_SENT, "You are about to change what holds for everybody who works here.", "Save the settings", True
    ),
    "own_issuer": Step(
        WHEN_SENT, "You are about to change who is believed about the people who work here.", again=True
    ),
    "invite_outside": Step(
        WHEN_SENT, "You are about to make an invitation that opens an account.", "Make the invitation"
    ),
    "transfer_file": Step(WHEN_SENT, "You are about to send out who children are.", "Download the file"),
    "send_file": Step(WHEN_SENT, "You are about to send a safeguarding file to another school.", "Send the file"),
    "send_agency": Step(WHEN_SENT, "You are about to send a referral to another agency.", "Send the referral"),
    "file_came": Step(ALWAYS, "You are about to open the safeguarding file of another school."),
    "take_file": Step(WHEN_SENT, "You are about to sign for a safeguarding file.", "Sign for the file"),
    "change_ways_in": Step(WHEN_SENT, "You are about to change how you sign in.", "Change how you sign in"),
    "link_outside": Step(WHEN_SENT, "You are about to change how you sign in.", "Link the account"),
    "recovery_codes": Step(WHEN_SENT, "New recovery codes open your account.", "Make new codes"),
}


def is_due(request: HttpRequest, name: str) -> bool:
    """Whether this step has to wait until they have shown that it is them."""
    step = MOST_SENSITIVE.get(name)
    return step is not None and request.method in step.methods and not session.is_proved(request)


def is_due_for(request: HttpRequest, area: str, categories: Iterable[str]) -> bool:
    """The same where it is what a record is about that is most sensitive: a category of a column of its own."""
    return not set(area_named(area).stricter).isdisjoint(categories) and not session.is_proved(request)


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


def go_on(request: HttpRequest, carried: kept.Kept | None) -> HttpResponse:
    """Once they have shown that it is them: the page, or the form they had sent."""
    step = _at(carried.to if carried else "")
    return kept.go_on(request, carried, step.does, at_once=step.again) if step else kept.go_on(request, carried)


def _why(to: str) -> str:
    step = _at(to)
    return step.why if step else "This needs a fresh proof that it is you."


def _at(to: str) -> Step | None:
    """The step at this address."""
    try:
        return MOST_SENSITIVE.get(resolve(urlsplit(to).path).view_name)
    except Resolver404:
        return None
