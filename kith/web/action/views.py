"""Asking a colleague to do something, and their page: what they are to do, of whom, by when, and nothing else of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.access.reader import Reader, require
from kith.access.rules import Decision
from kith.cases import actions, rules
from kith.cases.models import Record
from kith.foundation.ids import random_id
from kith.people.queries import cards
from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.sharing import outbox
from kith.tasks import giving
from kith.tasks import queries as tasks
from kith.tasks.models import Action
from kith.web import asks
from kith.web.action import given
from kith.web.answers import day_of, id_of
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems, child

FIELDS = ("to", "kind", "words", "due_on", "person", "token")


@page(policy="concern.work")
def give_action(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ask somebody who works here. What is typed here is what they see."""
    record = asks.record(request.reader, id)
    asks.check_work(request.reader, record)
    typed, errors = {name: request.POST.get(name, "").strip() for name in FIELDS}, {}
    if request.method == "POST":
        errors = _give(record, typed)
        if not errors:
            return redirect("concern", id=id)
    about = {p.person_id for p in asks.own_parts(request.reader, [record.id]) if p.person_id and not p.struck}
    known = cards(about)
    context = {
        "record": record,
        "people": tuple((str(one.id), one.name) for one in known.values()),
        "takers": _takers(record),
        "kinds": code_set(giving.KINDS).choices(),
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
        "token": random_id(),
    }
    response = show(request, "action/give.html", status=422 if errors else 200, **context)
    line = Line("concern.view", subjects=tuple(known), holder=record.holder_id, detail={"reference": record.reference})
    return looked(response, line, kept=not errors)


def _takers(record: Record) -> tuple[tuple[str, str], ...]:
    """Whoever may be asked, by name and the role people know them by."""
    there = giving.takers(record.holder_id)
    return tuple((str(one.id), f"{one.user.display_name}, {Role(one.role).words}") for one in there)


def _give(record: Record, typed: Mapping[str, str]) -> dict[str, str]:
    """Do it; what stands in the way, by the field that says it."""
    due_on, wrong = day_of("due_on", typed["due_on"])
    try:
        giving.give(
            record=record,
            to=id_of(typed["to"]),
            kind=typed["kind"],
            words=typed["words"],
            due_on=due_on,
            person=id_of(typed["person"]),
            token=id_of(typed["token"]),
        )
    except rules.NotReady as no:
        return {**no.problems, **wrong}
    except rules.NotAllowed as no:
        return {"words": str(no)}
    return {}


@page(policy="at_work")
def action(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was asked of whom: for whoever was asked, and for whoever may read the concern it is about."""
    return _shown(request, _theirs(request.reader, id), {})


@page(policy="at_work")
@require_POST
def action_done(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whoever was asked says that it is done and how; or the lead, who heard of it."""
    found = _theirs(request.reader, id)
    may = _is_mine(request.reader, found) or _leads(request.reader, found)
    require(Decision(may, "Only who was asked, or who leads this, may say that it is done."), found.person_id)
    return _ended(request, id, "how", "Say how it was done, in a sentence.", giving.say_done)


@page(policy="at_work")
@require_POST
def take_action_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whoever leads says that it need not be done after all."""
    found = _theirs(request.reader, id)
    require(Decision(_leads(request.reader, found), "Only who leads this may take it back."), found.person_id)
    return _ended(request, id, "why", "Say why, in a sentence.", giving.take_back)


def _ended(request: HttpRequest, id: UUID, name: str, asks_for: str, do: Any) -> HttpResponse:
    found = _theirs(request.reader, id)  # type: ignore[attr-defined]
    words = request.POST.get(name, "").strip()
    try:
        do(action=found, token=id_of(request.POST.get("token", "")), **{name: words})
    except rules.NotReady:
        return _shown(request, found, {name: asks_for})
    except giving.Ended:
        return _added(request, found, words)
    except rules.NotAllowed as no:
        return _shown(request, found, {name: str(no)})
    if _is_mine(request.reader, found):  # type: ignore[attr-defined]
        return redirect("home")
    return redirect("concern", id=found.record_id)


def _added(request: HttpRequest, found: Action, words: str) -> HttpResponse:
    """How it was done, said too late: whoever wrote the concern has it added there, anybody else has it to copy."""
    token = id_of(request.POST.get("token", ""))
    try:
        actions.add_words(record=found.record, words=words, token=uuid5(token, "late") if token else None)
    except rules.NotAllowed:
        return _shown(request, found, {"how": giving.ENDED})
    return redirect("receipt", id=found.record_id)


def _theirs(reader: Reader, id: UUID) -> Action:
    """What was asked, for whoever was asked and is kept from nobody in it, and for who may read what it is about."""
    found = Action.objects.select_related("record").filter(id=id).first()
    if found is None:
        raise Http404
    asks.check_second_tier(reader)
    if not _is_mine(reader, found):
        record = asks.record(reader, found.record_id, found.record.area)
        seen = {part.person_id for part in asks.own_parts(reader, [record.id])}
        require(Decision(found.person_id in {None, *seen}, "This reader may not read of this child.", outsider=True))
    return found


def _is_mine(reader: Reader, one: Action) -> bool:
    return one.for_post == reader.post.id and giving.may_be_asked(reader.post, one.record_id)


def _reads(reader: Reader, one: Action) -> bool:
    return one.record.area == "concern" and asks.records(reader).filter(id=one.record_id).exists()


def _leads(reader: Reader, one: Action) -> bool:
    return _reads(reader, one) and asks.may_work(reader, one.record)


def _shown(request: HttpRequest, found: Action, errors: dict[str, str]) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    outbox.read(post=reader.post.id, about=tasks.about(found.id))
    giving.read_how(tasks.tasks(reader).filter(about=found.id))
    person = cards([found.person_id]).get(found.person_id) if found.person_id else None
    context = {
        "action": given.in_words_of([found])[0],
        "child": child(person) if person else None,
        "concern": found.record if _reads(reader, found) else None,
        "is_mine": _is_mine(reader, found),
        "leads": _leads(reader, found),
        "typed": request.POST.dict(),
        "errors": errors,
        "problems": Problems.of(errors),
        "token": random_id(),
    }
    response = show(request, "action/action.html", status=422 if errors else 200, **context)
    about = {"action": str(found.id), "record": str(found.record_id)}
    subjects = (found.person_id,) if found.person_id else ()
    return looked(
        response, Line("action.view", subjects=subjects, holder=found.holder_id, detail=about), kept=not errors
    )
