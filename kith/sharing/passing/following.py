"""A last day that moved, and whoever stayed after all: what is prepared follows the roll until something went."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kith import audit
from kith.people.models import Enrolment
from kith.sharing.models import Leaver
from kith.sharing.passing.kept_back import KEPT
from kith.sharing.passing.leaving import TASKS, days_from, off_the_lists, open_again
from kith.sharing.passing.locking import is_locked
from kith.sharing.passing.returning import slipped
from kith.sharing.passing.rules import furthest
from kith.tasks.events import CalendarTold

__all__ = ["follow_the_roll", "on_calendar_told"]


def follow_the_roll(day: date) -> None:
    """Of every file that is being prepared: give it the last day the roll says now, or end it where it says none."""
    waiting = list(Leaver.objects.filter(sendings=None, stayed_on=None).select_related("organisation").order_by("id"))
    last = _last_days(waiting)
    for one in waiting:
        days = last[one.person_id, one.organisation_id]
        if None in days or max(filter(None, days), default=day) > furthest(day)[1]:
            _stays(one, day)
        elif _has_gone(one):
            _stays(one, day, "It went already")
        elif days and (moved := max(filter(None, days))) != one.left_on:
            _leaves_on(one, moved)


def on_calendar_told(event: CalendarTold) -> None:
    """The days of a school became known: by when each file of it is due is counted anew."""
    for one in Leaver.objects.filter(organisation_id=event.organisation_id, stayed_on=None).order_by("id"):
        due_on = days_from(one.left_on, one.organisation).due_on
        if due_on != one.due_on:
            _is_due(one, due_on)


def _is_due(leaver: Leaver, on: date) -> None:
    leaver.due_on = on
    leaver.save(update_fields=["due_on"])
    _line(leaver, "recount")
    if not leaver.held and not leaver.sendings.exists():
        off_the_lists(leaver, "Its days are counted by the calendar of the school")
        open_again(leaver)


def _last_days(leavers: Sequence[Leaver]) -> dict[tuple[UUID, UUID], set[date | None]]:
    """Child and school -> every last day of theirs there, None among them where one is open."""
    found: dict[tuple[UUID, UUID], set[date | None]] = defaultdict(set)
    times = Enrolment.objects.filter(
        person_id__in={one.person_id for one in leavers}, organisation_id__in={one.organisation_id for one in leavers}
    )
    for person, school, until in times.values_list("person_id", "organisation_id", "until_on"):
        found[person, school].add(until)
    return found


def _has_gone(leaver: Leaver) -> bool:
    """Whether it was begun by a slip on the roll, beside the file that went and was closed: nobody can open it."""
    theirs = Leaver.objects.filter(person_id=leaver.person_id, organisation_id=leaver.organisation_id, stayed_on=None)
    return is_locked(leaver.person_id) and bool(slipped(list(theirs)))


def _stays(leaver: Leaver, day: date, why: str = "On the roll after all") -> None:
    leaver.stayed_on = day
    leaver.save(update_fields=["stayed_on"])
    _line(leaver, "stay")
    off_the_lists(leaver, why, (*TASKS, *KEPT))


def _leaves_on(leaver: Leaver, last: date) -> None:
    leaver.left_on, leaver.due_on = last, days_from(last, leaver.organisation).due_on
    leaver.save(update_fields=["left_on", "due_on"])
    _line(leaver, "move")
    off_the_lists(leaver, "The last day is another one")
    open_again(leaver)


def _line(leaver: Leaver, verb: str) -> None:
    about = {"leaver": str(leaver.id), "left_on": leaver.left_on.isoformat()}
    audit.record(f"file.{verb}", subjects=[leaver.person_id], holder=leaver.holder_id, detail=about)
