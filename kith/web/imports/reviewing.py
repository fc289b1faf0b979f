"""One row beside the child it might be, or beside the other row: the same, different, or not sure.

Rows nobody has answered come first, in the order of the file. Those that were set aside are looked at again one after
the other, from the one after `after` on: whoever is still not sure leaves the row where it is and comes to the next.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kith import audit
from kith.intake import actions, queries
from kith.intake.models import Batch, Row
from kith.intake.stages import NotNow
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.imports.keys import KEYS
from kith.web.imports.rows import number
from kith.web.imports.shown import found
from kith.web.imports.side_by_side import LIKE_ROW, review_page
from kith.web.policy import page
from kith.web.presenters import Problems


@page(policy="import.run")
def review(request: HttpRequest, id: UUID) -> HttpResponse:
    """The next row that waits, and the answer to the one that was shown."""
    batch, reader, again = found(id), request.reader, request.GET.get("after")  # type: ignore[attr-defined]
    errors = _decided(request, batch) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        return redirect(_next(request, batch))
    row = queries.next_to_review(batch, reader, None if again is None else number(again))
    if row is None:
        return redirect(_next(request, batch))
    beside = queries.review(row, reader)
    audit.record("import.view", subjects=[one.person_id for one in beside if one.person_id], holder=batch.holder_id)
    waiting = queries.waiting(batch, reader)
    context = {
        "page": review_page(row, beside, waiting, again=again is not None),
        "problems": Problems.of(errors),
        "keys": KEYS,
    }
    return show(request, "imports/review.html", errors=errors, status=422 if errors else 200, **context)


def _next(request: HttpRequest, batch: Batch) -> str:
    """Where it goes on: to the row after the one that was answered, or back to the import."""
    there, home = (reverse(name, kwargs={"id": batch.id}) for name in ("review", "batch"))
    reader: Any = request.reader  # type: ignore[attr-defined]
    if "after" not in request.GET:
        waits = queries.waiting(batch, reader)
        # Asked for without a row to answer, what was set aside is all there is to look at.
        aside = request.method != "POST" and waits.aside and not waits.new
        return f"{there}?after=0" if aside else there if waits.new else home
    row = batch.rows.filter(id=id_of(request.POST.get("row", ""))).first()
    after = row.n if row else 0
    return f"{there}?after={after}" if row and queries.next_to_review(batch, reader, after) else home


def _decided(request: HttpRequest, batch: Batch) -> dict[str, str]:
    """Keeps the answer for the row that was shown. Returns what needs another look."""
    row = batch.rows.filter(id=id_of(request.POST.get("row", ""))).first()
    answer, _, person = request.POST.get("answer", "").partition(".")
    if row is None or answer not in (Row.Answer.SAME, Row.Answer.DIFFERENT, Row.Answer.LATER):
        return {"answer": "Choose an answer."}
    reader: Any = request.reader  # type: ignore[attr-defined]
    try:
        actions.decide(
            row=row, answer=Row.Answer(answer), person_id=id_of(person), as_row=person == LIKE_ROW, reader=reader
        )
    except NotNow as no:
        return {"answer": str(no)}
    return {}
