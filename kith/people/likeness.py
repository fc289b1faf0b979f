"""How two facts about a child compare, in the words a reviewer reads: same, short form, day and month swapped.

The rule that matches children (`matching`) and the page that shows two children side by side use these same
answers, so that what decided and what is shown can't part.
"""

import re
from collections.abc import Set
from datetime import date
from enum import StrEnum
from functools import lru_cache

from kith.people.short_forms import are_forms_of_one_name

__all__ = [
    "Likeness",
    "births",
    "clipped",
    "closest",
    "forenames",
    "numbers",
    "of_two",
    "one_slip",
    "resembles",
    "sets",
    "surnames",
]

# A census brings the same two names together many times over.
_kept = lru_cache(maxsize=20_000)


class Likeness(StrEnum):
    """What comparing two facts can say."""

    SAME = "Same"
    SHORT_FORM = "Short form"
    PART = "Part of it"
    SOUND = "Sounds the same"
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


@_kept
def forenames(ours: str, theirs: str) -> Likeness:
    """Compare two forenames that have been normalised: kate and katherine are forms of one name."""
    if not (ours and theirs):
        return Likeness.UNKNOWN
    if ours == theirs:
        return Likeness.SAME
    if are_forms_of_one_name(ours, theirs) or _is_pet_form(ours, theirs) or _is_pet_form(theirs, ours):
        return Likeness.SHORT_FORM
    return _spelt(ours, theirs)


@_kept
def surnames(ours: str, theirs: str) -> Likeness:
    """Compare two surnames that have been normalised: ward is part of oneill ward."""
    if not (ours and theirs):
        return Likeness.UNKNOWN
    return Likeness.SAME if ours == theirs else _spelt(ours, theirs)


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


def closest(ours: Set[str], theirs: Set[str]) -> Likeness:
    """Compare streets or postcodes, of which a child may have several: one slip in one of them is close."""
    found = sets(ours, theirs)
    if found is Likeness.DIFFERENT and any(one_slip(one, other) for one in ours for other in theirs):
        return Likeness.ONE_SLIP
    return found


def numbers(ours: Set[str], theirs: Set[str]) -> Likeness:
    """Compare numbers no check digit guards. Neighbours are no slip: brothers and sisters, written down in turn."""
    found = sets(ours, theirs)
    pairs = ((one, other) for one in ours for other in theirs)
    if found is Likeness.DIFFERENT and any(one_slip(*pair) and not _neighbours(*pair) for pair in pairs):
        return Likeness.ONE_SLIP
    return found


@_kept
def resembles(ours: str, theirs: str) -> bool:
    """Forenames that might be one name badly written: the same first three letters, or the same first and two slips."""
    if not (ours and theirs) or ours[0] != theirs[0]:
        return False
    return (len(ours) > 2 and ours[:3] == theirs[:3]) or _two_slips(ours, theirs)


@_kept
def of_two(ours: str, theirs: str) -> bool:
    """A slip that makes another child's name, as twins have: at the beginning, at the end, or in one of three letters.

    Ella and Bella, Louis and Louise, Jade and Jada, Mia and Mila. Kate and Cate are one name in two spellings.
    """
    if _heard(ours) == _heard(theirs):
        return False
    short, long = sorted((ours, theirs), key=len)
    at_end = long.startswith(short) or short[:-1] == long[:-1]
    return short[:1] != long[:1] or len(short) < 4 or at_end


def clipped(ours: str, theirs: str) -> bool:
    """The first three letters of a longer one, as people are called: Jas of Jasper, Gab of Gabrielle."""
    short, long = sorted((ours, theirs), key=len)
    return len(short) == 3 and len(long) > 4 and long.startswith(short)


def one_slip(one: str, other: str) -> bool:
    """Is there one letter too many, too few, wrong, or two neighbours swapped? A name of two letters has no slips."""
    if min(len(one), len(other)) < 3 or abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def _spelt(one: str, other: str) -> Likeness:
    """How two names that are not the same are alike as they are written."""
    if _one_is_part(one, other):
        return Likeness.PART
    if one_slip(one, other):
        return Likeness.ONE_SLIP
    return Likeness.SOUND if _heard(one) == _heard(other) else Likeness.DIFFERENT


def _two_slips(one: str, other: str) -> bool:
    """Two letters wrong, missing or too many, in a name long enough that they are not half of it."""
    if min(len(one), len(other)) < 5 or abs(len(one) - len(other)) > 2:
        return False
    slips = (one[:n] + one[n + 1 :] for n in range(len(one)))
    fewer = {other[:n] + other[n + 1 :] for n in range(len(other))}
    return any(less in fewer or less == other or any(one_slip(less, o) for o in fewer) for less in slips)


def _is_pet_form(short: str, full: str) -> bool:
    """Danny of Daniel, Chrissie of Christina: the beginning, perhaps doubled, and a y. Without it Louis is none of
    Louise, and what is not shorter is no short form: Ellie of Ella, Carly of Carla."""
    stem = _PET_ENDING.sub("", short)
    if stem == short or len(short) >= len(full):
        return False
    stems = {stem, stem[:-1] if stem[-2:-1] == stem[-1:] else stem}
    return any(2 < len(one) < len(full) and full.startswith(one) for one in stems)


def _neighbours(one: str, other: str) -> bool:
    """The same but for the last digit."""
    return one[:-1] == other[:-1]


def _one_is_part(one: str, other: str) -> bool:
    """oneill / oneill ward; anna / anna maria."""
    a, b = set(one.split()), set(other.split())
    return a < b or b < a


def _heard(name: str) -> str:
    """A name with what English spells in two ways spelt in one: Sophie and Sofie, Zack and Zac, Elly and Ellie."""
    plain = name.replace("ph", "f").replace("ck", "k").replace("c", "k").replace("ay", "ai")
    return _DOUBLED.sub(r"\1", _PET_ENDING.sub("y", plain))


_PET_ENDING = re.compile(r"(ie|ey|y|i)$")
_DOUBLED = re.compile(r"(.)\1+")
