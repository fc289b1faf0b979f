"""Who is on a roll and not in its census: those to ask about, a page at a time."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kith.foundation.dates import in_words
from kith.intake import absent
from kith.intake.sight import hidden
from kith.people.queries import cards
from kith.web.frame import show
from kith.web.imports.shown import found
from kith.web.outcome import Line, looked
from kith.web.policy import page

SHOWN = 50


@dataclass(frozen=True)
class OnRoll:
    person_id: UUID
    name: str
    born: str
    school: str
    since: str


@dataclass(frozen=True)
class MissingPage:
    batch: UUID
    count: str
    children: tuple[OnRoll, ...]
    # Some are closed to this reader and left out.
    closed: bool
    # The number of the first child of the next page, where more follow.
    after: int


@page(policy="import.run")
def missing(request: HttpRequest, id: UUID) -> HttpResponse:
    """From the one after so many on. Each page is a look at the children it names."""
    batch = found(id)
    those = [(school, one) for school, held in absent.missing(batch).items() for one in held]
    closed = hidden({one.person_id for _, one in those}, request.reader)  # type: ignore[attr-defined]
    open_ = [(school, one) for school, one in those if one.person_id not in closed]
    first = _number(request.GET.get("after", ""))
    here = open_[first : first + SHOWN]
    named = cards([one.person_id for _, one in here])
    shown = MissingPage(
        batch=batch.id,
        count=f"{len(open_):,} {'child' if len(open_) == 1 else 'children'}",
        children=tuple(_on_roll(named[one.person_id], school, one) for school, one in here),
        closed=bool(closed),
        after=first + SHOWN if len(open_) > first + SHOWN else 0,
    )
    response = show(request, "imports/missing.html", page=shown)
    about = tuple(one.person_id for _, one in here)
    return looked(
        response, Line("import.view", subjects=about, holder=batch.holder_id, detail={"batch": batch.id}), kept=True
    )


def _on_roll(card: Any, school: Any, enrolment: Any) -> OnRoll:
    born = in_words(card.born_on) if card.born_on else ""
    since = in_words(enrolment.from_on) if enrolment.from_on else ""
    return OnRoll(card.id, card.name, born, school.name, since)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
