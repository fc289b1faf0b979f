"""What comes between the door and the first page: a new password if it is due, the agreement, the choice of a post."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from kith.accounts import actions, links, queries, rules
from kith.accounts.actions import WeakPassword
from kith.accounts.models import User
from kith.accounts.queries import Reached
from kith.tenancy import tenancy
from kith.web.policy import page
from kith.web.signin import kept, session, signed_out

POST = "post"


@page(policy="signed_in")
@never_cache
def next_step(request: HttpRequest) -> HttpResponse:
    """Leads to the page somebody came for, in their only post or the one they choose. (The gate asks what is due.)"""
    after = session.safe_next(request)
    only = request.session.get(session.BY)
    if carried := signed_out.waiting(request):
        return _give_back(request, carried, only)
    if queries.reach(request.user, request.session.get(POST), only):
        return redirect(after)
    reaches = queries.reaches(request.user, only)
    if len(reaches) == 1:
        _take(request, reaches[0])
        return redirect(after)
    return _to("choose_post", after)


def _give_back(request: HttpRequest, carried: signed_out.Carried, only: str | None) -> HttpResponse:
    """What they had sent when they were signed out, in the post they wrote it in: sent when they press the button."""
    reached = queries.reach(request.user, carried.post, only)
    if str(request.user.pk) != carried.user or reached is None:
        return signed_out.thrown_away(request)
    if request.session.get(POST) != carried.post:
        _take(request, reached)
    return kept.go_on(request, carried.form, "Send what I typed")


def _to(name: str, after: str) -> HttpResponse:
    return redirect(f"{reverse(name)}?{urlencode({'next': after})}")


@page(policy="signed_in")
@never_cache
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password, with the present one. Every other session of the account ends."""
    user, after = request.user, session.safe_next(request)
    words = rules.in_words(queries.policy_of(user))
    context = {"next": after, "rules_in_words": words, "due": request.session.get(session.DUE)}
    if request.method != "POST":
        return render(request, "signin/password.html", context)
    problems = _change(request)
    if problems:
        return render(request, "signin/password.html", {**context, "problems": problems}, status=422)
    update_session_auth_hash(request, user)
    session.refresh(request, user)
    return _to("next_step", after)


def _change(request: HttpRequest) -> list[str]:
    """Changes the password of who is signed in, or says what is wrong."""
    if not request.user.check_password(request.POST.get("password", "")):
        return ["The password you have now is not right."]
    return _set(request, request.user)


def _set(request: HttpRequest, user: User) -> list[str]:
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        return ["The two new passwords are not the same."]
    try:
        actions.set_password(user=user, password=new, address=session.address_of(request))
    except WeakPassword as weak:
        return weak.problems
    return []


@page(policy="public")
@never_cache
def new_password(request: HttpRequest, account: UUID, proof: str) -> HttpResponse:
    """Opened by a link: choose a password, then sign in like everybody, with the code."""
    user = links.user_of(account, proof)
    if user is None:
        return render(request, "signin/link_over.html", {}, status=404)
    context = {"rules_in_words": rules.in_words(queries.policy_of(user))}
    if request.method != "POST":
        return render(request, "signin/new_password.html", context)
    if problems := _set(request, user):
        return render(request, "signin/new_password.html", {**context, "problems": problems}, status=422)
    return redirect("sign_in")


@page(policy="signed_in")
@never_cache
def agreement(request: HttpRequest) -> HttpResponse:
    """The end-user agreement: read and accepted before any page about a child."""
    user, after = request.user, session.safe_next(request)
    version = queries.agreement_due(user)
    if version is None:
        session.refresh(request, user)
        return _to("next_step", after)
    if request.method == "POST" and request.POST.get("agree") == str(version.number):
        actions.accept_agreement(user=user, version=version, address=session.address_of(request))
        session.refresh(request, user)
        return _to("next_step", after)
    problem = "Tick the box to agree, or sign out." if request.method == "POST" else ""
    context = {"version": version, "parts": paragraphs(version.text), "next": after, "problem": problem}
    return render(request, "signin/agreement.html", context, status=422 if problem else 200)


@dataclass(frozen=True)
class Choice:
    """A post as it is offered."""

    post_id: UUID
    post: str
    organisation: str
    chosen: bool


@page(policy="signed_in")
@never_cache
def choose_post(request: HttpRequest) -> HttpResponse:
    """In which of their posts somebody wants to work now. One at a time: they never see two controllers at once."""
    after = session.safe_next(request)
    only = request.session.get(session.BY)
    if request.method == "POST":
        reached = queries.reach(request.user, request.POST.get("post"), only)
        if reached:
            _take(request, reached)
            return redirect(after)
    choices = [_choice(request, one) for one in queries.reaches(request.user, only)]
    return render(request, "signin/post.html", {"choices": choices, "next": after, "only": bool(only)})


def _choice(request: HttpRequest, reached: Reached) -> Choice:
    """The post in words, read in its own controller."""
    with tenancy(reached.controller_id, post=reached.post_id) as unit:
        words = unit.doer.words
    chosen = request.session.get(POST) == str(reached.post_id)
    return Choice(reached.post_id, words.get("post") or "Post", words.get("organisation") or "", chosen)


def _take(request: HttpRequest, reached: Reached) -> None:
    """Work in this post from now on, under a new session key."""
    request.session.cycle_key()
    request.session[POST] = str(reached.post_id)


def paragraphs(text: str) -> list[tuple[str, list[str]]]:
    """The paragraphs of a text, and the points of a list whose lines begin with a dash; however lines end."""
    found: list[tuple[str, list[str]]] = []
    for block in "\n".join(text.splitlines()).split("\n\n"):
        said, *points = f"\n{block.strip()}".split("\n- ")
        found += [(said.strip(), [])] if said.strip() else []
        found += [("", [point.strip() for point in points])] if points else []
    return found
