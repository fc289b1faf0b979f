"""Two children held against one another: the best that any name, number or home of the one is to the other's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kith.people import likeness
from kith.people.evidence import Evidence, Names
from kith.people.likeness import Likeness
from kith.people.reasons import in_words

__all__ = ["Child", "closest", "evidence", "has_number_of", "numbers"]

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Child:
    """What is known of a child on one side. Names are pairs of forename and surname, both normalised.

    `numbers` are the trusted ones, `others` those no check digit guards or whose check fails; both by their kind.
    """

    names: frozenset[Name]
    born: date | None
    numbers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    postcodes: frozenset[str] = frozenset()
    middles: frozenset[str] = frozenset()
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    streets: frozenset[str] = frozenset()
    sex: str = ""

    @property
    def by_middle(self) -> frozenset[Name]:
        """The names again with a middle name in the forename's place: some children go by it."""
        return frozenset((middle, surname) for middle in self.middles for _, surname in self.names)


_NONE: frozenset[str] = frozenset()
_SAME_NAME = Names(Likeness.SAME, Likeness.SAME)
_BY_MIDDLE = Names(Likeness.MIDDLE, Likeness.SAME, "Forename: middle name used.")
_SWAPPED = Names(Likeness.DIFFERENT, Likeness.DIFFERENT, "Forename and surname look swapped.", swapped=True)
_TURNED = Names(Likeness.MIDDLE, Likeness.SAME, "Forename and middle name look swapped.", turned=True)


def evidence(ours: Child, theirs: Child) -> Evidence:
    """How each fact of the one compares with that of the other."""
    return Evidence(
        numbers(ours.numbers, theirs.numbers),
        closest(ours, theirs),
        likeness.sets(ours.middles, theirs.middles),
        likeness.births(ours.born, theirs.born),
        likeness.closest(ours.postcodes, theirs.postcodes),
        likeness.closest(ours.streets, theirs.streets),
        _others(ours, theirs) if ours.others or theirs.others else Likeness.UNKNOWN,
        {ours.sex, theirs.sex} == {"F", "M"},
    )


def closest(ours: Child, theirs: Child) -> Names:
    """The best that any name of one child is to any name of the other."""
    if ours.names & theirs.names:
        return _SAME_NAME
    if ours.middles or theirs.middles:
        here, there = ours.by_middle & theirs.names, ours.names & theirs.by_middle
        if here and there:
            return _TURNED
        if here or there:
            return _BY_MIDDLE
    pairs = (_names(one, other) for one in ours.names for other in theirs.names)
    return min(pairs, key=_distance, default=Names(Likeness.UNKNOWN, Likeness.UNKNOWN))


_NEAREST = (
    Likeness.SAME, Likeness.SHORT_FORM, Likeness.PART, Likeness.SOUND, Likeness.ONE_SLIP, Likeness.UNKNOWN,
    Likeness.DIFFERENT,
)  # fmt: skip


def _distance(names: Names) -> tuple[bool, bool, int]:
    return not names.alike, not names.fits, _NEAREST.index(names.forename) + _NEAREST.index(names.surname)


def _names(ours: Name, theirs: Name) -> Names:
    """Compare forename with forename and surname with surname."""
    forename, surname = likeness.forenames(ours[0], theirs[0]), likeness.surnames(ours[1], theirs[1])
    if ours == theirs[::-1]:
        return _SWAPPED
    if not forename.fits and not surname.fits and _looks_swapped(ours, theirs):
        return _SWAPPED
    of_two = forename is Likeness.ONE_SLIP and likeness.of_two(ours[0], theirs[0])
    return Names(
        forename,
        surname,
        in_words(forename, surname),
        of_two=of_two,
        resembles=likeness.resembles(ours[0], theirs[0]),
        clipped=likeness.clipped(ours[0], theirs[0]),
    )


def _looks_swapped(ours: Name, theirs: Name) -> bool:
    """Each in the other's column, one of them perhaps with a slip."""
    crossed = likeness.surnames(ours[0], theirs[1]), likeness.surnames(ours[1], theirs[0])
    return Likeness.SAME in crossed and all(one.fits for one in crossed)


def numbers(ours: Mapping[str, frozenset[str]], theirs: Mapping[str, frozenset[str]]) -> Likeness:
    """Trusted numbers by kind. One in common settles it; two permanent ones that differ settle it the other way."""
    kinds = ours.keys() & theirs.keys()
    if any(ours[kind] & theirs[kind] for kind in kinds):
        return Likeness.SAME
    permanent = [likeness.sets(_permanent(kind, ours[kind]), _permanent(kind, theirs[kind])) for kind in kinds]
    return Likeness.DIFFERENT if Likeness.DIFFERENT in permanent else Likeness.UNKNOWN


def has_number_of(ours: Child, chosen: Child, other: Child) -> bool:
    """Does a trusted number of ours, which the chosen one lacks, belong to the other?"""
    return any(
        (told - chosen.numbers.get(kind, _NONE)) & other.numbers.get(kind, _NONE) for kind, told in ours.numbers.items()
    )


def _others(ours: Child, theirs: Child) -> Likeness:
    """Numbers no check guards, of one kind, also beside a trusted one: a UPN that was mistyped fails its check."""
    answers = {
        likeness.numbers(one.others[kind], other.others.get(kind, _NONE) | other.numbers.get(kind, _NONE))
        for one, other in ((ours, theirs), (theirs, ours))
        for kind in one.others
    }
    return next((how for how in _NEAREST if how in answers), Likeness.UNKNOWN)


def _permanent(kind: str, numbers: frozenset[str]) -> frozenset[str]:
    """A temporary UPN ends in a letter and is replaced when the permanent one is known."""
    return frozenset(n for n in numbers if not n[-1].isalpha()) if kind == "upn" else numbers
