"""The words of records for a search in their text: written again whenever something is said in one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from kith.cases import declarations, just_written
from kith.cases.models import Addition, OwnView, Part, Record, StageMove, Wording
from kith.foundation.ids import uuid7
from kith.tenancy.prepared import send
from kith.vocabulary import Area, Field, Kind

__all__ = ["catch_up", "on_record_changed", "texts_of"]

# Record and person, none for what is of all -> what was said beside the answers.
Beside = Mapping[tuple[UUID, UUID | None], Sequence[str]]

TYPED = (Kind.TEXT, Kind.LONG_TEXT)
_KEEP = f"""
INSERT INTO {Wording._meta.db_table} (id, holder_id, record_id, part_id, words)
SELECT id, %(holder)s, %(record)s, part, to_tsvector('english', said)
  FROM unnest(%(ids)s::uuid[], %(parts)s::uuid[], %(said)s::text[]) AS given (id, part, said)
    ON CONFLICT (controller_id, part_id) DO UPDATE SET words = excluded.words
"""


def on_record_changed(event: Any) -> None:
    """Which event it follows stands in kith/wiring.py; each names the record."""
    if made := just_written.find(event.record_id):
        _keep(made.record, made.parts, {})
        return
    # Of two who say something at once the second waits, and reads what the first said.
    record = Record.objects.select_for_update(no_key=True).get(id=event.record_id)
    parts = list(Part.objects.filter(record=record).order_by("id"))
    _keep(record, parts, _said_beside(parts))


def _keep(record: Record, parts: Sequence[Part], beside: Beside) -> None:
    for part in parts:
        part.record = record
    said = [_text(part, beside) for part in parts]
    values = {"holder": record.holder_id, "record": record.id, "ids": [uuid7() for _ in parts], "said": said}
    send(_KEEP, {**values, "parts": [part.id for part in parts]})


def catch_up(most: int = 500) -> int:
    """Write the words of parts that have none: those of records that were there before words were kept. Gives how many
    records it wrote; none when all have theirs."""
    without = Part.objects.filter(~Exists(Wording.objects.filter(part=OuterRef("pk")))).order_by("record_id")
    records = list(without.values_list("record_id", flat=True).distinct()[:most])
    by_record: dict[UUID, list[Part]] = defaultdict(list)
    for part in Part.objects.filter(record__in=records).select_related("record"):
        by_record[part.record_id].append(part)
    beside = _said_beside([part for parts in by_record.values() for part in parts])
    for parts in by_record.values():
        _keep(parts[0].record, parts, beside)
    return len(records)


def texts_of(parts: Sequence[Part]) -> list[str]:
    """Everything each part says in words of people, what was added among it. Ask only for parts the reader may read."""
    beside = _said_beside(parts)
    return [_text(part, beside) for part in parts]


def _text(part: Part, beside: Beside) -> str:
    return "\n".join([*_answers(part), *beside.get((part.record_id, part.person_id), ())])


def _said_beside(parts: Sequence[Part]) -> Beside:
    """What the writer added and why a step was taken is of all; what a person said about it is that person's own."""
    records = {part.record_id for part in parts}
    found: dict[tuple[UUID, UUID | None], list[str]] = defaultdict(list)
    for addition in Addition.objects.filter(record__in=records).order_by("at"):
        found[addition.record_id, None].append(addition.words)
    for move in StageMove.objects.filter(record__in=records).exclude(rationale="").order_by("at"):
        found[move.record_id, None].append(move.rationale)
    for view in OwnView.objects.filter(record__in=records).order_by("at"):
        found[view.record_id, view.person_id].append(view.words)
    return found


def _answers(part: Part) -> Iterator[str]:
    """The answers somebody typed, in the order asked; codes, dates and numbers have their own filters."""
    declared: Area = declarations.for_part(part)
    yield from _typed(declared.fields, part.answers)


def _typed(fields: Iterable[Field], answers: Mapping[str, Any]) -> Iterator[str]:
    for field in fields:
        given = answers.get(field.name)
        if field.kind in TYPED and given:
            yield str(given)
        elif field.kind is Kind.ROWS and isinstance(given, list):
            for row in given:
                yield from _typed(field.rows, row)
