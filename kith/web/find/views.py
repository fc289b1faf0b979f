"""Finding a person by name, number or date of birth."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from kith import audit
from kith.foundation.dates import NotADate, parse_date
from kith.people import finding
from kith.people.findable import Findable
from kith.web import asks
from kith.web.find.address import Terms, open_address, seal_terms
from kith.web.find.presenters import found_as, headline, hint, results
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems

MOST, FIRST = 50, 8
OLD = "This list was open for too long and is not kept. Type again what you look for."


@page(policy="person.list")
def find(request: HttpRequest) -> HttpResponse:
    """The form. What is typed is sent, never put into the address."""
    typed = {name: request.POST.get(name, "").strip() for name in ("words", "born")}
    if request.method != "POST":
        return _form(request, typed, {}, 200)
    terms, errors = _terms(typed)
    if errors:
        return _form(request, typed, errors, 422)
    return redirect("found", address=seal_terms(terms, request.reader.post.id))


@page(policy="person.list")
def found(request: HttpRequest, address: str) -> HttpResponse:
    """The list, with one ledger line for the search and everybody on it."""
    terms = open_address(address, request.reader.post.id)
    if terms is None:
        return _form(request, {"words": "", "born": ""}, {"words": OLD}, 410)
    hits = look_for(request.reader, terms, MOST)
    page = results(hits, terms, most=MOST)
    return show(request, "find/found.html", page=page, may_create=_may_create(request))


@page(policy="person.list")
@require_POST
def while_typing(request: HttpRequest) -> HttpResponse:
    """The first who fit what was typed until somebody paused: a look, with its line, as any search."""
    terms, errors = _terms({name: request.POST.get(name, "").strip() for name in ("words", "born")})
    if errors or not terms.words:
        return HttpResponse(status=204)
    hits = look_for(request.reader, terms, FIRST)
    context = {"rows": [found_as(hit) for hit in hits], "headline": headline(len(hits), FIRST)}
    response = HttpResponse(render_to_string("find/typing.html", context, request))
    response["Cache-Control"] = "no-store"
    return response


def look_for(reader: Any, terms: Terms, most: int) -> list[finding.Hit]:
    """Whom this reader may find by these terms, and the line that says they looked."""
    hits = finding.find(
        Findable(reader),
        words=terms.words,
        born_on=terms.born_on,
        most=most,
        at_home=Findable(reader, "person.view"),
    )
    said = f"{terms.words} {terms.born_on or ''}".strip()
    audit.record("person.search", subjects=[hit.person.id for hit in hits], terms=said)
    return hits


def _form(request: HttpRequest, typed: dict[str, str], errors: dict[str, str], status: int) -> HttpResponse:
    context = {
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
        "hint": hint(by_address=asks.may_open(request.reader, "person.view")),
        "may_create": _may_create(request),
        "may_search": asks.may_open(request.reader, asks.SEARCH),
    }
    return show(request, "find/find.html", status=status, **context)


def _may_create(request: HttpRequest) -> bool:
    """Whether this post writes down new persons: by its role alone, since nobody is tied to somebody yet unknown."""
    allowed: bool = request.reader.may("person.edit").allowed  # type: ignore[attr-defined]
    return allowed


def _terms(typed: dict[str, str]) -> tuple[Terms, dict[str, str]]:
    if not typed["words"] and not typed["born"]:
        return Terms(""), {"words": "Type a name, a number or a date of birth."}
    if not typed["born"]:
        words, day = _with_day(typed["words"])
        return Terms(words, day), {}
    try:
        return Terms(typed["words"], parse_date(typed["born"])), {}
    except NotADate as wrong:
        return Terms(typed["words"]), {"born": str(wrong)}


def _with_day(typed: str) -> tuple[str, date | None]:
    """A date of birth typed where names go, alone or after a name: nobody is called 14/3/2017 or 14 March 2017."""
    parts = typed.split()
    for count in (1, 3):
        try:
            day = parse_date(" ".join(parts[-count:]))
        except NotADate:
            continue
        return " ".join(parts[:-count]), day
    return typed, None
