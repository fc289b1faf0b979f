"""Setting a reminder beside a record, and its page: its words are shown here and nowhere else."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.cases import rules
from kith.cases.models import Record
from kith.foundation.dates import in_words
from kith.foundation.ids import random_id
from kith.organisations.queries import named as posts_named
from kith.reference.roles import Role
from kith.sharing import outbox
from kith.tasks import queries as tasks
from kith.tasks import reminding
from kith.tasks.giving import takers
from kith.tasks.models import Reminder
from kith.web import asks
from kith.web.addresses import address_of
from kith.web.answers import day_of, id_of
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems, named

FIELDS = ("to", "words", "on", "token")


@page(policy="a_record.read")
def new_reminder(request: HttpRequest, id: UUID) -> HttpResponse:
    """For oneself, or for somebody who works there."""
    record = _record(request, id)
    typed, errors = {name: request.POST.get(name, "").strip()[:2000] for name in FIELDS}, {}
    if request.method == "POST":
        errors = _set(record, typed)
        if not errors:
            return redirect(address_of(record.area, record.id))
    me: Any = request.reader.post  # type: ignore[attr-defined]
    there = [(str(p.id), f"{p.user.display_name}, {Role(p.role).words}") for p in takers(record.holder_id)]
    context = {
        "record": record,
        "back": address_of(record.area, record.id),
        "takers": there,
        "typed": {**typed, "to": typed["to"] or str(me.id)},
        "errors": errors,
        "problems": Problems.of(errors),
        "token": typed["token"] or random_id(),
    }
    response = show(request, "planner/remind.html", status=422 if errors else 200, **context)
    line = Line(f"{record.area}.view", holder=record.holder_id, detail={"reference": record.reference})
    return looked(response, line, kept=not errors)


def _record(request: HttpRequest, id: UUID) -> Record:
    return asks.any_record(request.reader, id)  # type: ignore[attr-defined]


def _set(record: Record, typed: Mapping[str, str]) -> dict[str, str]:
    on, wrong = day_of("on", typed["on"])
    try:
        reminding.set_reminder(
            record=record, to=id_of(typed["to"]), on=on, words=typed["words"],
            token=id_of(typed["token"]),
        )  # fmt: skip
    except rules.NotReady as no:
        return {**no.problems, **wrong}
    except rules.NotAllowed as no:
        return {"words": str(no)}
    return {}


@page(policy="at_work")
def reminder(request: HttpRequest, id: UUID) -> HttpResponse:
    """For whom it is for, and for who set it."""
    found, reader = _mine(request, id), request.reader  # type: ignore[attr-defined]
    outbox.read(post=reader.post.id, about=tasks.about(found.id))
    area = found.record.area
    opens = asks.records(reader, area).filter(id=found.record_id).exists()
    by = "you" if found.set_by == reader.post.id else named(posts_named([found.set_by]), found.set_by)
    context = {
        "reminder": found,
        "on": in_words(found.on),
        "by": by,
        "for_whom": "" if found.for_post == reader.post.id else named(posts_named([found.for_post]), found.for_post),
        "at": address_of(area, found.record_id) if opens else "",
    }
    line = Line("reminder.view", holder=found.holder_id, detail={"reminder": str(found.id)})
    return looked(show(request, "planner/reminder.html", **context), line, kept=True)


@page(policy="at_work")
@require_POST
def reminder_done(request: HttpRequest, id: UUID) -> HttpResponse:
    """It leaves the list."""
    reminding.done(_mine(request, id))
    return redirect("planner")


def _mine(request: HttpRequest, id: UUID) -> Reminder:
    asks.check_code(request.reader)  # type: ignore[attr-defined]
    post: Any = request.reader.post  # type: ignore[attr-defined]
    found = Reminder.objects.select_related("record").filter(id=id).first()
    if found is None or post.id not in (found.for_post, found.set_by) or not reminding.heard(post, [found]):
        raise Http404
    return found
