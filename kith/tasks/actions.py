"""Tasks are opened for somebody, and done by somebody."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kith import audit
from kith.cases.models import Record
from kith.organisations.models import Organisation
from kith.tasks import rules
from kith.tasks.events import CalendarTold, TaskDone, TaskOpened
from kith.tasks.models import SchoolDays, Task
from kith.tasks.running import recount_school_days
from kith.tenancy import announce, current


class NotYours(Exception):
    """A task that somebody tried to finish who may not."""


def open_task(
    *,
    kind: str,
    words: str,
    holder: UUID,
    due_on: date,
    record: Record | None = None,
    for_post: UUID | None = None,
    for_role: str = "",
    about: UUID | None = None,
    opened_for: UUID | None = None,
) -> Task:
    """Put something on a list of work. `words` name no person: they stand in lists and notices.

    `about` is the grant or other row it is about; whom it was `opened_for` can't finish it themselves.
    """
    task = Task.objects.create(
        kind=kind,
        words=words,
        holder_id=holder,
        due_on=due_on,
        record=record,
        for_post=for_post,
        for_role=for_role,
        about=about,
        opened_for=opened_for,
        opened_at=timezone.now(),
    )
    announce(TaskOpened(task.id))
    return task


def tell_calendar(
    *, organisation: Organisation, terms: list[tuple[date, date]], closed: list[date] | None = None
) -> SchoolDays:
    """Say on which days a school is open to pupils. Clocks that count its days are counted anew."""
    told = SchoolDays.objects.create(
        organisation=organisation,
        terms=[[first.isoformat(), last.isoformat()] for first, last in terms],
        closed=[day.isoformat() for day in closed or []],
        at=timezone.now(),
        by=current().doer.post_id,
    )
    audit.record("calendar.tell", holder=organisation.files_of_id, detail={"school": str(organisation.id)})
    recount_school_days(organisation)
    announce(CalendarTold(organisation.id))
    return told


def finish(*, task: Task, outcome: str = "") -> Task:
    """Say that it is done and what came of it. Done once: a second time changes nothing."""
    stands = _locked(task)
    return stands if stands.done_at else _finished(stands, outcome)


def judge(*, task: Task, outcome: str) -> Task:
    """Give the verdict a task asks for. Raises NotYours where another was given: it must not seem to be this one.

    It may have gone to somebody above as well: whoever answers first answers for both.
    """
    _check_not_ones_own(task)
    # In one order, whichever of the two somebody answers: two who answer at once wait, and do not block each other.
    both = Task.objects.select_for_update().filter(Q(id=task.id) | Q(about=task.about, kind__in=rules.REVIEWS))
    found = {one.id: one for one in both.order_by("id")}
    if any(one.done_at for one in found.values()):
        raise NotYours("Somebody has answered this already. What they said stands.")
    for one in found.values():
        _finished(one, outcome)
    return found[task.id]


def _locked(task: Task) -> Task:
    """The task as it stands, until the commit nobody else's to finish."""
    _check_not_ones_own(task)
    return Task.objects.select_for_update().get(id=task.id)


def _check_not_ones_own(task: Task) -> None:
    if task.opened_for is not None and task.opened_for == current().doer.post_id:
        raise NotYours("Somebody else has to review this.")


def _finished(task: Task, outcome: str) -> Task:
    task.done_at, task.done_by, task.outcome = timezone.now(), current().doer.post_id, outcome
    task.save(update_fields=["done_at", "done_by", "outcome"])
    audit.record("task.finish", holder=task.holder_id, reason=outcome, detail={"task": str(task.id), "kind": task.kind})
    announce(TaskDone(task.id))
    return task
