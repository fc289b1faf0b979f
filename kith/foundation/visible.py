"""What of a text somebody can see. A reason of thirty spaces without width is no reason."""

import unicodedata

__all__ = ["is_blank", "visible"]

# Letters by name that leave the paper white.
_WHITE = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Controls, formats, half pairs, unused places, spaces, and marks that need a letter to stand on.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zs", "Zl", "Zp", "Mn", "Me"})


def visible(text: str) -> str:
    """The characters that leave ink, without the spaces between them: "  a b " is "ab"."""
    return "".join(c for c in text if c not in _WHITE and unicodedata.category(c) not in _UNSEEN)


def is_blank(text: str) -> bool:
    """Whether there is nothing to read."""
    return not visible(text)
