"""How two facts about a child compare, in the words a reviewer reads: same, short form, day and month swapped.

The rule that matches children (`matching`) and the page that shows two children side by side use these same
answers, so that what decided and what is shown can't part.
"""

from collections.abc import Set
from datetime import date
from enum import StrEnum

from kith.people.short_forms import are_forms_of_one_name

__all__ = ["Likeness", "births", "forenames", "one_slip", "sets", "surnames"]


class Likeness(StrEnum):
    """What comparing two facts can say."""

    SAME = "Same"
    SHORT_FORM = "Short form"
    PART = "Part of it"
    MIDDLE = "Middle name used"
    ONE_SLIP = "One letter differs"
    SWAPPED = "Day and month swapped"
    ONE_DIGIT = "One digit differs"
    ONE_PART = "Day, month or year differs"
    DIFFERENT = "Different"
    UNKNOWN = "Can’t compare"

    @property
    def is_close(self) -> bool:
        """Neither the same nor clearly different."""
        return self not in (Likeness.SAME, Likeness.DIFFERENT, Likeness.UNKNOWN)

    @property
    def fits(self) -> bool:
        """The same or close."""
        return self not in (Likeness.DIFFERENT, Likeness.UNKNOWN)


def forenames(ours: str, theirs: str) -> Likeness:
    """Compare two forenames that have been normalised: kate and katherine are forms of one name."""
    if not (ours and theirs):
        return Likeness.UNKNOWN
    if ours == theirs:
        return Likeness.SAME
    if are_forms_of_one_name(ours, theirs):
        return Likeness.SHORT_FORM
    if _one_is_part(ours, theirs):
        return Likeness.PART
    return Likeness.ONE_SLIP if one_slip(ours, theirs) else Likeness.DIFFERENT


def surnames(ours: str, theirs: str) -> Likeness:
    """Compare two surnames that have been normalised: ward is part of oneill ward."""
    if not (ours and theirs):
        return Likeness.UNKNOWN
    if ours == theirs:
        return Likeness.SAME
    if _one_is_part(ours, theirs):
        return Likeness.PART
    return Likeness.ONE_SLIP if one_slip(ours, theirs) else Likeness.DIFFERENT


def births(ours: date | None, theirs: date | None) -> Likeness:
    """Compare two dates of birth. 03/02/2018 and 02/03/2018 are one day written in two ways, or two days."""
    if ours is None or theirs is None:
        return Likeness.UNKNOWN
    if ours == theirs:
        return Likeness.SAME
    if (ours.year, ours.month, ours.day) == (theirs.year, theirs.day, theirs.month):
        return Likeness.SWAPPED
    if sum(a != b for a, b in zip(ours.isoformat(), theirs.isoformat(), strict=True)) == 1:
        return Likeness.ONE_DIGIT
    parts = (ours.year == theirs.year, ours.month == theirs.month, ours.day == theirs.day)
    return Likeness.ONE_PART if sum(parts) == 2 else Likeness.DIFFERENT


def sets(ours: Set[str], theirs: Set[str]) -> Likeness:
    """Compare numbers or postcodes, of which a child may have several: one in common is the same."""
    if not (ours and theirs):
        return Likeness.UNKNOWN
    return Likeness.SAME if ours & theirs else Likeness.DIFFERENT


def one_slip(one: str, other: str) -> bool:
    """Is there one letter too many, too few, wrong, or two neighbours swapped? A name of two letters has no slips."""
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _one_is_part(one: str, other: str) -> bool:
    """oneill / oneill ward; anna / anna maria."""
    a, b = set(one.split()), set(other.split())
    return a < b or b < a
