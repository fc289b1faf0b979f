"""Making and finding accounts by e-mail address, which is kept in one form: small letters, no spaces around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager

if TYPE_CHECKING:
    from kith.accounts.models import User


def normal_email(typed: str) -> str:
    """The form an address is kept in."""
    return typed.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Accounts by their address."""

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email=normal_email(email or ""))

    def create_user(self, email: str, display_name: str, password: str | None = None, **values: Any) -> User:
        """A new account. Without a password nobody can sign in to it until one is set."""
        user = self.model(email=normal_email(email), display_name=display_name, **values)
        user.set_password(password)
        user.save(using=self._db)
        return user
