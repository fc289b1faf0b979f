"""What was asked ends with the work it was asked for: both are told, and it comes back by being asked anew."""

from uuid import UUID

from kith.foundation.dates import today
from kith.foundation.days import due
from kith.organisations.queries import live_post
from kith.tasks import actions, giving, rules
from kith.tasks.models import Action
from kith.tenancy import current

__all__ = ["end_with"]

WITH_ITS_WORK = "The work it was asked for has ended."


def end_with(record: UUID) -> None:
    """The work on this record has ended, and with it what is open of what was asked about it."""
    for one in Action.objects.filter(record=record, done_at=None, taken_back_at=None).order_by("id"):
        if giving.end(action=one, why=WITH_ITS_WORK):
            _tell(one, rules.ACTION_ENDED)


def _tell(action: Action, kind: str) -> None:
    """Whoever was asked and who asked, but who does it now and knows. Nothing of what it was about stands there."""
    words = {action.given_by: rules.ENDED_FOR_ASKER, action.for_post: rules.ENDED_WORDS}
    for post, said in words.items():
        if post != current().doer.post_id and live_post(post):
            actions.open_task(
                kind=kind, words=said, holder=action.holder_id, due_on=due(today(), rules.SEEN_WITHIN), for_post=post,
                about=action.id,
            )  # fmt: skip
