"""Children who left and of whom nobody knows where they learn now: asked after until somebody says it.

Nobody is put on this list and nobody is taken off it: whoever's time at a school has ended, who is on no roll here and
of whom no next school is known since, stands on it by that alone. What was tried is noted beside.

Worked example: Noah leaves on 11 December and his school's system names no other school. He is on the list from the
12th. On 4 January his aunt says Hollin Bridge: that is his destination from 11 December on, and he is off it. Withdrawn
because it was another Noah, he is on it again, with everything that was noted.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from kith import audit
from kith.foundation.dates import today
from kith.people.models import ChaseNote, Destination, Enrolment, Person
from kith.people.roll import here_or_to_come
from kith.tenancy import current, history

__all__ = ["Left", "NotChased", "left_of", "note", "notes_of", "settle", "unknown"]


class NotChased(ValueError):
    """Nothing is asked about this child any more. The message is a sentence."""

    def __init__(self) -> None:
        super().__init__("Nobody asks after this child any more: it was said where they are, or they are on a roll.")


@dataclass(frozen=True)
class Left:
    """One child who left: the school they left, their last day there, and what was tried, the latest first."""

    person_id: UUID
    school: str
    holder_id: UUID
    left_on: date
    notes: tuple[ChaseNote, ...] = ()


def unknown(persons: QuerySet[Person] | None = None) -> list[Left]:
    """Of these persons (without any named, of all), those who are asked after: who has waited longest first."""
    ended = _ended()
    if persons is not None:
        ended = ended.filter(person__in=persons.values("id"))
    rows = list(ended)
    notes = notes_of(row.person_id for row in rows)
    return [
        Left(row.person_id, row.organisation.name, row.holder_id, row.until_on, tuple(notes.get(row.person_id, ())))
        for row in rows
    ]


def left_of(person_id: UUID) -> Left | None:
    """This child, if they are asked after."""
    return next(iter(unknown(Person.objects.filter(id=person_id))), None)


def notes_of(person_ids: Iterable[UUID]) -> dict[UUID, list[ChaseNote]]:
    found: dict[UUID, list[ChaseNote]] = defaultdict(list)
    for one in ChaseNote.objects.filter(person_id__in=list(person_ids)).order_by("-at", "-id"):
        found[one.person_id].append(one)
    return found


def note(*, left: Left, words: str) -> ChaseNote:
    """What somebody did to find out."""
    audit.record("leaver.note", subjects=[left.person_id], holder=left.holder_id)
    doer = current().doer
    return ChaseNote.objects.create(
        person_id=left.person_id,
        holder_id=left.holder_id,
        by=doer.post_id or doer.on_behalf_of,
        at=timezone.now(),
        words=words,
    )


def settle(*, person_id: UUID, kind: str, name: str = "", laestab: str = "", source: str = "") -> Destination:
    """Say where a child went who left. Raises NotChased where somebody said it before, or they are back on a roll."""
    # Of two at once the second finds it said.
    Person.objects.select_for_update().get(id=person_id)
    left = left_of(person_id)
    if left is None:
        raise NotChased
    line = audit.record("leaver.settle", subjects=[person_id], holder=left.holder_id, detail={"kind": kind})
    values: dict[str, Any] = {"kind": kind, "name": name, "laestab": laestab, "source": source}
    whose = {"person_id": person_id, "holder_id": left.holder_id, "from_on": left.left_on}
    said: Destination = history.write(Destination, values=values | whose, line=line)
    return said


def _ended() -> QuerySet[Enrolment]:
    """The last time at a school of whoever is on no roll, after which nobody has said where they are."""
    own = {"person": OuterRef("person"), "holder": OuterRef("holder")}
    here = here_or_to_come(today(), **own)
    later = Enrolment.objects.filter(
        Q(until_on__gt=OuterRef("until_on")) | Q(until_on=OuterRef("until_on"), id__gt=OuterRef("id")), **own
    )
    # What was said after an earlier time here says nothing of this one; of a first day nobody gave, any will do.
    began = Coalesce(OuterRef("from_on"), Value(date.min), output_field=DateField())
    said = Destination.objects.filter(from_on__gte=began, **own)
    return (
        Enrolment.objects.filter(~Exists(here), ~Exists(later), ~Exists(said), until_on__lt=today())
        .exclude(person__status__in=(Person.Status.DECEASED, Person.Status.MERGED))
        .select_related("organisation")
        .order_by("until_on", "person__sort_key", "id")
    )
