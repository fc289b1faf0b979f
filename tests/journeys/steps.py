"""What people do again and again in journeys."""

from typing import Any
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from kith.demo.staff import PASSWORD, secret_of
from tests.browser import follow, is_fit_at_both_widths, is_fit_for_all
from tests.signin import client_for, code_of

__all__ = ["at_work", "email_of", "enter", "is_fit_at_both_widths", "is_fit_for_all", "press"]


def email_of(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


def enter(page: Any, base: str, name: str) -> None:
    """Somebody of the demo signs in by hand: password, code where one is asked for, the agreement."""
    _may_use_this_half_minutes_code_again(email_of(name))
    page.goto(f"{base}/sign-in/")
    page.get_by_label("Work email").fill(email_of(name))
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    if page.get_by_label("Code").count():
        page.get_by_label("Code").fill(code_of(secret_of(email_of(name))))
        press(page, "Sign in")
    if page.get_by_label("I have read this and I agree").count():
        page.get_by_label("I have read this and I agree").check()
        press(page, "Go on")


def at_work(page: Any, base: str, post: UUID) -> Any:
    """Somebody through the door already, on their first page."""
    kept = client_for(post).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": kept, "url": base}])
    page.goto(f"{base}/")
    return page


def press(page: Any, name: str) -> None:
    """Press a button that leads to another page, and go on when that page has come."""
    follow(page, page.get_by_role("button", name=name).last)


def _may_use_this_half_minutes_code_again(email: str) -> None:
    """A code opens once. Journeys sign the same person in twice within half a minute, which people do not."""
    values = {"data": {"secret": get_adapter().encrypt(secret_of(email))}}
    Authenticator.objects.filter(user__email=email, type=Authenticator.Type.TOTP).update(**values)
