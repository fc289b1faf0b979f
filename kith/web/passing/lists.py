"""Every safeguarding file that goes or came, and how it stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from kith import audit
from kith.foundation.dates import today
from kith.people.queries import cards
from kith.sharing.models import Answer, Came, Leaver, Took
from kith.sharing.packing.earlier import taken_in
from kith.sharing.passing import leaving
from kith.sharing.passing.coming import child_of
from kith.sharing.passing.going import last_of, stand_of
from kith.sharing.passing.rules import How
from kith.sharing.passing.shut import Shut, shut_to
from kith.sharing.posting import standings
from kith.web import asks
from kith.web.frame import show
from kith.web.packing import words
from kith.web.passing import presenters, told
from kith.web.passing.cut import cut
from kith.web.policy import page
from kith.web.presenters import Status

MOST = 200


@dataclass(frozen=True)
class Brought:
    """A file of an earlier school: what it holds, as numbers, and whether it says who the child lives with. Its words
    are read on its own page."""

    id: UUID
    school: str
    at: str
    holds: str
    home: bool


def brought(reader: Any, person_id: UUID) -> list[Brought]:
    """The files of earlier schools that are part of this child's record, for those who may open them."""
    if not asks.may_open(reader, "file.pass"):
        return []
    taken = taken_in(person_id=person_id).select_related("came")
    return [_brought(one, json.loads(one.came.told)["file"]) for one in taken]


def _brought(one: Took, file: Mapping[str, Any]) -> Brought:
    home = any(file["child"].get(name) for name in ("address", "carers"))
    return Brought(one.came_id, one.came.sender_name, words.day(one.at), told.holds(file), home)


@dataclass(frozen=True)
class Beside:
    """The safeguarding files of one child: those that came, the one that goes, or that one can be begun."""

    came: list[Brought]
    going: UUID | None
    words: str
    status: Status | None
    begins: bool
    leaves: bool = False

    @property
    def home(self) -> list[Brought]:
        """Those that say who the child lives with."""
        return [one for one in self.came if one.home]


def beside(reader: Any, person_id: UUID) -> Beside | None:
    """For those who may open them; None where there are none."""
    if not asks.may_open(reader, "file.pass"):
        return None
    leaver, begins = going_of(person_id), leaving.may_begin(person_id, reader.holder_id, today())
    came = brought(reader, person_id)
    if begins:
        return Beside(
            came, None, f"The last day is {words.as_date(begins[1])}. The file goes to the next school.", None, True
        )
    if leaver:
        row = presenters.leaver_row(leaver, stand_of(leaver, last_of([leaver]).get(leaver.id)), None)
        return Beside(came, leaver.id, row.words, row.status, False)
    leaves = _may_leave(reader, person_id)
    return Beside(came, None, "", None, False, leaves) if came or leaves else None


def _may_leave(reader: Any, person_id: UUID) -> bool:
    """Whether this reader may say that a pupil of whom a file is kept leaves."""
    return bool(leaving.place_of(person_id, reader.holder_id) and reader.may("person.edit", person_id).allowed)


def going_of(person_id: UUID) -> Leaver | None:
    """The file that was begun last."""
    return Leaver.objects.filter(person_id=person_id, stayed_on=None).order_by("-left_on", "-id").first()


@page(policy="file.pass")
def files(request: HttpRequest) -> HttpResponse:
    """Those that go, the last to leave first, and those that came, the newest first; of each so many at once."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    goes = cut(request, "out", _going(reader), MOST)
    arrived = cut(request, "in", _came(reader), MOST)
    going, came = goes.rows, arrived.rows
    taken = {one.came_id: one for one in taken_in(came__in=came)}
    named = [one.person_id for one in (*going, *taken.values())]
    seen = cards(asks.persons(reader).filter(id__in=named).values_list("id", flat=True))
    shut = reader.barred
    last, stand = last_of(going), standings([one.envelope for one in came])
    out = [(one, stand_of(one, last.get(one.id)), seen.get(one.person_id)) for one in going]
    context = {
        "going": [presenters.leaver_row(*one) for one in out if one[2] or presenters.is_receipt(*one[:2], shut)],
        "came": [presenters.came_row(one, stand[one.envelope_id], taken.get(one.id), seen) for one in came],
        "goes": goes,
        "arrived": arrived,
    }
    audit.record("file.list", subjects=list(seen))
    return show(request, "passing/files.html", **context)


def _going(reader: Any) -> QuerySet[Leaver]:
    """Of the children this reader may find, and what was signed for of others: not of whom they are kept from."""
    signed = Answer.objects.filter(how=How.SIGNED, misses=[]).values("went__leaver")
    theirs = Q(person__in=asks.persons(reader).order_by()) | Q(id__in=signed)
    found = Leaver.objects.filter(theirs, stayed_on=None).exclude(person_id__in=reader.barred)
    return found.order_by("-left_on", "-id")


def _came(reader: Any) -> QuerySet[Came]:
    """All but what is of a child this reader is kept from by name, or may be."""
    hidden = set(taken_in(person_id__in=reader.barred).values_list("came_id", flat=True))
    closed = shut_to(reader.post)
    if closed != Shut():
        waiting = Came.objects.exclude(id__in=taken_in().order_by().values("came_id"))
        hidden |= {one.id for one in waiting if closed.holds(child_of(one))}
    return Came.objects.exclude(id__in=hidden).select_related("envelope").order_by("-at", "-id")
