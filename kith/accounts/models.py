"""The tables of accounts. They belong to the platform, not to a controller: one person, one account.

Nothing here is about a child: an e-mail address and a name to sign in by, ids, hashes and times.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kith.accounts.people import UserManager
from kith.foundation.ids import uuid7
from kith.tenancy.models import Controller


class User(AbstractBaseUser):
    """A person who signs in: named, never shared, the same one for every post they hold."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    # Set after a reset or a reactivation: the next sign-in asks for a new password before anything else.
    must_change_password = models.BooleanField(default=False)
    last_signed_in_at = models.DateTimeField(null=True, blank=True)
    reactivated_at = models.DateTimeField(null=True, blank=True)
    # Every session carries this number; raising it ends them all with the next request.
    session_epoch = models.PositiveIntegerField(default=0)

    # Django's own field, in whose place `last_signed_in_at` stands: that one moves only when all steps are done.
    last_login = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")), name="accounts_user_email_lower"
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_session_auth_hash(self) -> str:
        """What a session must match: a new password or a raised epoch makes every open session a stranger's."""
        return self._hash_with(None)

    def get_session_auth_fallback_hash(self) -> Any:
        """The same under a secret key that was replaced lately."""
        from django.conf import settings

        for key in settings.SECRET_KEY_FALLBACKS:
            yield self._hash_with(key)

    def _hash_with(self, secret: str | None) -> str:
        words = f"{self.password}|{self.session_epoch}"
        return salted_hmac("kith.accounts.session", words, secret=secret, algorithm="sha256").hexdigest()


class Reach(models.Model):
    """A post this user may choose, written in the transaction that grants or ends the post.

    Never evidence of a right: the post itself and its grants are read under row security afterwards.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="reaches")
    # Not named `controller`: that name makes a table a tenant's.
    tenant = models.ForeignKey(Controller, models.CASCADE, db_column="controller_id", related_name="+")
    post_id = models.UUIDField(unique=True)
    # Not before this moment; without one, at once.
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    # Whether the post can read about a child other than what its holder wrote: then a second factor is asked for.
    reads = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user", "post_id"], name="accounts_reach_user_post")
        ]


class Event(models.Model):
    """Something that happened at the door: a sign-in, a refusal, a change of password. Added, never changed."""

    class Kind(models.TextChoices):
        SIGNED_IN = "account.sign-in", "Signed in"
        REFUSED = "account.sign-in-refused", "Sign-in refused"
        LOCKED_OUT = "account.locked-out", "Locked out after failed tries"
        CODE_REFUSED = "account.code-refused", "Code refused"
        RECOVERY_USED = "account.recovery-code", "Recovery code used"
        FACTOR_SET_UP = "account.second-factor", "Second factor set up"
        PASSKEY_ADDED = "account.passkey", "Passkey added"
        PASSKEY_REMOVED = "account.passkey-removed", "Passkey removed"
        PASSKEY_REFUSED = "account.passkey-refused", "Passkey refused"
        PROVED = "account.proved", "Showed again that it is them"
        LINKED = "account.linked", "Tied to an outside identity"
        UNLINKED = "account.unlinked", "Outside identity taken off"
        OUTSIDE_REFUSED = "account.outside-refused", "Outside identity refused"
        SIGNED_OUT = "account.sign-out", "Signed out"
        CAME_BACK = "account.came-back", "Signed in again after a time-out"
        PASSWORD_CHANGED = "account.password", "Password changed"
        AGREED = "account.agreement", "Agreement accepted"
        REVOKED = "account.revoked", "Sessions ended"
        DISABLED = "account.disabled", "Account disabled"
        REACTIVATED = "account.reactivated", "Account reactivated"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user_id = models.UUIDField(null=True, blank=True)
    # A salted hash of what was typed where no account has that address: somebody may have typed a password there.
    typed = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=40, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    address = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["user_id", "at"], name="accounts_event_user")]


class AgreementVersion(models.Model):
    """One wording of the end-user agreement. A new wording is a new version; old ones stay as they were agreed to."""

    number = models.PositiveIntegerField(primary_key=True)
    in_force_from = models.DateTimeField()
    text = models.TextField()


class AgreementAccepted(models.Model):
    """Who agreed to which wording, and when. Asked again each year and for each new version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="agreements")
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Issuer(models.Model):
    """Where the people of one controller may prove who they are elsewhere (OpenID Connect). It opens only its posts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.OneToOneField(Controller, models.CASCADE, db_column="controller_id", related_name="+")
    # One issuer, one controller: whoever could name another's would be believed about its people.
    issuer = models.URLField(max_length=300, unique=True)
    client_id = models.CharField(max_length=300)
    # Sealed with the controller's key; read only when somebody comes back.
    secret = models.BinaryField()
    # What it says (acr, amr) where it asked for a second factor that counts here; empty: ours is asked for.
    factor_words = models.JSONField(default=list)


class Identity(models.Model):
    """Who an issuer means by a subject. Tied once, by somebody signed in or invited; never by an e-mail address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    issuer = models.ForeignKey(Issuer, models.CASCADE, related_name="identities")
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(User, models.CASCADE, related_name="identities")
    linked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="accounts_identity_subject"),
            models.UniqueConstraint(fields=["issuer", "user"], name="accounts_identity_user"),
        ]
