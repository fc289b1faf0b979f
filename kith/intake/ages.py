"""An age no pupil has: a year that was mistyped, or a row about somebody who is none. No rule takes it; a person does.

Worked example: 1960 was typed for 2016. The row would make a new child of 66 years, who is close to nobody, and go in
unseen. It waits, and says why. Once somebody has said that it is right, the next list finds a pupil we know.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from kith.foundation.dates import today
from kith.intake.models import Batch, Row
from kith.intake.stages import Outcome
from kith.people.grown_up import SURELY_AT
from kith.people.matching import EXACT, STATED, Child
from kith.people.models import Enrolment
from kith.people.rules import age_on

__all__ = ["TOO_OLD", "ask_about"]

TOO_OLD = "an age no pupil has"
# What a rule has decided, and no person; a feed knows its pupils by a number of its own.
BY_RULE = frozenset(one.value for one in (*EXACT, *STATED))


def ask_about(batch: Batch, rows: Sequence[Row], children: Mapping[int, Child]) -> list[Row]:
    """The rows of an age no pupil has, which wait for a person now; but those of whom somebody said so before."""
    day = batch.as_of or today()
    old = [row for row in rows if (born := children[row.n].born) and _age(row, born, day) >= SURELY_AT]
    pupils = _pupils([row.person_id for row in old if row.person_id])
    asked = [row for row in old if not _is_settled(row, pupils)]
    for row in asked:
        row.candidates = list(dict.fromkeys(filter(None, (row.person_id, *row.candidates))))
        row.reasons = [_sentence(children[row.n].born, _age(row, children[row.n].born, day)), *row.reasons]
        row.outcome, row.rule, row.person_id = Outcome.REVIEW.value, TOO_OLD, None
    return asked


def _is_settled(row: Row, pupils: set[UUID]) -> bool:
    if row.outcome != Outcome.MATCHED:
        return False
    return row.person_id in pupils or row.rule not in BY_RULE


def _pupils(persons: Sequence[UUID]) -> set[UUID]:
    """Those who are or were on a roll: somebody has taken them for a pupil before."""
    return set(Enrolment.objects.filter(person_id__in=persons).values_list("person_id", flat=True))


def _age(row: Row, born: date, day: date) -> int:
    """On the day of the file, or when they left."""
    left = row.staged.get("left_on")
    return age_on(born, date.fromisoformat(left) if left else day)


def _sentence(born: date, age: int) -> str:
    return f"Born {born:%-d %b %Y}, which makes them {age} years old. No pupil is: look at the date of birth."
