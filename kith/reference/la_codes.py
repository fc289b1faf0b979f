"""The three-digit codes of councils in England: current, abolished, and the pseudo codes.

A pupil keeps a UPN whose council no longer exists, so a UPN is checked against `issuing()`.
"""

from functools import cache

from kith.reference.codes import code_set

__all__ = ["issuing"]


@cache
def issuing() -> frozenset[str]:
    """Every code a UPN may start with, those of abolished councils and pseudo codes included."""
    return frozenset(c.code for c in code_set("la_code"))
