"""Each night: who has not said that a referral came, who has not answered, and which step of a disagreement is due."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from kith.foundation.dates import london, today
from kith.jobs import Work, nightly
from kith.organisations.queries import live_posts
from kith.reference.roles import Role
from kith.sharing.agency import pack
from kith.sharing.agency.local import policy_of
from kith.sharing.agency.rules import OWED, Policy, Stands, dated, next_step, unsent
from kith.sharing.agency.saying import (
    ABOVE,
    CALL,
    LATE,
    STEP,
    STEP_LATE,
    UNSENT,
    UNSENT_LATE,
    entries_of,
    facts_of,
    stand_of,
)
from kith.sharing.models import AgencyEntry, AgencyReferral
from kith.sharing.posting import POST_ROOM
from kith.tasks import actions as tasks
from kith.tasks.models import Task

__all__ = ["chase", "chase_each_night"]

_WORDS = {
    CALL: "Ring an agency: it has not said that a referral came",
    LATE: "An agency has not answered a referral by its day",
    ABOVE: "An agency is late with its answer: it is told to you by your school’s rule",
    STEP: "We disagree with an agency: the next step is to be taken",
    UNSENT: "A referral to an agency has not gone: send it, or write down that it ended",
    UNSENT_LATE: "A referral to an agency was begun or came back, and nobody has sent it",
    STEP_LATE: "A step of a disagreement with an agency was not taken by its day",
}
_HEARD_ABOVE = (ABOVE, STEP_LATE, UNSENT_LATE)


@nightly("agency.chase", system=POST_ROOM, at="31 4 * * *")
def chase_each_night(work: Work) -> None:
    with work.opened():
        pack.tell_what_ran_out()
        chase(today())


def chase(day: date) -> int:
    """Put on a list what is late by this day, once each. Returns how many tasks that made."""
    referrals = list(AgencyReferral.objects.order_by("id"))
    entries = entries_of(referrals)
    known = set(Task.objects.filter(about__in=[one.id for one in referrals]).values_list("about", "kind", "due_on"))
    policies: dict[UUID, Policy] = {}
    made = 0
    for one in referrals:
        if one.holder_id not in policies:
            policies[one.holder_id] = policy_of(one.holder_id)
        policy = policies[one.holder_id]
        for kind, on in _due(one, entries[one.id], policy, day):
            if (one.id, kind, on) not in known:
                made += _tell(one, kind, on, policy)
    return made


def _due(one: AgencyReferral, entries: list[AgencyEntry], policy: Policy, day: date) -> Iterator[tuple[str, date]]:
    """What is due of this one, by when. Nobody is rung on the day itself, which is still in time."""
    facts, stand = facts_of(entries), stand_of(entries)
    days = dated(facts, one.kind, policy)
    if days and stand is Stands.SENT and days.acknowledge_by < day:
        yield CALL, days.acknowledge_by
    if days and stand in OWED:
        if days.answer_by < day:
            yield LATE, days.answer_by
        if days.above_on < day:
            yield ABOVE, days.above_on
    if by := unsent(london(one.begun_at).date(), facts):
        yield from ((kind, on) for kind, on in zip((UNSENT, UNSENT_LATE), by, strict=True) if on < day)
    if step := next_step(facts, policy):
        yield STEP, step[2]
        if step[2] < day:
            yield STEP_LATE, step[2]


def _tell(one: AgencyReferral, kind: str, on: date, policy: Policy) -> int:
    """Those the school named, where it is told above; else the lead, or the head. Returns how many tasks that is."""
    about = {"kind": kind, "words": _WORDS[kind], "holder": one.holder_id, "due_on": on, "about": one.id}
    named = list(live_posts().filter(id__in=policy.above)) if kind in _HEARD_ABOVE else []
    for post in named:
        tasks.open_task(**about, for_post=post.id)
    if not named:
        role = Role.HEADTEACHER if kind in _HEARD_ABOVE else Role.DSL
        tasks.open_task(**about, for_role=role.value)
    return max(len(named), 1)
