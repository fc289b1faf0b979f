"""The triage board, and a concern as the lead works it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.cases import actions, rules
from kith.cases.models import Record
from kith.foundation.ids import random_id
from kith.sharing import outbox
from kith.tasks import giving
from kith.tasks import queries as tasks
from kith.tenancy.history import Conflict
from kith.web import asks, keeping, step_up
from kith.web.action import given
from kith.web.agency.lists import INVOLVED, agencies_beside, late_with_an_answer
from kith.web.answers import id_of
from kith.web.board import beside, gather, hinted, narrowing, presenters
from kith.web.board.agreeing import waits_for
from kith.web.board.deciding import Decision
from kith.web.board.earlier import earlier
from kith.web.frame import show
from kith.web.handover import refer, sent
from kith.web.outcome import looked
from kith.web.policy import page
from kith.web.presenters import Problems
from kith.web.record.beginning import begins
from kith.web.record.closing import closed_words

OVERTAKEN = (
    "This concern, or what you may see of it, has changed since you opened it. Nothing of yours was saved, and your"
    " reason is still here. It is shown as it is now: look at each child, then decide again."
)
# The form in which it is decided.
PLACE = "decide"
NOT_THERE = "Choose somebody whose part is yours to write."


@page(policy="concern.read")
def board(request: HttpRequest) -> HttpResponse:
    """Every open concern this reader may read, and what ended last. Seeing the names is a line."""
    wanted = narrowing.Wanted.asked(request.GET)
    seen, offered = gather.board_of(request.reader, wanted), narrowing.choices(request.reader)
    named = [UUID(id) for id, _ in offered.children]
    audit.record("concern.list", subjects=list(dict.fromkeys([*gather.subjects([*seen.open, *seen.ended]), *named])))
    context = {"page": presenters.board(seen, filtered=not wanted.is_all), "wanted": wanted, "offered": offered}
    context["may_settle"] = asks.may_open(request.reader, "alerts.keep")
    context["agencies_late"] = late_with_an_answer(request.reader)
    context["may_lead"] = asks.may_open(request.reader, "concern.work")
    return show(request, "board/board.html", **context)


@page(policy="concern.read")
def concern(request: HttpRequest, id: UUID) -> HttpResponse:
    """One concern. A lead who opens it has read it, and its writer sees that.

    Who opens one of child protection has shown a moment ago that it is them.
    """
    record = asks.record(request.reader, id)
    if step_up.is_due_for(request, record.area, [part.category for part in asks.own_parts(request.reader, [id])]):
        return step_up.ask(request)
    return _shown(request, record)


@page(policy="concern.work")
@require_POST
def decide(request: HttpRequest, id: UUID) -> HttpResponse:
    """What kind it is for each child, and the next step with its reason: all of it or nothing."""
    record = asks.record(request.reader, id)
    asks.check_work(request.reader, record)
    decision = Decision.posted(request.POST)
    try:
        with transaction.atomic():  # what it wrote before it failed must not stand on the page that says why
            decision.carry_out(request.reader, record)
    except rules.NotReady as not_yet:
        return _shown(request, record, decision, not_yet.problems, place=PLACE)
    except rules.NotAllowed as no:
        return _shown(request, record, decision, {"to": str(no)}, place=PLACE)
    except Conflict:
        return _shown(request, record, decision, {"to": OVERTAKEN}, place=PLACE)
    keeping.done_beside(request, id, PLACE)
    return redirect("concern", id=id)


@page(policy="concern.work")
@require_POST
def take(request: HttpRequest, id: UUID) -> HttpResponse:
    """This post takes the concern on."""
    record = asks.record(request.reader, id)
    asks.check_work(request.reader, record)
    actions.assign(record=record, post_id=request.reader.post.id)
    return redirect("concern", id=id)


@page(policy="concern.work")
@require_POST
def strike_child(request: HttpRequest, id: UUID) -> HttpResponse:
    """Somebody was brought in by mistake: their part stays in the file, struck through."""
    record = asks.record(request.reader, id)
    asks.check_work(request.reader, record)
    part = next((one for one in asks.own_parts(request.reader, [id]) if str(one.id) == request.POST.get("part")), None)
    if part is None or part.id not in asks.workable(request.reader, record):
        return _shown(request, record, None, {"to": NOT_THERE})
    at, why = f"strike.{part.id}", request.POST.get(f"strike.{part.id}", "").strip()
    try:
        actions.strike(part=part, reason=why, token=id_of(request.POST.get("token", "")))
    except rules.NotReady:
        return _shown(request, record, None, {at: "Say why, in a sentence."})
    except rules.NotAllowed as no:
        return _shown(request, record, Decision({at: why}, "", ""), {at: str(no)})
    return redirect("concern", id=id)


def _shown(
    request: HttpRequest,
    record: Record,
    decision: Decision | None = None,
    problems: dict[str, str] | None = None,
    place: str = "",
) -> HttpResponse:
    moves, found = asks.moves_open_to(request.reader, record), problems or {}
    if not found:
        _was_read(request, record, by_a_lead=bool(moves))
    whole = gather.whole(request.reader, record)
    sent = decision or Decision.begun(keeping.beside([record.id]).given, whole.sight.own)
    decision = sent.as_it_stands(whole.sight.own)
    known = earlier(request.reader, record, whole.subjects)
    context = {
        "page": presenters.concern_page(whole, moves, decision, found),
        "set_aside": presenters.set_aside(sent.set_aside(whole.sight.own), whole) if found else (),
        "typed": decision,
        "token": random_id(),
        "errors": found,
        "problems": Problems.of(found),
        "printing": False,
        "earlier": known,
        **_beside(request, whole, leads=bool(moves)),
    }
    response = show(request, "board/concern.html", status=422 if found else 200, **context)
    at = keeping.Place(record.id, place, record.area, record.holder_id)
    keep = keeping.kept_in_spite(request, at, request.POST.dict()) if place else None
    subjects = tuple(dict.fromkeys([*whole.subjects, *(one.person for one in known)]))
    return looked(response, replace(whole.look(), keep=keep, subjects=subjects), kept=not found)


def _was_read(request: HttpRequest, record: Record, *, by_a_lead: bool) -> None:
    if by_a_lead:
        actions.mark_seen(record=record)
    outbox.read(post=request.reader.post.id, about=[record.id])
    giving.read_how(tasks.tasks(request.reader).filter(record=record.id))


def _beside(request: HttpRequest, whole: gather.Whole, *, leads: bool) -> dict[str, Any]:
    """What stands around a concern: what was asked, sent, written and begun about it."""
    record = whole.sight.record
    begun = begins(request.reader, record.area) if leads else ()
    return {
        "referrals": sent.about(request.reader, record),
        "begun": refer.begun_about(record),
        "hinted": leads and bool(hinted.hinted(request.reader, _told(whole), whole.subjects)),
        "may_close": asks.may_open(request.reader, "person.close"),
        "waits_for": waits_for(record),
        "restricted": closed_words(record.id),
        "actions": given.about(record, whole.subjects),
        "work": beside.work(request.reader, record),
        "begins": tuple(one for one in begun if one[0] != INVOLVED),
        "may_involve": INVOLVED in dict(begun),
        **agencies_beside(request.reader, record),
    }


def _told(whole: gather.Whole) -> str:
    return str(whole.sight.shared.answers.get("description", ""))
