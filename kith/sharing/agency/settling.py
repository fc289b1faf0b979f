"""A school settles how long agencies may take: that holds at once, for what has gone already too."""

from uuid import UUID

from kith.sharing.agency.local import settle_policy
from kith.sharing.agency.rules import How, Policy, dated
from kith.sharing.agency.saying import entries_of, facts_of
from kith.sharing.models import AgencyEntry, AgencyReferral

__all__ = ["settle"]


def settle(holder: UUID, policy: Policy) -> None:
    """Keep it, and give what is out at agencies the day of an answer that it has by it."""
    settle_policy(holder, policy)
    ended = AgencyEntry.objects.filter(how=How.ENDED).values("referral_id")
    out = AgencyReferral.objects.select_for_update().filter(holder_id=holder, answer_by__isnull=False)
    referrals = list(out.exclude(id__in=ended).order_by("id"))
    entries = entries_of(referrals)
    for one in referrals:
        days = dated(facts_of(entries[one.id]), one.kind, policy)
        if days and days.answer_by != one.answer_by:
            one.answer_by = days.answer_by
            one.save(update_fields=["answer_by"])
