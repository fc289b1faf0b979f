"""Checking a password, and finding the user of a session again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from kith.accounts import dormancy
from kith.accounts.models import User
from kith.tenancy.prepared import Given, Prepared


class AccountBackend(BaseBackend):
    """Right password, active, not dormant. Says no in one way only, and works as hard for an unknown address."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist:
            make_password(password)
            return None
        fits = user.check_password(password)
        return user if fits and user.is_active and not dormancy.is_dormant(user) else None

    def get_user(self, user_id: Any) -> User | None:
        """Asked with every request, so that a disabled account is out at once."""
        user: User | None = _ACTIVE.first(id=user_id)
        return user


_ACTIVE = Prepared(lambda: User.objects.filter(id=Given("id"), is_active=True))
