"""Is this the same child? A rule that can be said aloud.

1. A trusted number that both have settles it, unless the forename says that it may be a twin's. Two different ones are
   two children; where everything else is the same, a person looks.
2. Without that, the same full name and the same date of birth: the same child.
3. Names that are close join two children only with the birthday, a surname or birthday that differs only at one home.
   Which of these lines a controller lets join without a person is its stated rule (`judging.STATED`).
4. Where each fact may be misspelt, facts are counted: numbers without a check digit and the street help, and settle
   nothing alone. The forename must speak for it (decision 0028).
5. The same birthday with another forename is a twin, or a stranger: never the same child.
6. Nobody is taken while another child born on the day fits the name as well or better, or while one of the trusted
   numbers is another's: both are given to a person (decision 0028).
7. What is only close and what fits several children is given to a person with the reasons. Nothing is guessed.

*Trusted* is a UPN or NHS number whose check holds. A number a school used before counts as the child's own. A
temporary UPN gives way to a permanent one, so the two together say nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID

from kith.people import likeness
from kith.people.comparing import Child, closest, evidence, has_number_of, numbers
from kith.people.evidence import Evidence
from kith.people.judging import EXACT, STATED, Verdict, fits_as_well, judge
from kith.people.likeness import Likeness
from kith.people.reasons import reasons_of

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
    "in_the_way",
    "reasons_of",
]


class Outcome(StrEnum):
    NEW = "new"
    MATCHED = "matched"
    REVIEW = "review"


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


class _Somebody(Protocol):
    @property
    def child(self) -> Child: ...


T = TypeVar("T", bound=_Somebody)
Found = tuple[Candidate, Comparison]


def decide(child: Child, candidates: Sequence[Candidate], *, accept: Sequence[Verdict] = EXACT) -> Decision:
    """Match one child against those who might be it. What is in `accept` needs no person; other likeness does."""
    compared = [(candidate, compare(child, candidate.child)) for candidate in candidates]
    close = [one for one in compared if one[1].verdict is not Verdict.DIFFERENT]
    for verdict in accept:
        same = [one for one in close if one[1].verdict is verdict]
        if (one := _the_one(same)) is not None:
            return _unless_another(child, one, close)
        if same:
            return _between(same, f"{len(same)} children in your records fit equally: {verdict}.")
    if close:
        return _for_a_person(close)
    return Decision(Outcome.NEW, "nobody like this", None, ("Nobody in your records is like this.",))


def in_the_way(child: Child, chosen: tuple[T, Comparison], compared: Sequence[tuple[T, Comparison]]) -> list[T]:
    """Others for whose sake the chosen one is not to be taken without a person."""
    who, found = chosen
    return [
        other
        for other, theirs in compared
        if other is not who
        and (has_number_of(child, who.child, other.child) or fits_as_well(theirs.found, found.found))
    ]


def _unless_another(child: Child, chosen: Found, close: Sequence[Found]) -> Decision:
    """The one a line of the rule fits, if nobody else is in the way."""
    who, found = chosen
    if not (others := in_the_way(child, chosen, close)):
        return Decision(Outcome.MATCHED, found.verdict, who.person_id, found.reasons)
    if any(has_number_of(child, who.child, other.child) for other in others):
        why = THEIR_NUMBER
    else:
        why = OTHER_NAME if found.found.number is Likeness.SAME else AS_WELL
    return _between([one for one in close if one[0] is who or one[0] in others], why)


def _between(found: Sequence[Found], why: str) -> Decision:
    return Decision(Outcome.REVIEW, "ambiguous", None, (why,), tuple(candidate.person_id for candidate, _ in found))


THEIR_NUMBER = "The name fits one child in your records, and the number is another’s."
OTHER_NAME = "The number is one child’s, and the name and date of birth fit another as well or better."
AS_WELL = "Another child born on that day fits the name as well or better."


def _the_one(same: Sequence[Found]) -> Found | None:
    """The only one a line fits; or of several the one at the same home, or else with the same middle name."""
    at_home = [one for one in same if one[1].at_home] or same
    among = [one for one in at_home if one[1].found.same_middle] or at_home
    return among[0] if len(among) == 1 else None


def _for_a_person(close: Sequence[Found]) -> Decision:
    """Those a person should look at. Where one child alone is close and a stated rule would join it, that is named."""
    persons, (_, first) = tuple(candidate.person_id for candidate, _ in close), close[0]
    if len(close) > 1:
        why = f"{len(close)} children in your records are close."
        return Decision(Outcome.REVIEW, "close", None, (why,), persons)
    return Decision(Outcome.REVIEW, first.verdict if first.verdict in STATED else "close", None, first.reasons, persons)


def compare(ours: Child, theirs: Child) -> Comparison:
    """Compare two children, with all that speaks for it in words."""
    found = evidence(ours, theirs)
    return Comparison(judge(found), found)


def against(ours: Child, theirs: Child) -> Iterator[str]:
    """What speaks for two children however alike they are: no rule joins such a pair, and a person says why."""
    if numbers(ours.numbers, theirs.numbers) is Likeness.DIFFERENT:
        yield "They have two different pupil or NHS numbers."
    names, born = closest(ours, theirs), likeness.births(ours.born, theirs.born)
    other = names.of_two or (names.forename is Likeness.DIFFERENT and not names.swapped)
    if born is Likeness.SAME and other:
        yield "They were born on the same day and have different forenames, as twins have."
