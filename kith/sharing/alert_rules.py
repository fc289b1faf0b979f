"""Whom to tell when a concern comes, and when: at once, in one mail a day, in the morning. Pure.

Ben has one mail at 15:30 and is quiet from 18:00 to 07:30. A concern at 10:00 is told at 15:30; one on Friday at 19:00
on Monday at 15:30. Where a child is in danger now and Ben is on call, it is told at once at any hour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from kith.foundation.dates import london
from kith.foundation.days import SchoolCalendar, is_working_day
from kith.reference.leading import LEADS_SAFEGUARDING, OVER_THEM

__all__ = ["EVERY", "LAST", "USUAL", "Rule", "Whom", "Wish", "due_by", "is_closed", "is_quiet"]

# Of a concern whose category has no line of its own, or has none yet.
EVERY = ""


@dataclass(frozen=True)
class Whom:
    """Roles, posts and teams; of a post and a team its id."""

    roles: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()

    @property
    def is_nobody(self) -> bool:
        return not (self.roles or self.posts or self.teams)


USUAL = Whom(roles=tuple(one.value for one in LEADS_SAFEGUARDING))
# Where nobody leads safeguarding who may hear of it.
LAST = Whom(roles=tuple(one.value for one in OVER_THEM))


@dataclass(frozen=True)
class Wish:
    """How somebody wants to be told: nothing said is at once, at any hour."""

    digest_at: time | None = None
    quiet_from: time | None = None
    quiet_until: time | None = None


@dataclass(frozen=True)
class Rule:
    """What a school settled. Nobody named is never nobody told: then it is whoever leads safeguarding."""

    whom: Mapping[str, Whom] = field(default_factory=dict)
    on_call: tuple[str, ...] = ()
    # Outside these hours and days what can wait waits for the morning, for everybody; nothing settled: it never waits.
    opens: time | None = None
    closes: time | None = None
    # The designated officer of the council, and their number: who is rung about an adult.
    officer: str = ""

    def of(self, categories: Sequence[str]) -> list[Whom]:
        """Who is told of a concern with these categories, one for each child."""
        every = self.whom.get(EVERY, USUAL)
        found = [self.whom.get(one, every) for one in categories or [EVERY]]
        return [USUAL if one.is_nobody else one for one in found]

    def of_kinds_alone(self, categories: Sequence[str]) -> list[Whom]:
        """Who is told of one that was decided already: those of its kinds. That it came is news to nobody else."""
        own = [one for one in categories if one != EVERY and one in self.whom]
        return self.of(own) if own else []


def is_closed(at: datetime, rule: Rule, school: SchoolCalendar | None = None) -> bool:
    """Whether who is on call is told: outside the hours of the school, and on a day without a session for pupils.

    Where no hours are settled, or the calendar ends before, nobody can say that it is open: then they are told too.
    """
    if rule.opens is None or rule.closes is None:
        return True
    if is_quiet(at, Wish(quiet_from=rule.closes, quiet_until=rule.opens)):
        return True
    day = london(at).date()
    return school is not None and (school.ends_before(day) or not school.is_open(day))


def is_quiet(at: datetime, wish: Wish) -> bool:
    """Whether somebody is not to be told now, by London's clock: in their quiet hours, or on a day that is free."""
    if wish.quiet_from is None or wish.quiet_until is None:
        return False
    here = london(at)
    if not is_working_day(here.date()):
        return True
    if wish.quiet_from <= wish.quiet_until:
        return wish.quiet_from <= here.time() < wish.quiet_until
    return here.time() >= wish.quiet_from or here.time() < wish.quiet_until


def due_by(at: datetime, wish: Wish, *, cannot_wait: bool = False) -> datetime:
    """When somebody is told of what came at this moment. `cannot_wait`: a child is in danger, and it is for them."""
    if cannot_wait:
        return at
    if is_quiet(at, wish) and wish.quiet_until is not None:
        at = _next(at, wish.quiet_until)
    return _next(at, wish.digest_at) if wish.digest_at is not None else at


def _next(at: datetime, hour: time) -> datetime:
    """The next time the clock shows this hour on a working day; this very moment, if it shows it now."""
    here = london(at)
    then = datetime.combine(here.date(), hour, here.tzinfo)
    while then < here or not is_working_day(then.date()):
        then = datetime.combine(then.date() + timedelta(days=1), hour, here.tzinfo)
    return then
