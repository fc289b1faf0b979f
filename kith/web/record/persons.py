"""Whom a record is about: somebody brought in with a reason, or struck out again. What was said of them stays."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.access.reader import Reader
from kith.cases import actions, declarations, front_door, rules
from kith.cases import queries as cases
from kith.cases.models import Part, Record
from kith.foundation.ids import random_id
from kith.people import finding, queries
from kith.reference.codes import code_set
from kith.web import asks
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.outcome import looked
from kith.web.policy import page
from kith.web.presenters import Child, Problems, child
from kith.web.record import sight as sights

MOST = 12
MORE_IS_ASKED = "More is asked about each person here than their part in it: write a record of their own for them."


@dataclass(frozen=True)
class Inside:
    """Somebody the record is about; `part` where this reader may strike them out."""

    child: Child
    role: str
    struck: bool
    part: str


@dataclass(frozen=True)
class Found:
    """Somebody who may be brought in; `why` we think that a record names them."""

    child: Child
    why: str = ""


@page(policy="area.work")
def record_people(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """Everybody it is about whom this reader may see, and the way to bring somebody in or strike somebody out."""
    record = asks.record(request.reader, id, area)
    asks.check_work(request.reader, record)
    seen = sights.look(request.reader, record)
    verb, _, what = request.POST.get("do", "").partition(".")
    if request.method != "POST" or verb == "look":
        return _shown(request, seen, request.POST)
    try:
        if verb == "strike":
            _strike(request, seen, what)
        else:
            _bring_in(request, seen, what)
    except rules.NotReady as not_yet:
        return _shown(request, seen, request.POST, not_yet.problems)
    except rules.NotAllowed as no:
        return _shown(request, seen, request.POST, {"reason": str(no)})
    return redirect("record", area=area, id=id)


def _bring_in(request: HttpRequest, seen: cases.Sight, what: str) -> None:
    record, post, person = seen.record, request.POST, id_of(what)
    problems = {} if post.get("reason", "").strip() else {"reason": "Say why, in a sentence."}
    if post.get("role", "") not in code_set(declarations.for_record(record).roles_of_persons):
        problems["role"] = "Choose their part in it."
    if person is None or not _open_to(request, record).filter(id=person).exists():
        problems["look_for"] = "Choose somebody you may write about."
    if problems:
        raise rules.NotReady(problems)
    why, role = post["reason"].strip(), post["role"]
    try:
        actions.link_person(record=record, person_id=person, role=role, reason=why, token=id_of(post.get("token", "")))
    except rules.NotReady as not_yet:
        here = {"role": "role", "person": "look_for"}
        known = {here[name]: words for name, words in not_yet.problems.items() if name in here}
        raise rules.NotReady(known or {"look_for": MORE_IS_ASKED}) from None


def _strike(request: HttpRequest, seen: cases.Sight, what: str) -> None:
    part = next((one for one in seen.own if str(one.id) == what), None)
    if part is None or part.id not in asks.workable(request.reader, seen.record):  # type: ignore[attr-defined]
        raise rules.NotReady({"reason": "Choose somebody whose part you may write."})
    if not request.POST.get("reason", "").strip():
        raise rules.NotReady({"reason": "Say why, in a sentence."})
    actions.strike(part=part, reason=request.POST["reason"].strip(), token=id_of(request.POST.get("token", "")))


def _open_to(request: HttpRequest, record: Record) -> Any:
    return asks.persons(request.reader, f"{record.area}.work")  # type: ignore[attr-defined]


def _shown(
    request: HttpRequest, seen: cases.Sight, typed: Mapping[str, Any], problems: Mapping[str, str] | None = None
) -> HttpResponse:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    record, errors = seen.record, dict(problems or {})
    inside, words = {part.person_id for part in seen.own}, str(typed.get("look_for", "")).strip()
    hits = finding.likely(_open_to(request, record), words=words, most=MOST) if words else []
    named = {} if words else _named_in(reader, record)
    found = [one for one in [*(hit.id for hit in hits), *named] if one not in inside]
    known = queries.cards({*inside, *found} - {None})
    line = sights.line_of(seen)
    line = replace(line, subjects=(*line.subjects, *found))
    if words:
        audit.record("pupil.search", subjects=found, holder=record.holder_id, terms=words)
    context = {
        "record": record,
        "inside": _inside(reader, seen, known),
        "found": [Found(child(known[id]), named.get(id, "")) for id in found],
        "looked_for": words,
        "typed": typed,
        "roles": code_set(declarations.for_record(record).roles_of_persons).choices(),
        "token": random_id(),
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "record/people.html", status=422 if errors else 200, **context)
    return looked(response, line, kept=not errors)


def _named_in(reader: Reader, record: Record) -> dict[UUID, str]:
    """Whom the record may mean where it names somebody who was not chosen, and why we think so. A person decides."""
    return {one.person_id: " ".join(one.match.reasons) for one in front_door.proposals(record, reader)}


def _inside(reader: Reader, seen: cases.Sight, known: Mapping[UUID, Any]) -> list[Inside]:
    workable, many = (
        asks.workable(reader, seen.record),
        sum(not part.struck for part in seen.own) + len(seen.others) > 1,
    )
    roles = code_set(declarations.for_record(seen.record).roles_of_persons)

    def one(part: Part) -> Inside:
        may = many and part.id in workable and not part.struck
        return Inside(child(known[part.person_id]), roles.label(part.role), part.struck, str(part.id) if may else "")

    return [one(part) for part in seen.own if part.person_id]
