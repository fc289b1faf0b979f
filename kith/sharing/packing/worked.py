"""What was done about a record, as far as it is this child's: what was decided and why, who was asked to do what."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kith.cases import declarations
from kith.cases.models import Part, StageMove
from kith.organisations.models import Post
from kith.reference.codes import code_set
from kith.tasks.giving import KINDS, of_records
from kith.tasks.models import Action

__all__ = ["Asked", "Step", "ask_beside", "asked_of", "decided_of"]


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


# Record ids and a person -> record -> what was asked about that person of somebody outside.
Beside = Callable[[Collection[UUID], UUID], Mapping[UUID, list[Asked]]]
_beside: list[Beside] = []


def ask_beside(asked: Beside) -> None:
    """What was asked outside goes with a record like what was asked here. Said by a room above at start-up."""
    _beside.append(asked)


def decided_of(parts: Iterable[Part]) -> Mapping[UUID, tuple[Step, ...]]:
    """Record -> every step of it, the first first."""
    declared = {part.record_id: declarations.for_record(part.record) for part in parts}
    found: dict[UUID, list[Step]] = defaultdict(list)
    for one in StageMove.objects.filter(record__in=list(declared)).order_by("at", "id"):
        found[one.record_id].append(Step(one.at, declared[one.record_id].stage(one.to_stage).title, one.rationale))
    return {id: tuple(steps) for id, steps in found.items()}


def asked_of(parts: Iterable[Part]) -> Mapping[UUID, tuple[Asked, ...]]:
    """Record -> what was asked for about this child, or about nobody in particular; of another child nothing."""
    whose = {part.record_id: part.person_id for part in parts}
    given = [one for one in of_records(whose) if one.person_id in (None, whose[one.record_id])]
    titles = {one.id: one.title for one in Post.objects.filter(id__in={one.for_post for one in given})}
    found: dict[UUID, list[Asked]] = defaultdict(list)
    for one in given:
        found[one.record_id].append(_asked(one, titles.get(one.for_post, "")))
    for person in set(whose.values()) - {None}:
        for beside in _beside:
            for id, more in beside([one for one in whose if whose[one] == person], person).items():
                found[id] += more
    return {id: tuple(sorted(asked, key=lambda one: one.at)) for id, asked in found.items()}


def _asked(one: Action, who: str) -> Asked:
    return Asked(
        at=one.given_at,
        who=who,
        kind=code_set(KINDS).label(one.kind),
        words=one.words,
        due_on=one.due_on,
        ended_at=one.done_at or one.taken_back_at,
        is_done=one.done_at is not None,
        how=one.how,
    )
