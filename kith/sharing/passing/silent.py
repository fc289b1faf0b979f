"""Whoever keeps a record closed and says nothing of whether it goes: reminded each week, and then told to those who
prepare the file and may hear of it, while there is a week left before the copy closes without it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from kith.access.hearing import kept_by_name
from kith.foundation.dates import london
from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.sharing.models import Leaver
from kith.sharing.passing.kept_back import KEPT_BACK, KEPT_SILENT, ask_anew
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
    """Of every file a record of which somebody was asked about and has said nothing: first whoever keeps it now."""
    waiting = Task.objects.filter(kind=KEPT_BACK, done_at=None)
    for leaver in Leaver.objects.filter(id__in=waiting.values("about")).order_by("id"):
        ask_anew(leaver)
    _tell_of(_silent(waiting, day), day)


def _silent(waiting: QuerySet[Task], day: date) -> dict[UUID, list[Task]]:
    """File -> what was asked three weeks ago. Whoever was asked is reminded each week."""
    silent: dict[UUID, list[Task]] = {}
    for one in waiting.order_by("opened_at", "id"):
        since = day - london(one.opened_at).date()
        if since and not since % EACH:
            announce(TaskLate(one.id))
        if since >= TOLD_AFTER and one.about:
            silent.setdefault(one.about, []).append(one)
    return silent


def _tell_of(silent: Mapping[UUID, Sequence[Task]], day: date) -> None:
    told = Task.objects.filter(kind=KEPT_SILENT, done_at=None)
    for task in told.exclude(about__in=list(silent)).order_by("id"):
        tasks.finish(task=task, outcome="Somebody else was asked")
    for leaver in Leaver.objects.filter(id__in=list(silent)).order_by("id"):
        _tell(leaver, silent[leaver.id], day)


def _tell(leaver: Leaver, asked: Sequence[Task], day: date) -> None:
    """Each once for each asking, and nobody any longer who may not hear of it."""
    told = Task.objects.filter(kind=KEPT_SILENT, about=leaver.id)
    to = _whom(leaver, asked)
    for task in told.filter(done_at=None).exclude(for_post__in=to).order_by("id"):
        tasks.finish(task=task, outcome="Not theirs to be told")
    known = set(told.filter(opened_at__gte=asked[0].opened_at).values_list("for_post", flat=True))
    for post in to:
        if post not in known:
            tasks.open_task(
                kind=KEPT_SILENT, words=WORDS, holder=leaver.holder_id, due_on=day, for_post=post, about=leaver.id
            )


def _whom(leaver: Leaver, asked: Sequence[Task]) -> list[UUID]:
    """Those who prepare it; else the heads. Nobody is told of their own silence alone, nor of what they are kept from
    by name."""
    keepers = {one.for_post for one in asked}
    for role in (Role.DSL, Role.HEADTEACHER):
        there = answering(leaver.holder_id, role.value).order_by("id")
        if posts := [one.id for one in there if one.id not in keepers and _may_hear(one, leaver, asked)]:
            return posts
    return []


def _may_hear(post: Post, leaver: Leaver, asked: Collection[Task]) -> bool:
    records = {one.record_id for one in asked if one.record_id}
    kept = kept_by_name(post, [leaver.person_id, *records])
    return leaver.person_id not in kept and not records <= kept
