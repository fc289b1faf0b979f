"""Telephone numbers as text: two ways to write one are told for the same."""

import re

__all__ = ["digits_of"]

# So many digits a number has at least.
SHORTEST = 7


def digits_of(text: str) -> str:
    """The number without how it is written: +44 7700 900 123 is 07700900123. Empty for what is no number."""
    digits = re.sub(r"^\+?44(?=\d{9,10}$)|^0044", "0", re.sub(r"[^\d+]", "", text.replace("(0)", "")))
    return digits if len(digits) >= SHORTEST else ""
