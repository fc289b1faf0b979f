"""A referral to children’s services goes with the record it was made from: who was asked what, what they answered."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from kith.foundation.dates import london
from kith.foundation.days import due
from kith.sharing.packing.worked import Asked
from kith.sharing.referral.making import ANSWERED_WITHIN
from kith.sharing.referral.told import Story, sent_about, stories
from kith.sharing.rules import Happened

__all__ = ["asked_beside"]

_ENDS = (Happened.DECIDED, Happened.REFUSED)


def asked_beside(records: Collection[UUID], person: UUID) -> dict[UUID, list[Asked]]:
    """Record -> the referrals of this child that were made from it."""
    found: dict[UUID, list[Asked]] = defaultdict(list)
    for one in stories([sent for sent in sent_about(records) if person in sent.subjects]):
        if one.sent.about:
            found[one.sent.about].append(_asked(one, person))
    return dict(found)


def _asked(one: Story, person: UUID) -> Asked:
    at = one.envelope.at
    ended = next((answer for answer in reversed(one.answers) if answer.happened in _ENDS), None)
    running = ended is None or one.looked_at_again
    said = one.outcome_of(person) or str(ended.body.get("words", "") if ended else "")
    return Asked(
        at=at,
        who=one.to,
        kind="Referral to children’s services",
        words=str(one.body.get("purpose", "")),
        due_on=due(london(at).date(), ANSWERED_WITHIN),
        ended_at=ended.at if ended and not running else None,
        is_done=not running,
        how="" if running else said,
    )
