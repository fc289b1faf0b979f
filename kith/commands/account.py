"""What an operator does to one account: a link to choose a password, closing, waking, a new phone."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kith.accounts.models import User

WHAT = {
    "link": "print a link in which a password is chosen; it opens once, for a day",
    "close": "end all sessions and let nobody in",
    "wake": "open a sleeping or closed account; a new password is asked for next, of a closed one a new factor too",
    "end-sessions": "end all sessions; the account stays open",
    "new-phone": "forget the second factor; the next sign-in sets up a new one. See the person first",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=WHAT, help="; ".join(f"{name}: {words}" for name, words in WHAT.items()))
    parser.add_argument("email", help="the address they sign in with")


def run(options: argparse.Namespace) -> int:
    from kith.accounts.models import User

    try:
        user = User.objects.get_by_natural_key(options.email)
    except User.DoesNotExist:
        print("There is no account with this address.", file=sys.stderr)
        return 1
    from kith.organisations.staff import NotYours

    try:
        print(_do(options.what, user))
    except NotYours as no:
        print(no, file=sys.stderr)
        return 1
    return 0


def _do(what: str, user: User) -> str:
    from kith.access import leaving
    from kith.accounts import actions, second_factor

    if what == "link":
        return link_for(user)
    doing = {
        "close": (
            leaving.close_account,
            "Closed. No session is open any more, and their calendar address opens nothing.",
        ),
        "wake": (actions.reactivate, "Open. The next sign-in asks for a new password."),
        "end-sessions": (
            actions.end_sessions,
            "No session is open any more, and their calendar address opens nothing.",
        ),
        "new-phone": (
            second_factor.forget,
            "Forgotten. The next sign-in sets up a new one. Sessions and the calendar address ended.",
        ),
    }
    action, said = doing[what]
    action(user=user)
    return said


def link_for(user: User) -> str:
    """The address at which this user chooses a password, once."""
    from django.conf import settings
    from django.urls import reverse

    from kith.accounts import links

    account, proof = links.make(user)
    origin = next(iter(settings.KITH_ORIGINS), settings.KITH_HERE)
    return origin + reverse("new_password", kwargs={"account": account, "proof": proof})
