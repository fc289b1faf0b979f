"""Putting a part of a record right."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.access.reader import require
from kith.access.rules import Decision
from kith.cases import actions, declarations, drafts, rules
from kith.cases import queries as cases
from kith.cases.merging import merge
from kith.cases.models import Part, PartVersion
from kith.people.queries import cards
from kith.tenancy.history import Conflict
from kith.vocabulary import Field
from kith.vocabulary.needs import needed_for
from kith.vocabulary.worded import in_a_line
from kith.web import asks, keeping
from kith.web.answers import answers_of, given_of, place_of, questions, row_count
from kith.web.area_form import MOST_ROWS
from kith.web.frame import show
from kith.web.keeping import kept_of
from kith.web.outcome import looked
from kith.web.policy import page
from kith.web.presenters import Problems
from kith.web.record import sight as sights

# The one form beside a part.
PLACE = "correct"
NEVER_READ = "This part has changed since you opened it. It is shown as it is now: write your answers again."


@dataclass(frozen=True)
class Both:
    """One answer that two people changed: both texts."""

    question: str
    theirs: str
    mine: str


@page(policy="area.read")
def correct_record(request: HttpRequest, area: str, id: UUID, part: UUID) -> HttpResponse:
    """The answers of one part, to be put right: those this reader may answer."""
    seen, found, fields = _open_for_writing(request, area, id, part)
    if request.method == "POST":
        return _posted(request, seen, found, fields)
    kept = keeping.beside([found.id]).given
    return _shown(request, seen, found, fields, kept or _given(found, fields))


@page(policy="area.read")
@require_POST
def keep_correction(request: HttpRequest, area: str, id: UUID, part: UUID) -> HttpResponse:
    """What stands in that form, sent by the page itself while somebody types."""
    seen, found, _ = _open_for_writing(request, area, id, part)
    kept = keeping.keep_beside(request, about=found.id, place=PLACE, area=area, holder=seen.record.holder_id)
    return kept or redirect("correct_record", area=area, id=id, part=part)


def _open_for_writing(
    request: HttpRequest, area: str, id: UUID, part: UUID
) -> tuple[cases.Sight, Part, tuple[Field, ...]]:
    """The record as this reader sees it, the part, and the questions of it they may answer. Raises Refused for none."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    record = asks.record(reader, id, area)
    seen = sights.look(reader, record)
    found = next((one for one in (seen.shared, *seen.own) if one.id == part), None)
    if found is None:
        raise Http404
    fields = sights.fields_open(reader, record, found)
    require(Decision(bool(fields), "This reader may write nothing in this part."), found.person_id)
    return seen, found, fields


def _posted(request: HttpRequest, seen: cases.Sight, part: Part, fields: tuple[Field, ...]) -> HttpResponse:
    if since := keeping.typed_since(request, drafts.beside(part.id, PLACE)):
        return _shown(request, seen, part, fields, since)
    given = kept_of(request.POST.dict())
    if (id := request.POST.get("do", "").removeprefix("row.")) and any(one.name == id and one.rows for one in fields):
        first = next(one.rows[0].name for one in fields if one.name == id)
        given.setdefault(f"{id}.{min(max(row_count(given, id), 1), MOST_ROWS)}.{first}", "")
        return _shown(request, seen, part, fields, given)
    read = PartVersion.objects.filter(of_id=part.id, n=place_of(given.get("n", "")) or 0).first()
    if read is None:
        return _shown(request, seen, part, fields, _given(part, fields), {"reason": NEVER_READ})
    answers = _answers(read, fields, given)
    columns = {one.name: given.get(one.name, "") for one in fields if one.spine}
    why = given.get("reason", "")
    try:
        actions.correct(part=part, answers=answers, based_on=read.n, reason=why, **columns)
    except actions.Overtaken as no:
        joined = merge(read.answers, no.theirs.answers, answers).answers
        mine = joined | {one.field: one.mine for one in no.clashes if one.mine is not None and one.field[0] != "."}
        kept = given_of(fields, mine) | columns | {"n": str(no.theirs.n), "reason": why}
        return _shown(request, seen, part, fields, kept, _clashed(no), both=_both(no, fields))
    except rules.NotReady as not_yet:
        problems = {("reason" if name == "words" else name): words for name, words in not_yet.problems.items()}
        return _shown(request, seen, part, fields, given, problems)
    except Conflict:
        return _shown(request, seen, part, fields, _given(part, fields), {"reason": NEVER_READ})
    keeping.done_beside(request, part.id, PLACE)
    return redirect("record", area=seen.record.area, id=seen.record.id)


def _given(part: Part, fields: tuple[Field, ...]) -> dict[str, str]:
    declared = declarations.for_new(part.record.area, holder=part.record.holder_id)
    columns = {one.name: getattr(part, one.name) for one in fields if one.spine}
    return given_of(fields, declared.upcast(part.answers, part.area_version)) | columns | {"n": str(part.n)}


def _answers(read: PartVersion, fields: tuple[Field, ...], given: Mapping[str, str]) -> dict[str, Any]:
    """All that the part then says: what this form does not ask stays as it was read."""
    asked = [one for one in fields if not one.spine]
    names = {one.name for one in asked}
    return {n: v for n, v in read.answers.items() if n not in names} | answers_of(asked, given)


def _clashed(no: actions.Overtaken) -> dict[str, str]:
    words = "Somebody else changed this too. Both texts stand above: leave here what shall count."
    return {one.field.removeprefix("."): words for one in no.clashes}


def _both(no: actions.Overtaken, fields: tuple[Field, ...]) -> tuple[Both, ...]:
    by_name = {one.name: one for one in fields}
    return tuple(
        Both(one.question, in_a_line(one, clash.theirs), in_a_line(one, clash.mine))
        for clash in no.clashes
        if (one := by_name.get(clash.field.removeprefix(".")))
    )


def _shown(
    request: HttpRequest,
    seen: cases.Sight,
    part: Part,
    fields: tuple[Field, ...],
    given: Mapping[str, str],
    problems: Mapping[str, str] | None = None,
    both: tuple[Both, ...] = (),
) -> HttpResponse:
    errors, begun = dict(problems or {}), keeping.beside([part.id])
    needed = needed_for(declarations.for_record(seen.record), [seen.record.stage])
    context = {
        "part_id": part.id,
        "begun": begun,
        "typed_on": begun.page(request, PLACE),
        "writer": request.reader.post.id,  # type: ignore[attr-defined]
        "record": seen.record,
        "who": cards([part.person_id])[part.person_id].name if part.person_id else "",
        "questions": questions(fields, given, errors, needed=needed),
        "given": given,
        "both": both,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "record/correct.html", status=422 if errors else 200, **context)
    place = keeping.Place(part.id, PLACE, seen.record.area, seen.record.holder_id)
    line = replace(sights.line_of(seen), keep=keeping.kept_in_spite(request, place, given))
    return looked(response, line, kept=not errors)
