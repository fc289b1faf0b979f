"""Issuers of controllers, and whom they mean: set by an administrator, tied to an account once, never by e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import IntegrityError, transaction

from kith import audit
from kith.accounts import door, dormancy, fetching, oidc, queries
from kith.accounts.jobs import SECRET, erase_secret
from kith.accounts.models import Event, Identity, Issuer, User
from kith.audit.keyfile import NoKey
from kith.jobs import defer_elsewhere
from kith.tenancy import current, tenancy

__all__ = [
    "Linked",
    "NoSecret",
    "NotLinked",
    "NotSet",
    "forget",
    "here",
    "invitation",
    "invited",
    "issuer_of",
    "issuers",
    "link",
    "links_of",
    "secret_of",
    "set_issuer",
    "unlink",
    "user_of",
]

TAKEN = (
    "This issuer cannot be used here. An issuer belongs to one organisation; whoever runs Kith can take it from one"
    " that holds it wrongly."
)
# As a system post: it holds for nobody.
DOOR = "sign-in"


class NotSet(Exception):
    """Why an issuer is not taken: each question with its sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(problems.values()))


class NotLinked(Exception):
    """Why an identity is not tied to this account, in a sentence."""


class NoSecret(Exception):
    """The secret between us and the issuer cannot be read, in a sentence."""


@dataclass(frozen=True)
class Linked:
    id: UUID
    issuer: UUID
    controller: str


def issuers() -> list[Issuer]:
    """All there are, by the name of their controller."""
    return list(Issuer.objects.select_related("tenant").order_by("tenant__name"))


def issuer_of(slug: str) -> Issuer | None:
    return Issuer.objects.select_related("tenant").filter(tenant__slug=slug).first()


def here() -> Issuer | None:
    """The issuer of the controller of the open unit."""
    return Issuer.objects.filter(tenant_id=current().controller_id).first()


def set_issuer(*, issuer: str, client_id: str, secret: str = "", factor_words: list[str] | None = None) -> Issuer:
    """What holds for the controller of the open unit from now on. Without a secret the one that is kept stays.

    Whoever was tied to another issuer before is tied no more. Raises NotSet.
    """
    kept = here()
    _check(issuer, client_id, secret, kept)
    if kept and kept.issuer != issuer:
        forget()
        kept = None
    one = kept or Issuer(tenant_id=current().controller_id)
    one.issuer, one.client_id, one.factor_words = issuer, client_id, factor_words or []
    if secret:
        one.secret = audit.keys.seal(record=one.id, kind=SECRET, value=secret)
    one.save()
    told = {"issuer": issuer, "client_id": client_id, "factor_words": one.factor_words, "new_secret": bool(secret)}
    audit.record("settings.issuer", detail=told)
    return one


def forget() -> None:
    """Nobody comes in by an issuer any more, and who was tied to it is not."""
    if one := here():
        defer_elsewhere(erase_secret, controller=one.tenant_id, in_turn=one.id, issuer=one.id)
        audit.record("settings.issuer-end", detail={"issuer": one.issuer})
        one.delete()


def _check(issuer: str, client_id: str, secret: str, kept: Issuer | None) -> None:
    wrong = {}
    if not fetching.is_allowed(issuer) or len(issuer) > 300 or "?" in issuer:
        wrong["issuer"] = "Give the issuer's address as it says it itself. It begins with https."
    elif Issuer.objects.filter(issuer=issuer).exclude(tenant_id=current().controller_id).exists():
        wrong["issuer"] = TAKEN
    if not client_id or len(client_id) > 300:
        wrong["client_id"] = "Give the client id it knows Kith by."
    if not secret and (kept is None or kept.issuer != issuer):
        wrong["secret"] = "Give the secret that belongs to this client id."
    if not wrong:
        try:
            oidc.forget(issuer)
            oidc.discover(issuer)
        except (oidc.NotReached, oidc.NotBelieved) as no:
            wrong["issuer"] = f"There is no issuer at this address. {no}"
    if wrong:
        raise NotSet(wrong)


def secret_of(issuer: Issuer) -> str:
    """Read when somebody comes back; its controller's ledger says so. Raises NoSecret."""
    try:
        with tenancy(issuer.tenant_id, system=DOOR):
            audit.record("account.came-by-issuer", detail={"issuer": str(issuer.id)})
            return audit.keys.unseal(record=issuer.id, kind=SECRET, data=issuer.secret)
    except NoKey as no:
        raise NoSecret(
            "Your organisation’s sign-in lacks its secret here. An administrator has to set it again; until then, sign"
            " in with your password or a passkey."
        ) from no


def user_of(issuer: Issuer, subject: str) -> User | None:
    """Whom the issuer means, if that account is in use. What it says of their e-mail address is not looked at."""
    one = Identity.objects.select_related("user").filter(issuer=issuer, subject=subject).first()
    return one.user if one and one.user.is_active and not dormancy.is_dormant(one.user) else None


def link(*, issuer: Issuer, subject: str, user: User, address: str | None = None) -> None:
    """This subject is this user from now on. Raises NotLinked."""
    if issuer.tenant_id not in {one.controller_id for one in queries.reaches(user)}:
        raise NotLinked("This account has no post there.")
    kept = Identity.objects.filter(issuer=issuer, user=user).first()
    if kept and kept.subject == subject:
        return
    try:
        with transaction.atomic():
            Identity.objects.create(issuer=issuer, subject=subject, user=user)
            door.note(Event.Kind.LINKED, user=user, address=address)
    except IntegrityError as no:
        raise NotLinked("It is linked already: to another account, or this account to another there.") from no


def links_of(user: User) -> list[Linked]:
    found = Identity.objects.filter(user=user).select_related("issuer__tenant").order_by("linked_at")
    return [Linked(one.id, one.issuer_id, one.issuer.tenant.name) for one in found]


def unlink(*, user: User, id: UUID | None, address: str | None = None) -> None:
    """It opens this account no more."""
    with transaction.atomic():
        done, _ = Identity.objects.filter(user=user, id=id).delete()
        if done:
            door.note(Event.Kind.UNLINKED, user=user, address=address)


class _Proof(PasswordResetTokenGenerator):
    key_salt = "kith.accounts.outside"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        """Worthless after the first sign-in, after a link, a new password or a revocation; and after a day."""
        links = Identity.objects.filter(user=user).count()
        return f"{user.pk}|{user.password}|{user.session_epoch}|{user.last_signed_in_at}|{links}|{timestamp}"


_proof = _Proof()


def invitation(user: User) -> tuple[UUID, str]:
    """Account and proof, the two parts of the address that ties an identity to a new account, once."""
    return user.pk, _proof.make_token(user)


def invited(account: Any, proof: str) -> User | None:
    """Whose invitation this is, if it still holds: only of somebody who has never signed in."""
    user = User.objects.filter(pk=account, is_active=True, last_signed_in_at=None).first()
    return user if user and _proof.check_token(user, proof) else None
