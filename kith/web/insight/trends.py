"""Trends: every question with its picture, one by itself narrowed to a part, and the rows behind a number."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.foundation.dates import moment_in_words
from kith.foundation.visible import is_blank
from kith.insight import counting, periods, reports, saved
from kith.insight.counting import answer
from kith.insight.questions import QUESTIONS
from kith.insight.telling import tell
from kith.people.queries import cards
from kith.web import asks
from kith.web.frame import show
from kith.web.insight import asked as given
from kith.web.insight.figures import figure, key_of
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems

MOST = 200
LONGEST = 80


@page(policy="report.read")
def trends(request: HttpRequest) -> HttpResponse:
    """All questions, as far as this reader may read what is counted."""
    sight = given.sight_of(request)
    found = [reports.part_of(tell(answer(one, sight), outside=False)) for one in QUESTIONS]
    drawn = [figure(part, f"figure-{n}", opens=True, linked=True) for n, part in enumerate(found, 1)]
    audit.record("trend.view", holder=sight.holder)
    return show(request, "insight/trends.html", figures=drawn, calendar=periods.SAID)


@page(policy="report.read")
def trend(request: HttpRequest, asked: str) -> HttpResponse:
    """One question, narrowed as the address says."""
    return _shown(request, asked, {})


@page(policy="report.write")
@require_POST
def keep_question(request: HttpRequest, asked: str) -> HttpResponse:
    """Keep it as it is narrowed, under a name, and add it to a report."""
    sight, question = given.sight_of(request), given.question_of(asked)
    narrowed = given.narrowed_of(request.POST, given.choices_of(request.reader, sight))  # type: ignore[attr-defined]
    called, audience = request.POST.get("called", "").strip(), request.POST.get("audience", "")
    problems = _problems(called, audience)
    if not problems:
        try:
            saved.keep(holder=sight.holder, name=called, question=question.name, narrowed=narrowed, audience=audience)
            return redirect("reports")
        except saved.NameTaken as taken:
            problems = {"called": str(taken)}
    return _shown(request, asked, problems)


@page(policy="report.write")
@require_POST
def remove_question(request: HttpRequest, id: UUID) -> HttpResponse:
    """It is kept no longer."""
    saved.remove(holder=given.sight_of(request).holder, id=id)
    return redirect("reports")


@page(policy="report.read")
def rows(request: HttpRequest, asked: str, down: str, across: str) -> HttpResponse:
    """The concerns behind one number. Seeing the names is a line."""
    sight, question = given.sight_of(request), given.question_of(asked)
    narrowed = given.narrowed_of(request.GET, given.choices_of(request.reader, sight))  # type: ignore[attr-defined]
    found = counting.rows(question, sight, (key_of(down), key_of(across)), narrowed, MOST)
    seen = asks.persons(request.reader).filter(id__in={row.person_id for row in found})  # type: ignore[attr-defined]
    named = cards(seen.values_list("id", flat=True))
    kinds = counting.kind_words()
    listed = [
        (row, named[row.person_id].name, moment_in_words(row.occurred_at), kinds(row.category))
        for row in found
        if row.person_id in named
    ]
    audit.record("trend.list", subjects=list(named), holder=sight.holder, detail={"question": asked})
    return show(request, "insight/rows.html", rows=listed, question=question, more=len(found) == MOST)


def _shown(request: HttpRequest, asked: str, problems: dict[str, str]) -> HttpResponse:
    reader = request.reader  # type: ignore[attr-defined]
    sight, question = given.sight_of(request), given.question_of(asked)
    typed = request.POST if request.method == "POST" else request.GET
    choices = given.choices_of(reader, sight)
    narrowed = given.narrowed_of(typed, choices) if given.is_narrow(question) else {}
    part = reports.part_of(tell(answer(question, sight, narrowed), outside=False))
    context = {
        "fig": figure(part, "figure", opens=True, narrowed=narrowed),
        "question": question,
        "choices": choices if given.is_narrow(question) else {},
        "narrowed": narrowed,
        "typed": typed,
        "may_keep": reader.may("report.write").allowed,
        "audiences": [(one.name, one.title) for one in saved.MAY_HOLD],
        "errors": problems,
        "problems": Problems.of(problems),
    }
    response = show(request, "insight/trend.html", status=422 if problems else 200, **context)
    line = Line("trend.view", holder=sight.holder, detail={"question": asked})
    return looked(response, line, kept=not problems)


def _problems(called: str, audience: str) -> dict[str, str]:
    found = {}
    if is_blank(called):
        found["called"] = "Give it a name, such as Bullying in Year 5."
    elif len(called) > LONGEST:
        found["called"] = f"Shorten the name: at most {LONGEST} characters."
    if audience and audience not in {one.name for one in saved.MAY_HOLD}:
        found["audience"] = "Choose a report, or none."
    return found
