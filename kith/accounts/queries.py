"""What is asked about accounts: which posts they reach, what is asked of them, what they have agreed to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith.accounts import rules
from kith.accounts.models import AgreementAccepted, AgreementVersion, Reach, User
from kith.tenancy.prepared import Given, Prepared


@dataclass(frozen=True)
class Reached:
    """A post somebody may choose, and the controller it is in. Not a right: that is read under row security."""

    controller_id: UUID
    post_id: UUID
    reads: bool = True
    # The controller's own colour of pages is at the address of this name; empty where it has none.
    theme: str = ""


def reach(user: Any, post_id: Any, only: str | None = None) -> Reached | None:
    """The chosen post, if this user still reaches it at this moment. Asked with every request.

    `only` the posts of this controller: where its issuer opened the session.
    """
    try:
        wanted = UUID(str(post_id))
    except ValueError:
        return None
    found = _REACH.first(user=user.pk, post=wanted, now=timezone.now())
    return _reached(found) if found and only in (None, str(found.tenant_id)) else None


def reaches(user: Any, only: str | None = None) -> list[Reached]:
    """All posts this user may choose now, in the order they were given; of one controller only, if one is named."""
    return [_reached(row) for row in _live(user).order_by("id") if only in (None, str(row.tenant_id))]


def _live(user: Any) -> QuerySet[Reach]:
    return _reach_of(user.pk, timezone.now())


def _reach_of(user: Any, now: Any) -> QuerySet[Reach]:
    return _held(now).filter(user_id=user).select_related("tenant")


def _held(now: Any) -> QuerySet[Reach]:
    begun, lasting = Q(since=None) | Q(since__lte=now), Q(until=None) | Q(until__gt=now)
    return Reach.objects.filter(begun, lasting)


_REACH = Prepared(lambda: _reach_of(Given("user"), Given("now")).filter(post_id=Given("post")))


def _reached(row: Reach) -> Reached:
    return Reached(row.tenant_id, row.post_id, row.reads, row.tenant.slug if row.tenant.settings.get("colour") else "")


def policy_of(user: User) -> rules.Policy:
    """What is asked of this account: the strictest of the controllers it has a post in."""
    settings = _live(user).values_list("tenant__settings", flat=True)
    return rules.strictest(rules.policy_of(one) for one in settings)


def policies_of(users: Iterable[User]) -> dict[UUID, rules.Policy]:
    """The same of many, by account."""
    settings: dict[UUID, list[Any]] = {user.pk: [] for user in users}
    rows = _held(timezone.now()).filter(user_id__in=settings)
    for user, one in rows.values_list("user_id", "tenant__settings"):
        settings[user].append(one)
    return {user: rules.strictest(rules.policy_of(one) for one in those) for user, those in settings.items()}


def needs_second_factor(user: User) -> bool:
    """Whether a code is asked for after the password."""
    return rules.needs_second_factor(_live(user).values_list("reads", flat=True), policy_of(user))


def current_agreement() -> AgreementVersion | None:
    """The wording in force now."""
    return AgreementVersion.objects.filter(in_force_from__lte=timezone.now()).order_by("-number").first()


def agreement_due(user: User) -> AgreementVersion | None:
    """The wording this user has yet to accept, or None if there is nothing to accept."""
    version = current_agreement()
    if version is None:
        return None
    accepted = AgreementAccepted.objects.filter(user=user, version=version).order_by("-at").first()
    return version if rules.agreement_is_due(accepted.at if accepted else None, timezone.now()) else None


def password_due(user: User) -> bool:
    """Whether a new password must be chosen before anything else."""
    changed = user.password_changed_at
    return user.must_change_password or rules.password_is_due(changed, timezone.now(), policy_of(user))


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Account id -> the name people know them by. One query for a whole page."""
    return dict(User.objects.filter(id__in=list(user_ids)).values_list("id", "display_name"))
