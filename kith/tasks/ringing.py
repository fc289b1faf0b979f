"""Somebody is told before a clock runs out, and somebody above them once it has. Each is told once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kith.cases import declarations
from kith.tasks import actions, rules
from kith.tasks.models import RunningClock, Task
from kith.vocabulary import Area, Clock


def ring(on: date) -> int:
    """Open a task for every threshold that was passed by this day; how many there were."""
    awake = list(_awake())
    said = _said_of(awake)
    return sum(_ring(one, on, said[one.id]) for one in awake)


def _awake() -> QuerySet[RunningClock]:
    running = RunningClock.objects.filter(stopped_at__isnull=True, paused_at__isnull=True)
    return running.select_related("record").order_by("due_on", "id")


def _said_of(clocks: Sequence[RunningClock]) -> dict[UUID, set[str]]:
    """Of each clock what somebody was told already; in one query however many run."""
    said: dict[UUID, set[str]] = defaultdict(set)
    told = Task.objects.filter(about__among=[one.id for one in clocks], kind__startswith="clock_")
    for about, kind in told.values_list("about", "kind"):
        said[about].add(kind)
    return said


def _ring(one: RunningClock, on: date, said: set[str]) -> int:
    declared = declarations.for_record(one.record)
    clock = next((c for c in declared.clocks if c.name == one.clock), None)
    if clock is None:
        return 0
    due = [kind for kind in _kinds(one, clock, on) if kind not in said]
    for kind in due:
        _tell(one, declared, clock, kind)
    return len(due)


def _kinds(one: RunningClock, clock: Clock, on: date) -> list[str]:
    passed = [f"clock_{percent}" for percent, day in rules.rings(clock, one.counts_from or on, one.due_on) if day <= on]
    return passed + [f"clock_late_{role.value}" for role in clock.escalates_to if one.due_on < on]


def _tell(one: RunningClock, area: Area, clock: Clock, kind: str) -> None:
    """The owner of the record; where it has none, the first of the roles that may take its next step, as one task is
    enough; above them, the role it escalates to."""
    above = kind.removeprefix("clock_late_") if kind.startswith("clock_late_") else ""
    owner = None if above else one.record.owner_post
    movers = [role for move in area.moves_from(one.record.stage) for role in move.moved_by]
    actions.open_task(
        kind=kind,
        words=f"{area.title}: {clock.title}",
        holder=one.holder_id,
        due_on=one.due_on,
        record=one.record,
        for_post=owner,
        for_role=above or ("" if owner else movers[0].value),
        about=one.id,
    )
