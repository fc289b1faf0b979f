"""What was done about a record, as far as it is this child's: what was decided and why, who was asked to do what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.cases import declarations
from kith.cases.models import Part, StageMove
from kith.organisations.models import Post
from kith.reference.codes import code_set
from kith.tasks.giving import KINDS, of_records

__all__ = ["Asked", "Step", "asked_of", "decided_of"]


@dataclass(frozen=True)
class Step:
    """A stage it came to, and why."""

    at: datetime
    stage: str
    why: str


@dataclass(frozen=True)
class Asked:
    """What somebody was asked to do: by their post alone, and how it was done or why it was taken back."""

    at: datetime
    who: str
    kind: str
    words: str
    due_on: date
    ended_at: datetime | None
    is_done: bool
    how: str


def decided_of(part: Part) -> tuple[Step, ...]:
    """Every step of the record, the first first."""
    declared = declarations.for_record(part.record)
    moves = StageMove.objects.filter(record=part.record).order_by("at", "id")
    return tuple(Step(one.at, declared.stage(one.to_stage).title, one.rationale) for one in moves)


def asked_of(part: Part) -> tuple[Asked, ...]:
    """What was asked for about this child, or about nobody in particular; of another child nothing."""
    return tuple(_asked(part.record_id, part.person_id))


def _asked(record: UUID, person: UUID | None) -> Iterator[Asked]:
    found = [one for one in of_records([record]) if one.person_id in (None, person)]
    titles = {one.id: one.title for one in Post.objects.filter(id__in=[one.for_post for one in found])}
    for one in found:
        yield Asked(
            at=one.given_at,
            who=titles.get(one.for_post, ""),
            kind=code_set(KINDS).label(one.kind),
            words=one.words,
            due_on=one.due_on,
            ended_at=one.done_at or one.taken_back_at,
            is_done=one.done_at is not None,
            how=one.how,
        )
