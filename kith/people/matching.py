"""Is this the same child? A rule that can be said aloud.

1. A trusted number that both have settles it: the same number, the same child; two different ones, two children.
2. Without that, the same full name and the same date of birth: the same child.
3. The same birthday with another forename is a twin, or a stranger: never the same child.
4. What is only close (a short form, one slip, day and month swapped) and what fits several children is given to a
   person with the reasons. Nothing is guessed.

*Trusted* is a UPN or NHS number whose check holds. A number a school used before counts as the child's own. A
temporary UPN gives way to a permanent one, so the two together say nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from kith.people import likeness
from kith.people.likeness import Likeness

__all__ = ["EXACT", "STATED", "Candidate", "Child", "Comparison", "Decision", "Outcome", "Verdict", "compare", "decide"]

Name = tuple[str, str]


class Outcome(StrEnum):
    NEW = "new"
    MATCHED = "matched"
    REVIEW = "review"


class Verdict(StrEnum):
    """What comparing two children says, and which rule said it."""

    SAME_NUMBER = "same number"
    SAME_NAME_AND_BIRTH = "same name and date of birth"
    SHORT_FORM_AT_HOME = "short form of the name, same date of birth and postcode"
    CLOSE = "close"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Child:
    """What is known of a child on one side. Names are pairs of forename and surname, both normalised."""

    names: frozenset[Name]
    born: date | None
    numbers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    postcodes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """A child of our records who might be the one."""

    person_id: UUID
    child: Child


@dataclass(frozen=True)
class Comparison:
    """What the rule says of two children, and why."""

    verdict: Verdict
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """What follows for a row: `person_id` is set if matched, `candidates` are those a person should look at."""

    outcome: Outcome
    rule: str = ""
    person_id: UUID | None = None
    reasons: tuple[str, ...] = ()
    candidates: tuple[UUID, ...] = ()


EXACT = (Verdict.SAME_NUMBER, Verdict.SAME_NAME_AND_BIRTH)
STATED = (*EXACT, Verdict.SHORT_FORM_AT_HOME)


def decide(child: Child, candidates: Sequence[Candidate], *, accept: Sequence[Verdict] = EXACT) -> Decision:
    """Match one child against those who might be it. What is in `accept` needs no person; other likeness does."""
    seen = [(candidate.person_id, compare(child, candidate.child)) for candidate in candidates]
    for verdict in accept:
        same = [(person, found) for person, found in seen if found.verdict is verdict]
        if len(same) == 1:
            person, found = same[0]
            return Decision(Outcome.MATCHED, verdict, person, found.reasons)
        if same:
            why = f"{len(same)} children in your records fit equally: {verdict}."
            return Decision(Outcome.REVIEW, "ambiguous", None, (why,), tuple(person for person, _ in same))
    if close := [(person, found) for person, found in seen if found.verdict is not Verdict.DIFFERENT]:
        reasons = close[0][1].reasons if len(close) == 1 else (f"{len(close)} children in your records are close.",)
        return Decision(Outcome.REVIEW, "close", None, reasons, tuple(person for person, _ in close))
    return Decision(Outcome.NEW, "nobody like this", None, ("Nobody in your records is like this.",))


def compare(ours: Child, theirs: Child) -> Comparison:
    """Compare two children, with all that speaks for it in words."""
    birth = likeness.births(ours.born, theirs.born)
    name, name_words = _closest_names(ours.names, theirs.names)
    numbers = _numbers(ours.numbers, theirs.numbers)
    place = likeness.sets(ours.postcodes, theirs.postcodes)
    verdict, why = _judge(numbers, name, birth, place)
    if verdict is Verdict.DIFFERENT:
        return Comparison(verdict, (why,))
    return Comparison(verdict, tuple(_alike(numbers, name, name_words, birth, place)))


def _judge(numbers: Likeness, name: Likeness, birth: Likeness, place: Likeness) -> tuple[Verdict, str]:
    """Which rule holds, and for two children which it was.

    The same number with nothing else alike is somebody's slip of the pen, and a person's to judge.
    """
    if numbers is Likeness.SAME:
        slip = birth is Likeness.DIFFERENT and name is Likeness.DIFFERENT
        return (Verdict.CLOSE if slip else Verdict.SAME_NUMBER), ""
    if numbers is Likeness.DIFFERENT:
        return Verdict.DIFFERENT, "Two different pupil or NHS numbers: two children."
    if name is Likeness.SAME and birth is Likeness.SAME:
        return Verdict.SAME_NAME_AND_BIRTH, ""
    return _by_looks(birth, name, place)


def _by_looks(birth: Likeness, name: Likeness, place: Likeness) -> tuple[Verdict, str]:
    at_home = place is Likeness.SAME
    if birth is Likeness.SAME and name is Likeness.SHORT_FORM and at_home:
        return Verdict.SHORT_FORM_AT_HOME, ""
    if birth is Likeness.SAME and name.is_close:
        return Verdict.CLOSE, ""
    if name is Likeness.SAME and (birth.is_close or birth is Likeness.UNKNOWN):
        return Verdict.CLOSE, ""
    if name.is_close and birth.is_close and at_home:
        return Verdict.CLOSE, ""
    if birth is Likeness.SAME and at_home:
        return Verdict.DIFFERENT, "Same date of birth and postcode, another forename: a twin."
    return Verdict.DIFFERENT, "Neither number nor name and date of birth agree."


def _alike(numbers: Likeness, name: Likeness, name_words: str, birth: Likeness, place: Likeness) -> Iterator[str]:
    """Everything that is the same in one sentence; then what is only close or differs, so that both are weighed."""
    each = (("number", numbers), ("name", name), ("date of birth", birth), ("postcode", place))
    if same := [what for what, found in each if found is Likeness.SAME]:
        yield f"Same {', '.join(same[:-1])}{' and ' if same[1:] else ''}{same[-1]}."
    if name is not Likeness.SAME and name_words:
        yield name_words
    if birth is Likeness.UNKNOWN:
        yield "One of them has no date of birth."
    elif birth is not Likeness.SAME:
        yield f"Date of birth: {birth.lower()}."


def _closest_names(ours: Iterable[Name], theirs: Iterable[Name]) -> tuple[Likeness, str]:
    """The best that any name of one child is to any name of the other, and how to say it."""
    pairs = [_names(one, other) for one in ours for other in theirs]
    order = (Likeness.SAME, Likeness.SHORT_FORM, Likeness.PART, Likeness.ONE_SLIP, Likeness.SWAPPED)
    rank = {answer: n for n, answer in enumerate(order)}
    return min(pairs, key=lambda pair: rank.get(pair[0], 9), default=(Likeness.UNKNOWN, ""))


def _names(ours: Name, theirs: Name) -> tuple[Likeness, str]:
    """Compare forename with forename and surname with surname; both must be alike."""
    if ours == theirs:
        return Likeness.SAME, "Same name."
    if ours == theirs[::-1]:
        return Likeness.SWAPPED, "Forename and surname look swapped."
    forename, surname = likeness.forenames(ours[0], theirs[0]), likeness.surnames(ours[1], theirs[1])
    if forename is Likeness.SAME and surname.is_close:
        return surname, f"Surname: {surname.lower()}."
    if surname is Likeness.SAME and forename.is_close:
        return forename, f"Forename: {forename.lower()}."
    if forename.is_close and surname.is_close:
        return Likeness.ONE_SLIP, f"Forename: {forename.lower()}; surname: {surname.lower()}."
    if forename is Likeness.SAME and surname is Likeness.DIFFERENT:
        return Likeness.DIFFERENT, "Same forename, another surname."
    return Likeness.DIFFERENT, "Another name."


def _numbers(ours: Mapping[str, frozenset[str]], theirs: Mapping[str, frozenset[str]]) -> Likeness:
    """Trusted numbers by kind. One in common settles it; two permanent ones that differ settle it the other way."""
    answers = [likeness.sets(ours[kind], theirs[kind]) for kind in ours.keys() & theirs.keys()]
    if Likeness.SAME in answers:
        return Likeness.SAME
    both = ours.keys() & theirs.keys()
    permanent = [likeness.sets(_permanent(kind, ours[kind]), _permanent(kind, theirs[kind])) for kind in both]
    return Likeness.DIFFERENT if Likeness.DIFFERENT in permanent else Likeness.UNKNOWN


def _permanent(kind: str, numbers: frozenset[str]) -> frozenset[str]:
    """A temporary UPN ends in a letter and is replaced when the permanent one is known."""
    return frozenset(n for n in numbers if not n[-1].isalpha()) if kind == "upn" else numbers
