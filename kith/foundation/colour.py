"""Colours as #rrggbb, and whether one can be told from white by everybody."""

import re
from dataclasses import dataclass

from kith.foundation.refused_value import NotAValue

__all__ = ["ENOUGH", "Colour", "NotAColour"]

_FORM = re.compile(r"#[0-9a-f]{6}")
# WCAG 2.2, 1.4.3: what text needs against its ground. A stripe needs less, but a colour is soon written with.
ENOUGH = 4.5


class NotAColour(NotAValue):
    """A text is no colour, or one that is lost on white."""


@dataclass(frozen=True)
class Colour:
    """A colour in small letters, such as #11454a."""

    text: str

    @classmethod
    def parse(cls, text: str) -> "Colour":
        """Read a colour. Any other spelling is refused: what is kept here goes into a style sheet."""
        found = text.strip().lower()
        if not _FORM.fullmatch(found):
            raise NotAColour("A colour looks like #11454a: a hash and six figures or letters from a to f.")
        return cls(found)

    @property
    def on_white(self) -> float:
        """The contrast with white, from 1 (white) to 21 (black), as WCAG 2.2 reckons it.

        Worked: #767676 has 4.54 and is enough; #777777 has 4.48 and is not.
        """
        red, green, blue = (_linear(int(self.text[at : at + 2], 16) / 255) for at in (1, 3, 5))
        return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)

    def check_on_white(self) -> None:
        """Raises NotAColour where it has too little contrast with white."""
        if self.on_white < ENOUGH:
            # Cut and not rounded: 4.48 must not be told as the 4.5 it lacks.
            has = int(self.on_white * 100) / 100
            raise NotAColour(
                f"{self.text} is too pale: its contrast with white is {has:g} to 1, and {ENOUGH:g} is needed. "
                "Choose a darker one."
            )

    def __str__(self) -> str:
        return self.text


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
