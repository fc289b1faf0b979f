"""Writing somebody down for the first time: look first, then the form, then whoever it may be already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.foundation.dates import NotADate, parse_date
from kith.foundation.ids import random_id
from kith.people import arrivals, finding, queries
from kith.people.actions import PerhapsKnown
from kith.people.models import Person
from kith.web import asks
from kith.web.frame import show
from kith.web.person.newcomer import Newcomer
from kith.web.policy import page
from kith.web.presenters import Child, Problems, child

MOST = 20
LOOK = "Write a first name, a last name or a date of birth to look for."
# What belongs to the page and not to the person.
NOT_KEPT = ("csrfmiddlewaretoken", "do")


@dataclass(frozen=True)
class Likely:
    """Somebody who is here already, and why it may be them."""

    child: Child
    also: str
    reasons: tuple[str, ...]


@page(policy="person.edit")
def new(request: HttpRequest) -> HttpResponse:
    """A form of its own number: sent twice it makes one person."""
    request.reader.check("person.edit")  # type: ignore[attr-defined]
    return redirect("write_person", token=random_id())


@page(policy="person.edit")
def write(request: HttpRequest, token: UUID) -> HttpResponse:
    """Look, then write, then settle who it may be already. A role that writes only about some makes nobody."""
    request.reader.check("person.edit")  # type: ignore[attr-defined]
    if made := Person.objects.filter(token=token).first():
        return redirect("person", id=made.id)
    given = {name: str(value) for name, value in request.POST.items() if name not in NOT_KEPT}
    match request.POST.get("do", "") if request.method == "POST" else "begin":
        case "begin":
            return _look_page(request, token, {}, {})
        case "look":
            return _look(request, token, given)
        case "form":
            return _form(request, token, given)
    return _save(request, token, given, confirmed_new=request.POST.get("do") == "new")


def _look(request: HttpRequest, token: UUID, given: Mapping[str, str]) -> HttpResponse:
    """Whoever is here by that name; where nobody is, the form opens at once."""
    words = f"{given.get('name.forename', '')} {given.get('name.surname', '')}".strip()
    born = given.get("born.born_on", "").strip()
    try:
        born_on = parse_date(born) if born else None
    except NotADate as wrong:
        return _look_page(request, token, given, {"born.born_on": str(wrong)})
    if not words and not born_on:
        return _look_page(request, token, given, {"name.forename": LOOK})
    found = finding.find(asks.persons(request.reader), words=words, born_on=born_on, most=MOST)  # type: ignore[attr-defined]
    audit.record("person.search", subjects=[hit.person.id for hit in found], terms=f"{words} {born}".strip())
    if not found:
        return _form(request, token, given, nobody=True)
    return _look_page(request, token, given, {}, _likely({hit.person.id: hit.fit.reasons for hit in found}))


def _save(request: HttpRequest, token: UUID, given: Mapping[str, str], *, confirmed_new: bool) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    told, problems = _newcomer(request, given).told()
    if problems:
        return _form(request, token, given, problems)
    try:
        made = arrivals.write_down(token=token, told=told, reader=reader, confirmed_new=confirmed_new)
    except PerhapsKnown as known:
        audit.record("person.search", subjects=known.persons, terms=f"{told.forename} {told.surname}".strip())
        each = {id: known.of_each.get(id) or known.reasons for id in known.persons}
        return _form(request, token, given, likely=_likely(each))
    return redirect("person", id=made.id)


def _look_page(
    request: HttpRequest,
    token: UUID,
    given: Mapping[str, str],
    errors: Mapping[str, str],
    found: tuple[Likely, ...] = (),
) -> HttpResponse:
    context = {"token": token, "given": given, "errors": errors, "problems": Problems.of(errors), "found": found}
    return show(request, "person/new_look.html", status=422 if errors else 200, **context)


def _form(
    request: HttpRequest,
    token: UUID,
    given: Mapping[str, str],
    problems: Mapping[str, str] | None = None,
    *,
    likely: tuple[Likely, ...] = (),
    nobody: bool = False,
) -> HttpResponse:
    problems, form = problems or {}, _newcomer(request, given)
    context = {
        "token": token,
        "sections": tuple(form.sections(problems)),
        "problems": Problems.of(problems),
        "likely": likely,
        "nobody": nobody,
    }
    status = 422 if problems else 409 if likely else 200
    return show(request, "person/new.html", status=status, **context)


def _newcomer(request: HttpRequest, given: Mapping[str, str]) -> Newcomer:
    organisation = request.reader.post.organisation  # type: ignore[attr-defined]
    return Newcomer(given, organisation if organisation.kind == "school" else None)


def _likely(why: Mapping[UUID, Any]) -> tuple[Likely, ...]:
    cards = queries.cards(why)
    return tuple(
        Likely(child(cards[id]), ", ".join(cards[id].other_names), tuple(reasons)) for id, reasons in why.items()
    )
