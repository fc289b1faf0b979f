"""Teams on an administrator's pages: make one, put posts in and out with their days. No page of a child."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kith import audit
from kith.foundation.dates import NotADate, in_words, london
from kith.organisations import staff
from kith.organisations import teams as kept
from kith.organisations.models import Post
from kith.organisations.staff import NotYours
from kith.web.admin.presenters import until_words
from kith.web.admin.views import day_of, me
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems


@page(policy="posts.keep")
def teams(request: HttpRequest) -> HttpResponse:
    """Every team with who works in it, a form for one more, and forms to put somebody in or out."""
    if request.method != "POST":
        return _shown(request)
    verbs = {"make": _make, "in": _in, "out": _out}
    try:
        verbs.get(request.POST.get("do", ""), _make)(me(request), request.POST)
    except NotADate as wrong:
        return _shown(request, {_beside(request, "last_on"): str(wrong)})
    except NotYours as no:
        return _shown(request, {_beside(request, no.about): str(no)})
    return redirect("teams")


def _beside(request: HttpRequest, about: str) -> str:
    """The question a sentence stands beside: to put somebody out, the only one there is about them."""
    return f"out-{request.POST.get('post', '')}" if request.POST.get("do") == "out" else about


def _make(by: Post, typed: Mapping[str, Any]) -> None:
    kept.make(by=by, organisation_id=id_of(typed.get("place", "")), name=typed.get("name", ""))


def _in(by: Post, typed: Mapping[str, Any]) -> None:
    which = {"team_id": id_of(typed.get("team", "")), "post_id": id_of(typed.get("post", ""))}
    kept.put_in(by=by, **which, from_on=day_of(typed.get("from_on", "")), last_on=day_of(typed.get("last_on", "")))


def _out(by: Post, typed: Mapping[str, Any]) -> None:
    kept.put_out(by=by, post_id=id_of(typed.get("post", "")), last_on=day_of(typed.get("last_out", "")))


def _shown(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    by, found = me(request), kept.teams(me(request))
    audit.record("account.list")
    context = {
        "teams": [(one.team, [(post.id, _said(post), _days(post)) for post in one.posts]) for one in found],
        "choices": [(str(one.team.id), f"{one.team.name}, {one.team.organisation.name}") for one in found],
        "posts": [(str(post.id), f"{_said(post)}, {post.organisation.name}") for post in kept.choosable(by)],
        "places": [(str(place.id), place.name) for place in staff.places(by)],
        "typed": request.POST if errors else {},
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    return show(request, "admin/teams.html", status=422 if errors else 200, **context)


def _said(post: Post) -> str:
    return f"{post.user.display_name}, {post.title}"


def _days(post: Post) -> str:
    """From when to when it works there."""
    since = london(post.team_since or post.since).date()
    begins = "from" if since <= london(timezone.now()).date() else "will be from"
    return f"{begins} {in_words(since)}{until_words(post.team_until)}"
