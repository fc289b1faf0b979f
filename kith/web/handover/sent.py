"""What this school has referred: where each one stands, what was decided, and the way to take one back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.access.reader import require
from kith.access.rules import Decision
from kith.cases.models import Record
from kith.people.queries import cards, kept_secret
from kith.sharing import NotNow, NotReleased
from kith.sharing.models import Sent
from kith.sharing.referral.hearing import read_here
from kith.sharing.referral.recalling import take_back
from kith.sharing.referral.told import sent_about, stories, story_of
from kith.web import asks
from kith.web.frame import show
from kith.web.handover.presenters import StoryPage, story_page
from kith.web.handover.said import referral_said
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems

MOST = 100
CLOSED = "Each child this referral is about is closed to this reader."


@page(policy="concern.work")
def sent_referrals(request: HttpRequest) -> HttpResponse:
    """Every referral made of a concern this reader may read, newest first."""
    records = asks.records(request.reader)
    pages, subjects = _pages(request.reader, sent_about(records.values("id")))
    audit.record("referral.list", subjects=subjects)
    return show(request, "handover/sent_list.html", items=pages)


@page(policy="concern.work")
def sent_referral(request: HttpRequest, id: UUID) -> HttpResponse:
    """One referral: what went, how it stands, what was answered."""
    sent, record = _sent(request, id)
    read_here(sent)
    return _shown(request, sent, record)


@page(policy="concern.work")
@require_POST
def recall_referral(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take it back, with words. Once somebody has taken it on, that is a request."""
    sent, record = _sent(request, id)
    asks.check_work(request.reader, record)
    words = request.POST.get("words", "").strip()
    if not words:
        return _shown(request, sent, record, {"words": "Say why you take it back. The council reads it."})
    try:
        take_back(sent=sent, words=words)
    except (NotNow, NotReleased) as no:
        return _shown(request, sent, record, {"words": str(no)})
    return redirect("sent_referral", id=sent.id)


def about(reader: Any, record: Record) -> tuple[StoryPage, ...]:
    """The referrals made of one record, for its own page. Ask only for one the reader may open."""
    return _pages(reader, sent_about([record.id]))[0]


def _pages(reader: Any, sent: list[Sent]) -> tuple[tuple[StoryPage, ...], list[UUID]]:
    """In words, and everybody they name. One about children who are all closed to this reader is none of them, though
    the concern may open through another child."""
    if not sent:
        return (), []
    records = {one.id: one for one in Record.objects.filter(id__in={one.about for one in sent})}
    readable = {part.person_id for part in asks.own_parts(reader, list(records))}
    sent = [one for one in sent if readable & set(one.subjects)][:MOST]
    known = cards({id for one in sent for id in one.subjects if id in readable})
    names = {id: card.name for id, card in known.items()}
    pages = tuple(story_page(one, records[one.sent.about].reference, names) for one in stories(sent))
    return pages, list(known)


def _sent(request: HttpRequest, id: UUID) -> tuple[Sent, Record]:
    sent = Sent.objects.select_related("envelope").filter(id=id).first()
    if sent is None or sent.about is None:
        raise Http404
    reader: Any = request.reader  # type: ignore[attr-defined]
    record = asks.record(reader, sent.about)
    readable = {part.person_id for part in asks.own_parts(reader, [record.id])}
    require(Decision(bool(readable & set(sent.subjects)), CLOSED), *sent.subjects)
    return sent, record


def _shown(request: HttpRequest, sent: Sent, record: Record, problems: dict[str, str] | None = None) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    readable = {part.person_id for part in asks.own_parts(reader, [record.id])}
    subjects = [id for id in sent.subjects if id in readable]
    names = {id: card.name for id, card in cards(subjects).items()}
    story, errors = story_of(sent), dict(problems or {})
    secret = kept_secret(subjects)
    places = [n for n, id in enumerate(sent.subjects) if id in readable]
    context = {
        "page": story_page(story, record.reference, names),
        "said": referral_said(story.body, places, [n for n in places if sent.subjects[n] in secret]),
        "may_work": asks.may_work(reader, record),
        "words": request.POST.get("words", ""),
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "handover/sent.html", status=422 if errors else 200, **context)
    line = Line(
        "referral.view", subjects=tuple(subjects), holder=record.holder_id, detail={"reference": record.reference}
    )
    return looked(response, line, kept=not errors)
