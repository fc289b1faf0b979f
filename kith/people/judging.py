"""What likeness of number, name, date of birth and home says of two children: the rule, line by line.

Each line can be said aloud, and the first that fits is the answer. A line that joins two children of unlike names or
birthdays asks for something else in its place: the same home, or the rest of the name. What a person must look at is
`CLOSE`; what no line joins is two children.

The last lines that join count facts instead of naming them, for lists where each fact may be misspelt. They never join
what twins or brothers have in common: the forename must speak for it, and the birthday or the number be the same.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

from kith.people.evidence import Evidence
from kith.people.likeness import Likeness

__all__ = ["EXACT", "STATED", "Verdict", "fits_as_well", "judge"]


class Verdict(StrEnum):
    """What comparing two children says, and which rule said it."""

    SAME_NUMBER = "same number"
    SAME_NAME_AND_BIRTH = "same name and date of birth"
    ALIKE_AT_HOME = "close name, same date of birth and postcode"
    NEW_SURNAME_AT_HOME = "same forename, date of birth and postcode"
    BOTH_FORENAMES_AT_HOME = "same middle name and postcode, close forename and birthday"
    SLIP_IN_BIRTH_AT_HOME = "same name and postcode, close date of birth"
    ALIKE_AND_BIRTH = "close name, same date of birth"
    OTHER_NUMBER = "same other number, close forename and birthday, and more"
    MOST_FACTS = "close forename, same date of birth, most of the rest"
    CLOSE = "close"
    DIFFERENT = "different"


# Which verdicts join two children without a person: always; and where a controller's stated rule says so too.
EXACT = (Verdict.SAME_NUMBER, Verdict.SAME_NAME_AND_BIRTH)
STATED = (
    *EXACT,
    Verdict.ALIKE_AT_HOME,
    Verdict.NEW_SURNAME_AT_HOME,
    Verdict.SLIP_IN_BIRTH_AT_HOME,
    Verdict.BOTH_FORENAMES_AT_HOME,
    Verdict.ALIKE_AND_BIRTH,
    Verdict.OTHER_NUMBER,
    Verdict.MOST_FACTS,
)


Line = tuple[Callable[[Evidence], bool], Verdict]

_SAME_NUMBER: tuple[Line, ...] = (
    (lambda e: e.name.same, Verdict.SAME_NUMBER),
    # Another forename, or one a letter away, may be a twin's who was given this one's number.
    (lambda e: e.name.fits and e.name.speaks and e.birth is not Likeness.DIFFERENT, Verdict.SAME_NUMBER),
    # A new surname, or a form of the forename no list has.
    (lambda e: (e.name.speaks or e.name.clipped) and e.birth.fits, Verdict.SAME_NUMBER),
    (lambda e: True, Verdict.CLOSE),
)
_OTHER_NUMBER: tuple[Line, ...] = (
    # The number was changed and nobody said so, or two children: never for a rule to join.
    (lambda e: e.name.same and e.born_same, Verdict.CLOSE),
    (lambda e: e.name.forename is Likeness.SAME and e.born_same and e.at_home, Verdict.CLOSE),
    (lambda e: True, Verdict.DIFFERENT),
)
_NO_NUMBER: tuple[Line, ...] = (
    (lambda e: e.name.same and e.born_same and (e.at_home or not e.other_middle), Verdict.SAME_NAME_AND_BIRTH),
    (lambda e: e.name.alike and e.born_same and e.at_home, Verdict.ALIKE_AT_HOME),
    (lambda e: e.name.forename is Likeness.SAME and e.born_same and e.at_home, Verdict.NEW_SURNAME_AT_HOME),
    (lambda e: e.name.same and e.born_close and e.at_home, Verdict.SLIP_IN_BIRTH_AT_HOME),
    (lambda e: e.both_forenames and e.birth.fits and e.at_home, Verdict.BOTH_FORENAMES_AT_HOME),
    (lambda e: e.name.alike and e.born_same and not e.other_middle, Verdict.ALIKE_AND_BIRTH),
    (lambda e: e.same_by_other_number, Verdict.OTHER_NUMBER),
    (lambda e: e.same_in_most, Verdict.MOST_FACTS),
    # From here on a person looks.
    (lambda e: e.name.fits and e.born_same, Verdict.CLOSE),
    (lambda e: e.name.might_fit and e.born_same and e.at_home, Verdict.CLOSE),
    (lambda e: e.name.forename is Likeness.SAME and e.same_middle and e.born_same, Verdict.CLOSE),
    (lambda e: e.name.same and (e.at_home or e.born_close or e.birth is Likeness.UNKNOWN), Verdict.CLOSE),
    (lambda e: e.name.fits and e.born_close and e.at_home, Verdict.CLOSE),
    (lambda e: e.close_by_other_number or e.close_in_most, Verdict.CLOSE),
    (lambda e: True, Verdict.DIFFERENT),
)
_LINES = {Likeness.SAME: _SAME_NUMBER, Likeness.DIFFERENT: _OTHER_NUMBER}


def fits_as_well(other: Evidence, chosen: Evidence) -> bool:
    """Is one child not to be taken, since another one born on the day fits the name as well or better?

    A number may have been typed in the twin's row, and twins share the home. Where the one chosen has the very name and
    birthday, another who has them too is in the way only if number, home or middle name speak for that one.
    """
    if not other.born_same:
        return False
    if chosen.name.same and chosen.born_same:
        return other.name.same and other.beside > chosen.beside
    return other.name.nearness >= chosen.name.nearness


# What two children can be to one another is a few thousand cases, met again and again.
@lru_cache(maxsize=20_000)
def judge(evidence: Evidence) -> Verdict:
    """The first line that fits; of a brother and a sister none joins."""
    lines = _LINES.get(evidence.number, _NO_NUMBER)
    first = next(verdict for fits, verdict in lines if fits(evidence))
    return Verdict.CLOSE if evidence.of_two and first in STATED else first
