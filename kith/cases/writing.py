"""The rows of a record as its verbs write them. For `kith.cases.actions` alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.areas import area as area_named
from kith.cases import just_written, numbering, rules
from kith.cases.models import Part, Record, StageMove
from kith.foundation.dates import london
from kith.people.grown_up import GROWN_UP_AT, SURELY_AT, grown_up
from kith.people.models import Person
from kith.tenancy import current, history
from kith.tenancy.bulk import insert_many, insert_unless_there
from kith.tenancy.prepared import Asked, Given, Prepared
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


_SENT = Prepared(lambda: Record.objects.filter(token=Given("token"), written_by=Given("by")))
# What came from another controller was written by nobody here.
_CAME = Prepared(lambda: Record.objects.filter(token=Given("token"), written_by=None))
_KNOWN = Prepared(lambda: Person.objects.filter(id__among=Given("ids")).values_list("id", flat=True))


def sent_before(token: UUID) -> Asked:
    """What the doer sent of the form with this number."""
    by = doer()
    return _SENT.of(token=token, by=by) if by else _CAME.of(token=token)


def check_known(person_ids: Sequence[UUID]) -> None:
    """Raise NotReady unless each is somebody the doer's holders know, and none stands twice.

    Foreign keys look past row security, so a number from elsewhere would pass them.
    """
    check_among(_KNOWN.rows(ids=list(person_ids)), person_ids)


def check_among(known: Iterable[UUID], person_ids: Sequence[UUID]) -> None:
    """The same, of persons who were asked for already."""
    if set(known) != set(person_ids) or len(person_ids) != len(set(person_ids)):
        raise rules.NotReady({"person": "Choose each person once, from those you can find here."})


def check_of_age(record: Record, declared: Area, own: OwnAnswers) -> None:
    """Raise NotReady where a part of this record that only a child can have is given to a grown-up."""
    at = GROWN_UP_AT if record.written_by else SURELY_AT  # it came from elsewhere, where they know who is a child
    rules.check_of_age(declared, {"role": own}, grown_up([own.person_id], london(record.occurred_at).date(), at))


def new_record(declared: Area, token: UUID, holder: UUID, occurred_at: datetime) -> Record | None:
    """The spine of a record at its first stage; None where the same form was sent at the same moment."""
    now = timezone.now()
    record = Record(
        area=declared.name,
        version=declared.version,
        stage=declared.first_stage,
        closed_at=now if declared.stage(declared.first_stage).closes else None,
        reference=numbering.next_reference(holder),
        holder_id=holder,
        token=token,
        occurred_at=occurred_at,
        written_at=now,
        written_by=doer(),
    )
    if insert_unless_there(record, ["written_by", "token"]):
        return record
    numbering.give_back(holder)
    return None


def write_parts(record: Record, shared: dict[str, Any], own: Sequence[OwnAnswers]) -> list[Part]:
    """The shared part and one for each person, with their first versions."""
    spine = {"record_id": record.id, "holder_id": record.holder_id, "area_version": record.version}
    return history.write_many(Part, [{**spine, "answers": shared}, *(own_part(record, o, record.version) for o in own)])


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
    now = write_step(record, before, to, rationale)
    record.stage = to
    record.closed_at = now if area_named(record.area, record.version).stage(to).closes else None
    record.save(update_fields=["stage", "closed_at"])


def write_step(record: Record, before: str, to: str, rationale: str) -> datetime:
    """The step itself, and when it was taken."""
    now = timezone.now()
    step = {"from_stage": before, "to_stage": to, "at": now, "by": doer(), "rationale": rationale}
    insert_many(StageMove, [StageMove(record_id=record.id, holder_id=record.holder_id, **step)])
    return now


_EVERYBODY = Prepared(
    lambda: Part.objects.filter(record=Given("record"), person__isnull=False).values_list("person_id", flat=True)
)


def everybody_in(record: Record) -> list[UUID]:
    """Whom a record is about."""
    return _EVERYBODY.rows(record=record.id)


def line(
    record: Record,
    verb: str,
    *,
    people: Sequence[UUID] | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> UUID:
    """The ledger line of a verb, about everybody the record is about unless `people` says less."""
    just_written.forget(record.id)
    if people is None:
        people = everybody_in(record)
    about = {"record": str(record.id), "reference": record.reference, **(detail or {})}
    return audit.record(f"{record.area}.{verb}", subjects=people, holder=record.holder_id, reason=reason, detail=about)
