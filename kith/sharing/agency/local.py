"""How long agencies may take, as a school has settled it for itself."""

from uuid import UUID

from kith.sharing.agency.rules import Policy, Step
from kith.sharing.local import say, says

__all__ = ["policy_of", "settle_policy"]

AGENCIES = "agencies"


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
