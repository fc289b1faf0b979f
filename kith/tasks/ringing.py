"""Somebody is told before a clock runs out, and somebody above them once it has. Each is told once.

So is somebody above where an emergency opening was not reviewed.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from kith.cases import declarations
from kith.foundation.dates import london
from kith.foundation.days import due
from kith.organisations.models import Post
from kith.organisations.queries import live_post, live_posts
from kith.reference.roles import Role
from kith.tasks import actions, hours, rules
from kith.tasks.leading import whose_step
from kith.tasks.models import RunningClock, Task
from kith.vocabulary import Area, Clock


def ring(on: date) -> int:
    """Open a task for every threshold that was passed by this day; how many there were."""
    return _ring_all(_awake().filter(due_at=None), lambda one, clock: _kinds(one, clock, on))


def ring_hours(now: datetime) -> int:
    """The same for clocks that count hours, by this moment."""
    return _ring_all(_awake().exclude(due_at=None), lambda one, clock: _kinds_of_hours(one, clock, now))


def _ring_all(clocks: QuerySet[RunningClock], passed: Callable[[RunningClock, Clock], list[str]]) -> int:
    awake = list(clocks)
    said = _said_of(awake)
    return sum(_ring(one, passed, said[one.id]) for one in awake)


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


def _ring(one: RunningClock, passed: Callable[[RunningClock, Clock], list[str]], said: set[str]) -> int:
    declared = declarations.for_record(one.record)
    clock = next((c for c in declared.clocks if c.name == one.clock), None)
    if clock is None:
        return 0
    untold = [kind for kind in passed(one, clock) if kind not in said]
    for kind in untold:
        _tell(one, declared, clock, kind)
    return len(untold)


def _kinds(one: RunningClock, clock: Clock, on: date) -> list[str]:
    gone = [percent for percent, day in rules.rings(clock, one.counts_from or on, one.due_on) if day <= on]
    return _named(clock, gone, late=one.due_on < on)


def _kinds_of_hours(one: RunningClock, clock: Clock, now: datetime) -> list[str]:
    due = one.due_at or now
    gone = [percent for percent, moment in hours.rings(one.started_at, due, clock.alerts) if moment <= now]
    return _named(clock, gone, late=due < now)


def _named(clock: Clock, gone: list[int], *, late: bool) -> list[str]:
    above = clock.escalates_to if late else ()
    return [f"clock_{percent}" for percent in gone] + [f"clock_late_{role.value}" for role in above]


def _tell(one: RunningClock, area: Area, clock: Clock, kind: str) -> None:
    """The owner of the record; where it has none, the first of the roles that may take its next step, as one task is
    enough; above them, the role it escalates to."""
    above = kind.removeprefix("clock_late_") if kind.startswith("clock_late_") else ""
    owner = None if above or live_post(one.record.owner_post) is None else one.record.owner_post
    actions.open_task(
        kind=kind,
        words=f"{area.title}: {clock.title}",
        holder=one.holder_id,
        due_on=one.due_on,
        record=one.record,
        for_post=owner,
        for_role=above or ("" if owner else whose_step(one.record)),
        about=one.id,
    )


def escalate_reviews(on: date) -> int:
    """What nobody reviewed within three working days is asked of somebody above too; how many there were."""
    waiting = Task.objects.filter(kind=rules.REVIEW, done_at__isnull=True)
    escalated = set(Task.objects.filter(kind=rules.REVIEW_LATE).values_list("about", flat=True))
    late = [one for one in waiting if due(london(one.opened_at).date(), rules.NO_REVIEW_FOR) < on]
    return sum(_escalate(one, on) for one in late if one.about not in escalated)


def _escalate(task: Task, on: date) -> bool:
    """To the next who leads there and did not open it; where nobody is, it waits with the first."""
    opener = Post.objects.select_related("organisation").get(id=task.opened_for)
    others = live_posts().filter(organisation__files_of_id=task.holder_id).exclude(user_id=opener.user_id)
    present = {Role(role) for role in others.values_list("role", flat=True)}
    above = rules.reviewer_above(opener.organisation.kind, present, task.for_role)
    if above is None:
        return False
    actions.open_task(
        kind=rules.REVIEW_LATE,
        words="Nobody has reviewed a record that was opened in an emergency",
        holder=task.holder_id,
        due_on=on,
        for_role=above,
        about=task.about,
        opened_for=task.opened_for,
    )
    return True
