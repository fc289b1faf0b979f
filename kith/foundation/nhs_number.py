"""The NHS number: ten digits, the last a check digit (modulus 11).

Numbers from 999 000 0000 up are a test range that is never issued: only those may stand in tests
and demonstrations.
"""

from dataclasses import dataclass

from kith.foundation.refused_value import NotAValue

__all__ = ["NhsNumber", "NotAnNhsNumber", "check_digit"]


class NotAnNhsNumber(NotAValue):
    """A text is not an NHS number; the message says what is wrong with it."""


@dataclass(frozen=True, order=True)
class NhsNumber:
    """An NHS number whose check digit is right. `str()` groups it 3 3 4, as it is read aloud."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> "NhsNumber":
        """Read an NHS number with or without spaces and dashes."""
        digits = "".join(c for c in text if not c.isspace() and c != "-")
        if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
            raise NotAnNhsNumber("An NHS number has 10 digits.")
        if check_digit(digits[:9]) != digits[9]:
            raise NotAnNhsNumber("The last digit does not fit this NHS number: check each digit.")
        return cls(digits)

    @property
    def is_for_tests(self) -> bool:
        """In the range that is never issued to anybody: the only one invented people may have."""
        return self.digits.startswith("999")

    def __str__(self) -> str:
        return f"{self.digits[:3]} {self.digits[3:6]} {self.digits[6:]}"


def check_digit(first_nine: str) -> str:
    """The tenth digit for nine, or no text at all when these nine can have none."""
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), first_nine, strict=True))
    digit = (11 - total % 11) % 11
    return "" if digit == 10 else str(digit)
