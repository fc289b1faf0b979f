"""The planner: a week or a month of what is due, and the same on paper, where it names nobody."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kith import audit
from kith.foundation.dates import today
from kith.sharing import Kind, Way, release
from kith.web.frame import show
from kith.web.planner import gather, presenters
from kith.web.policy import page
from kith.web.presenters import Problems

BASIS = "Their own work here"


@page(policy="at_work")
@require_safe
def planner(request: HttpRequest) -> HttpResponse:
    """This week unless another stretch is asked for."""
    return _shown(request, request.GET.dict())


@page(policy="at_work")
@require_POST
def print_planner(request: HttpRequest) -> HttpResponse:
    """Days and what sort of thing is due on them. Without a purpose nothing is let out."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    purpose = request.POST.get("purpose", "").strip()[:200]
    if not purpose:
        return _shown(request, request.POST.dict(), {"purpose": "Say what the print is for."})
    release(
        what="planner", way=Way.PRINT, kind=Kind.OWN_CALENDAR, purpose=purpose, basis=BASIS, to=reader.post_id,
        holder=reader.holder_id,
    )  # fmt: skip
    stretch = presenters.stretch(*_asked(request.POST.dict()), today())
    found = gather.items(reader, stretch.first, stretch.last)
    return _page(request, presenters.planner_page(found, stretch, named=False), {}, printing=True)


def _shown(request: HttpRequest, asked: Mapping[str, str], errors: Mapping[str, str] | None = None) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    stretch = presenters.stretch(*_asked(asked), today())
    # What is late stands before the days of this week, however old it is.
    since = stretch.first - timedelta(days=365) if stretch.first <= today() <= stretch.last else stretch.first
    found = gather.items(reader, since, stretch.last)
    if named := gather.subjects(found):
        audit.record("day.list", subjects=named)
    if read := [one.id for one in found if one.sort is gather.Sort.REMINDER]:
        audit.record("reminder.list", detail={"reminders": ", ".join(read)})
    return _page(request, presenters.planner_page(found, stretch, named=True), dict(errors or {}), printing=False)


def _page(request: HttpRequest, said: Any, errors: dict[str, str], *, printing: bool) -> HttpResponse:
    context = {"page": said, "errors": errors, "problems": Problems.of(errors), "printing": printing}
    return show(request, "planner/planner.html", status=422 if errors else 200, **context)


def _asked(given: Mapping[str, str]) -> tuple[str, date | None]:
    try:
        return given.get("show", ""), date.fromisoformat(given.get("from", ""))
    except ValueError:
        return given.get("show", ""), None
