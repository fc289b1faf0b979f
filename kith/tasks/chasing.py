"""What nobody has done in time is asked for again, then told to whoever asked, then to the head; and work that nobody
has and no clock reminds of is told to whoever may take it. Nothing is left because everybody thought it another's."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kith.areas import all_areas
from kith.cases.models import Record
from kith.foundation.dates import london
from kith.foundation.days import due
from kith.organisations.queries import live_posts, manned
from kith.reference.roles import Role
from kith.tasks import actions, rules
from kith.tasks.events import TaskLate
from kith.tasks.leading import whose_step
from kith.tasks.models import Action, RunningClock, Task
from kith.tasks.queries import nobodys
from kith.tenancy import announce


def chase_actions(on: date) -> int:
    """Everything asked for that is late on this day, or whose taker has left; how many there are."""
    here = set(live_posts().values_list("id", flat=True))
    open_ = Action.objects.filter(done_at=None, taken_back_at=None).select_related("record").order_by("due_on", "id")
    late = [one for one in open_ if one.due_on < on or one.for_post not in here]
    told: dict[UUID, set[str]] = {one.id: set() for one in late}
    for about, kind in Task.objects.filter(about__in=list(told)).values_list("about", "kind"):
        told[about].add(kind)
    for one in late:
        _chase(one, on, here, told[one.id])
    return len(late)


def _chase(action: Action, on: date, here: set[UUID], told: Collection[str]) -> None:
    if on.weekday() < 5:
        for task in Task.objects.filter(about=action.id, kind=rules.ACTION, done_at=None):
            announce(TaskLate(task.id))
    if rules.ACTION_LATE not in told:
        asker = action.given_by if action.given_by in here else None
        _tell(action, rules.ACTION_LATE, post=asker, role="" if asker else whose_step(action.record))
    if due(action.due_on, rules.STILL_LATE_AFTER) < on and rules.ACTION_STILL_LATE not in told:
        _tell(action, rules.ACTION_STILL_LATE, role=Role.HEADTEACHER.value)


def _tell(action: Action, kind: str, *, post: UUID | None = None, role: str = "") -> None:
    actions.open_task(
        kind=kind,
        words=rules.CHASING[kind],
        holder=action.holder_id,
        due_on=action.due_on,
        record=action.record,
        for_post=post,
        for_role=role,
        about=action.id,
    )


def chase_unowned(on: date) -> int:
    """Open work that nobody has had for a working day, and of which no clock reminds; how much of it is told now."""
    told = Task.objects.filter(record=OuterRef("pk"), kind=rules.UNOWNED, done_at=None)
    running = RunningClock.objects.filter(record=OuterRef("pk"), stopped_at__isnull=True)
    found = unowned().filter(~Exists(told), ~Exists(running)).order_by("written_at", "id")
    waiting = [one for one in found if due(london(_since(one)).date(), rules.UNOWNED_FOR) < on]
    for one in waiting:
        actions.open_task(
            kind=rules.UNOWNED, words=rules.CHASING[rules.UNOWNED], holder=one.holder_id, due_on=on, record=one,
            for_role=whose_step(one),
        )  # fmt: skip
    return len(waiting)


def unowned_now() -> Q:
    """Neither a post that holds now has it, nor a team in which somebody works."""
    gone = Q(owner_post__isnull=False) & ~Q(owner_post__in=live_posts().order_by().values("id"))
    return nobodys(manned()) | gone


def unowned() -> QuerySet[Record]:
    """Open work of every area that has a next step."""
    return Record.objects.filter(unowned_now(), closed_at=None, area__in=[one.name for one in all_areas()])


def _since(record: Record) -> datetime:
    """When it came to where it stands."""
    last = record.moves.order_by("-at", "-id").values_list("at", flat=True).first()
    return last or record.written_at
