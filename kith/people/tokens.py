"""The words of a child's names, as search and matching ask for them: whole, lower case, without accents."""

from collections.abc import Iterable

from kith.foundation.names import normalise

__all__ = ["LONGEST", "tokens"]

LONGEST = 60


def tokens(names: Iterable[str]) -> frozenset[str]:
    """tokens(["Zoë", "O’Neill-Ward"]) gives zoe, oneill and ward."""
    return frozenset(word[:LONGEST] for name in names for word in normalise(name).split())
