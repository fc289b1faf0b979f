"""What came to the council: the inbox, and one referral with whom it names, what is known, and the answer to it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith import audit
from kith.cases import queries as cases
from kith.cases import rules
from kith.cases.models import Record
from kith.foundation.ids import random_id
from kith.people import finding
from kith.sharing import NotNow, NotReleased, outbox
from kith.sharing.models import Arrival
from kith.sharing.referral import answering, settling
from kith.sharing.referral.told import arrivals, turned_back
from kith.sharing.rules import BY_PEOPLE, Code
from kith.web import asks, keeping
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.handover import came_words, gather
from kith.web.meanwhile import check_not_meanwhile, was_sent
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems

MOST = 200
CODES = {code.value for code in BY_PEOPLE}


@page(policy="contact.read")
def came_list(request: HttpRequest) -> HttpResponse:
    """What arrived and this reader may read, newest first; and what went back before anybody could."""
    found = arrivals(asks.records(request.reader, "contact").values("id"))[:MOST]
    items, subjects = gather.items(request.reader, found)
    audit.record("referral.list", subjects=subjects)
    turned = came_words.turned(turned_back())
    return show(request, "handover/came_list.html", items=came_words.rows(items), turned=turned)


@page(policy="contact.read")
def came(request: HttpRequest, id: UUID) -> HttpResponse:
    """One referral, by the contact it became. Whoever opens it was told, and is not reminded any longer."""
    arrival = _arrival(request, id)
    outbox.read(post=request.reader.post.id, about=[arrival.record_id])
    return _shown(request, arrival)


@page(policy="contact.work")
@require_POST
def settle_child(request: HttpRequest, id: UUID, n: int) -> HttpResponse:
    """Say who a named child is. Looking for somebody else shows the page again with who was found."""
    arrival = _workable(request, id)
    named = next((one for one in settling.named_in(arrival) if one.n == n), None)
    if named is None or named.part_id not in asks.workable(request.reader, arrival.record):
        raise Http404
    typed = {name: request.POST.get(name, "").strip() for name in ("look_for", "who", f"why-{n}")}
    if request.POST.get("do") == "look":
        return _shown(request, arrival, {}, typed, n)

    def settle() -> None:
        who = id_of(typed["who"])
        if who is None and typed["who"] != "new":
            raise rules.NotReady({f"who-{n}": "Choose who this child is, or that it is somebody new."})
        why = typed[f"why-{n}"] or _why(request, arrival, n, who)
        settling.settle(named=named, person_id=who, reason=why, reader=request.reader)

    return _done(request, arrival, settle, f"who-{n}", typed, n)


@page(policy="contact.work")
@require_POST
def decide_came(request: HttpRequest, id: UUID) -> HttpResponse:
    """The step that decides it, the reason for the record, and the words the sender reads."""
    arrival = _workable(request, id)
    typed = {name: request.POST.get(name, "").strip() for name in ("to", "why", "told", "token")}

    def decide() -> None:
        if was_sent(id_of(typed["token"])):
            return
        check_not_meanwhile(arrival.record, typed["to"])
        if typed["to"] not in {one.end for one in gather.decisions(request.reader, arrival.record)}:
            raise rules.NotReady({"to": "Choose what is decided."})
        answering.decide_and_tell(
            record=arrival.record,
            to=typed["to"],
            rationale=typed["why"],
            words=typed["told"],
            token=id_of(typed["token"]),
        )

    return _done(request, arrival, decide, "to", typed, place="decide")


@page(policy="contact.work")
@require_POST
def send_back_came(request: HttpRequest, id: UUID) -> HttpResponse:
    """It is not taken on, and its sender reads why."""
    arrival = _workable(request, id)
    typed = {name: request.POST.get(name, "").strip() for name in ("code", "back", "token")}

    def send_back() -> None:
        if not gather.may_send_back(request.reader, arrival.record):
            raise rules.NotReady({"code": "Sending a referral back is a manager’s decision."})
        if typed["code"] not in CODES:
            raise rules.NotReady({"code": "Choose why it goes back."})
        if not typed["back"]:
            raise rules.NotReady({"back": "Write what the sender will read."})
        answering.send_back(
            record=arrival.record, code=Code(typed["code"]), words=typed["back"], token=id_of(typed["token"])
        )

    return _done(request, arrival, send_back, "code", typed, place="back")


def _why(request: HttpRequest, arrival: Arrival, n: int, who: UUID | None) -> str:
    """The reason where none was written: the likeness that was on the page."""
    if who is None:
        return "Nobody known here is this child."
    might = settling.proposals(arrival, request.reader)  # type: ignore[attr-defined]
    found = next((one for one in might if one.n == n and one.person == who), None)
    if found is None:
        raise rules.NotReady({f"why-{n}": "Say why you think it is them."})
    return " ".join(found.reasons)


def _arrival(request: HttpRequest, id: UUID) -> Arrival:
    record = asks.record(request.reader, id, "contact")  # type: ignore[attr-defined]
    arrival = answering.arrival_of(record.id)
    if arrival is None:
        raise Http404
    arrival.record = record
    return arrival


def _workable(request: HttpRequest, id: UUID) -> Arrival:
    arrival = _arrival(request, id)
    asks.check_work(request.reader, arrival.record)  # type: ignore[attr-defined]
    return arrival


def _done(
    request: HttpRequest,
    arrival: Arrival,
    do: Callable[[], object],
    at: str,
    typed: Mapping[str, str],
    n: int | None = None,
    place: str = "",
) -> HttpResponse:
    try:
        with transaction.atomic():  # what it wrote before it failed must not stand on the page that says why
            do()
    except rules.NotReady as not_yet:
        problems = {_at(name, at): words for name, words in not_yet.problems.items()}
        return _shown(request, arrival, problems, typed, n, place)
    except (rules.NotAllowed, NotNow, NotReleased) as no:
        return _shown(request, arrival, {at: str(no)}, typed, n, place)
    if place:
        keeping.done_beside(request, arrival.record_id, place)
    place = f"#child-{n}" if n is not None else ""
    return redirect(reverse("came", kwargs={"id": arrival.record_id}) + place)


def _at(name: str, at: str) -> str:
    return at if name in ("words", "person", "role") else name


def _shown(
    request: HttpRequest,
    arrival: Arrival,
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    at: int | None = None,
    place: str = "",
) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    record = Record.objects.get(id=arrival.record_id)
    sight = cases.look(record.id, reader)
    if sight is None:
        raise Http404
    errors, given = dict(problems or {}), dict(keeping.beside([record.id]).given if typed is None else typed)
    found = _found(reader, given.get("look_for", ""))
    seen = gather.whole(reader, arrival, sight, at, found)
    context = {
        "page": came_words.came_page(seen, given, at),
        "typed": given,
        "errors": errors,
        "problems": Problems.of(errors),
        "token": random_id(),
    }
    response = show(request, "handover/came.html", status=422 if errors else 200, **context)
    detail = {"reference": record.reference}
    line = Line("referral.view", subjects=tuple(seen.subjects), holder=record.holder_id, detail=detail)
    if place:
        at_form = keeping.Place(record.id, place, record.area, record.holder_id)
        line = replace(line, keep=keeping.kept_in_spite(request, at_form, given))
    return looked(response, line, kept=not errors)


def _found(reader: Any, words: str) -> list[UUID]:
    if not words:
        return []
    return [one.id for one in finding.likely(asks.persons(reader), words=words, most=10)]
