"""The second thing somebody has: an app that shows a new code every half minute, and ten codes kept on paper.

Passkeys stand beside them (`passkeys`).

Secrets and arithmetic are allauth's. Its mark of a used code is not: it stands in a cache that two web processes do
not share, so a code could be used again in the other one. Here the step of the last used code stands beside the
secret, in a row that is locked while a code is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from kith.accounts import actions, door
from kith.accounts.models import Event, Identity, User

TRIES, MINUTES = 5, 15


class Outcome(StrEnum):
    """What came of a code."""

    CODE = "code"
    RECOVERY = "recovery"
    WRONG = "wrong"
    LOCKED = "locked"


def is_set_up(user: User) -> bool:
    """Whether there is an app or a passkey: codes on paper alone are what is left of one."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def by_password_alone(users: Iterable[User]) -> set[User]:
    """Those of them who have neither an app nor a passkey, and no account of their organisation's that could open
    theirs: they sign in without a code."""
    among = set(users)
    with_one = Authenticator.objects.filter(user__in=among).exclude(type=Authenticator.Type.RECOVERY_CODES)
    others = {*with_one.values_list("user_id", flat=True)}
    others |= {*Identity.objects.filter(user__in=among).values_list("user_id", flat=True)}
    return {one for one in among if one.pk not in others}


def has_app(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def new_secret() -> str:
    return totp.generate_totp_secret()


def address_of(user: User, secret: str) -> str:
    """What the square picture says to the app."""
    url: str = get_adapter().build_totp_url(user, secret)
    return url


def step_of(secret: str, code: str, after: int = -1) -> int | None:
    """The half minute this code belongs to, if that is now or next to now and later than `after`."""
    for step in totp.yield_hotp_counters_from_time():
        right = totp.format_hotp_value(totp.hotp_value(secret, step))
        if step > after and compare_user_code(actual=code, expected=right):
            return step
    return None


def set_up(*, user: User, secret: str, code: str, address: str | None = None) -> list[str] | None:
    """Keep the secret if the code shows that the app has it. Gives the recovery codes, or None for a wrong code."""
    step = step_of(secret, code)
    if step is None:
        return None
    with transaction.atomic():
        Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN).delete()
        data = {"secret": get_adapter().encrypt(secret), "last_step": step}
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
        codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
        door.note(Event.Kind.FACTOR_SET_UP, user=user, address=address)
    return codes


def check(*, user: User, code: str, address: str | None = None) -> Outcome:
    """Look at a code from the app or a recovery code. After five wrong ones none is looked at for a while."""
    with transaction.atomic():
        of_both = Authenticator.objects.select_for_update().filter(user=user)
        held = next((one for one in of_both if one.type == Authenticator.Type.TOTP), None)
        if door.lately(Event.Kind.CODE_REFUSED, user.pk, MINUTES) >= TRIES:
            return Outcome.LOCKED
        outcome = _outcome(user, held, code)
        if outcome is Outcome.WRONG:
            door.note(Event.Kind.CODE_REFUSED, user=user, address=address)
        if outcome is Outcome.RECOVERY:
            door.note(Event.Kind.RECOVERY_USED, user=user, address=address)
    return outcome


def _outcome(user: User, held: Authenticator | None, code: str) -> Outcome:
    if held and _fits(held, code):
        return Outcome.CODE
    paper = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if paper and RecoveryCodes(paper).validate_code(code):
        return Outcome.RECOVERY
    return Outcome.WRONG


def _fits(held: Authenticator, code: str) -> bool:
    step = step_of(get_adapter().decrypt(held.data["secret"]), code, after=held.data.get("last_step", -1))
    if step is None:
        return False
    held.data["last_step"] = step
    held.save(update_fields=["data"])
    held.record_usage()
    return True


def forget(*, user: User) -> None:
    """The phone is gone and so are the recovery codes: the next sign-in sets up a new app. Open sessions end."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        actions.end_sessions(user=user)


def recovery_codes_left(user: User) -> int:
    paper = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(paper).get_unused_codes()) if paper else 0


def new_recovery_codes(*, user: User, address: str | None = None) -> list[str]:
    """Ten new codes; the old ones open nothing any more."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
        door.note(Event.Kind.FACTOR_SET_UP, user=user, address=address)
    return codes
