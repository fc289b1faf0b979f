"""The unique pupil number (UPN): 13 characters that follow a pupil through state schools in England.

A check letter, the three digits of the council and the four of the school that issued it, two of
the year, and a serial of three digits. A temporary number ends in a letter. The check letter is the
sum of position x digit over positions 2 to 13, modulo 23: for 207000016049 that is 266, remainder
13, so P. A school keeps a number issued by a council that no longer exists: the set of council
codes handed in should hold former ones too (`kith.reference.la_codes`).
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from operator import mul

from kith.foundation.refused_value import NotAValue

__all__ = ["NotAUpn", "Upn", "check_letter"]

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_PLACES = range(2, 14)
_VALUES = {c: value for values in (LETTERS, "0123456789") for value, c in enumerate(values)}
_FORM = re.compile(rf"[{LETTERS}][0-9]{{11}}[0-9{LETTERS}]")


class NotAUpn(NotAValue):
    """A text is not a UPN; the message says what is wrong with it."""


@dataclass(frozen=True, order=True)
class Upn:
    """A UPN of the right form and check letter. `str()` gives its 13 characters."""

    text: str

    @classmethod
    def parse(cls, text: str, *, la_codes: Container[str] | None = None) -> "Upn":
        """Read a UPN as people type it; with `la_codes`, the issuing council must be one of them."""
        value = "".join(text.split()).upper()
        _check_form(value)
        right = check_letter(value[1:])
        if value[0] != right:
            raise NotAUpn(f"The check letter {value[0]} does not fit this UPN: for these digits it is {right}.")
        if la_codes is not None and value[1:4] not in la_codes:
            raise NotAUpn(f"This UPN starts with council code {value[1:4]}, which is not in use.")
        return cls(value)

    @property
    def is_temporary(self) -> bool:
        """A temporary UPN ends in a letter and is replaced when the permanent one is known."""
        return self.text[-1].isalpha()

    def __str__(self) -> str:
        return self.text


def check_letter(rest: str) -> str:
    """The letter that belongs before these twelve characters: 207000016049 gives P."""
    return LETTERS[sum(map(mul, _PLACES, map(_VALUES.__getitem__, rest))) % 23]


def _check_form(value: str) -> None:
    if len(value) != 13:
        raise NotAUpn(f"A UPN has 13 characters; this has {len(value)}.")
    if not _FORM.fullmatch(value):
        raise NotAUpn(
            "A UPN is a letter followed by 12 digits (a temporary one ends in a letter); I, O and S are not used."
        )
