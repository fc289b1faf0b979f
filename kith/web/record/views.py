"""The page of a record, and what is done to it there: steps, words that are added, links, the person's own view."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.access.queries import records_visible_to
from kith.cases import actions, linking, rules
from kith.cases.models import Record
from kith.foundation.dates import NotADate, parse_day, today
from kith.foundation.ids import random_id
from kith.reference.codes import code_set
from kith.sharing import Kind, Way, release
from kith.web import asks, keeping, step_up
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.handover.gather import came_said
from kith.web.meanwhile import check_not_meanwhile, was_sent
from kith.web.outcome import looked
from kith.web.policy import page
from kith.web.presenters import Problems
from kith.web.record import sight as sights
from kith.web.record.beginning import begins
from kith.web.record.closing import closed_words
from kith.web.record.takers import takers

BASIS = "The reader's own work with the person, under the law this area is declared by"
# The forms on the page in which somebody writes, each by the field its problems are said at.
PLACES = ("to", "words", "view")


@page(policy="area.read")
def record(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """One record: the shared part, and the own parts this reader may read."""
    found = asks.record(request.reader, id, area)
    if step_up.is_due_for(request, area, [part.category for part in asks.own_parts(request.reader, [id])]):
        return step_up.ask(request)
    return _shown(request, found)


@page(policy="area.work")
@require_POST
def move_record(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """Take a step. What it asks, whose it is and a second person are the area's to say."""

    def take(record: Record) -> None:
        to, token = request.POST.get("to", ""), token_of(request)
        if was_sent(token):
            return
        check_not_meanwhile(record, to)
        if to not in {one.end for one in asks.moves_open_to(request.reader, record)}:
            raise rules.NotAllowed("Choose a step that leads on from here.")
        actions.move_stage(record=record, to=to, rationale=request.POST.get("why", "").strip(), token=token)

    return done(request, area, id, take, "to")


@page(policy="area.work")
@require_POST
def take_record(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """This post takes the record on."""
    me = request.reader.post.id
    return done(request, area, id, lambda record: actions.assign(record=record, post_id=me), "to")


@page(policy="area.work")
@require_POST
def add_to_record(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """The writer adds to what they wrote. The first words stay as they were."""
    words = request.POST.get("words", "")
    return done(
        request, area, id, lambda one: actions.add_words(record=one, words=words, token=token_of(request)), "words"
    )


@page(policy="area.work")
@require_POST
def keep_beside_record(request: HttpRequest, area: str, id: UUID, place: str) -> HttpResponse:
    """What stands in a form on the page of a record, sent by the page itself while somebody types."""
    found = asks.record(request.reader, id, area)
    asks.check_work(request.reader, found)
    if place not in PLACES:
        raise Http404
    kept = keeping.keep_beside(request, about=found.id, place=place, area=area, holder=found.holder_id)
    return kept or redirect("record", area=area, id=id)


@page(policy="area.work")
@require_POST
def say_view(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """What the person themselves says of it, beside what was written."""

    def say(record: Record) -> None:
        person = id_of(request.POST.get("person", ""))
        if person not in sights.subjects(sights.look(request.reader, record)):
            raise rules.NotReady({"person": "Choose somebody this record is about."})
        actions.say_own_view(
            record=record,
            person_id=person,
            words=request.POST.get("view", ""),
            said_by=request.POST.get("said_by", ""),
            said_on=_day_of(request.POST.get("said_on", _today())),
            token=token_of(request),
        )

    return done(request, area, id, say, "view")


@page(policy="area.work")
@require_POST
def join_record(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """Join another record to this one: one that this reader may read too."""

    def join(record: Record) -> None:
        reference = request.POST.get("other", "").strip()
        known = records_visible_to(
            Record.objects.filter(reference=reference, holder_id=record.holder_id), request.reader
        )
        if (other := known.first()) is None:
            raise rules.NotReady({"other": "Write the number of a record you may open, as it stands on its page."})
        kind = request.POST.get("kind", "")
        actions.link_records(record=record, other=other, kind=kind, token=token_of(request))

    return done(request, area, id, join, "other")


@page(policy="area.read")
@require_POST
def print_record(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """The parts this reader may read, and nothing to press. Without a purpose nothing is let out."""
    found = asks.record(request.reader, id, area)
    purpose = request.POST.get("purpose", "").strip()[:200]
    if not purpose:
        return _shown(request, found, {"purpose": "Say what the print is for."})
    about = sights.subjects(sights.look(request.reader, found))
    release(
        what="record",
        way=Way.PRINT,
        kind=Kind.OWN_SCREEN,
        purpose=purpose,
        basis=BASIS,
        subjects=about,
        holder=found.holder_id,
    )
    return _shown(request, found, printing=True)


def done(
    request: HttpRequest, area: str, id: UUID, do: Callable[[Record], Any], at: str, *, leaves: bool = False
) -> HttpResponse:
    """Do it and go back to the page; what can't be done is said there, and nothing typed is lost.

    `leaves`: the record may be closed to this post now, so it goes back to the list.
    """
    reader: Any = request.reader  # type: ignore[attr-defined]
    found = asks.record(reader, id, area)
    asks.check_work(reader, found)
    try:
        with transaction.atomic():  # what it wrote before it failed must not stand on the page that says why
            do(found)
    except rules.NotReady as not_yet:
        problems = {(at if name == "words" else name): words for name, words in not_yet.problems.items()}
        return _shown(request, found, problems, place=at)
    except rules.NotAllowed as no:
        return _shown(request, found, {at: str(no)}, place=at)
    keeping.done_beside(request, found.id, at)
    return redirect("work_list", area=area) if leaves else redirect("record", area=area, id=id)


def token_of(request: HttpRequest) -> UUID | None:
    return id_of(request.POST.get("token", ""))


def _day_of(text: str) -> date:
    try:
        return parse_day(text)
    except NotADate as wrong:
        raise rules.NotReady({"said_on": str(wrong)}) from None


def _today() -> str:
    day = today()
    return f"{day.day}/{day.month}/{day.year}"


def _shown(
    request: HttpRequest,
    record: Record,
    problems: Mapping[str, str] | None = None,
    *,
    printing: bool = False,
    place: str = "",
) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    seen, errors = sights.look(reader, record), dict(problems or {})
    begun, at = keeping.beside([record.id]), keeping.Place(record.id, place, record.area, record.holder_id)
    typed = keeping.typed_since(request, at.token) or (request.POST.dict() if errors else {})
    page = sights.page_of(reader, seen)
    context = {
        "page": page,
        "errors": errors,
        "problems": Problems.of(errors),
        "typed": {"said_on": _today()} | begun.given | typed,
        "begun": begun,
        "pages": {place: begun.page(request, place) for place in PLACES},
        "writer": reader.post.id,
        "printing": printing,
        "token": random_id(),
        "voiced": tuple((str(own.child.id), own.child.name) for own in page.own if own.child),
        "voices": code_set(linking.VOICES).choices(),
        "kinds": code_set(linking.KINDS).choices(),
        "takers": takers(record.area, record.holder_id) if asks.may_work(reader, record) else (),
        "begins": begins(reader, record.area),
        "may_close": asks.may_open(reader, "person.close"),
        "restricted": closed_words(record.id),
        "is_mine": record.owner_post == reader.post.id,
        "came": came_said(reader, record, seen),
    }
    response = show(request, "record/record.html", status=422 if errors else 200, **context)
    line = sights.line_of(seen)
    if place in PLACES:
        line = replace(line, keep=keeping.kept_in_spite(request, at, typed))
    return looked(response, line, kept=not errors)
