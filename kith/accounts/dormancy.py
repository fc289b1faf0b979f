"""Whether an account has slept too long, by the strictest of the controllers it reaches."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from kith.accounts import queries, rules
from kith.accounts.models import User


def is_dormant(user: User) -> bool:
    """Counted from the last sign-in, or from when the account was made or woken if that is later."""
    return _sleeps(user, queries.policy_of(user))


def those_asleep(users: Collection[User]) -> set[UUID]:
    """Which of these accounts sleep. As many queries as for one."""
    policies = queries.policies_of(users)
    return {user.pk for user in users if _sleeps(user, policies[user.pk])}


def _sleeps(user: User, policy: rules.Policy) -> bool:
    last_used = max(filter(None, (user.last_signed_in_at, user.reactivated_at, user.created_at)))
    return rules.is_dormant(last_used, timezone.now(), policy)
