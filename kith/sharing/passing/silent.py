"""Whoever keeps a record closed and says nothing of whether it goes: reminded each week, and then told to those who
prepare the file, while there is a week left before the copy closes without it."""

from datetime import date, timedelta
from uuid import UUID

from kith.foundation.dates import london
from kith.reference.roles import Role
from kith.sharing.passing.kept_back import KEPT_BACK, KEPT_SILENT
from kith.tasks import actions as tasks
from kith.tasks.events import TaskLate
from kith.tasks.leading import answering
from kith.tasks.models import Task
from kith.tenancy import announce

__all__ = ["remind_keepers"]

EACH = timedelta(days=7)
TOLD_AFTER = 3 * EACH
WORDS = "Somebody who keeps a record closed has not said for three weeks whether it goes with a safeguarding file: ask"


def remind_keepers(day: date) -> None:
    """Of every file a record of which somebody was asked about and has said nothing."""
    silent: dict[UUID, list[Task]] = {}
    for one in Task.objects.filter(kind=KEPT_BACK, done_at=None).order_by("opened_at", "id"):
        since = day - london(one.opened_at).date()
        if since and not since % EACH:
            announce(TaskLate(one.id))
        if since >= TOLD_AFTER and one.about:
            silent.setdefault(one.about, []).append(one)
    for leaver, asked in silent.items():
        _tell(leaver, asked, day)


def _tell(leaver: UUID, asked: list[Task], day: date) -> None:
    """Once for each asking; nobody is told of their own silence alone."""
    if Task.objects.filter(kind=KEPT_SILENT, about=leaver, opened_at__gte=asked[0].opened_at).exists():
        return
    holder = asked[0].holder_id
    others = answering(holder, Role.DSL.value).exclude(id__in=[one.for_post for one in asked])
    role = Role.DSL if others.exists() else Role.HEADTEACHER
    tasks.open_task(kind=KEPT_SILENT, words=WORDS, holder=holder, due_on=day, for_role=role.value, about=leaver)
