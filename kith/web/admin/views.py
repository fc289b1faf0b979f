"""What an administrator keeps: people with their posts, their accounts, the end-user agreement. No page of a child."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kith import audit
from kith.access import leaving
from kith.accounts import links, outside, queries
from kith.accounts.models import User
from kith.foundation.dates import NotADate, parse_day
from kith.organisations import staff, two_posts
from kith.organisations.models import Post
from kith.organisations.staff import NotYours
from kith.web.admin import presenters
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Missing, Problems


@page(policy="posts.keep")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a post by place, those who were looked for, and the form for one more."""
    return _people(request)


@page(policy="posts.keep")
@require_POST
def give(request: HttpRequest) -> HttpResponse:
    """Give somebody a post. A new account is shown its first link, once, to hand over."""
    typed, by = request.POST, me(request)
    asked: dict[str, Any] = {name: typed.get(name, "") for name in ("email", "name", "role")}
    asked["organisation_id"] = id_of(typed.get("place", ""))
    try:
        days = days_of(typed, "from_on", "last_on")
        post, new = two_posts.give(by=by, **asked, **days)
    except Missing as not_yet:
        asked["role"] = two_posts.roles_of(asked["role"])[0]
        return _people(request, staff.missing(by=by, **asked) | not_yet.problems)
    except NotYours as no:
        return _people(request, no.problems)
    if new:
        return _colleague(request, post.user_id, link=first_link(request, post.user))
    return redirect("account", id=post.user_id)


@page(policy="posts.keep")
def account(request: HttpRequest, id: UUID) -> HttpResponse:
    """One account and its posts here."""
    return _colleague(request, id)


@page(policy="posts.keep")
@require_POST
def end_post(request: HttpRequest, id: UUID) -> HttpResponse:
    """One of their posts ends, now or with a last day."""
    typed = request.POST

    def do() -> None:
        leaving.end_post(by=me(request), post_id=id_of(typed.get("post", "")), last_on=day_of(typed.get("last_on", "")))

    return _done(request, id, do)


@page(policy="posts.keep")
@require_POST
def end_sessions(request: HttpRequest, id: UUID) -> HttpResponse:
    return _done(request, id, lambda: staff.end_sessions(by=me(request), user=_user(request, id)))


@page(policy="posts.keep")
@require_POST
def invite(request: HttpRequest, id: UUID) -> HttpResponse:
    """A new account is opened by the one they have with the organisation: the address is shown once, to hand over."""
    try:
        slug, account_id, proof = staff.invite(by=me(request), user=_user(request, id))
    except NotYours as no:
        return _colleague(request, id, errors={"post": str(no)})
    path = reverse("outside_invited", kwargs={"slug": slug, "account": account_id, "proof": proof})
    return _colleague(request, id, link=_origin(request) + path)


@page(policy="posts.keep")
@require_POST
def close(request: HttpRequest, id: UUID) -> HttpResponse:
    return _done(request, id, lambda: leaving.close_account_here(by=me(request), user=_user(request, id)))


@page(policy="posts.keep")
@require_POST
def wake(request: HttpRequest, id: UUID) -> HttpResponse:
    return _done(request, id, lambda: staff.wake(by=me(request), user=_user(request, id)))


@page(policy="posts.keep")
def agreement(request: HttpRequest) -> HttpResponse:
    """The wording in force, and the form for the next, where it is this administrator's to publish."""
    errors: dict[str, str] = {}
    text = request.POST.get("text", "")
    if request.method == "POST":
        try:
            staff.publish(by=me(request), text=text)
            return redirect("agreement_text")
        except NotYours as no:
            errors = {"text": str(no)}
    version = queries.current_agreement()
    context = {
        "version": presenters.wording(version),
        "may_publish": staff.is_alone() and me(request).role == "system_admin",
        "text": text,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "admin/agreement.html", status=422 if errors else 200, **context)


def me(request: HttpRequest) -> Post:
    post: Post = request.reader.post  # type: ignore[attr-defined]
    return post


def _user(request: HttpRequest, id: UUID) -> User:
    found = staff.colleague(me(request), id)
    if found is None:
        raise Http404
    return found.user


def day_of(text: str) -> date | None:
    """The day that was typed; None where nothing was. Raises NotADate."""
    return parse_day(text) if text.strip() else None


def days_of(typed: Mapping[str, Any], *names: str) -> dict[str, date | None]:
    """The days that were typed under these names. Raises Missing, each by its own name."""
    days: dict[str, date | None] = {}
    wrong: dict[str, str] = {}
    for name in names:
        try:
            days[name] = day_of(typed.get(name, ""))
        except NotADate as no:
            wrong[name] = str(no)
    if wrong:
        raise Missing(wrong)
    return days


def first_link(request: HttpRequest, user: User) -> str:
    """Where a new account chooses its password, once."""
    account_id, proof = links.make(user)
    path = reverse("new_password", kwargs={"account": account_id, "proof": proof})
    return _origin(request) + path


def _origin(request: HttpRequest) -> str:
    return next(iter(settings.KITH_ORIGINS), request.build_absolute_uri("/").rstrip("/"))


def _done(request: HttpRequest, id: UUID, do: Callable[[], None]) -> HttpResponse:
    """One step about one account: done, or its page again with what keeps it from being done."""
    _user(request, id)
    try:
        do()
    except (NotYours, NotADate) as no:
        return _colleague(request, id, errors={"post": str(no)})
    return redirect("account", id=id)


def _people(request: HttpRequest, errors: Mapping[str, str] | None = None) -> HttpResponse:
    by, typed = me(request), request.POST
    audit.record("account.list")
    look_for = " ".join(typed.get("look_for", "").split())
    context: dict[str, Any] = {
        "groups": presenters.people_page(staff.people(by), timezone.now(), look_for),
        "look_for": look_for,
        "places": [(str(id), name) for id, name in presenters.told_apart(staff.places(by))],
        "roles": two_posts.choices(),
        "typed": typed,
        "errors": errors or {},
        "problems": Problems.of(dict(errors or {})),
    }
    return show(request, "admin/people.html", status=422 if errors else 200, **context)


def _colleague(
    request: HttpRequest, id: UUID, *, errors: Mapping[str, str] | None = None, link: str = ""
) -> HttpResponse:
    found = staff.colleague(me(request), id)
    if found is None:
        raise Http404
    audit.record("account.view", detail={"account": str(id)})
    context = {
        "page": presenters.account_page(found, timezone.now(), elsewhere=staff.works_elsewhere(found.user)),
        "link": link,
        "may_invite": outside.here() is not None and found.user.last_signed_in_at is None,
        "errors": errors or {},
        "problems": Problems.of(dict(errors or {})),
    }
    return show(request, "admin/account.html", status=422 if errors else 200, **context)
