"""Numbers as a sentence has them: small ones in words."""

__all__ = ["in_words"]

_WORDS = "no one two three four five six seven eight nine".split()


def in_words(number: int) -> str:
    """Three; but 12."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else str(number)
