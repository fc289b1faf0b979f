"""How a person's facts stood on a day gone by: as they were, or as they were known. Never taken for today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kith import audit
from kith.foundation.dates import NotADate, in_words, parse_day, today
from kith.people.then import Then, facts_then
from kith.web import asks
from kith.web.frame import show
from kith.web.person.about import about
from kith.web.person.kinds import ADDRESS, BORN, CONTACT, NAME, NEXT_PLACE, NUMBER, PLACE, SUPPORT, TIE, FactKind
from kith.web.policy import page
from kith.web.presenters import Problems

HOW = (("was", "As it was"), ("known", "As we knew it"))
TO_COME = "This day is still to come. Give today or an earlier day."


@dataclass(frozen=True)
class Line:
    """One fact of that day."""

    title: str
    words: str
    note: str


@page(policy="person.view")
def then(request: HttpRequest, id: UUID) -> HttpResponse:
    """The day and how to look stand in the address: neither says anything about anybody."""
    whom = about(request, id)
    asked = {"day": request.GET.get("day", "").strip(), "how": request.GET.get("how", "was")}
    day, errors = _day(asked["day"])
    why = request.reader.why(id)  # type: ignore[attr-defined]
    audit.record("person.view_then", subjects=[id], reason=why, detail={"day": str(day or ""), "how": asked["how"]})
    lines: tuple[Line, ...] = ()
    if day:
        known = asked["how"] == "known"
        lines = _lines(facts_then(whom.person, on=day, known=known, others=asks.persons(request.reader)))  # type: ignore[attr-defined]
    on = f"on {in_words(day)}" if day else ""
    context = {"whom": whom, "asked": asked, "how": HOW, "banner": _banner(day, asked), "on": on, "lines": lines}
    problems = Problems.of(errors)
    return show(request, "person/then.html", status=422 if errors else 200, errors=errors, problems=problems, **context)


def _day(text: str) -> tuple[date | None, dict[str, str]]:
    if not text:
        return None, {}
    try:
        day = parse_day(text)
    except NotADate as wrong:
        return None, {"day": str(wrong)}
    return (day, {}) if day <= today() else (None, {"day": TO_COME})


def _banner(day: date | None, asked: Mapping[str, str]) -> str:
    """What makes this page other than today's, in a sentence that is printed too."""
    if day is None:
        return ""
    how = "what we knew at the end of that day" if asked["how"] == "known" else "what was true then, as we know it now"
    return f"This is not today. It is {in_words(day)}: {how}."


def _lines(found: Then) -> tuple[Line, ...]:
    kinds: tuple[tuple[FactKind, Any], ...] = (
        (NAME, found.names),
        (BORN, found.births),
        (NUMBER, found.identifiers),
        (ADDRESS, found.addresses),
        (CONTACT, found.contacts),
        (TIE, found.relationships),
        (PLACE, found.enrolments),
        (SUPPORT, found.support),
        (NEXT_PLACE, found.destinations),
    )
    return tuple(_line(kind, row, found) for kind, rows in kinds for row in rows)


def _line(kind: FactKind, row: Any, found: Then) -> Line:
    words = kind.said(row)
    if kind is TIE:
        words = f"{found.others[row.other_id].name}: {words}"
    since = f"from {in_words(row.from_on)}" if row.from_on else ""
    source = f"source: {row.source}" if row.source else ""
    return Line(kind.title, words, ", ".join(part for part in (since, source) if part))
