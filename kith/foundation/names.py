"""Names of people as text: cleaned, ordered and compared.

A name is kept as the person writes it. What is derived here serves order and search: letters lose
their accents and case, apostrophes vanish (O'Neill sorts and is found as oneill), hyphens part words.
"""

import re
import unicodedata
from functools import lru_cache

__all__ = ["normalise", "sort_key"]

# Letters that no decomposition takes apart.
_PLAIN = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i",
})  # fmt: skip
_SILENT = re.compile(r"['’‘ʼ`´.]")
_NOT_A_LETTER = re.compile(r"[\W_]+")


# A census brings the same forenames ten thousand times over.
@lru_cache(maxsize=50_000)
def normalise(text: str) -> str:
    """The text in plain lower-case words with one space between: "  Zoë O’Neill-Ward" -> "zoe oneill ward"."""
    folded = _apart(_apart(text).casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c)).translate(_PLAIN)
    return _NOT_A_LETTER.sub(" ", _SILENT.sub("", bare)).strip()


def sort_key(family: str, given: str = "", middle: str = "") -> str:
    """The key lists are ordered by, family name first; stored, since the database orders bytes.

    The parts are divided by a character below every letter, so that Li Wei stands before Lily.
    """
    return "\x01".join(normalise(part) for part in (family, given, middle))


def _apart(text: str) -> str:
    """Letters apart from their accents, and fancy forms as plain ones: ᴬ is A before it can be a."""
    return unicodedata.normalize("NFKD", text)
