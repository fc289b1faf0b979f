"""Who somebody is to this person: the other is found through the picker, then the tie is written on both pages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.people import actions, finding, queries
from kith.people.models import Person, Relationship
from kith.web import asks
from kith.web.frame import show
from kith.web.person import forms
from kith.web.person.about import About, about
from kith.web.person.kinds import TIE
from kith.web.policy import page
from kith.web.presenters import Problems, child

MOST = 12
NOBODY = "Look for the other person and choose them."


@page(policy="person.edit")
def new_tie(request: HttpRequest, id: UUID) -> HttpResponse:
    """Look for the other, choose them, say who they are to this person."""
    whom, posted = about(request, id, write=True), request.POST
    verb, _, chosen = posted.get("do", "").partition(".")
    given = {**forms.usual(TIE.asks), **posted.dict()} | ({"other": chosen} if verb == "choose" else {})
    if request.method != "POST" or verb != "save":
        return _shown(request, whom, given, look=verb == "look")
    other, typed = _other(request, whom, given), forms.read(TIE, posted)
    problems = typed.problems if other else {"look_for": NOBODY, **typed.problems}
    if problems or other is None:
        return _shown(request, whom, given, problems)
    _write(whom.person, other, typed.values)
    return redirect("person", id=id)


def _write(person: Person, other: Person, values: Mapping[str, Any]) -> None:
    """The same tie is written once, however often it is sent."""
    Person.objects.select_for_update().get(id=person.id)
    if not Relationship.objects.filter(person=person, other=other, type=values["type"], until_on=None).exists():
        actions.add_relationship(person=person, other=other, **values)


def _candidates(request: HttpRequest, whom: About) -> Any:
    """A tie is written on both pages, so both must be this post's to write on."""
    return asks.persons(request.reader, "person.edit").exclude(id=whom.person.id)  # type: ignore[attr-defined]


def _other(request: HttpRequest, whom: About, given: Mapping[str, str]) -> Person | None:
    try:
        id = UUID(given.get("other", ""))
    except ValueError:
        return None
    return _candidates(request, whom).filter(id=id).first()  # type: ignore[no-any-return]


def _shown(
    request: HttpRequest,
    whom: About,
    given: Mapping[str, str],
    problems: Mapping[str, str] | None = None,
    *,
    look: bool = False,
) -> HttpResponse:
    problems, words = problems or {}, given.get("look_for", "").strip()
    found = finding.likely(_candidates(request, whom), words=words, most=MOST) if look and words else []
    other = _other(request, whom, given)
    shown = [*([other] if other else []), *found]
    audit.record("person.search", subjects=[whom.person.id, *(one.id for one in shown)], terms=words)
    cards = queries.cards([one.id for one in shown])
    context = {
        "whom": whom,
        "other": child(cards[other.id]) if other else None,
        "found": tuple(child(cards[one.id]) for one in found),
        "looked": look and bool(words),
        "look_for": words,
        "questions": forms.questions(TIE.asks, given, problems),
        "errors": problems,
        "problems": Problems.of(problems),
    }
    return show(request, "person/tie.html", status=422 if problems else 200, **context)
