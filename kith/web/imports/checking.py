"""The sample of what the rule joined without anybody looking: right or wrong, one row at a time, and what share."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.intake import queries, sampling
from kith.intake.models import Batch, Checked
from kith.intake.sight import hidden
from kith.intake.stages import NotNow
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.imports.checking_page import check_page
from kith.web.imports.keys import KEYS
from kith.web.imports.shown import found
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems


@page(policy="import.run")
def check(request: HttpRequest, id: UUID) -> HttpResponse:
    """The next row of the sample beside the child it was joined with."""
    batch = found(id)
    errors = _answered(request, batch) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        return redirect("check_batch", id=id)
    return _shown(request, batch, errors)


def _shown(request: Any, batch: Batch, errors: dict[str, str]) -> HttpResponse:
    waiting = sampling.to_check(batch, request.reader)
    row = waiting[0] if waiting else None
    beside = [one for one in [queries.beside(row, row.person_id)] if one] if row else []
    wrong = _wrong(batch, request.reader)
    shown = check_page(batch, row, beside, sampling.share(batch), len(waiting), wrong)
    context = {"page": shown, "errors": errors, "problems": Problems.of(errors), "keys": KEYS}
    response = show(request, "imports/check.html", status=422 if errors else 200, **context)
    about = tuple(one.person_id for one in beside if one.person_id)
    line = Line("import.view", subjects=about, holder=batch.holder_id, detail={"batch": batch.id})
    return looked(response, line, kept=not errors)


def _answered(request: Any, batch: Batch) -> dict[str, str]:
    """Keeps the answer for the row that was shown. Returns what needs another look."""
    row = batch.rows.filter(id=id_of(request.POST.get("row", ""))).first()
    said = request.POST.get("answer", "")
    if row is None or said not in ("right", "wrong"):
        return {"answer": "Choose an answer."}
    try:
        sampling.answer(row=row, right=said == "right", reader=request.reader)
    except NotNow as no:
        return {"answer": str(no)}
    return {}


def _wrong(batch: Batch, reader: Any) -> list[Checked]:
    """What was found wrong, of children this reader may find. It names none of them."""
    said = list(Checked.objects.filter(row__batch=batch, right=False).select_related("row").order_by("row__n"))
    whom = {one.id: {*one.row.candidates, *([one.row.person_id] if one.row.person_id else [])} for one in said}
    closed = hidden(set[UUID]().union(*whom.values()), reader)
    return [one for one in said if not closed & whom[one.id]]
