"""What this room announces. What follows from it stands in kith/wiring.py."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class RecordSubmitted:
    record_id: UUID


@dataclass(frozen=True)
class StageMoved:
    record_id: UUID
    from_stage: str
    to_stage: str


@dataclass(frozen=True)
class RecordSeen:
    record_id: UUID


@dataclass(frozen=True)
class PersonLinked:
    record_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class PartCorrected:
    record_id: UUID
    part_id: UUID


@dataclass(frozen=True)
class PartIdentified:
    """A part is about somebody else than was thought before."""

    record_id: UUID
    before: UUID
    person_id: UUID


@dataclass(frozen=True)
class AdditionMade:
    record_id: UUID
    addition_id: UUID


@dataclass(frozen=True)
class RecordAssigned:
    record_id: UUID
    # None: handed back.
    post_id: UUID | None


@dataclass(frozen=True)
class RecordsLinked:
    record_id: UUID
    other_id: UUID


@dataclass(frozen=True)
class OwnViewSaid:
    record_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class StandingDecided:
    record_id: UUID
    person_id: UUID
