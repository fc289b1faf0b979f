"""A link in which a new account, or somebody who forgot, chooses a password. It never does away with the second factor.

The link names the account by its id and carries a proof that ends with its first use, a sign-in, a revocation or a day.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from kith.accounts.models import User


class _Proof(PasswordResetTokenGenerator):
    key_salt = "kith.accounts.links"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        """Whatever changes here makes every link made before worthless."""
        return f"{user.pk}|{user.password}|{user.session_epoch}|{user.last_signed_in_at}|{timestamp}"


_proof = _Proof()


def make(user: User) -> tuple[UUID, str]:
    """Account id and proof, the two parts of the address."""
    return user.pk, _proof.make_token(user)


def user_of(user_id: UUID, token: str) -> User | None:
    """Whose link this is, if it still opens."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user if user and _proof.check_token(user, token) else None
