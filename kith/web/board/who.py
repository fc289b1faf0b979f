"""Who is a child that a concern names and its writer did not find? Whoever may decide about their part says so."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.cases import naming, rules
from kith.cases.models import Part, Record
from kith.people import finding, queries
from kith.web import asks
from kith.web.answers import id_of
from kith.web.concern.presenters import spoken
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems, child

MOST, NOBODY_HERE = 20, "new"


@page(policy="concern.work")
def settle_child(request: HttpRequest, id: UUID, part: UUID) -> HttpResponse:
    """Those who answer to the name are offered; anybody else whom this reader may find is looked for."""
    record = asks.record(request.reader, id)
    asks.check_work(request.reader, record)
    about = _part(request.reader, record, part)
    typed = {name: request.POST.get(name, "").strip() for name in ("look_for", "who", "why")}
    if request.method != "POST" or request.POST.get("do") == "look":
        return _shown(request, record, about, typed, {})
    try:
        _settle(request.reader, about, typed)
    except rules.NotReady as no:
        return _shown(
            request, record, about, typed, {_AT.get(name, name): words for name, words in no.problems.items()}
        )
    except rules.NotAllowed as no:
        return _shown(request, record, about, typed, {"who": str(no)})
    return redirect("concern", id=id)


_AT = {"words": "why", "own.0.role": "who"}


def _part(reader: Any, record: Record, id: UUID) -> Part:
    """A part of it that this reader decides about and whose writer did not find the child."""
    found = next((one for one in asks.own_parts(reader, [record.id]) if one.id == id), None)
    if found is None or found.struck or not found.answers.get(naming.NAMED):
        raise Http404
    if found.id not in asks.workable(reader, record):
        raise Http404
    return found


def _settle(reader: Any, part: Part, typed: dict[str, str]) -> None:
    who = None if typed["who"] == NOBODY_HERE else id_of(typed["who"])
    if who is None and typed["who"] != NOBODY_HERE:
        raise rules.NotReady({"who": "Say who it is, or that nobody known here is."})
    naming.say_who(part=part, person_id=who, files=part.holder_id, reason=typed["why"], reader=reader)


def _shown(
    request: HttpRequest, record: Record, part: Part, typed: dict[str, str], errors: dict[str, str]
) -> HttpResponse:
    there = [one.person_id for one in asks.own_parts(request.reader, [record.id])]  # type: ignore[attr-defined]
    words = typed["look_for"] or str(part.answers[naming.NAMED])
    among = asks.persons(request.reader).exclude(id__in=there)  # type: ignore[attr-defined]
    found = [one.id for one in finding.likely(among, words=words, most=MOST)]
    known = queries.cards([*there, *found])
    context = {
        "record": record,
        "part": part,
        "name": part.answers[naming.NAMED],
        "said": spoken(part, known).answers,
        "found": [child(known[id]) for id in found],
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "board/who.html", status=422 if errors else 200, **context)
    line = Line("concern.view", subjects=tuple(known), holder=record.holder_id, detail={"reference": record.reference})
    return looked(response, line, kept=not errors)
