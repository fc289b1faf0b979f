"""Is this the same child? A rule that can be said aloud.

1. A trusted number that both have settles it, unless the forename says that it may be a twin's. Two different ones are
   two children; where everything else is the same, a person looks.
2. Without that, the same full name and the same date of birth: the same child.
3. Names that are close join two children only with the birthday, a surname or birthday that differs only at one home.
   Which of these lines a controller lets join without a person is its stated rule (`judging.STATED`).
4. Where each fact may be misspelt, facts are counted: numbers without a check digit and the street help, and settle
   nothing alone. The forename must speak for it (decision 0028).
5. The same birthday with another forename is a twin, or a stranger: never the same child.
6. What is only close and what fits several children is given to a person with the reasons. Nothing is guessed.

*Trusted* is a UPN or NHS number whose check holds. A number a school used before counts as the child's own. A
temporary UPN gives way to a permanent one, so the two together say nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kith.people import likeness
from kith.people.comparing import Child, closest, evidence, numbers
from kith.people.evidence import Evidence
from kith.people.judging import EXACT, STATED, Verdict, judge
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


Found = tuple[UUID, Comparison]


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
