"""The rows of a record as its verbs write them. For `kith.cases.actions` alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.areas import area as area_named
from kith.cases import numbering
from kith.cases.models import Part, Record, StageMove
from kith.cases.rules import NotReady
from kith.people.models import Person
from kith.tenancy import current, history
from kith.vocabulary import Area


@dataclass(frozen=True)
class OwnAnswers:
    """What a form says about one person: their role, and the answers that are theirs alone."""

    person_id: UUID
    role: str
    answers: dict[str, Any] = field(default_factory=dict)
    category: str = ""


def doer() -> UUID | None:
    """The post that acts, or the one a system post acts for."""
    return current().doer.post_id or current().doer.on_behalf_of


def check_known(person_ids: Sequence[UUID]) -> None:
    """Raise NotReady unless each is somebody the doer's holders know, and none stands twice.

    Foreign keys look past row security, so a number from elsewhere would pass them.
    """
    known = set(Person.objects.filter(id__in=person_ids).values_list("id", flat=True))
    if known != set(person_ids) or len(person_ids) != len(set(person_ids)):
        raise NotReady({"person": "Choose each person once, from those you can find here."})


def new_record(declared: Area, token: UUID, holder: UUID, occurred_at: datetime) -> Record:
    """The spine of a record at its first stage."""
    return Record.objects.create(
        area=declared.name,
        version=declared.version,
        stage=declared.first_stage,
        reference=numbering.next_reference(holder),
        holder_id=holder,
        token=token,
        occurred_at=occurred_at,
        written_at=timezone.now(),
        written_by=doer(),
    )


def write_parts(record: Record, shared: dict[str, Any], own: Sequence[OwnAnswers]) -> None:
    """The shared part and one for each person, with their first versions."""
    spine = {"record_id": record.id, "holder_id": record.holder_id, "area_version": record.version}
    history.write_many(Part, [{**spine, "answers": shared}, *(own_part(record, o, record.version) for o in own)])


def own_part(record: Record, own: OwnAnswers, version: int) -> dict[str, Any]:
    """The columns of one person's part."""
    return {
        "record_id": record.id,
        "holder_id": record.holder_id,
        "person_id": own.person_id,
        "role": own.role,
        "category": own.category,
        "answers": own.answers,
        "area_version": version,
    }


def enter_stage(record: Record, before: str, to: str, rationale: str) -> None:
    """The step itself and where the record then stands."""
    now = timezone.now()
    StageMove.objects.create(
        record=record,
        holder_id=record.holder_id,
        from_stage=before,
        to_stage=to,
        at=now,
        by=doer(),
        rationale=rationale,
    )
    record.stage = to
    record.closed_at = now if area_named(record.area, record.version).stage(to).closes else None
    record.save(update_fields=["stage", "closed_at"])


def line(
    record: Record,
    verb: str,
    *,
    people: Sequence[UUID] | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> UUID:
    """The ledger line of a verb, about everybody the record is about unless `people` says less."""
    if people is None:
        people = list(Part.objects.filter(record=record, person__isnull=False).values_list("person_id", flat=True))
    about = {"record": str(record.id), "reference": record.reference, **(detail or {})}
    return audit.record(f"{record.area}.{verb}", subjects=people, holder=record.holder_id, reason=reason, detail=about)
