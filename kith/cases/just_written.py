"""A record this unit has just made: what follows from it reads it here, and not back from the database.

It is kept from its sending to the next verb about it, which changes it; each verb leaves a line, and that ends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.cases.models import Part, Record
from kith.tenancy import current

_KEPT = "a record just written"


@dataclass(frozen=True)
class JustWritten:
    """A record with all its parts."""

    record: Record
    parts: tuple[Part, ...]


def keep(record: Record, parts: Sequence[Part]) -> None:
    """It was made, and these are its parts."""
    current().kept[_KEPT, record.id] = JustWritten(record, tuple(parts))


def forget(record_id: UUID) -> None:
    """Something else was done to it."""
    current().kept.pop((_KEPT, record_id), None)


def find(record_id: UUID) -> JustWritten | None:
    """None: it was there before this unit, or something was done to it since."""
    return current().kept.get((_KEPT, record_id))


def record_of(record_id: UUID) -> Record:
    """The record as it stands."""
    made = find(record_id)
    return made.record if made else Record.objects.get(id=record_id)


def parts_of(record: Record) -> list[Part]:
    """All its parts as they stand, those struck through too."""
    made = find(record.id)
    return list(made.parts if made else Part.objects.filter(record=record))
