"""The terms of a school and the days it is closed, told by whoever keeps its posts: school days are counted by them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.foundation.dates import NotADate, in_words, parse_date
from kith.foundation.days import SchoolCalendar
from kith.jobs import defer_elsewhere
from kith.organisations.models import Organisation
from kith.tasks.actions import tell_calendar
from kith.tasks.jobs import recount_after_calendar
from kith.tasks.rules import problem_of_terms
from kith.tasks.running import calendar_at
from kith.tenancy import current
from kith.web.answers import day_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems
from kith.web.setup.views import school_of

# Half terms apart: a year and what is known of the next.
TERMS = 9
NO_TERMS = "Give at least one term: its first and its last day."
BOTH = "Give both days of a term, or neither."
# As it is typed.
DAY = "%d/%m/%Y"


@page(policy="posts.keep")
def terms(request: HttpRequest, school: UUID) -> HttpResponse:
    """Read, and told anew: the newest counts, and what was told before stays."""
    at = school_of(request, school)
    if request.method != "POST":
        return _shown(request, at, _typed_of(calendar_at(at)))
    typed = {name: value.strip()[:4000] for name, value in request.POST.items()}
    found, closed, problems = _read(typed)
    if problems:
        return _shown(request, at, typed, problems)
    tell_calendar(organisation=at, terms=found, closed=closed)
    told = {"controller": current().controller_id, "in_turn": at.id, "organisation": at.id}
    defer_elsewhere(recount_after_calendar, **told)
    return redirect("set_up", school=school)


def _read(typed: Mapping[str, str]) -> tuple[list[tuple[date, date]], list[date], dict[str, str]]:
    found: list[tuple[date, date]] = []
    problems: dict[str, str] = {}
    for first, last in _fields():
        days = {name: day_of(name, typed[name]) for name in (first, last) if typed.get(name)}
        problems |= {name: said for _, wrong in days.values() for name, said in wrong.items()}
        both = [day for day, _ in days.values() if day]
        if len(both) == 2:
            found.append((both[0], both[1]))
        elif len(days) == 1:
            problems[last if first in days else first] = BOTH
    found.sort()
    closed, wrong = _closed(typed.get("closed", ""))
    if not problems and (said := problem_of_terms(found) if found else NO_TERMS):
        problems["first.0"] = said
    return found, closed, problems | wrong


def _closed(text: str) -> tuple[list[date], dict[str, str]]:
    days = []
    for words in filter(None, (line.strip() for line in text.splitlines())):
        try:
            days.append(parse_date(words))
        except NotADate as no:
            return [], {"closed": f"{words[:40]}: {no}"}
    return sorted(set(days)), {}


def _fields() -> list[tuple[str, str]]:
    return [(f"first.{n}", f"last.{n}") for n in range(TERMS)]


def _typed_of(known: SchoolCalendar | None) -> dict[str, str]:
    if known is None:
        return {}
    typed = {"closed": "\n".join(f"{day:{DAY}}" for day in sorted(known.closed))}
    for (first, last), days in zip(_fields(), known.terms, strict=False):
        typed |= {first: f"{days[0]:{DAY}}", last: f"{days[1]:{DAY}}"}
    return typed


def _shown(
    request: HttpRequest, at: Organisation, typed: Mapping[str, str], problems: Mapping[str, str] | None = None
) -> HttpResponse:
    errors, known = dict(problems or {}), calendar_at(at)
    if not errors:
        audit.record("place.view", detail={"organisation": str(at.id)})
    context: dict[str, Any] = {
        "place": at,
        "known": f"Known until {in_words(max(last for _, last in known.terms))}." if known else "",
        "fields": _fields(),
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "setup/terms.html", status=422 if errors else 200, **context)
