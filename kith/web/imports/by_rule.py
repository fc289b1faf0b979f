"""What a stated rule would join among the rows that wait: each line with its count and some of its rows, to accept."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.intake import by_rule as joining
from kith.intake import queries
from kith.intake.models import Batch
from kith.intake.stages import NotNow
from kith.people.judging import STATED
from kith.web.frame import show
from kith.web.imports.by_rule_page import SHOWN, rule_page
from kith.web.imports.shown import found
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems


@page(policy="import.run")
def by_rule(request: HttpRequest, id: UUID) -> HttpResponse:
    """Accept one line of the rule for all rows it joins, having seen some of them."""
    batch = found(id)
    if request.method != "POST":
        return _shown(request, batch)
    try:
        _accepted(request, batch)
    except NotNow as no:
        return _shown(request, batch, {"rule": str(no)})
    return redirect("by_rule", id=id)


def _accepted(request: Any, batch: Batch) -> None:
    """Carries out what a button says: the number of the line, and how many rows it was said to join."""
    line, _, count = request.POST.get("accept", "").partition(".")
    lines = {str(n): verdict for n, verdict in enumerate(STATED)}
    if line not in lines or not count.isdecimal():
        raise NotNow("Choose a line of the rule.")
    joining.accept(batch=batch, line=lines[line], count=int(count[:9]), reader=request.reader)


def _shown(request: Any, batch: Batch, errors: dict[str, str] | None = None) -> HttpResponse:
    stated = joining.stated(batch, request.reader)
    beside = {
        line: [(row, queries.review(row, request.reader)) for row in rows[:SHOWN]] for line, rows in stated.items()
    }
    about = {one.person_id for pairs in beside.values() for _, sides in pairs for one in sides if one.person_id}
    shown = rule_page(batch, stated, beside)
    context = {"page": shown, "problems": Problems.of(errors or {})}
    response = show(request, "imports/by_rule.html", status=422 if errors else 200, **context)
    line = Line("import.view", subjects=tuple(about), holder=batch.holder_id, detail={"batch": batch.id})
    return looked(response, line, kept=not errors)
