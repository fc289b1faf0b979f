"""Each night: who left or stayed, what is closed, what should have gone, and for what no receipt has come."""

from datetime import date

from django.db.models import Q

from kith.foundation.dates import london, today
from kith.jobs import Work, nightly
from kith.reference.roles import Role
from kith.sharing.models import Answer, Leaver, Went
from kith.sharing.passing import pack
from kith.sharing.passing.following import follow_the_roll
from kith.sharing.passing.going import last_of, stand_of
from kith.sharing.passing.leaving import HELD, HELD_LONG, LATE, NO_RECEIPT, NO_RECEIPT_LATE, days_from, look_for_leavers
from kith.sharing.passing.locking import lock_what_is_over
from kith.sharing.passing.rules import Stands
from kith.sharing.passing.schools import put_up
from kith.sharing.passing.silent import remind_keepers
from kith.sharing.passing.waking import wake_what_is_known
from kith.sharing.posting import POST_ROOM
from kith.tasks import actions as tasks
from kith.tasks.models import Task

__all__ = ["chase", "each_night"]

_WAITS = (Stands.TO_PREPARE, Stands.HELD, Stands.SENT, Stands.REFUSED, Stands.TAKEN_BACK)
_WORDS = {
    LATE: "A safeguarding file did not go within five school days",
    HELD: "Ask again where a child went, and tell the council: their safeguarding file waits for the next school",
    HELD_LONG: "Has the council been told? After ten school days nobody knows where a child went, and the file is held",
    NO_RECEIPT: "Ring the next school: nobody has signed for a safeguarding file",
    NO_RECEIPT_LATE: "Tell the council: no receipt for a safeguarding file after ten school days",
}
_WHO = {
    LATE: Role.HEADTEACHER,
    HELD: Role.DSL,
    HELD_LONG: Role.HEADTEACHER,
    NO_RECEIPT: Role.DSL,
    NO_RECEIPT_LATE: Role.HEADTEACHER,
}


@nightly("file.chase", system=POST_ROOM, at="21 4 * * *")
def each_night(work: Work) -> None:
    with work.opened():
        put_up()
        follow_the_roll(today())
        look_for_leavers(today())
        wake_what_is_known()
        lock_what_is_over(today())
        chase(today())
        remind_keepers(today())
        pack.tell_what_ran_out()
        pack.shut_what_ran_out()


def chase(day: date) -> int:
    """Put on a list what is late by this day, once each. Returns how many tasks that made."""
    waits = Leaver.objects.filter(Q(due_on__lte=day) | Q(held=True), stayed_on=None)
    leavers = list(waits.select_related("organisation"))
    last = last_of(leavers)
    asked = [(one, kind) for one in leavers for kind in _due(one, last.get(one.id), day)]
    told = set(Task.objects.filter(about__in=[one.id for one in leavers]).values_list("about", "kind", "due_on"))
    new = [(one, kind, on) for one, (kind, on) in asked if (one.id, kind, on) not in told]
    for one, kind, on in new:
        tasks.open_task(
            kind=kind, words=_WORDS[kind], holder=one.holder_id, due_on=on, for_role=_WHO[kind].value, about=one.id
        )
    return len(new)


def _due(leaver: Leaver, last: tuple[Went, Answer | None] | None, day: date) -> list[tuple[str, date]]:
    """What is due of this one, by when. What is held is asked after from the day it was held. What went in time is
    chased from the last day at school on; what went late, from the day it went."""
    stand = stand_of(leaver, last)
    if stand not in _WAITS:
        return []
    if leaver.held:
        held = days_from(london(leaver.held_at).date() if leaver.held_at else leaver.due_on, leaver.organisation)
        return [(kind, on) for kind, on in ((HELD, held.due_on), (HELD_LONG, held.late_on)) if on <= day]
    if stand is not Stands.SENT or last is None:
        return [(LATE, leaver.due_on)] if leaver.due_on < day else []
    went_on = london(last[0].at).date()
    days = days_from(leaver.left_on if went_on <= leaver.due_on else went_on, leaver.organisation)
    return [(kind, on) for kind, on in ((NO_RECEIPT, days.due_on), (NO_RECEIPT_LATE, days.late_on)) if on <= day]
