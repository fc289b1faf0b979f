"""What somebody who may only report sees of what they reported: their own words, and whether they were seen.

Nothing else: no category, no stage of the work, no correction by the lead, nobody whom the lead linked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from kith.areas import area as area_named
from kith.cases.models import Addition, PartVersion, Record
from kith.cases.writing import doer
from kith.tenancy.prepared import Given, Prepared

NEWEST = 50


@dataclass(frozen=True)
class OwnWords:
    """What they wrote about one person, or (without one) about all."""

    person_id: UUID | None
    role: str
    answers: dict[str, Any]


@dataclass(frozen=True)
class Added:
    """What they added afterwards, and whether it was read."""

    at: datetime
    words: str
    is_read: bool
    danger: bool


@dataclass(frozen=True)
class Receipt:
    """One report of theirs."""

    record_id: UUID
    area: str
    reference: str
    written_at: datetime
    occurred_at: datetime
    seen_at: datetime | None
    words: str
    parts: tuple[OwnWords, ...]
    additions: tuple["Added", ...]


def unread() -> Q:
    """Of records: nobody who decides has opened it, or its writer has added to it since."""
    return Q(seen_at=None) | unread_words()


def unread_words() -> Q:
    """Of records: its writer has added to it since somebody who decides last opened it."""
    read = Coalesce(OuterRef("read_to"), OuterRef("seen_at"))
    return Q(Exists(Addition.objects.filter(record=OuterRef("pk"), at__gt=read)), seen_at__isnull=False)


def mine(newest: int = NEWEST) -> list[Receipt]:
    """The reports of the post that is at work now, newest first."""
    return _receipts(Record.objects.filter(written_by=doer()).order_by("-written_at")[:newest])


def find(record_id: UUID) -> Receipt | None:
    """One report, if this post wrote it."""
    found = _receipts(Record.objects.filter(id=record_id, written_by=doer()))
    return found[0] if found else None


def record(record_id: UUID) -> Record | None:
    """The record of one report alone, if this post wrote it."""
    by = doer()
    found: Record | None = _WRITTEN.first(id=record_id, by=by) if by else None
    return found


_WRITTEN = Prepared(lambda: Record.objects.filter(id=Given("id"), written_by=Given("by")))


def _receipts(records: Iterable[Record]) -> list[Receipt]:
    records = list(records)
    ids = [r.id for r in records]
    # As sent: first versions, written by them.
    said = PartVersion.objects.filter(record_id__in=ids, n=1, by=doer()).order_by("recorded_at", "of_id")
    added = Addition.objects.filter(record_id__in=ids, by=doer()).order_by("at")
    parts, additions = list(said), list(added)
    return [
        _receipt(
            record,
            _sent_together([p for p in parts if p.record_id == record.id]),
            [a for a in additions if a.record_id == record.id],
        )
        for record in records
    ]


def _sent_together(parts: list[PartVersion]) -> list[PartVersion]:
    """The parts of one form: a person linked later has a later moment."""
    return [p for p in parts if p.recorded_at == parts[0].recorded_at]


def _receipt(record: Record, parts: list[PartVersion], additions: list[Addition]) -> Receipt:
    words = area_named(record.area).receipt
    return Receipt(
        record_id=record.id,
        area=record.area,
        reference=record.reference,
        written_at=record.written_at,
        occurred_at=record.occurred_at,
        seen_at=record.seen_at,
        words=words.get(record.stage, words[area_named(record.area).first_stage]),
        parts=tuple(OwnWords(p.person_id, p.role, p.answers) for p in parts),
        additions=tuple(Added(a.at, a.words, _is_read(record, a), a.danger) for a in additions),
    )


def _is_read(record: Record, addition: Addition) -> bool:
    to = record.read_to or record.seen_at
    return to is not None and addition.at <= to
