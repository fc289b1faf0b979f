"""A reminder beside a record, for oneself or a colleague: on its day it stands on their list."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith import audit
from kith.access.hearing import may_hear_of
from kith.cases.models import Part, Record
from kith.cases.once import once
from kith.cases.rules import NotReady
from kith.foundation.dates import today
from kith.foundation.visible import is_blank
from kith.organisations.models import Post
from kith.tasks import actions, rules
from kith.tasks.giving import KEPT_OUT, NOT_HERE, takers
from kith.tasks.models import Reminder, Task
from kith.tenancy import current

__all__ = ["done", "mine", "ring_reminders", "set_reminder"]

WORDS = "Something you are to be reminded of"


@once(Reminder)
def set_reminder(*, record: Record, to: UUID | None, on: date | None, words: str) -> Reminder:
    """Raises NotReady with a sentence for each answer that needs another look."""
    asked = _checked(record, to, on, words)
    made = Reminder.objects.create(
        record=record, holder_id=record.holder_id, words=words.strip(), on=on, for_post=asked.id,
        set_by=current().doer.post_id, set_at=timezone.now(),
    )  # fmt: skip
    _line(made, "set")
    if made.on == today():
        _ring(made)
    return made


def _checked(record: Record, to: UUID | None, on: date | None, words: str) -> Post:
    asked = takers(record.holder_id).filter(id=to).first()
    people = Part.objects.filter(record=record, person__isnull=False).values_list("person_id", flat=True)
    found = {} if not is_blank(words) else {"words": "Write what to think of."}
    if on is None or on < today():
        found["on"] = "Give a day that is still to come, or today."
    if asked is None:
        found["to"] = NOT_HERE
    elif not may_hear_of(asked, [record.id, *people]):
        found["to"] = KEPT_OUT
    if found or asked is None:
        raise NotReady(found)
    return asked


def ring_reminders(on: date) -> int:
    """Put on lists what is for this day or an earlier one; how many there were."""
    due = list(Reminder.objects.filter(on__lte=on, rung_at=None, done_at=None).order_by("on", "id"))
    for one in due:
        _ring(one)
    return len(due)


def _ring(one: Reminder) -> None:
    one.rung_at = timezone.now()
    one.save(update_fields=["rung_at"])
    actions.open_task(
        kind=rules.REMINDER, words=WORDS, holder=one.holder_id, due_on=one.on, for_post=one.for_post, about=one.id
    )


def done(reminder: Reminder) -> None:
    """Nobody is reminded of it any longer. A second time changes nothing."""
    stands = Reminder.objects.select_for_update(of=("self",)).select_related("record").get(id=reminder.id)
    if stands.done_at is not None:
        return
    stands.done_at = timezone.now()
    stands.save(update_fields=["done_at"])
    _line(stands, "done")
    for task in Task.objects.filter(about=stands.id, kind=rules.REMINDER, done_at=None):
        actions.finish(task=task, outcome="Done.")


def mine(post: UUID, first: date, last: date) -> QuerySet[Reminder]:
    """Those still open that are for this post or that it set itself, of these days."""
    open_ = Reminder.objects.filter(Q(for_post=post) | Q(set_by=post), done_at=None, on__range=(first, last))
    return open_.order_by("on", "set_at", "id")


def _line(one: Reminder, verb: str) -> None:
    about = {"reminder": str(one.id), "record": str(one.record_id), "to": str(one.for_post)}
    audit.record(f"reminder.{verb}", holder=one.holder_id, detail=about)
