"""The words a service area is written in: what is asked, how work moves, what is due, how long kept.

A declaration reads from top to bottom as the procedure would be told to a new colleague. What can
be wrong with one by itself is refused when it is made; what takes all areas to see is held by
`tests/promises/test_areas.py`.
"""

import enum
from dataclasses import dataclass
from datetime import date

from kith.foundation.days import Period, Unit
from kith.foundation.numbers import in_words
from kith.reference.roles import Role
from kith.vocabulary.conditions import Condition

__all__ = ["AT_ONCE", "Clock", "Field", "Keep", "Kind", "Move", "Part", "See", "Share", "Sight", "Special", "Stage"]


class Kind(enum.StrEnum):
    """What sort of answer a question takes."""

    TEXT = "text"
    LONG_TEXT = "long text"
    YES_NO = "yes or no"
    CODE = "one of a list"
    CODES = "some of a list"
    DATE = "date"
    MOMENT = "date and time"
    NUMBER = "number"
    ROWS = "rows"


class Special(enum.StrEnum):
    """A special category of personal data that answers may say something of (UK GDPR, Article 9)."""

    ETHNIC = "racial or ethnic origin"
    BELIEF = "religion or belief"
    HEALTH = "health"
    SEX_LIFE = "sex life or sexual orientation"


@dataclass(frozen=True)
class Field:
    """One question.

    `own` answers are about one person and stand in that person's part; the others are shared.
    A `spine` answer has a column of its own in every area (when it happened, category, outcome).
    `asked_at` names the stage that asks it; without one it is asked when the record is written.
    `childs_words` are kept apart from the writer's and never corrected for spelling.
    `most` is the largest number, the longest text, or how many can be chosen or added. `not_before` names the date
    of the same part that this one can't come before.
    """

    name: str
    question: str
    kind: Kind
    code_set: str = ""
    required: bool = False
    own: bool = False
    spine: bool = False
    asked_when: Condition | None = None
    asked_at: str = ""
    childs_words: bool = False
    hint: str = ""
    rows: tuple["Field", ...] = ()
    most: int | None = None
    not_before: str = ""
    # The parts a child may have had in it into whose file the answer does not go: it is about the family of another.
    kept_from: tuple[str, ...] = ()
    # What a list or a short answer may say of a special category; free words may say anything.
    special: tuple[Special, ...] = ()
    # Codes a controller has added to the list, with their words; or one of the list with words of the controller's own,
    # and without any where it is offered no more.
    more_codes: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if (self.kind in (Kind.CODE, Kind.CODES)) != bool(self.code_set):
            raise ValueError(f"{self.name}: a code set belongs to a list, and a list needs one.")
        if (self.kind is Kind.ROWS) != bool(self.rows):
            raise ValueError(f"{self.name}: rows need their own questions.")
        if self.not_before and self.kind is not Kind.DATE:
            raise ValueError(f"{self.name}: only a day comes before another.")

    @property
    def may_say(self) -> tuple[Special, ...]:
        """The special categories an answer may say something of."""
        inside = {said for one in self.rows for said in one.may_say}
        found = set(Special) if self.kind is Kind.LONG_TEXT else inside | set(self.special)
        return tuple(one for one in Special if one in found)

    @property
    def advice(self) -> str:
        """What stands below the question: its own words, and how many may be chosen."""
        limit = f"Choose at most {in_words(self.most)}." if self.kind is Kind.CODES and self.most else ""
        return " ".join(one for one in (self.hint, limit) if one)


@dataclass(frozen=True)
class Part:
    """A group of questions under one heading: a step of the form, and what can be delegated or shared.

    `owned_by` makes it a section and is the one word for what is delegated: only these roles write it, also
    those who may otherwise only read the record, such as a partner agency, and who wrote what stays with each of
    its answers. Which of them somebody was asked for stands in their tie to the work.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    owned_by: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Stage:
    """Where a record can stand. `closes`: work has ended, though it may be taken up again.

    `void`: it was entered by mistake; it stays in the file, shown struck through.
    """

    name: str
    title: str
    meaning: str
    closes: bool = False
    void: bool = False


@dataclass(frozen=True)
class Move:
    """A step from one stage to another: what the button says, who may take it, and when.

    The guard holds for every own part, so that no child in a record is forgotten. It may name that part's
    answers, role, category and outcome, and with a word before it what stands beside them: `shared.rationale`,
    `clock.decided` (running, paused, late, in time or late when stopped), `standing.legal_status`, `doer.role`,
    `doer.author`, `outcomes.referral` (whether that is to happen for anybody), `ever.child_protection` (whether that
    was ever the kind of it for anybody), `rule.two_close_protection` (what the controller has set).
    `second_person`: an approval, never taken by anybody who wrote what is approved.
    """

    start: str
    end: str
    verb: str
    moved_by: tuple[Role, ...]
    guard: Condition | None = None
    needs_rationale: bool = False
    second_person: bool = False


# The time of what cannot wait: due in the moment it begins.
AT_ONCE = Period(0, Unit.CALENDAR_DAYS)


@dataclass(frozen=True)
class Clock:
    """What must happen in time: from one stage until one of others, by which law or policy.

    `counts_from` names the answer that holds the day of the event, where the law counts from that and not from
    the moment somebody wrote it down. `only_when` is a condition like a guard's; a clock
    with `stops_when` also stops once that holds for every person. `met_on` names the answers that hold the days on
    which it was met, of which none lies ahead: once all are there it stops, and is judged by the last of them and not
    by the day somebody wrote it down. In the stages of `pauses_on` the
    days are not counted. A period of `AT_ONCE` cannot wait: while it runs, its title stands first in every list,
    and until somebody has opened the record, on every page of those who work it. At each of `alerts`, in percent of
    the days gone, somebody is told; once it is late, `escalates_to` is. `in_force` and `until` are the days of the
    rule itself.
    """

    name: str
    title: str
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...]
    period: Period
    law: str
    statutory: bool
    adjustable: bool = False
    counts_from: str = ""
    only_when: Condition | None = None
    stops_when: Condition | None = None
    met_on: tuple[str, ...] = ()
    pauses_on: tuple[str, ...] = ()
    alerts: tuple[int, ...] = ()
    escalates_to: tuple[Role, ...] = ()
    in_force: date | None = None
    until: date | None = None

    @property
    def at_once(self) -> bool:
        """Whether this cannot wait."""
        return self.period == AT_ONCE

    def is_in_force(self, on: date) -> bool:
        """Whether the rule holds for what begins on this day."""
        return (self.in_force is None or self.in_force <= on) and (self.until is None or on <= self.until)

    def __post_init__(self) -> None:
        if not self.law.strip():
            raise ValueError(f"{self.name}: a clock cites its law or policy.")
        if self.statutory and self.adjustable:
            raise ValueError(f"{self.name}: what the law sets no controller can change.")
        if self.met_on and self.period.unit is Unit.HOURS:
            raise ValueError(f"{self.name}: a day does not say whether hours were kept.")


@dataclass(frozen=True)
class Keep:
    """How long a record is kept, from when, and why; `rule` is its row in the retention schedule."""

    rule: str
    years: int
    after: str
    because: str
    then: str
    passes_to: str = ""
    adjustable: bool = False


class Sight(enum.StrEnum):
    """How much a role sees of a record of an area."""

    WRITE = "write"
    READ = "read"
    OWN_CATEGORIES = "read own categories"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class See:
    """Who sees how much. A receipt is one's own words and whether they were seen, nothing else."""

    sight: Sight
    roles: tuple[Role, ...]
    categories: tuple[str, ...] = ()
    second_factor: bool = False


@dataclass(frozen=True)
class Share:
    """With whom parts may be shared outside, on what basis."""

    to: str
    parts: tuple[str, ...]
    basis: str
