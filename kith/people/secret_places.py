"""Whether an address may be one that is kept secret for somebody. Who hides is found through whoever lives there too.

Two addresses are taken for one rather than for two: what is kept back by mistake a person writes down, what is told by
mistake nobody takes back. With one postcode the number of the house decides, or its name; of a postcode alone nobody
can say that it is another house. Without a postcode it is the number and the word after it.

Worked example: 77 Hidden Close, BS9 7QQ is secret. "77, Hidden Cl., Sekretville, BS9 7QQ" is it, and so is BS9 7QQ
alone; 79 Hidden Close, BS9 7QQ is not.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kith.audit.keystore import NoKey
from kith.audit.sealed import SealBroken
from kith.foundation.names import normalise
from kith.people.addresses import in_plain_words
from kith.people.models import PersonAddress
from kith.people.rules import read_postcode

__all__ = ["Place", "SecretPlaces"]


@dataclass(frozen=True)
class Place:
    """An address as two of them are compared."""

    postcode: str
    # Its first line, or what stands before the first comma.
    first: str
    numbers: frozenset[str]
    # Each number with the word after it.
    houses: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, lines: str, postcode: str) -> "Place":
        first = normalise(lines.replace(",", "\n").strip().split("\n")[0])
        words = normalise(lines).split()
        numbered = [n for n, word in enumerate(words) if word[0].isdigit()]
        houses = frozenset((words[n], words[n + 1]) for n in numbered if n + 1 < len(words))
        return cls(read_postcode(postcode), first, frozenset(words[n] for n in numbered), houses)

    def may_be(self, other: "Place") -> bool:
        """Whether nobody can say that these are two places."""
        if self.postcode and other.postcode:
            if self.postcode != other.postcode:
                return False
            if not self.first or not other.first:
                return True
            if self.numbers and other.numbers:
                return bool(self.numbers & other.numbers)
            return self.first == other.first
        return bool(self.houses & other.houses) or (bool(self.first) and self.first == other.first)


class SecretPlaces:
    """The addresses that are kept secret, opened to compare others with them and for nothing else."""

    def __init__(self, addresses: Iterable[PersonAddress]) -> None:
        self._at: dict[str, list[Place]] = defaultdict(list)
        self._all: list[Place] = []
        for address in addresses:
            try:
                place = Place.of(*in_plain_words(address))
            except (NoKey, SealBroken):
                continue
            self._at[place.postcode].append(place)
            self._all.append(place)

    @property
    def postcodes(self) -> frozenset[str]:
        """Those they are at; empty where one has none, so that an address of any postcode may be it."""
        return frozenset() if "" in self._at else frozenset(self._at)

    def __bool__(self) -> bool:
        return bool(self._all)

    def hold(self, lines: str, postcode: str) -> bool:
        """Whether this address may be one of them."""
        place = Place.of(lines, postcode)
        if not (place.postcode or place.first):
            return False
        at = self._at
        beside: Sequence[Place] = [*at.get(place.postcode, ()), *at.get("", ())] if place.postcode else self._all
        return any(place.may_be(one) for one in beside)
