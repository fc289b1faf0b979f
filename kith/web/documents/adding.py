"""Files on a form: taken in one by one, each with its sentence where it is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from kith.cases import filing
from kith.documents.actions import NotDone
from kith.documents.arriving import Arrived, Turned, arrive
from kith.foundation.dates import NotADate, parse_day
from kith.foundation.ids import random_id
from kith.web.answers import id_of
from kith.web.documents.place import Place

__all__ = ["Added", "add", "arrived", "say_each"]

NO_FILE = "Choose one or more files."
NOBODY = "Choose whom it concerns, and choose the files again."


@dataclass
class Added:
    """What became of one sending: how many are kept, what was turned away, what has to be answered again."""

    kept: int = 0
    turned: Sequence[Turned] = ()
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not self.turned and not self.errors


def add(request: HttpRequest, place: Place) -> Added:
    """Keep what can be kept. A date that cannot be read loses no file: it is asked for again beside it."""
    files = request.FILES.getlist("files")
    people = _people(request, place)
    if not files or not people:
        return Added(errors={"files": NO_FILE} if not files else {"people": NOBODY})
    dated, wrong = _day(request.POST.get("dated", ""))
    ready, turned = arrive([arrived(one) for one in files])
    if ready:
        filing.file(
            people=people,
            holder=place.holder,
            ready=ready,
            token=id_of(request.POST.get("token", "")) or random_id(),
            record=place.record,
            dated=dated,
        )
    return Added(len(ready), turned, {"dated": wrong} if wrong else {})


def say_each(posted: Mapping[str, str], place: Place, by: UUID) -> dict[str, str]:
    """What sort each is of those this post brought, and of which day: some of the others it may only read.

    Says what could not be read, by the name of its field.
    """
    errors: dict[str, str] = {}
    for one in (one for one in place.kept if one.by == by):
        kind, dated = posted.get(f"kind.{one.id}"), posted.get(f"dated.{one.id}")
        if kind is None or dated is None or one.void:
            continue
        read, wrong = _day(dated)
        if wrong:
            errors[f"dated.{one.id}"] = wrong
            continue
        try:
            filing.say(document_id=one.id, kind=kind, dated=read)
        except NotDone as no:
            errors[f"kind.{one.id}"] = str(no)
    return errors


def arrived(file: Any) -> Arrived:
    """An upload as the documents room takes it in."""
    return Arrived(file.name or "file", file.size or 0, file.file)


def _people(request: HttpRequest, place: Place) -> list[UUID]:
    """Those who were chosen among those who may be; the only one there is need not be chosen."""
    if len(place.people) == 1:
        return [place.people[0].id]
    chosen = set(request.POST.getlist("people"))
    return [one.id for one in place.people if str(one.id) in chosen]


def _day(text: str) -> tuple[date | None, str]:
    if not text.strip():
        return None, ""
    try:
        return parse_day(text), ""
    except NotADate as wrong:
        return None, str(wrong)
