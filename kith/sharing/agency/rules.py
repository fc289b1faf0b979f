"""How a referral to an agency stands, and when it is late. Pure.

Sent to CAMHS on Monday 2 March with ten working days to answer: they are rung on Wednesday 4 March if nobody has said
that it came, on Monday 16 March if nobody has answered, and on Wednesday 18 March it is told to somebody above.
"""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kith.foundation.days import Period, Unit, due

__all__ = [
    "BASES",
    "NEEDS_WHY",
    "OWED",
    "SPOKEN",
    "WITHOUT_CONSENT",
    "Days",
    "Entry",
    "How",
    "Policy",
    "Stands",
    "Step",
    "dated",
    "days_of",
    "next_step",
    "stands",
    "unsent",
]  # fmt: skip


class How(enum.StrEnum):
    """What an entry says."""

    SENT = "sent"
    TOLD = "told"
    FETCHED = "fetched"
    SENT_BACK = "sent back"
    LOCKED = "locked"
    RAN_OUT = "ran out"
    TAKEN_BACK = "taken back"
    ACKNOWLEDGED = "acknowledged"
    CALL = "call"
    LETTER_OUT = "letter out"
    LETTER_IN = "letter in"
    MAIL = "mail"
    MEETING = "meeting"
    CHASED = "chased"
    ANSWERED = "answered"
    DISAGREED = "disagreed"
    STEP = "step"
    SETTLED = "settled"
    ENDED = "ended"


class Stands(enum.StrEnum):
    """How a referral stands, for the lead of the school that made it."""

    TO_SEND = "to send"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    DISAGREED = "disagreed"
    SENT_BACK = "sent back"
    ENDED = "ended"


# While they owe an answer.
OWED = (Stands.SENT, Stands.ACKNOWLEDGED)
# What moves it on; everything else is said beside it.
_MOVES = {
    How.SENT: Stands.SENT,
    How.TOLD: Stands.SENT,
    How.FETCHED: Stands.ACKNOWLEDGED,
    How.ACKNOWLEDGED: Stands.ACKNOWLEDGED,
    How.SENT_BACK: Stands.SENT_BACK,
    How.LOCKED: Stands.SENT_BACK,
    How.RAN_OUT: Stands.SENT_BACK,
    How.TAKEN_BACK: Stands.TO_SEND,
    How.ANSWERED: Stands.ANSWERED,
    How.DISAGREED: Stands.DISAGREED,
    How.SETTLED: Stands.ANSWERED,
    How.ENDED: Stands.ENDED,
}
# What takes a referral no further back than it is: a pack that is fetched after they have answered.
_ONLY_BEFORE = {
    How.FETCHED: (Stands.SENT,),
    How.ACKNOWLEDGED: (Stands.SENT, Stands.SENT_BACK),
    How.RAN_OUT: (Stands.SENT, Stands.ACKNOWLEDGED),
    How.TAKEN_BACK: (Stands.SENT, Stands.ACKNOWLEDGED),
}
# What somebody at the school writes down of what was said.
SPOKEN = (How.CALL, How.LETTER_OUT, How.LETTER_IN, How.MAIL, How.MEETING, How.CHASED)

BASES = (
    ("danger", "A child may be at risk of harm: safeguarding, Data Protection Act 2018 Schedule 1 paragraph 18"),
    ("task", "A public task of the school: Education Act 2002 sections 157 and 175, UK GDPR Article 6(1)(e)"),
    ("consent", "Those concerned agreed to this help: consent to the service, not the basis of the data"),
    ("duty", "The law asks the school to tell them: UK GDPR Article 6(1)(c)"),
)
# Consents that mean it goes although nobody agreed: then it is said why.
WITHOUT_CONSENT = frozenset({"refused", "not_sought", "override", "withdrawn", "not_capable"})
NEEDS_WHY = "Say why it goes without their consent."


@dataclass(frozen=True)
class Step:
    """One step up where the answer is not accepted: what is done, and within how many working days."""

    words: str
    days: int


def _days() -> Mapping[str, int]:
    return {
        "children_s_social_care": 3, "police": 2, "lado": 1, "prevent": 5, "early_help": 10, "camhs_or_nhs": 10,
    }  # fmt: skip


_STEPS = (
    Step("Talk with whoever answered", 1),
    Step("Our lead talks with their manager", 2),
    Step("The head talks with the head of their service", 3),
    Step("Bring it to the safeguarding partnership, by its escalation procedure", 5),
)


@dataclass(frozen=True)
class Policy:
    """What a school settled: in working days how long each agency may take, and who hears of it when it is late."""

    answer: Mapping[str, int] = field(default_factory=_days)
    otherwise: int = 10
    acknowledge: int = 2
    above_after: int = 2
    # Posts, by their ids; nobody named: the head.
    above: tuple[str, ...] = ()
    steps: tuple[Step, ...] = _STEPS

    def answers_in(self, kind: str) -> int:
        return self.answer.get(kind, self.otherwise)


@dataclass(frozen=True)
class Days:
    """By when they say that it came, by when they answer, and when somebody above is told that they have not."""

    acknowledge_by: date
    answer_by: date
    above_on: date


@dataclass(frozen=True)
class Entry:
    """What the rule looks at of an entry, oldest first."""

    how: How
    on: date
    step: int = 0


def days_of(sent: date, kind: str, policy: Policy) -> Days:
    """The days of a referral that went on this day. Nobody acknowledges later than they answer."""
    answer = policy.answers_in(kind)
    return Days(
        _after(sent, min(policy.acknowledge, answer)), _after(sent, answer), _after(sent, answer + policy.above_after)
    )


def dated(entries: Sequence[Entry], kind: str, policy: Policy) -> Days | None:
    """The days that count now: from the last sending. None where nothing has gone."""
    went = [one.on for one in entries if one.how in (How.SENT, How.TOLD)]
    return days_of(went[-1], kind, policy) if went else None


def stands(hows: Iterable[How]) -> Stands:
    """How it stands after all of this, oldest first."""
    now = Stands.TO_SEND
    for how in hows:
        if now in _ONLY_BEFORE.get(how, (now,)):
            now = _MOVES.get(how, now)
    return now


def unsent(begun: date, entries: Sequence[Entry]) -> tuple[date, date] | None:
    """Of what was begun or came back and goes nowhere: by when the lead sends it, and when it is told above."""
    if stands(one.how for one in entries) not in (Stands.TO_SEND, Stands.SENT_BACK):
        return None
    since = max((one.on for one in entries if one.how in _MOVES), default=begun)
    return _after(since, 1), _after(since, 2)


def next_step(entries: Sequence[Entry], policy: Policy) -> tuple[int, Step, date] | None:
    """Of a disagreement the step that is to be taken next, its number from 1, and its day; None after the last."""
    begun = max((n for n, one in enumerate(entries) if one.how is How.DISAGREED), default=None)
    if begun is None or stands(one.how for one in entries) is not Stands.DISAGREED:
        return None
    taken = [one for one in entries[begun:] if one.how is How.STEP]
    number = len(taken) + 1
    if number > len(policy.steps):
        return None
    step, since = policy.steps[number - 1], (taken[-1] if taken else entries[begun]).on
    return number, step, _after(since, step.days)


def _after(day: date, working_days: int) -> date:
    return due(day, Period(working_days, Unit.WORKING_DAYS)) if working_days else day
