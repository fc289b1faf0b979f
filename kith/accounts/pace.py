"""How often something may be asked from one network address, counted by each web process for itself."""

from __future__ import annotations

from django.core.cache import cache

__all__ = ["is_too_often"]


def is_too_often(what: str, address: str, *, most: int, seconds: int) -> bool:
    """Whether this was asked more than so often from there in this stretch of time. Counts this time too."""
    name = f"pace-{what}-{address}"
    cache.add(name, 0, seconds)
    try:
        return int(cache.incr(name)) > most
    except ValueError:
        # Its time was over between the two.
        return False
