"""Teams on an administrator's pages: make, rename and end one, put posts in and out. Nothing of a child."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.cases.working import work_of
from kith.organisations import staff
from kith.organisations import teams as kept
from kith.organisations.models import Post
from kith.organisations.staff import NotYours
from kith.web.admin.presenters import told_apart
from kith.web.admin.team_words import team_cards
from kith.web.admin.views import days_of, me
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Missing, Problems

# What a form is about, where each team or each post has one of its own: its fields carry that id.
OF_A_TEAM = {"in": "team", "rename": "team", "end": "team", "out": "post"}


@page(policy="posts.keep")
def teams(request: HttpRequest) -> HttpResponse:
    """Every team with who works in it and what may be done about it, and a form for one more."""
    if request.method != "POST":
        return _shown(request)
    do = request.POST.get("do", "")
    whose = f"-{request.POST.get(OF_A_TEAM[do], '')}" if do in OF_A_TEAM else ""
    try:
        DO.get(do, _make)(me(request), {name.removesuffix(whose): text for name, text in request.POST.items()})
    except Missing as not_yet:
        return _shown(request, {f"{name}{whose}": words for name, words in not_yet.problems.items()})
    except NotYours as no:
        return _shown(request, {_beside(do, no.about, whose): str(no)})
    return redirect("teams")


def _beside(do: str, about: str, whose: str) -> str:
    """The question a sentence stands beside: to put somebody out, the only one there is about them."""
    return about if about == "gone" else f"{'out' if do == 'out' else about}{whose}"


def _make(by: Post, typed: Mapping[str, Any]) -> None:
    kept.make(by=by, organisation_id=id_of(typed.get("place", "")), name=typed.get("name", ""))


def _in(by: Post, typed: Mapping[str, Any]) -> None:
    which = {"team_id": id_of(typed.get("team", "")), "post_id": id_of(typed.get("post", ""))}
    kept.put_in(by=by, **which, **days_of(typed, "from_on", "last_on"))


def _out(by: Post, typed: Mapping[str, Any]) -> None:
    kept.put_out(by=by, post_id=id_of(typed.get("post", "")), last_on=_last(typed, "out"))


def _rename(by: Post, typed: Mapping[str, Any]) -> None:
    kept.rename(by=by, team_id=id_of(typed.get("team", "")), name=typed.get("called", ""))


def _end(by: Post, typed: Mapping[str, Any]) -> None:
    team, last = id_of(typed.get("team", "")), _last(typed, "ends")
    kept.end(by=by, team_id=team, last_on=last, work=lambda id: work_of([id]).get(id, 0))


def _last(typed: Mapping[str, Any], name: str) -> date | None:
    return days_of(typed, name)[name]


DO = {"make": _make, "in": _in, "out": _out, "rename": _rename, "end": _end}


def _shown(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    by, found = me(request), kept.teams(me(request))
    audit.record("account.list")
    work = work_of([one.team.id for one in found])
    context = {
        "teams": team_cards(found, work, kept.choosable(by)),
        "places": [(str(id), name) for id, name in told_apart(staff.places(by))],
        "typed": request.POST if errors else {},
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    return show(request, "admin/teams.html", status=422 if errors else 200, **context)
