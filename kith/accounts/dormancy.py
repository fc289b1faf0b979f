"""Whether an account has slept too long, by the strictest of the controllers it reaches."""

from __future__ import annotations

from django.utils import timezone

from kith.accounts import queries, rules
from kith.accounts.models import User


def is_dormant(user: User) -> bool:
    """Counted from the last sign-in, or from when the account was made or woken if that is later."""
    last_used = max(filter(None, (user.last_signed_in_at, user.reactivated_at, user.created_at)))
    return rules.is_dormant(last_used, timezone.now(), queries.policy_of(user))
