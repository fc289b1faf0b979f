"""The register of groups: on the page of one child, and many children at once by a list."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.insight import cohorts, register
from kith.insight.listed import read_list
from kith.insight.models import GroupPlace
from kith.organisations.queries import named as names_of
from kith.people.queries import cards
from kith.people.said import reasons
from kith.reference.codes import code_set
from kith.tenancy.history import Conflict
from kith.web import asks, presenters
from kith.web.admin.views import days_of
from kith.web.frame import show
from kith.web.insight import asked as given
from kith.web.insight.placed import placed
from kith.web.policy import page
from kith.web.presenters import Missing, Problems

__all__ = ["change_group", "child_page", "may_write", "put_in_group", "write_group"]

OWN = "own"
CHANGED = "Somebody has changed this since you opened the page. It is shown as it stands now."


def may_write(request: HttpRequest) -> bool:
    return asks.may_open(request.reader, "report.write")  # type: ignore[attr-defined]


@page(policy="report.write")
@require_POST
def write_group(request: HttpRequest, id: UUID) -> HttpResponse:
    """This child is in a group."""
    sight = given.sight_of(request)
    one, _ = asks.person(request.reader, id)  # type: ignore[attr-defined]
    try:
        _put_in(request.POST, [one.id], sight.holder)
    except (Missing, register.NotThere) as no:
        return child_page(request, id, no.problems)
    return redirect("child_groups", id=id)


@page(policy="report.write")
@require_POST
def change_group(request: HttpRequest, id: UUID, place: UUID) -> HttpResponse:
    """A place in a group ends, or was never so."""
    sight = given.sight_of(request)
    one, _ = asks.person(request.reader, id)  # type: ignore[attr-defined]
    there = GroupPlace.objects.filter(id=place, person=one, holder_id=sight.holder).first()
    if there is None:
        raise Http404
    try:
        _change(there, request.POST)
    except Conflict:
        return child_page(request, id, {f"p-{place}": CHANGED})
    except (Missing, register.NotThere) as no:
        return child_page(request, id, {f"{place}.{name}": words for name, words in no.problems.items()})
    return redirect("child_groups", id=id)


@page(policy="report.write")
def put_in_group(request: HttpRequest) -> HttpResponse:
    """Many children at once: their numbers or names, one to a line. None is put in while one line is not clear."""
    sight, errors = given.sight_of(request), {}
    if request.method == "POST":
        try:
            found = read_list(sight, request.POST.get("children", ""))
            if found.sentence:
                raise Missing({"children": found.sentence})
            _put_in(request.POST, found.ids, sight.holder)
            return redirect("groups")
        except (Missing, register.NotThere) as no:
            errors = no.problems
    context = {**_asked(request.POST, errors), "back": "groups"}
    return show(request, "insight/put_in.html", status=422 if errors else 200, **context)


def child_page(request: HttpRequest, id: UUID, errors: Mapping[str, str] | None = None) -> HttpResponse:
    """The groups of a child, with what is written in the register and the form that writes there."""
    sight = given.sight_of(request)
    one, _ = asks.person(request.reader, id)  # type: ignore[attr-defined]
    audit.record("group.show", subjects=[one.id], holder=sight.holder)
    places = register.of_person(sight, one)
    who = names_of([v.by for versions in places for v in versions if v.by])
    context = {
        "child": presenters.child(cards([one.id])[one.id]),
        "groups": cohorts.belongs_to(sight, one.id),
        "places": [placed(versions, who, reasons(one)) for versions in places],
        "may_write": may_write(request),
        **_asked(request.POST, errors or {}),
    }
    return show(request, "insight/child.html", status=422 if errors else 200, **context)


def _asked(typed: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, Any]:
    choices = [*code_set(register.GROUPS).choices(), (OWN, "A group of your own")]
    return {"choices": choices, "typed": typed, "errors": errors, "problems": Problems.of(errors)}


def _put_in(typed: Mapping[str, Any], person_ids: list[UUID], holder: UUID) -> None:
    kind = typed.get("kind", "")
    if kind not in (OWN, *dict(code_set(register.GROUPS).choices())):
        raise Missing({"kind": "Choose a group, or give your own a name."})
    said: dict[str, Any] = {name: typed.get(name, "") for name in ("own", "source", "why")}
    said |= days_of(typed, "from_on", "until_on")
    register.put_in(person_ids=person_ids, holder=holder, kind="" if kind == OWN else kind, **said)


def _change(place: GroupPlace, typed: Mapping[str, Any]) -> None:
    based_on = str(typed.get("based_on", ""))
    read = int(based_on) if based_on.isdecimal() else 0
    if typed.get("do") == "end":
        on = days_of({"on": typed.get(f"{place.id}.on", "")}, "on")["on"]
        register.end(place=place, on=on, based_on=read)
    else:
        register.take_back(place=place, based_on=read, reason=typed.get(f"{place.id}.reason", ""))
