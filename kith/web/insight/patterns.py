"""Possible patterns: what the rules found, the concerns behind each, and a person's word on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.cases.models import Record
from kith.foundation.dates import moment_in_words
from kith.foundation.visible import is_blank
from kith.insight import counting, suggesting
from kith.insight.patterns import RULES, Finding
from kith.insight.sight import Sight
from kith.people.queries import cards
from kith.web.frame import show
from kith.web.insight import asked as given
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems

GONE = "This one has changed since you opened the page: another concern belongs to it, or a colleague has answered it."


@dataclass(frozen=True)
class Suggestion:
    """One as the page shows it. `id` says which, and nothing about anybody."""

    id: str
    words: str
    kind: str
    person: UUID | None
    name: str
    records: tuple[tuple[UUID, str], ...]


@page(policy="report.read")
def patterns(request: HttpRequest) -> HttpResponse:
    """What waits for a word, and what was said before."""
    return _shown(request, {})


@page(policy="report.write")
@require_POST
def answer_pattern(request: HttpRequest) -> HttpResponse:
    """Accept one or dismiss it, with a reason. No record changes."""
    sight, typed = given.sight_of(request), request.POST
    found = next((one for one in suggesting.waiting(sight) if id_of(one) == typed.get("pattern", "")), None)
    which = typed.get("pattern", "")
    if found is None:
        return _shown(request, {"patterns": GONE})
    problems = {}
    if typed.get("verdict") not in ("accept", "dismiss"):
        problems[f"verdict-{which}"] = "Choose whether you take it up."
    if is_blank(typed.get("why", "")):
        problems[f"why-{which}"] = "Say why. It is kept with the concerns it is about."
    if problems:
        return _shown(request, problems)
    accepted = typed["verdict"] == "accept"
    suggesting.answer(sight=sight, finding=found, accepted=accepted, why=typed["why"].strip())
    return redirect("patterns")


def id_of(finding: Finding) -> str:
    """Which pattern a form is about: made of its rule and its rows."""
    return sha256("|".join([finding.rule, *sorted(map(str, finding.records))]).encode()).hexdigest()[:16]


def _shown(request: HttpRequest, problems: Mapping[str, str]) -> HttpResponse:
    sight = given.sight_of(request)
    waiting, said = suggesting.waiting(sight), suggesting.answered(sight, most=30)
    subjects = [id for id in {one.person for one in waiting} | {one.person_id for one in said} if id]
    named = cards(sight.persons.filter(id__in=subjects).values_list("id", flat=True))
    context: dict[str, Any] = {
        "waiting": _suggestions(sight, waiting, named),
        "said": [(one, moment_in_words(one.at), named.get(one.person_id)) for one in said],
        "rules": tuple(RULES.values()),
        "may_answer": request.reader.may("report.write").allowed,  # type: ignore[attr-defined]
        "typed": request.POST,
        "errors": problems,
        "problems": Problems.of(problems),
    }
    response = show(request, "insight/patterns.html", status=422 if problems else 200, **context)
    return looked(response, Line("pattern.list", subjects=tuple(named), holder=sight.holder), kept=not problems)


def _suggestions(sight: Sight, waiting: list[Finding], named: Mapping[UUID, Any]) -> list[Suggestion]:
    asked = {id for one in waiting for id in one.records}
    references = dict(Record.objects.filter(id__in=asked).values_list("id", "reference"))
    kinds = counting.kind_words()
    return [
        Suggestion(
            id_of(one),
            one.words,
            kinds(one.about) if one.rule == "rising" else "",
            one.person,
            named[one.person].name if one.person in named else "",
            tuple((id, references[id]) for id in one.records if id in references),
        )
        for one in waiting
    ]
