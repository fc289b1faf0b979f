"""Signing in for tests: by hand in a browser, or straight through the door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.utils import timezone

from kith.accounts import queries
from kith.accounts.models import Reach, User

# Every account a test signs in to by hand has this password and this secret in its app.
PASSWORD = "four cups and a blue kettle"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_of(secret: str = SECRET, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes from now."""
    now = list(totp.yield_hotp_counters_from_time())
    step = now[len(now) // 2] + steps
    return totp.format_hotp_value(totp.hotp_value(secret, step))


def can_sign_in(user: User, *, password: str = PASSWORD, secret: str = SECRET) -> User:
    """Give an account the known password and secret. A code used before counts as unused again."""
    user.set_password(password)
    user.password_changed_at = timezone.now()
    user.save()
    values = {"data": {"secret": get_adapter().encrypt(secret)}}
    Authenticator.objects.update_or_create(user=user, type=Authenticator.Type.TOTP, defaults=values)
    return user


def sign_in(page: Any, email: str, *, password: str = PASSWORD, secret: str = SECRET, base: str = "") -> None:
    """By hand, in a browser: address, password, code. `can_sign_in` was called for the account before."""
    page.goto(f"{base}/sign-in/")
    page.get_by_label("Work email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in").click()


def client_for(post_id: UUID, *, second_factor: bool = True, **defaults: Any) -> Client:
    """A test client through the door already, working in this post."""
    from kith.web.signin import session

    reached = Reach.objects.select_related("user").get(post_id=post_id)
    client = Client(**defaults)
    client.force_login(reached.user, backend=session.BACKEND)
    kept = client.session
    kept[session.SINCE] = kept[session.SEEN] = session.now()
    kept[session.IDLE] = queries.policy_of(reached.user).idle_minutes * 60
    kept[session.DUE] = session.due(reached.user)
    kept[session.FACTOR] = second_factor
    kept[session.PROOF] = session.now()
    kept["post"] = str(post_id)
    kept.save()
    return client
