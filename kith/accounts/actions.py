"""Changing accounts: making, waking and closing them, their passwords, agreements and the posts they reach."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kith.accounts import door, queries, rules
from kith.accounts.common_passwords import common_passwords
from kith.accounts.models import AgreementAccepted, AgreementVersion, Event, Reach, User


class WeakPassword(Exception):
    """A new password breaks a rule. `problems` says which, in words a person can act on."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


def create_user(*, email: str, display_name: str, password: str | None = None) -> User:
    """A new account. Without a password it opens by a link in which one is chosen."""
    user = User.objects.create_user(email, display_name, password)
    if password is not None:
        user.password_changed_at = timezone.now()
        user.save(update_fields=["password_changed_at"])
    return user


def grant_reach(
    *,
    user_id: UUID,
    controller_id: UUID,
    post_id: UUID,
    reads: bool = True,
    since: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """Let a user choose this post while it lasts. Called by the action that grants the post, in its transaction."""
    values = {"user_id": user_id, "tenant_id": controller_id, "reads": reads, "since": since, "until": until}
    Reach.objects.update_or_create(post_id=post_id, defaults=values)


def end_reach(*, post_id: UUID, until: datetime | None = None) -> None:
    """From this moment (or from `until`) nobody chooses this post any more; it is checked with every request."""
    Reach.objects.filter(post_id=post_id).update(until=until or timezone.now())


def problems_with(password: str, user: User) -> list[str]:
    """What is wrong with this new password for this account; empty if nothing is."""
    own = [*user.display_name.split(), *user.email.split("@")[:1]]
    problems = rules.password_problems(password, queries.policy_of(user), common_passwords(), own)
    if user.has_usable_password() and user.check_password(password):
        problems.append("This is the password you have now. Choose another.")
    return problems


def set_password(*, user: User, password: str, address: str | None = None) -> None:
    """Give the account a new password; every session opened with the old one ends. Raises WeakPassword."""
    if problems := problems_with(password, user):
        raise WeakPassword(problems)
    user.password = make_password(password)
    user.password_changed_at = timezone.now()
    user.must_change_password = False
    with transaction.atomic():
        user.save(update_fields=["password", "password_changed_at", "must_change_password"])
        door.note(Event.Kind.PASSWORD_CHANGED, user=user, address=address)


def signed_in(*, user: User, address: str | None = None) -> None:
    """All steps are done: the account was used today, and the ledgers know."""
    with transaction.atomic():
        user.last_signed_in_at = timezone.now()
        user.save(update_fields=["last_signed_in_at"])
        door.note(Event.Kind.SIGNED_IN, user=user, address=address)


def end_sessions(*, user: User) -> None:
    """Every open session of this account ends with its next request."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
        door.note(Event.Kind.REVOKED, user=user)


def disable(*, user: User) -> None:
    """Close an account, its sessions with it. Nothing it wrote changes."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=False, session_epoch=F("session_epoch") + 1)
        door.note(Event.Kind.DISABLED, user=user)


def reactivate(*, user: User) -> None:
    """Wake a dormant or closed account. The next sign-in asks for a new password before anything else, and of one that
    was closed sets up a new second factor: nobody knows who has had the old one since."""
    woken = {"is_active": True, "reactivated_at": timezone.now(), "must_change_password": True}
    with transaction.atomic():
        if not User.objects.select_for_update().get(pk=user.pk).is_active:
            Authenticator.objects.filter(user=user).delete()
        User.objects.filter(pk=user.pk).update(**woken)
        door.note(Event.Kind.REACTIVATED, user=user)


def publish_agreement(*, text: str, in_force_from: datetime | None = None) -> AgreementVersion:
    """A new wording of the end-user agreement: everybody is asked to accept it before their next page."""
    latest = AgreementVersion.objects.order_by("-number").first()
    return AgreementVersion.objects.create(
        number=latest.number + 1 if latest else 1, in_force_from=in_force_from or timezone.now(), text=text
    )


def accept_agreement(*, user: User, version: AgreementVersion, address: str | None = None) -> None:
    """This user agrees to this wording."""
    with transaction.atomic():
        AgreementAccepted.objects.create(user=user, version=version)
        door.note(Event.Kind.AGREED, user=user, address=address)
