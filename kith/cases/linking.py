"""Records that belong together, and a record begun from another without typing anything again."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith.access.queries import records_visible_to
from kith.access.reader import Reader
from kith.areas import all_areas
from kith.cases import declarations, events, rules
from kith.cases.models import Link, OwnView, Part, Record
from kith.cases.once import once
from kith.cases.writing import doer, line
from kith.foundation.dates import today
from kith.reference.codes import code_set
from kith.tenancy import announce

KINDS = "record_link"
VOICES = "said_by"
# How a record is joined to one that stands beside it: from the first to what it led to.
BESIDE = "led_to"


@once(Link)
def link_records(*, record: Record, other: Record, kind: str, reason: str = "") -> Link:
    """Join two records: this one led to, or is about the same as, the other."""
    if kind not in code_set(KINDS):
        raise rules.NotReady({"kind": "Choose one."})
    if record.id == other.id:
        raise rules.NotReady({"other": "Choose another record than this one."})
    # Two who join the same records at once: the second finds what the first made. Not the whole key is locked, so that
    # nobody who joins them the other way round waits for this while this waits for them.
    Record.objects.select_for_update(no_key=True).get(id=record.id)
    common = {"record": record, "other": other, "kind": kind}
    if joined := Link.objects.filter(**common).first():
        return joined
    joined = Link.objects.create(**common, holder_id=record.holder_id, at=timezone.now(), by=doer(), reason=reason)
    line(record, "join", reason=reason, detail={"to": other.reference, "kind": kind})
    announce(events.RecordsLinked(record.id, other.id))
    return joined


def carried_over(record: Record, to: str) -> tuple[dict[str, Any], dict[UUID, dict[str, Any]]]:
    """What a record of area `to` begun from this one finds already said: shared answers, and each person's own.

    Ask only for a record the reader may read whole: what goes over is then theirs to choose.
    """
    declared = declarations.for_new(to)
    parts = list(Part.objects.filter(record=record, struck=False))
    said = {p.person_id: declared.carried(record.area, p.answers) for p in parts}
    shared = {f.name for f in declared.asked(own=False)}
    own = {f.name for f in declared.asked(own=True)}
    everything = {**said.pop(None, {})}
    return (
        {name: value for name, value in everything.items() if name in shared},
        {person: {n: v for n, v in answers.items() if n in own} for person, answers in said.items() if person},
    )


def beside(records: Iterable[UUID]) -> QuerySet[Record]:
    """The work that stands beside these records, what took place first stands first. Whoever may open the one does not
    open the other by it: ask `records_visible_to`."""
    joined = Link.objects.filter(record__in=list(records), kind=BESIDE).values("other")
    found: QuerySet[Record] = Record.objects.filter(id__in=joined, area__in=_beside_something())
    return found.order_by("occurred_at", "id")


def _beside_something() -> list[str]:
    return [one.name for one in all_areas() if one.stands_beside]


def joined_to(record: Record, reader: Reader) -> list[tuple[str, Record]]:
    """The records joined to this one, either way round, that this reader may read: how, and which."""
    links = list(Link.objects.filter(record=record)) + list(Link.objects.filter(other=record))
    kinds = {one.other_id if one.record_id == record.id else one.record_id: one.kind for one in links}
    seen: QuerySet[Record] = records_visible_to(Record.objects.filter(id__in=list(kinds)), reader)
    return [(code_set(KINDS).label(kinds[one.id]), one) for one in seen.order_by("written_at")]


@once(OwnView)
def say_own_view(*, record: Record, person_id: UUID, words: str, said_by: str, said_on: date) -> OwnView:
    """Keep what the person a record is about says of it, beside what was written. Neither replaces the other."""
    rules.check_words(words)
    if said_by not in code_set(VOICES):
        raise rules.NotReady({"said_by": "Choose one."})
    if said_on > today():
        raise rules.NotReady({"said_on": "This day is still to come. Give the day on which they said it."})
    if not Part.objects.filter(record=record, person_id=person_id).exists():
        raise rules.NotReady({"person": "Choose somebody this record is about."})
    view = OwnView.objects.create(
        record=record,
        holder_id=record.holder_id,
        person_id=person_id,
        words=words,
        said_by=said_by,
        said_on=said_on,
        at=timezone.now(),
        by=doer(),
    )
    line(record, "own_view", people=[person_id], detail={"by": said_by})
    announce(events.OwnViewSaid(record.id, person_id))
    return view


def views_of(record: Record, person_ids: Sequence[UUID]) -> list[OwnView]:
    """What these persons said, first to last. Ask only for persons whose part the reader may see."""
    return list(OwnView.objects.filter(record=record, person_id__in=person_ids).order_by("at", "id"))
