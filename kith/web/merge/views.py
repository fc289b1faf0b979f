"""Pages on which two records become one person's, or stay two: each says who asked, and waits for a second person."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.people import finding, merge_rules, merging, queries
from kith.people.models import Merge
from kith.web import asks
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.merge import presenters
from kith.web.merge.beside import side_by_side
from kith.web.outcome import Line, looked
from kith.web.person.about import about
from kith.web.policy import page
from kith.web.presenters import Missing, Problems, child

MOST = 20


@page(policy="person.merge")
def merges(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and pairs nobody has looked at."""
    shown = presenters.waiting(request.reader, asks.persons(request.reader, "person.edit"))  # type: ignore[attr-defined]
    audit.record("merge.list", subjects=sorted(shown.everybody))
    return show(request, "merge/merges.html", page=shown)


@page(policy="person.merge")
def same_as(request: HttpRequest, id: UUID) -> HttpResponse:
    """Which other record may be this person's: those alike, and whoever a search finds."""
    whom = about(request, id, write=True)
    words = request.POST.get("words", "").strip()
    among = asks.persons(request.reader, "person.edit").exclude(id=id)  # type: ignore[attr-defined]
    found = [one.id for one in finding.likely(among, words=words, most=MOST)] if words else []
    alike = [one for one in queries.clashes(whom.person) if among.filter(id=one).exists()]
    cards = queries.cards({*found, *alike})
    audit.record("merge.list", subjects=[id, *sorted(cards)])
    rows = [child(cards[one]) for one in dict.fromkeys([*alike, *found])]
    return show(request, "merge/same_as.html", whom=whom, words=words, rows=rows)


@page(policy="person.merge")
def beside(request: HttpRequest, id: UUID, other: UUID) -> HttpResponse:
    """Two records side by side, and what somebody says of them."""
    if id == other:
        raise Http404
    one, two = (about(request, each, write=True).person.id for each in (id, other))
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return redirect("merge", id=_said(request, one, two).id)
        except Missing as no:
            errors = no.problems
    told = merging.compared(one, two)
    stands = merging.between(one, two).exclude(stage="alike").first()
    context = {"page": side_by_side(request.reader, one, two), "told": told, "stands": stands}  # type: ignore[attr-defined]
    typed = request.POST if errors else {}
    response = _form(request, "merge/beside.html", errors, typed=typed, **context)
    return looked(response, Line("merge.view", subjects=(one, two)), kept=not errors)


def _said(request: HttpRequest, one: UUID, two: UUID) -> Merge:
    typed: Any = request.POST
    why, stays = typed.get("why", ""), id_of(typed.get("stays", ""))
    reader: Any = request.reader  # type: ignore[attr-defined]
    is_two = typed.get("do") == "two"
    if is_two and not why.strip():
        raise Missing({"why": "Say why they are two persons."})
    if not is_two and stays not in (one, two):
        unsaid = merge_rules.missing_in(why, ())
        raise Missing({"stays": "Choose which record stays."} | ({"why": unsaid} if unsaid else {}))
    try:
        if is_two:
            return merging.say_two(reader=reader, one=one, other=two, why=why)
        return merging.propose(reader=reader, survivor=stays, merged=two if stays == one else one, why=why)
    except merging.NotNow as no:
        raise Missing({"why": str(no)}) from None


@page(policy="person.merge")
def merge(request: HttpRequest, id: UUID) -> HttpResponse:
    """One merge: how it stands, what it did, and what a second person can say."""
    found = _seen(request, id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            DO.get(request.POST.get("do", ""), _nothing)(request, found)
            return redirect("merge", id=id)
        except merging.NotNow as no:
            errors = {"words": str(no)}
    shown = presenters.of_merge(request.reader, found)  # type: ignore[attr-defined]
    response = _form(request, "merge/merge.html", errors, page=shown, typed=request.POST if errors else {})
    return looked(response, Line("merge.view", subjects=tuple(found.both)), kept=not errors)


def _seen(request: HttpRequest, id: UUID) -> Merge:
    """A merge of two whom this reader may write about; of the one who stays, once they are one."""
    found = Merge.objects.filter(id=id).first()
    if found is None:
        raise Http404
    for person in presenters.persons_of(found):
        about(request, person, write=True)
    return found


def _agree(request: HttpRequest, found: Merge) -> None:
    merging.agree(reader=request.reader, merge=found, yes=True)  # type: ignore[attr-defined]


def _decline(request: HttpRequest, found: Merge) -> None:
    merging.agree(reader=request.reader, merge=found, yes=False, words=request.POST.get("words", ""))  # type: ignore[attr-defined]


def _ask(request: HttpRequest, found: Merge) -> None:
    chosen = [one for one in map(id_of, request.POST.getlist("goes")) if one]
    why = request.POST.get("words", "")
    merging.ask_to_part(reader=request.reader, merge=found, why=why, chosen=chosen)  # type: ignore[attr-defined]


def _part(request: HttpRequest, found: Merge) -> None:
    merging.part(reader=request.reader, merge=found)  # type: ignore[attr-defined]


def _keep(request: HttpRequest, found: Merge) -> None:
    merging.keep_together(reader=request.reader, merge=found, words=request.POST.get("words", ""))  # type: ignore[attr-defined]


def _nothing(request: HttpRequest, found: Merge) -> None:
    """A button there is not."""


DO: dict[str, Callable[[HttpRequest, Merge], None]] = {
    "agree": _agree, "decline": _decline, "ask": _ask, "part": _part, "keep": _keep,
}  # fmt: skip


def _form(request: HttpRequest, template: str, errors: dict[str, str], **context: Any) -> HttpResponse:
    more = {"errors": errors, "problems": Problems.of(errors)}
    return show(request, template, status=422 if errors else 200, **more, **context)
