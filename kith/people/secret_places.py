"""Whether an address may be one that is kept secret. Who hides is found through whoever lives there too."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kith.audit.keystore import NoKey
from kith.audit.sealed import SealBroken
from kith.people.addresses import in_plain_words
from kith.people.houses import Place
from kith.people.models import PersonAddress
from kith.people.rules import read_postcode

__all__ = ["SecretPlaces"]

_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? *[0-9][A-Z]{2}\b")


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

    def may_stand_in(self, cells: Sequence[str]) -> bool:
        """Whether a row of which nobody has said what its columns mean may give one of them."""
        row = Place.of("\n".join(cells), "")
        codes = {read_postcode(code) for code in _POSTCODE.findall(" ".join(cells).upper())}
        firsts = {Place.of(cell, "").first for cell in cells} - {""}
        return any(
            one.postcode in codes or (not (one.postcode and codes) and (one.houses & row.houses or one.first in firsts))
            for one in self._all
        )
