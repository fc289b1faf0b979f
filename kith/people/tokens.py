"""The words of somebody's names, and the keys by which a word that was mistyped or misheard is found.

All by equality, since operators of trigrams pass their indexes by under row security. Two words that are one edit apart
share a key: each stands under itself and under what is left when one of its letters is missing.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from jellyfish import metaphone

from kith.foundation.names import normalise, sort_key

__all__ = ["LONGEST", "Token", "both", "is_word", "keys", "may_go_on", "sound", "token_rows", "tokens"]

LONGEST = 60
# Of a name that is longer only so many words stand in pairs.
MOST_BESIDE = 8
# Two letters say too little: each slip would lead to another name.
SHORTEST_TO_MISTYPE = 3
_SOUND = "~"


class Token(NamedTuple):
    """A word of a name, or two of them, with the order of lists by the name it stands in."""

    token: str
    beside: str


def tokens(names: Iterable[str]) -> frozenset[str]:
    """tokens(["Zoë", "O’Neill-Ward"]) gives zoe, oneill and ward."""
    return frozenset(word[:LONGEST] for name in names for word in normalise(name).split())


def token_rows(names: Sequence[Any]) -> list[Token]:
    """What search finds somebody by: each word of each name, and each two words of a name that does not begin with one
    of them in lists. Half a name (what somebody is called) stands with the other half of the legal one."""
    legal = next((one for one in names if one.kind == "legal"), None)
    rows = {row for name in names for row in _rows_of(name, legal or name)}
    return sorted(rows)


def _rows_of(name: Any, legal: Any) -> Iterator[Token]:
    forename, surname = name.forename or legal.forename, name.surname or legal.surname
    beside = sort_key(surname, forename, name.middle)[:300]
    for word in tokens([name.forename, name.middle, name.surname]):
        yield Token(word, beside)
    first = normalise(surname).split()[:1]
    others = sorted(tokens([forename, name.middle, surname]) - set(first))[:MOST_BESIDE]
    for one, other in combinations(others, 2):
        yield Token(both(one, other), beside)


def both(one: str, other: str) -> str:
    """How two words of one name stand together: never like a word, nor between words."""
    return "+" + " ".join(sorted((one, other)))


def is_word(token: str) -> bool:
    """One word, and not two that stand together."""
    return not token.startswith("+")


def may_go_on(word: str, asked: Sequence[str]) -> bool:
    """Whether a word that was typed may be the beginning of one. Of one or two letters only the last beside another is,
    where somebody is still typing: alone they are all of a name."""
    return len(word) > 2 or (len(asked) > 1 and word == asked[-1])


def keys(word: str) -> frozenset[str]:
    """The keys a word is found by: itself, itself without one letter, and how it sounds.

    keys("smyth") and keys("smith") share smth, and the sound.
    """
    if len(word) < SHORTEST_TO_MISTYPE:
        return frozenset()
    said = sound(word)
    less = (word[:n] + word[n + 1 :] for n in range(len(word)))
    return frozenset({word, *less, *([_SOUND + said] if said else [])})


def sound(word: str) -> str:
    """How a word sounds to English ears, for two to be compared; empty where that says nothing of it."""
    heard = metaphone(word) if word.isascii() and word.isalpha() else ""
    return heard if len(heard) > 1 else ""
