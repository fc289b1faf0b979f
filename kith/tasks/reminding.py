"""A reminder beside a record, for oneself or a colleague: on its day it stands on their list."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kith import audit
from kith.access.hearing import kept_from
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

__all__ = ["done", "heard", "mine", "ring_reminders", "set_reminder"]

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
    found = {} if not is_blank(words) else {"words": "Write what to think of."}
    if on is None or on < today():
        found["on"] = "Give a day that is still to come, or today."
    if asked is None:
        found["to"] = NOT_HERE
    elif kept_from(asked, _about([record.id])[record.id]):
        found["to"] = KEPT_OUT
    if found or asked is None:
        raise NotReady(found)
    return asked


def ring_reminders(on: date) -> int:
    """Put on lists what is for this day or an earlier one; how many there were. Of what somebody is kept from they are
    not reminded, and no longer where they were; if they are let in again, then."""
    due, rung = Reminder.objects.filter(on__lte=on, done_at=None).order_by("for_post", "on", "id"), 0
    for post, those in groupby(due, key=lambda one: one.for_post):
        found = list(those)
        open_ = heard(Post.objects.get(id=post), found)
        for one in found:
            if one.rung_at is None and one in open_:
                _ring(one)
                rung += 1
            elif one.rung_at is not None and one not in open_:
                _hush(one)
    return rung


def _ring(one: Reminder) -> None:
    one.rung_at = timezone.now()
    one.save(update_fields=["rung_at"])
    actions.open_task(
        kind=rules.REMINDER, words=WORDS, holder=one.holder_id, due_on=one.on, for_post=one.for_post, about=one.id
    )


def _hush(one: Reminder) -> None:
    one.rung_at = None
    one.save(update_fields=["rung_at"])
    _off_the_list(one, "Taken back.")


def _off_the_list(one: Reminder, outcome: str) -> None:
    for task in Task.objects.filter(about=one.id, kind=rules.REMINDER, done_at=None):
        actions.finish(task=task, outcome=outcome)


def done(reminder: Reminder) -> None:
    """Nobody is reminded of it any longer. A second time changes nothing."""
    stands = Reminder.objects.select_for_update(of=("self",)).select_related("record").get(id=reminder.id)
    if stands.done_at is not None:
        return
    stands.done_at = timezone.now()
    stands.save(update_fields=["done_at"])
    _line(stands, "done")
    _off_the_list(stands, "Done.")


def mine(post: Post, first: date, last: date) -> list[Reminder]:
    """Those still open that are for this post or that it set itself, of these days, as far as it may hear of them."""
    open_ = Reminder.objects.filter(Q(for_post=post.id) | Q(set_by=post.id), done_at=None, on__range=(first, last))
    return heard(post, open_.order_by("on", "set_at", "id"))


def heard(post: Post, reminders: Iterable[Reminder]) -> list[Reminder]:
    """Of these, the ones whose record, and everybody it is about, nothing keeps this post from."""
    found = list(reminders)
    about = _about([one.record_id for one in found]) if found else {}
    kept = kept_from(post, set().union(*about.values())) if about else frozenset()
    return [one for one in found if not about[one.record_id] & kept]


def _about(records: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Each record with itself and everybody it is about."""
    about = {one: {one} for one in records}
    parts = Part.objects.filter(record__in=about, person__isnull=False)
    for record, person in parts.values_list("record_id", "person_id"):
        about[record].add(person)
    return about


def _line(one: Reminder, verb: str) -> None:
    about = {"reminder": str(one.id), "record": str(one.record_id), "to": str(one.for_post)}
    audit.record(f"reminder.{verb}", holder=one.holder_id, detail=about)
