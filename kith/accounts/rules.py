"""What passwords, pauses and second factors must be, as each controller has set it. Free of Django.

Two named profiles. *source*: what the documents Kith replaces asked for (letters, figures and special characters,
a change every 60 days, dormant when not used for over 60 days). *modern*: long and not common, changed only when
there is a reason. Whoever holds posts in several controllers is held to the strictest of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kith.foundation.dates import LONDON

IDLE_LEAST, IDLE_MOST, IDLE_USUAL = 5, 30, 15
PROOF_LEAST, PROOF_MOST, PROOF_USUAL = 1, 60, 10
AGREEMENT_LASTS = timedelta(days=365)


@dataclass(frozen=True)
class Policy:
    """What is asked of one account."""

    least_length: int
    composition: bool = False
    common_refused: bool = True
    change_after_days: int | None = None
    dormant_after_days: int | None = None
    idle_minutes: int = IDLE_USUAL
    # Whether those who can only report and read their own reports need a second factor too.
    factor_for_reporters: bool = False
    # How old the last passkey or code may be before what is most sensitive.
    proof_minutes: int = PROOF_USUAL


PROFILES: Mapping[str, Policy] = {
    "source": Policy(12, composition=True, change_after_days=60, dormant_after_days=60),
    "modern": Policy(15, dormant_after_days=60, factor_for_reporters=True),
}
DEFAULT_PROFILE = "modern"


def profile_of(settings: Mapping[str, Any]) -> str:
    """The name of the profile that holds."""
    name = settings.get("password_profile")
    return name if isinstance(name, str) and name in PROFILES else DEFAULT_PROFILE


def policy_of(settings: Mapping[str, Any]) -> Policy:
    """The policy a controller's settings choose. What is missing or out of bounds falls back to the safe side."""
    base = PROFILES[profile_of(settings)]
    return Policy(
        **{
            **vars(base),
            "idle_minutes": _within(settings.get("idle_minutes"), IDLE_LEAST, IDLE_MOST, IDLE_USUAL),
            "proof_minutes": _within(settings.get("proof_minutes"), PROOF_LEAST, PROOF_MOST, PROOF_USUAL),
            "factor_for_reporters": bool(settings.get("factor_for_reporters", base.factor_for_reporters)),
        }
    )


def _within(given: Any, least: int, most: int, usual: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        return usual
    return min(max(given, least), most)


def strictest(policies: Iterable[Policy]) -> Policy:
    """One policy that satisfies all of them: each rule at its hardest. Nobody's policy is the modern one."""
    all_of = list(policies) or [PROFILES[DEFAULT_PROFILE]]
    return Policy(
        least_length=max(p.least_length for p in all_of),
        composition=any(p.composition for p in all_of),
        common_refused=any(p.common_refused for p in all_of),
        change_after_days=_least(p.change_after_days for p in all_of),
        dormant_after_days=_least(p.dormant_after_days for p in all_of),
        idle_minutes=min(p.idle_minutes for p in all_of),
        factor_for_reporters=any(p.factor_for_reporters for p in all_of),
        proof_minutes=min(p.proof_minutes for p in all_of),
    )


def _least(numbers: Iterable[int | None]) -> int | None:
    return min((n for n in numbers if n is not None), default=None)


def password_problems(password: str, policy: Policy, common: Collection[str], own_words: Iterable[str]) -> list[str]:
    """In words a person can act on, what is wrong with a new password; empty if nothing is.

    `common` holds passwords many people use, in small letters; `own_words` are the name and address of the account.
    """
    plain, problems = password.casefold(), []
    if len(password) < policy.least_length:
        problems.append(f"Use at least {policy.least_length} characters. Several words in a row are easy to remember.")
    if policy.composition and not _is_mixed(password):
        problems.append("Use letters, at least one figure and at least one special character such as ! or ?.")
    if policy.common_refused and (_core(plain) in common or plain in common):
        problems.append("Many people use this password, so it is guessed first. Choose another.")
    if any(len(word) > 3 and word.casefold() in plain for word in own_words):
        problems.append("Do not use your name or your e-mail address in your password.")
    return problems


def in_words(policy: Policy) -> str:
    """What a new password must be, for the page that asks for one."""
    words = f"At least {policy.least_length} characters; several words in a row are easy to remember."
    if policy.composition:
        words += " With letters, a figure and a special character."
    if policy.change_after_days:
        words += f" You will be asked for a new one after {policy.change_after_days} days."
    return words


def _core(plain: str) -> str:
    """What is left without figures and signs at the ends and without repeating: "Password!Password!" is "password"."""
    for length in range(1, len(plain) // 2 + 1):
        if plain[:length] * (len(plain) // length) == plain:
            plain = plain[:length]
            break
    return plain.strip("0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~£ ")


def _is_mixed(password: str) -> bool:
    """Letters, figures and special characters, each at least once."""
    return (
        any(c.isalpha() for c in password)
        and any(c.isdigit() for c in password)
        and any(not c.isalnum() and not c.isspace() for c in password)
    )


def days_since(then: datetime, now: datetime) -> int:
    """Days by the calendar in London: from one date to the other, however long those days were.

    Worked: from 28 March 2026 23:59 to 29 March 00:01 is one day; from 29 March 00:30, over the clock change,
    to 29 March 23:30 is none.
    """
    return (now.astimezone(LONDON).date() - then.astimezone(LONDON).date()).days


def is_dormant(last_used: datetime, now: datetime, policy: Policy) -> bool:
    """Whether an account has not been used for over the days allowed.

    Worked, 60 days: last used on 1 March, at whatever time; it can be used on 30 April (day 60) until midnight and
    is dormant from the first moment of 1 May (day 61).
    """
    return policy.dormant_after_days is not None and days_since(last_used, now) > policy.dormant_after_days


def password_is_due(changed: datetime | None, now: datetime, policy: Policy) -> bool:
    """Whether the password must be changed first: on the day after the days allowed."""
    if policy.change_after_days is None:
        return False
    return changed is None or days_since(changed, now) > policy.change_after_days


def is_idle(last_seen: datetime, now: datetime, policy: Policy) -> bool:
    """Whether nothing was done for as long as the controller allows."""
    return now - last_seen >= timedelta(minutes=policy.idle_minutes)


def needs_second_factor(reads: Iterable[bool], policy: Policy) -> bool:
    """Whether a code is asked for after the password.

    `reads` says for each post whether it can read about a child other than what its holder wrote. Somebody without
    any post proves no more than that, and is asked.
    """
    posts = list(reads)
    return not posts or any(posts) or policy.factor_for_reporters


def agreement_is_due(accepted: datetime | None, now: datetime) -> bool:
    """Whether the end-user agreement must be accepted (again): never yet in this wording, or a year ago."""
    return accepted is None or now - accepted >= AGREEMENT_LASTS
