"""Is this the same child? A rule that can be said aloud.

1. A trusted number that both have settles it, unless the forename says that it may be a twin's. Two different ones are
   two children; where everything else is the same, a person looks.
2. Without that, the same full name and the same date of birth: the same child.
3. Names that are close join two children only with the birthday, a surname or birthday that differs only at one home.
   Which of these lines a controller lets join without a person is its stated rule (`judging.STATED`).
4. The same birthday with another forename is a twin, or a stranger: never the same child.
5. What is only close and what fits several children is given to a person with the reasons. Nothing is guessed.

*Trusted* is a UPN or NHS number whose check holds. A number a school used before counts as the child's own. A
temporary UPN gives way to a permanent one, so the two together say nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from uuid import UUID

from kith.people import likeness
from kith.people.judging import EXACT, STATED, Evidence, Names, Verdict, judge
from kith.people.likeness import Likeness

__all__ = [
    "EXACT",
    "STATED",
    "Candidate",
    "Child",
    "Comparison",
    "Decision",
    "Outcome",
    "Verdict",
    "against",
    "compare",
    "decide",
    "reasons_of",
]

Name = tuple[str, str]


class Outcome(StrEnum):
    NEW = "new"
    MATCHED = "matched"
    REVIEW = "review"


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

    @property
    def by_middle(self) -> frozenset[Name]:
        """The names again with a middle name in the forename's place: some children go by it."""
        return frozenset((middle, surname) for middle in self.middles for _, surname in self.names)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child of our records who might be the one."""

    person_id: UUID
    child: Child


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the rule says of two children, and of what it says so."""

    verdict: Verdict
    found: Evidence

    @property
    def at_home(self) -> bool:
        return self.found.at_home

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in sentences."""
        return reasons_of(self.found, self.verdict)


@dataclass(frozen=True)
class Decision:
    """What follows for a row: `person_id` is set if matched, `candidates` are those a person should look at."""

    outcome: Outcome
    rule: str = ""
    person_id: UUID | None = None
    reasons: tuple[str, ...] = ()
    candidates: tuple[UUID, ...] = ()


Found = tuple[UUID, Comparison]

_NONE: frozenset[str] = frozenset()
_SAME_NAME = Names(Likeness.SAME, Likeness.SAME)
_BY_MIDDLE = Names(Likeness.MIDDLE, Likeness.SAME, "Forename: middle name used.")
_SWAPPED = Names(Likeness.DIFFERENT, Likeness.DIFFERENT, "Forename and surname look swapped.", swapped=True)
_TURNED = Names(Likeness.MIDDLE, Likeness.SAME, "Forename and middle name look swapped.", turned=True)


def decide(child: Child, candidates: Sequence[Candidate], *, accept: Sequence[Verdict] = EXACT) -> Decision:
    """Match one child against those who might be it. What is in `accept` needs no person; other likeness does."""
    seen = [(candidate.person_id, compare(child, candidate.child)) for candidate in candidates]
    for verdict in accept:
        same = [(person, found) for person, found in seen if found.verdict is verdict]
        if (one := _the_one(same)) is not None:
            person, found = one
            return Decision(Outcome.MATCHED, verdict, person, found.reasons)
        if same:
            why = f"{len(same)} children in your records fit equally: {verdict}."
            return Decision(Outcome.REVIEW, "ambiguous", None, (why,), tuple(person for person, _ in same))
    if close := [(person, found) for person, found in seen if found.verdict is not Verdict.DIFFERENT]:
        return _for_a_person(close)
    return Decision(Outcome.NEW, "nobody like this", None, ("Nobody in your records is like this.",))


def _the_one(same: Sequence[Found]) -> Found | None:
    """The only one a line fits; or of several the one at the same home, or else with the same middle name."""
    at_home = [one for one in same if one[1].at_home] or same
    among = [one for one in at_home if one[1].found.same_middle] or at_home
    return among[0] if len(among) == 1 else None


def _for_a_person(close: Sequence[Found]) -> Decision:
    """Those a person should look at. Where one child alone is close and a stated rule would join it, that is named."""
    persons, (_, first) = tuple(person for person, _ in close), close[0]
    if len(close) > 1:
        why = f"{len(close)} children in your records are close."
        return Decision(Outcome.REVIEW, "close", None, (why,), persons)
    return Decision(Outcome.REVIEW, first.verdict if first.verdict in STATED else "close", None, first.reasons, persons)


def compare(ours: Child, theirs: Child) -> Comparison:
    """Compare two children, with all that speaks for it in words."""
    found = Evidence(
        _numbers(ours.numbers, theirs.numbers),
        _closest(ours, theirs),
        likeness.sets(ours.middles, theirs.middles),
        likeness.births(ours.born, theirs.born),
        likeness.closest(ours.postcodes, theirs.postcodes),
        likeness.closest(ours.streets, theirs.streets),
        _others(ours, theirs) if ours.others or theirs.others else Likeness.UNKNOWN,
    )
    return Comparison(judge(found), found)


@cache
def reasons_of(found: Evidence, verdict: Verdict) -> tuple[str, ...]:
    """The verdict's reasons in sentences."""
    return tuple(_unlike(found) if verdict is Verdict.DIFFERENT else _alike(found))


def against(ours: Child, theirs: Child) -> Iterator[str]:
    """What speaks for two children however alike they are: no rule joins such a pair, and a person says why."""
    if _numbers(ours.numbers, theirs.numbers) is Likeness.DIFFERENT:
        yield "They have two different pupil or NHS numbers."
    names, born = _closest(ours, theirs), likeness.births(ours.born, theirs.born)
    other = names.rhymes or (names.forename is Likeness.DIFFERENT and not names.swapped)
    if born is Likeness.SAME and other:
        yield "They were born on the same day and have different forenames, as twins have."


def _unlike(found: Evidence) -> Iterator[str]:
    if found.number is Likeness.DIFFERENT:
        yield "Two different pupil or NHS numbers: two children."
    elif found.born_same and found.at_home:
        yield "Same date of birth and postcode, another forename: a twin."
    else:
        yield "Neither number nor name and date of birth agree."


def _alike(found: Evidence) -> Iterator[str]:
    """Everything that is the same in one sentence; then what is only close or differs, so that both are weighed."""
    each = (("number", found.number is Likeness.SAME), ("other number", found.same_other_number),
            ("name", found.name.same), ("date of birth", found.born_same), ("street", found.street is Likeness.SAME),
            ("postcode", found.at_home))  # fmt: skip
    if same := [what for what, is_same in each if is_same]:
        yield f"Same {', '.join(same[:-1])}{' and ' if same[1:] else ''}{same[-1]}."
    if found.number is Likeness.DIFFERENT:
        yield "Two different pupil or NHS numbers."
    if not found.name.same and found.name.words:
        yield found.name.words
    if found.middle is Likeness.DIFFERENT:
        yield "Another middle name."
    if found.birth is Likeness.UNKNOWN:
        yield "One of them has no date of birth."
    elif not found.born_same:
        yield f"Date of birth: {found.birth.lower()}."
    near = (("Other number", found.other_number), ("Street", found.street), ("Postcode", found.home))
    yield from (f"{what}: {how.lower()}." for what, how in near if how is Likeness.ONE_SLIP)


def _closest(ours: Child, theirs: Child) -> Names:
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
    rhymes = forename is Likeness.ONE_SLIP and ours[0][0] != theirs[0][0]
    resembles = likeness.resembles(ours[0], theirs[0])
    return Names(forename, surname, _in_words(forename, surname), rhymes=rhymes, resembles=resembles)


def _looks_swapped(ours: Name, theirs: Name) -> bool:
    """Each in the other's column, one of them perhaps with a slip."""
    crossed = likeness.surnames(ours[0], theirs[1]), likeness.surnames(ours[1], theirs[0])
    return Likeness.SAME in crossed and all(one.fits for one in crossed)


def _in_words(forename: Likeness, surname: Likeness) -> str:
    """What differs between two names that are not the same."""
    if forename is Likeness.SAME and not surname.fits:
        return "Same forename, another surname."
    if not (forename.fits and surname.fits):
        return "Another name."
    close = [
        f"{what}: {part.lower()}" for what, part in (("Forename", forename), ("surname", surname)) if part.is_close
    ]
    sentence = "; ".join(close)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _numbers(ours: Mapping[str, frozenset[str]], theirs: Mapping[str, frozenset[str]]) -> Likeness:
    """Trusted numbers by kind. One in common settles it; two permanent ones that differ settle it the other way."""
    kinds = ours.keys() & theirs.keys()
    if any(ours[kind] & theirs[kind] for kind in kinds):
        return Likeness.SAME
    permanent = [likeness.sets(_permanent(kind, ours[kind]), _permanent(kind, theirs[kind])) for kind in kinds]
    return Likeness.DIFFERENT if Likeness.DIFFERENT in permanent else Likeness.UNKNOWN


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
