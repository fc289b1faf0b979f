"""What is said of a referral, written down once, and how it stands by it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.foundation.dates import london, today
from kith.foundation.visible import is_blank
from kith.reference.codes import code_set
from kith.sharing.agency.preparing import line
from kith.sharing.agency.rules import SPOKEN, Entry, How, Stands, stands
from kith.sharing.events import ReferralChanged
from kith.sharing.models import AgencyEntry, AgencyReferral, Pack
from kith.sharing.packing import locked
from kith.tasks import actions as tasks
from kith.tasks.models import Task
from kith.tenancy import announce, current

__all__ = [
    "OUTCOMES", "TASKS", "NotSaid", "entries_of", "facts_of", "off_the_lists", "said", "said_before", "stand_of",
    "write_down",
]  # fmt: skip

OUTCOMES = "involvement_outcome"
# What somebody is asked to do about one: ring, decide, hear of it above, take the next step.
CALL, LATE, ABOVE, BACK, STEP, STEP_LATE, UNSENT, UNSENT_LATE = TASKS = (
    "agency_call", "agency_late", "agency_above", "agency_back", "agency_step", "agency_step_late", "agency_unsent",
    "agency_unsent_late",
)  # fmt: skip
# In which it may be said; what is not named, whenever something has gone.
_GOING = (Stands.SENT, Stands.ACKNOWLEDGED)
_WHEN = {
    How.ACKNOWLEDGED: (Stands.SENT,),
    How.ANSWERED: (*_GOING, Stands.ANSWERED, Stands.SENT_BACK),
    How.DISAGREED: (Stands.ANSWERED,),
    How.STEP: (Stands.DISAGREED,),
    How.SETTLED: (Stands.DISAGREED,),
    How.ENDED: tuple(one for one in Stands if one is not Stands.ENDED),
}
_NOT_NOW = "As the referral stands, this cannot be said of it. Look at what was written since you opened the page."


class NotSaid(Exception):
    """What is missing of an entry: field -> a sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(problems.values()))


def entries_of(referrals: Collection[AgencyReferral]) -> dict[UUID, list[AgencyEntry]]:
    """Referral -> its entries, oldest first, in one query."""
    found: dict[UUID, list[AgencyEntry]] = defaultdict(list)
    for one in AgencyEntry.objects.filter(referral__in=referrals).order_by("at", "id"):
        found[one.referral_id].append(one)
    return found


def facts_of(entries: Sequence[AgencyEntry]) -> list[Entry]:
    return [Entry(How(one.how), one.on, one.detail.get("step", 0)) for one in entries]


def stand_of(entries: Sequence[AgencyEntry]) -> Stands:
    return stands(How(one.how) for one in entries)


def write_down(
    *, referral: AgencyReferral, how: How, on: date | None, name: str, words: str, outcome: str = "", step: int = 0,
    once: UUID | None = None,
) -> AgencyEntry:  # fmt: skip
    """Somebody here says what was said or done. Raises NotSaid."""
    AgencyReferral.objects.select_for_update().get(id=referral.id)
    if before := said_before(referral, once):
        return before
    now = stand_of(entries_of([referral])[referral.id])
    if problems := _problems(referral, now, how, on, words, outcome):
        raise NotSaid(problems)
    detail = {**({"outcome": outcome} if outcome else {}), **({"step": step} if step else {})}
    return said(referral, how=how, on=on, name=name, words=words, detail=detail, once=once)


def said_before(referral: AgencyReferral, once: UUID | None) -> AgencyEntry | None:
    """What this form has said already. Raises NotSaid for the number of another referral's form."""
    found = AgencyEntry.objects.filter(once=once).first() if once else None
    if found is not None and found.referral_id != referral.id:
        raise NotSaid({"how": "This form was sent about another referral. Open the page again."})
    return found


def _problems(
    referral: AgencyReferral, now: Stands, how: How, on: date | None, words: str, outcome: str
) -> dict[str, str]:
    found: dict[str, str] = {}
    if how not in {*_WHEN, *SPOKEN} or now not in _WHEN.get(how, tuple(Stands)):
        found["how"] = _NOT_NOW
    if on is None or not london(referral.begun_at).date() <= on <= today():
        found["on"] = "Give the day: not before the referral was begun, and not after today."
    if is_blank(words) and how is not How.ACKNOWLEDGED:
        found["words"] = "Write what was said or done."
    if how is How.ENDED and outcome not in code_set(OUTCOMES):
        found["outcome"] = "Choose what came of it."
    return found


def said(
    referral: AgencyReferral, *, how: How, on: date | None = None, name: str = "", words: str = "",
    detail: Mapping[str, Any] | None = None, once: UUID | None = None,
) -> AgencyEntry:  # fmt: skip
    """Write it down, whoever says it, and take from the lists what nobody needs to do any longer."""
    entry = AgencyEntry.objects.create(
        referral=referral,
        holder_id=referral.holder_id,
        how=how.value,
        on=on or today(),
        name=name.strip()[:200],
        words=words.strip(),
        detail=dict(detail or {}),
        at=timezone.now(),
        by=current().doer.post_id,
        once=once,
    )
    people = list(referral.children.values_list("person_id", flat=True))
    line(referral, "say", people, {"how": how.value, "entry": str(entry.id)})
    for kind in _ENDS.get(how, ()):
        off_the_lists(referral.id, f"Since: {how.value}", [kind])
    if how is How.ENDED:
        _shut_packs(referral)
    if referral.record_id:
        announce(ReferralChanged(referral.record_id))
    return entry


def _shut_packs(referral: AgencyReferral) -> None:
    """It is over: whoever has the link and the secret opens nothing by them any longer."""
    for one in Pack.objects.select_for_update().filter(agency=referral, closed_at=None):
        locked.shut(one)


# What an entry ends of what somebody was asked to do.
_ENDS = {
    How.FETCHED: (CALL, BACK, UNSENT, UNSENT_LATE),
    How.ACKNOWLEDGED: (CALL, BACK, UNSENT, UNSENT_LATE),
    How.CHASED: (CALL,),
    How.RAN_OUT: (CALL, LATE, ABOVE),
    How.ANSWERED: (CALL, LATE, ABOVE, BACK, UNSENT, UNSENT_LATE),
    How.SENT: TASKS,
    How.TOLD: TASKS,
    How.TAKEN_BACK: TASKS,
    How.STEP: (STEP, STEP_LATE),
    How.SETTLED: (STEP, STEP_LATE),
    How.ENDED: TASKS,
}


def off_the_lists(referral: UUID, why: str, kinds: Collection[str]) -> None:
    """Nobody is asked to do this about it any longer."""
    for task in Task.objects.filter(kind__in=list(kinds), about=referral, done_at=None).order_by("id"):
        tasks.finish(task=task, outcome=why)
