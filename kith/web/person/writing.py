"""Adding a fact about a person, putting one right, ending it, taking it back and putting it back."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.foundation.dates import NotADate, moment_in_words, parse_day
from kith.foundation.ids import random_id
from kith.organisations.queries import named as names_of
from kith.people import actions, said
from kith.tenancy.history import Conflict
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.person import adding, forms, history
from kith.web.person.about import About, about, fact_of, kind_named
from kith.web.person.kinds import FactKind
from kith.web.policy import page
from kith.web.presenters import Problems, named

WHY = "Say in a few words why it is put right. It stands beside what was said before."
WHY_NOT_TRUE = "Say in a few words why it was never true. It stays in the history."
CHOOSE = "Choose which of the two stands."
MOVED_ON = "Somebody has changed this since you opened the page. What it says now is shown."


@dataclass(frozen=True)
class Both:
    """Two people put the same fact right: what it said before, what the other wrote, what this reader typed."""

    before: str
    theirs: str
    mine: str
    who: str
    when: str
    gone: bool


@page(policy="person.edit")
def add(request: HttpRequest, id: UUID, slug: str) -> HttpResponse:
    """A further fact. The form comes back with everything typed where it needs another look."""
    whom, kind = about(request, id, write=True), kind_named(slug)
    if not adding.open_to(kind, request.reader):
        raise Http404
    if request.method != "POST":
        if kind.once and (there := kind.model.objects.filter(person=whom.person).first()):
            return redirect("correct_fact", id=id, slug=slug, fact=there.id)
        return _form(request, whom, kind, forms.usual(kind.questions), {})
    typed = forms.read(kind, request.POST, asks=kind.questions)
    try:
        if not typed.problems:
            adding.add(kind, whom.person, typed.values, request.reader, number=id_of(request.POST.get("form", "")))
            return redirect("person", id=id)
    except (actions.AlreadySaid, adding.NotAllowed) as there:
        typed.problems[kind.asks[0].name] = str(there)
    return _form(request, whom, kind, request.POST, typed.problems)


@page(policy="person.edit")
def correct(request: HttpRequest, id: UUID, slug: str, fact: UUID) -> HttpResponse:
    """Say a fact better, with the reason. Two at once: both see both texts, and the second chooses."""
    whom, kind = about(request, id, write=True), kind_named(slug)
    one = fact_of(request, whom, kind, fact)
    if request.method != "POST":
        if one.stands is None:
            return redirect("fact", id=id, slug=slug, fact=fact)
        return _form(request, whom, kind, forms.standing(kind, one.stands), {}, one=one)
    if request.POST.get("keep") == "theirs":
        return redirect("fact", id=id, slug=slug, fact=fact)
    typed = _better(kind, one, request.POST)
    if typed.problems:
        both = _both(kind, one, typed.values, request) if "both" in request.POST else None
        return _form(request, whom, kind, request.POST, typed.problems, one=one, both=both)
    return _put_right(request, whom, kind, one, typed.values)


@page(policy="person.edit")
@require_POST
def end(request: HttpRequest, id: UUID, slug: str, fact: UUID) -> HttpResponse:
    """It was true until a day."""
    whom, kind = about(request, id, write=True), kind_named(slug)
    one = fact_of(request, whom, kind, fact)
    try:
        on = parse_day(request.POST.get("on", ""))
    except NotADate as wrong:
        return history.shown(request, whom, one, typed=request.POST, errors={"on": str(wrong)})
    if one.last.from_on and on < one.last.from_on:
        return history.shown(request, whom, one, typed=request.POST, errors={"on": "This is before it began."})
    return _done(request, whom, one, "on", lambda stands, n: actions.end(fact=stands, on=on, based_on=n))


@page(policy="person.edit")
@require_POST
def withdraw(request: HttpRequest, id: UUID, slug: str, fact: UUID) -> HttpResponse:
    """It was never true. What was said stays in the history."""
    whom, kind = about(request, id, write=True), kind_named(slug)
    one, reason = fact_of(request, whom, kind, fact), request.POST.get("reason", "").strip()
    if not reason:
        return history.shown(request, whom, one, errors={"reason": WHY_NOT_TRUE})
    return _done(
        request, whom, one, "reason", lambda stands, n: actions.withdraw(fact=stands, based_on=n, reason=reason)
    )


@page(policy="person.edit")
@require_POST
def put_back(request: HttpRequest, id: UUID, slug: str, fact: UUID) -> HttpResponse:
    """What was taken back stands again."""
    whom, kind = about(request, id, write=True), kind_named(slug)
    one = fact_of(request, whom, kind, fact)
    return _done(request, whom, one, "back", lambda _, n: actions.put_back(fact=one.last, based_on=n))


def _done(request: HttpRequest, whom: About, one: said.Said, field: str, write: Any) -> HttpResponse:
    """Carry out one step from the page of a fact; what failed leaves nothing behind and is said there."""
    based_on = _number(request.POST.get("based_on"))
    undoing = field == "back"
    try:
        with transaction.atomic():
            if (one.stands is None) is not undoing:
                raise Conflict(one.id, based_on)
            write(one.stands, based_on)
    except Conflict:
        return history.shown(request, whom, one, typed=request.POST, errors={field: MOVED_ON})
    except actions.AlreadySaid as there:
        return history.shown(request, whom, one, typed=request.POST, errors={field: str(there)})
    return redirect("fact", id=whom.person.id, slug=request.resolver_match.kwargs["slug"], fact=one.id)


def _better(kind: FactKind, one: said.Said, posted: Mapping[str, str]) -> forms.Typed:
    """What was typed over a fact, with the reason; of a protected address what was left empty stays as it is."""
    typed = forms.read(kind, posted)
    values, problems = dict(typed.values), dict(typed.problems)
    if getattr(one.last, "protected", False):
        values = {name: value for name, value in values.items() if value or name not in ("lines", "postcode")}
        if not {"lines", "postcode"} & set(values):
            problems.pop("lines", None)
    if not posted.get("reason", "").strip():
        problems["reason"] = WHY
    if "both" in posted and posted.get("keep") != "mine":
        problems["keep"] = CHOOSE
    return forms.Typed(values, problems)


def _put_right(
    request: HttpRequest, whom: About, kind: FactKind, one: said.Said, values: dict[str, Any]
) -> HttpResponse:
    based_on, reason = _number(request.POST.get("based_on")), request.POST["reason"].strip()
    there = redirect("fact", id=whom.person.id, slug=kind.slug, fact=one.id)
    stands = one.stands
    if stands is not None and all(getattr(stands, name) == value for name, value in values.items()):
        return there
    try:
        with transaction.atomic():
            if stands is None:
                raise Conflict(one.id, based_on)
            actions.correct(fact=stands, based_on=based_on, reason=reason, **values)
    except Conflict:
        now = fact_of(request, whom, kind, one.id)
        both = _both(kind, now, values, request)
        return _form(request, whom, kind, request.POST, {}, one=now, both=both, status=409)
    except actions.AlreadySaid as again:
        return _form(request, whom, kind, request.POST, {kind.asks[0].name: str(again)}, one=one)
    return there


def _both(kind: FactKind, one: said.Said, values: Mapping[str, Any], request: HttpRequest) -> Both:
    """The two texts and the one both started from."""
    based_on = _number(request.POST.get("began_at") or request.POST.get("based_on"))
    before = next((v for v in one.versions if v.n == based_on), one.versions[0])
    mine = copy.copy(one.last)
    for name, value in values.items():
        setattr(mine, name, value)
    who = names_of([one.last.by]) if one.last.by else {}
    theirs = "Taken back" if one.stands is None else kind.said(one.last)
    return Both(
        before=kind.said(before),
        theirs=theirs,
        mine=kind.said(mine),
        who=named(who, one.last.by),
        when=moment_in_words(one.last.recorded_at),
        gone=one.stands is None,
    )


def _form(
    request: HttpRequest,
    whom: About,
    kind: FactKind,
    given: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    one: said.Said | None = None,
    both: Both | None = None,
    status: int | None = None,
) -> HttpResponse:
    asks = kind.questions if one is None else kind.asks
    # The form names the child however it comes: asked for, sent back, or beside what somebody else wrote.
    page_shown = "correct_fact" if one else "add_fact"
    audit.record("person.view", subjects=[whom.person.id], detail={"page": page_shown})
    context = {
        "whom": whom,
        "kind": kind,
        "fact": one,
        "questions": forms.questions(asks, given, problems),
        "protected": getattr(one.last, "protected", False) if one else False,
        "based_on": one.last.n if one and (both or not given.get("based_on")) else given.get("based_on", ""),
        "began_at": given.get("began_at") or given.get("based_on", ""),
        "both": both,
        "form_number": id_of(given.get("form", "")) or random_id(),
        "typed": given,
        "errors": problems,
        "problems": Problems.of(problems),
    }
    return show(request, "person/write.html", status=status or (422 if problems else 200), **context)


def _number(text: str | None) -> int:
    """The version a form was made from. A form that says none is based on none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
