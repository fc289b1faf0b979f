"""Whether two addresses may be one house, however each of them is written.

Two addresses are taken for one rather than for two: what is kept back by mistake a person writes down, what is told by
mistake nobody takes back. With one postcode they are two houses only where each has a number and none is the
other's, or each a name and no number, and no word of the one name is nearly one of the other; a number is compared
without its letter. What else has that postcode may be it. Without a postcode it is the number and the word after it.

Worked example: 77A Hidden Close, BS9 7QQ. "Flat A, 77 Hidden Cl.", "Seventy-seven Hidden Close" and BS9 7QQ
alone may be it; 79 Hidden Close, BS9 7QQ is not. Of Haven House "Room 3, Haven House" may be it, Ash Cottage is not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jellyfish import damerau_levenshtein_distance

from kith.foundation.names import normalise
from kith.people.rules import read_postcode

__all__ = ["Place"]


# A number after one of these is of a part of the house; so is "1st" before "floor".
_PARTS = frozenset("flat apartment apt room unit floor suite studio".split())
# What a house is called beside its name.
_KINDS = frozenset("the house cottage lodge hall farm court villa building buildings".split()) | _PARTS
_NUMBERED = re.compile(r"([a-z]*)(\d+)[a-z]*")


@dataclass(frozen=True)
class Place:
    """An address as two of them are compared."""

    postcode: str
    # Its first line, or what stands before the first comma.
    first: str
    # The numbers of the house, and each with the word after it.
    numbers: frozenset[str]
    houses: frozenset[tuple[str, str]]
    # The words of the first line that tell one house from another.
    names: frozenset[str]

    @classmethod
    def of(cls, lines: str, postcode: str) -> "Place":
        postcode = read_postcode(postcode)
        lines = _without(lines, postcode)
        first = normalise(lines.replace(",", "\n").strip().split("\n")[0])
        houses = list(_numbered(normalise(lines).split()))
        names = frozenset(word for word in first.split() if len(word) > 1) - _KINDS
        numbers = frozenset(number for number, _ in houses)
        with_street = frozenset((number, after) for number, after in houses if after)
        return cls(postcode, first, numbers, with_street, names)

    @property
    def says_house(self) -> bool:
        """A postcode alone may be every house there."""
        return bool(self.first or self.numbers)

    def may_be(self, other: "Place") -> bool:
        """Whether nobody can say that these are two places."""
        if not (self.postcode and other.postcode):
            return bool(self.houses & other.houses) or (bool(self.first) and self.first == other.first)
        return self.postcode == other.postcode and not self._is_not(other)

    def is_same(self, other: "Place") -> bool:
        """Whether both say one house of one postcode: its number and the word after it, or the same first line."""
        said = bool(self.houses & other.houses) or bool(self.first and self.first == other.first)
        return bool(self.postcode and other.postcode) and said and self.may_be(other)

    def _is_not(self, other: "Place") -> bool:
        """Of two places of one postcode: whether they are two houses for certain."""
        if self.numbers and other.numbers:
            return not self.numbers & other.numbers
        if self.numbers or other.numbers or not (self.names and other.names):
            return False
        return not any(damerau_levenshtein_distance(one, two) < 2 for one in self.names for two in other.names)


def _without(lines: str, postcode: str) -> str:
    """Its postcode may stand in the lines as well, where its digits are no number of a house."""
    letters = postcode.replace(" ", "")
    if len(letters) < 5:
        return lines
    return re.sub(r"\b" + r"\s*".join(map(re.escape, letters)) + r"\b", "", lines, flags=re.IGNORECASE)


def _numbered(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The numbers of the house in an address, without their letters, each with the word that follows ("" for none)."""
    for n, word in enumerate(words):
        found = _NUMBERED.fullmatch(word)
        before = words[n - 1] if n else ""
        after = next((one for one in words[n + 1 :] if len(one) > 1), "")
        if found and not _PARTS & {found[1], before, after}:
            yield found[2], after
