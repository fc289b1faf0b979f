"""What was asked ends with the work it was asked for, or as that closes to whoever was asked. Both are told, and it is
back only once it is asked anew."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.cases.models import Part
from kith.foundation.dates import today
from kith.foundation.days import due
from kith.organisations.queries import live_post
from kith.tasks import actions, giving, rules
from kith.tasks.models import Action
from kith.tenancy import current

__all__ = ["end_what_is_shut", "end_with", "open_about"]

WITH_ITS_WORK = "The work it was asked for has ended."
SHUT = "What it was asked for does not open any longer to whoever was asked."


def end_with(record: UUID) -> None:
    """The work on this record has ended, and with it what is open of what was asked about it."""
    for one in open_about([record]):
        if giving.end(action=one, why=WITH_ITS_WORK):
            _tell(one, rules.ACTION_ENDED, knows=current().doer.post_id)


def end_what_is_shut(subject: UUID) -> None:
    """Of what was asked about this record, or about one of this person, what waits for somebody who may not hear of it.
    Who has left may not either, and is chased for as before."""
    about = Part.objects.filter(Q(person=subject) | Q(record=subject)).values("record_id")
    for one in open_about(about):
        post = live_post(one.for_post)
        shut = post is not None and not giving.may_be_asked(post, one.record_id)
        if shut and giving.end(action=one, why=SHUT):
            _tell(one, rules.ACTION_SHUT)


def open_about(records: Collection[UUID] | QuerySet[Part]) -> QuerySet[Action]:
    """What was asked about these records and is not done. Shown only to whoever may open them."""
    return Action.objects.filter(record__in=records, done_at=None, taken_back_at=None).order_by("due_on", "id")


def _tell(action: Action, kind: str, knows: UUID | None = None) -> None:
    """Whoever was asked and who asked, but who knows. Nothing of what it was about stands there."""
    words = {action.given_by: rules.ENDED_FOR_ASKER, action.for_post: rules.ENDED_WORDS}
    for post, said in words.items():
        if post != knows and live_post(post):
            actions.open_task(
                kind=kind, words=said, holder=action.holder_id, due_on=due(today(), rules.SEEN_WITHIN), for_post=post,
                about=action.id,
            )  # fmt: skip
