"""Identifiers of rows.

Inside one controller a row's id tells roughly when it was made (UUID version 7, RFC 9562), so
that new rows land at the end of an index. What two controllers can both see carries a random id
(version 4), so that its number tells the other side nothing about when it was made.
"""

import os
import threading
import time
from uuid import UUID, uuid4

__all__ = ["random_id", "uuid7"]

_RANDOM_BITS = 74
_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62

_lock = threading.Lock()
_last = (0, 0)


def uuid7() -> UUID:
    """A new id, greater than every id this process made before it."""
    global _last
    with _lock:
        moment = time.time_ns() // 1_000_000
        chance = int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS)
        if moment <= _last[0]:
            moment, chance = _next_after(*_last)
        _last = (moment, chance)
    return _packed(moment, chance)


def random_id() -> UUID:
    """A new id that says nothing about when it was made."""
    return uuid4()


def _next_after(moment: int, chance: int) -> tuple[int, int]:
    """The following pair within one millisecond, a random step on; the clock may have gone back."""
    chance += 1 + int.from_bytes(os.urandom(4), "big")
    if chance >> _RANDOM_BITS:
        return moment + 1, int.from_bytes(os.urandom(8), "big")
    return moment, chance


def _packed(moment: int, chance: int) -> UUID:
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return UUID(int=(moment << 80) | _VERSION_7 | (high << 64) | _VARIANT | low)
