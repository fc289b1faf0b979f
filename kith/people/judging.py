"""What likeness of number, name, date of birth and home says of two children: the rule, line by line.

Each line can be said aloud, and the first that fits is the answer. A line that joins two children of unlike names or
birthdays asks for something else in its place: the same home, or the rest of the name. What a person must look at is
`CLOSE`; what no line joins is two children.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kith.people.likeness import Likeness

__all__ = ["EXACT", "STATED", "Evidence", "Names", "Verdict", "judge"]


class Verdict(StrEnum):
    """What comparing two children says, and which rule said it."""

    SAME_NUMBER = "same number"
    SAME_NAME_AND_BIRTH = "same name and date of birth"
    ALIKE_AT_HOME = "close name, same date of birth and postcode"
    NEW_SURNAME_AT_HOME = "same forename, date of birth and postcode"
    SLIP_IN_BIRTH_AT_HOME = "same name and postcode, close date of birth"
    ALIKE_AND_BIRTH = "close name, same date of birth"
    CLOSE = "close"
    DIFFERENT = "different"


# Which verdicts join two children without a person: always; and where a controller's stated rule says so too.
EXACT = (Verdict.SAME_NUMBER, Verdict.SAME_NAME_AND_BIRTH)
STATED = (
    *EXACT,
    Verdict.ALIKE_AT_HOME,
    Verdict.NEW_SURNAME_AT_HOME,
    Verdict.SLIP_IN_BIRTH_AT_HOME,
    Verdict.ALIKE_AND_BIRTH,
)


@dataclass(frozen=True, slots=True)
class Names:
    """How two names compare: forename, surname, and how a reviewer is told what is not the same."""

    forename: Likeness
    surname: Likeness
    words: str = ""
    # Each stands in the other's column.
    swapped: bool = False
    # One letter at the beginning: Ella and Bella, as twins are called.
    rhymes: bool = False
    # The forenames share their first three letters: Ezra and Ezzy, but Christina and Christopher too.
    begins_alike: bool = False

    @property
    def same(self) -> bool:
        return self.forename is Likeness.SAME and self.surname is Likeness.SAME

    @property
    def fits(self) -> bool:
        """Both parts are the same or close."""
        return self.swapped or (self.forename.fits and self.surname.fits)

    @property
    def might_fit(self) -> bool:
        """The surname fits, and the forename rhymes or begins alike: to be joined only with a middle name in common."""
        return self.surname.fits and (self.forename.fits or self.begins_alike)

    @property
    def alike(self) -> bool:
        """One part is the same and the other close enough to join two children; two slips or a rhyme are not."""
        return self.swapped or (self.fits and not self.rhymes and Likeness.SAME in (self.forename, self.surname))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is alike between two children, fact by fact."""

    number: Likeness
    name: Names
    middle: Likeness
    birth: Likeness
    home: Likeness

    @property
    def at_home(self) -> bool:
        return self.home is Likeness.SAME

    @property
    def same_middle(self) -> bool:
        return self.middle is Likeness.SAME

    @property
    def other_middle(self) -> bool:
        """Both have one and they differ; or one goes by the other's, and so has another forename."""
        return self.middle is Likeness.DIFFERENT or self.name.forename is Likeness.MIDDLE

    @property
    def born_same(self) -> bool:
        return self.birth is Likeness.SAME

    @property
    def born_close(self) -> bool:
        return self.birth.is_close


Line = tuple[Callable[[Evidence], bool], Verdict]

_SAME_NUMBER: tuple[Line, ...] = (
    (lambda e: e.name.same or (e.name.fits and e.birth is not Likeness.DIFFERENT), Verdict.SAME_NUMBER),
    # A new surname, or a form of the forename no list has. Quite another forename may be a twin who was given this
    # one's number.
    (lambda e: (e.name.forename.fits or e.name.begins_alike) and e.birth.fits, Verdict.SAME_NUMBER),
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
    (lambda e: e.name.might_fit and e.same_middle and e.born_same and e.at_home, Verdict.ALIKE_AT_HOME),
    (lambda e: e.name.forename is Likeness.SAME and e.born_same and e.at_home, Verdict.NEW_SURNAME_AT_HOME),
    (lambda e: e.name.same and e.born_close and e.at_home, Verdict.SLIP_IN_BIRTH_AT_HOME),
    (lambda e: e.name.alike and e.born_same and not e.other_middle, Verdict.ALIKE_AND_BIRTH),
    # From here on a person looks.
    (lambda e: e.name.fits and e.born_same, Verdict.CLOSE),
    (lambda e: e.name.might_fit and e.born_same and e.at_home, Verdict.CLOSE),
    (lambda e: e.name.forename is Likeness.SAME and e.same_middle and e.born_same, Verdict.CLOSE),
    (lambda e: e.name.same and (e.at_home or e.born_close or e.birth is Likeness.UNKNOWN), Verdict.CLOSE),
    (lambda e: e.name.fits and e.born_close and e.at_home, Verdict.CLOSE),
    (lambda e: True, Verdict.DIFFERENT),
)
_LINES = {Likeness.SAME: _SAME_NUMBER, Likeness.DIFFERENT: _OTHER_NUMBER}


def judge(evidence: Evidence) -> Verdict:
    """The first line that fits."""
    lines = _LINES.get(evidence.number, _NO_NUMBER)
    return next(verdict for fits, verdict in lines if fits(evidence))
