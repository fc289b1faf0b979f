"""What a school has settled for itself, under a name: the newest row counts, the older ones stay."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.sharing.agency.rules import Policy, Step
from kith.sharing.models import LocalRule
from kith.tenancy import current

__all__ = ["AGENCIES", "policy_of", "say", "says", "settle_policy"]

AGENCIES = "agencies"


def says(name: str, holder: UUID | None) -> Mapping[str, Any]:
    """What stands under this name where these files are kept; empty where nothing was settled."""
    row = LocalRule.objects.filter(name=name, holder_id=holder).order_by("-at", "-id").first()
    return row.says if row else {}


def say(name: str, holder: UUID, what: Mapping[str, Any]) -> LocalRule:
    """Settle it anew."""
    row = LocalRule.objects.create(
        name=name, holder_id=holder, says=dict(what), at=timezone.now(), by=current().doer.post_id
    )
    audit.record("rule.settle", holder=holder, detail={"rule": name, "row": str(row.id)})
    return row


def policy_of(holder: UUID | None) -> Policy:
    """How long agencies may take here, and who hears of it."""
    told, usual = says(AGENCIES, holder), Policy()
    if not told:
        return usual
    return Policy(
        answer={**usual.answer, **told.get("answer", {})},
        otherwise=told.get("otherwise", usual.otherwise),
        acknowledge=told.get("acknowledge", usual.acknowledge),
        above_after=told.get("above_after", usual.above_after),
        above=tuple(told.get("above", ())),
        steps=tuple(Step(one["words"], one["days"]) for one in told.get("steps", ())) or usual.steps,
    )


def settle_policy(holder: UUID, policy: Policy) -> None:
    """Keep it for this school, from now on."""
    steps = [{"words": one.words, "days": one.days} for one in policy.steps]
    numbers = {name: getattr(policy, name) for name in ("otherwise", "acknowledge", "above_after")}
    say(AGENCIES, holder, {"answer": dict(policy.answer), "above": list(policy.above), "steps": steps, **numbers})
