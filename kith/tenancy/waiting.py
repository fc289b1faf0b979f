"""Locks by words: who does one thing waits for, or stands back from, whoever does the same.

The words are of whoever locks: what is done, and the id of what it is done to. All but `held` last to the end of the
unit of work.
"""

from collections.abc import Sequence

from django.db import connection

__all__ = ["HELD", "TRY", "WAIT", "alone", "alone_or_not", "beside_others", "beside_others_or_not", "held", "release"]

_WORDS = "(hashtextextended(%s, 0))"
# For whoever sends a statement on a connection of their own.
WAIT = f"SELECT pg_advisory_xact_lock{_WORDS}"
TRY = f"SELECT pg_try_advisory_xact_lock{_WORDS}"
HELD = f"SELECT pg_try_advisory_lock{_WORDS}"


def alone(words: str) -> None:
    """One after the other: this waits until nobody else is at it."""
    _ask(WAIT, words)


def alone_or_not(words: str) -> bool:
    """Whether nobody else is at it, without waiting."""
    return _ask(TRY, words)


def beside_others(words: str) -> None:
    """Several of these may be at it at once, and none while one is alone at it: this waits for that one."""
    _ask(f"SELECT pg_advisory_xact_lock_shared{_WORDS}", words)


def beside_others_or_not(words: str) -> bool:
    """Whether nobody is alone at it, without waiting."""
    return _ask(f"SELECT pg_try_advisory_xact_lock_shared{_WORDS}", words)


def held(words: str) -> bool:
    """Whether nobody else holds it; if so it is held over many units, until it is released or the session ends."""
    return _ask(HELD, words)


def release(words: str) -> None:
    _ask(f"SELECT pg_advisory_unlock{_WORDS}", words)


def _ask(how: str, words: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(how, [words])
        row: Sequence[object] = cursor.fetchone()
    return bool(row[0])
