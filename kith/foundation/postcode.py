"""UK postcodes, by form alone: whether one is in use is for an address list to say."""

import re
from dataclasses import dataclass

from kith.foundation.refused_value import NotAValue

__all__ = ["NotAPostcode", "Postcode"]

# ZZ99 stands for no fixed abode and for abroad: the pseudo postcodes of the Organisation Data Service.
_OUTWARD = r"ZZ99|[A-Z][0-9]{1,2}|[A-Z][A-HJ-Y][0-9]{1,2}|[A-Z][0-9][A-Z]|[A-Z][A-HJ-Y][0-9][A-Z]|GIR"
_FORM = re.compile(rf"({_OUTWARD})([0-9][ABD-HJLNP-UW-Z]{{2}})")


class NotAPostcode(NotAValue):
    """A text does not have the form of a postcode."""


@dataclass(frozen=True, order=True)
class Postcode:
    """A postcode in capitals with one space."""

    text: str

    @classmethod
    def parse(cls, text: str) -> "Postcode":
        """Read a postcode however its capitals and spaces are."""
        found = _FORM.fullmatch("".join(text.split()).upper())
        if found is None:
            raise NotAPostcode("A postcode looks like BA14 8JN: check the letters and numbers.")
        return cls(f"{found[1]} {found[2]}")

    def __str__(self) -> str:
        return self.text
