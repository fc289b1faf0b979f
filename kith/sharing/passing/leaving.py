"""Who left and has a safeguarding file: found each night, and put on the list of whoever leads safeguarding."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from kith import audit
from kith.cases.models import Filing, Part
from kith.foundation.dates import in_words, today
from kith.foundation.days import SchoolCalendar
from kith.organisations.models import Organisation
from kith.people.actions import end_enrolment
from kith.people.leaving import known_late, last_times
from kith.people.models import Enrolment
from kith.reference.roles import Role
from kith.sharing.models import Leaver
from kith.sharing.packing.earlier import taken_in
from kith.sharing.passing.kept_back import ask_keepers
from kith.sharing.passing.returning import came_back
from kith.sharing.passing.rules import Days, days_of, furthest
from kith.tasks import actions as tasks
from kith.tasks.models import SchoolDays, Task
from kith.tenancy import waiting

__all__ = [
    "AHEAD", "HELD", "HELD_LONG", "HELD_TASKS", "PREPARE", "RAN_OUT", "STAYS", "TASKS", "begin", "begin_now",
    "calendar_of", "days_from", "leaves", "look_for_leavers", "may_begin", "off_the_lists", "open_again", "place_of",
]  # fmt: skip

# Whose last day lies further back has long had their file sent, by Kith or before it: unless that day became known
# later, or something was written since. By hand any file is begun.
AS_LONG_AGO = timedelta(days=60)
# A last day that is known before it comes: the lead can prepare.
AHEAD = timedelta(days=14)
PREPARE, LATE = "file_prepare", "file_late"
NO_RECEIPT, NO_RECEIPT_LATE = "file_no_receipt", "file_no_receipt_late"
# Nobody opened its pack in time.
RAN_OUT = "file_ran_out"
# It was signed for, and work on the child goes on here.
STAYS = "file_stays_open"
# It is held: nobody knows the next school.
HELD, HELD_LONG = HELD_TASKS = ("file_held", "file_held_long")
TASKS = (PREPARE, LATE, NO_RECEIPT, NO_RECEIPT_LATE, RAN_OUT, STAYS, *HELD_TASKS)


def look_for_leavers(day: date) -> list[Leaver]:
    """Begin a file for every child who left and has one. However often it is asked, a child who left is found once."""
    return [
        begin(person_id=person, school=school, left_on=on)
        for school in _schools()
        for person, on in _who_left(school, day, until=day + AHEAD).items()
    ]


def may_begin(person_id: UUID, holder: UUID | None, day: date) -> tuple[Organisation, date] | None:
    """The school and the last day of a child whose file has not begun: however far ahead that day is."""
    was_at = Enrolment.objects.filter(person_id=person_id, until_on__isnull=False).values("organisation_id")
    for school in _schools().filter(id__in=was_at, files_of=holder):
        if on := _who_left(school, day, until=furthest(day)[1], person=person_id).get(person_id):
            return school, on
    return None


def begin_now(person_id: UUID, holder: UUID | None, day: date) -> Leaver | None:
    """What the night does for everybody, for one child at once. None where there is nothing to begin."""
    _alone_with(person_id)
    found = may_begin(person_id, holder, day)
    return begin(person_id=person_id, school=found[0], left_on=found[1]) if found else None


def _alone_with(person_id: UUID) -> None:
    """Pressed twice at once, it happens once: the second finds what the first has done."""
    waiting.alone(f"file of {person_id}")


def place_of(person_id: UUID, holder: UUID | None) -> Enrolment | None:
    """Where a child of whom a file is kept is on the roll of these files today, if they are."""
    at = Enrolment.objects.filter(person_id=person_id, organisation__in=_schools().filter(files_of=holder))
    found = at.filter(until_on=None).order_by("-from_on", "-id").first()
    return found if found and _have_a_file([person_id], holder) else None


def leaves(person_id: UUID, holder: UUID | None, on: date) -> Leaver | None:
    """Their last day is said and their file begun, in one step. None where they are not on the roll here. Raises
    ValueError with a sentence for a day that can't be it."""
    _alone_with(person_id)
    place = place_of(person_id, holder)
    if place is None:
        return None
    first, last = furthest(today())
    if not first <= on <= last:
        raise ValueError("That is more than a hundred years from today. Look at the year.")
    if on < (place.from_on or on):
        raise ValueError("The last day is not before the first.")
    end_enrolment(enrolment=place, on=on, based_on=place.n)
    return begin_now(person_id, holder, today())


def _schools() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind=Organisation.Kind.SCHOOL, files_of__isnull=False).order_by("id")


def _who_left(school: Organisation, day: date, *, until: date, person: UUID | None = None) -> dict[UUID, date]:
    """Who left and has a file that has not begun, with the last day."""
    times = _last_times(school, day - AS_LONG_AGO, person)
    left = {one: time for one, time in times.items() if time.until_on and time.until_on <= until}
    back = set(Enrolment.objects.filter(organisation=school, person_id__in=list(left), until_on=None)
               .values_list("person_id", flat=True))  # fmt: skip
    new = [person for person in left if person not in _found(left, school) | back]
    told = _have_a_file(new, school.files_of_id)
    return {one: on for one in new if one in told and (on := left[one].until_on)}


def _last_times(school: Organisation, since: date, person: UUID | None) -> dict[UUID, Enrolment]:
    """The last time at the school of whoever is looked at: of one child however long ago."""
    if person is not None:
        return last_times(school.id, date.min, [person])
    longer_ago = known_late(school.id, since) | _written_of(school, since)
    return last_times(school.id, date.min, longer_ago) | last_times(school.id, since)


def _written_of(school: Organisation, since: date) -> set[UUID]:
    parts = Part.objects.filter(holder_id=school.files_of_id, struck=False, person__isnull=False)
    return set(parts.filter(record__written_at__date__gte=since).values_list("person_id", flat=True))


def _found(left: Mapping[UUID, Enrolment], school: Organisation) -> set[UUID]:
    """Those whose leaving was found before: of an earlier time at the school, or before they came back, it says
    nothing."""
    before = list(Leaver.objects.filter(organisation=school, person_id__in=list(left), stayed_on=None))
    again = came_back(before)
    return {
        one.person_id
        for one in before
        if one.id not in again and one.left_on >= (left[one.person_id].from_on or date.min)
    }


def _have_a_file(person_ids: list[UUID], holder: UUID | None) -> set[UUID]:
    """Those of whom something was written or kept at this school, or came from an earlier one."""
    found: set[UUID] = set()
    for model, more in ((Part, {"struck": False}), (Filing, {})):
        rows = model.objects.filter(person_id__in=person_ids, holder_id=holder, **more)  # type: ignore[attr-defined]
        found |= set(rows.values_list("person_id", flat=True))
    came = taken_in(person_id__in=person_ids, holder_id=holder)
    return found | set(came.values_list("person_id", flat=True))


def begin(*, person_id: UUID, school: Organisation, left_on: date) -> Leaver:
    """A file to be prepared, on the list of whoever leads safeguarding there."""
    leaver = Leaver.objects.create(
        person_id=person_id,
        holder_id=school.files_of_id,
        organisation=school,
        left_on=left_on,
        due_on=days_from(left_on, school).due_on,
    )
    audit.record("file.begin", subjects=[person_id], holder=leaver.holder_id, detail={"leaver": str(leaver.id)})
    open_again(leaver)
    ask_keepers(leaver)
    return leaver


def open_again(leaver: Leaver) -> None:
    """It is to be prepared, or prepared again after it came back."""
    if not Task.objects.filter(kind=PREPARE, about=leaver.id, done_at=None).exists():
        tasks.open_task(
            kind=PREPARE,
            words=f"Prepare the safeguarding file of a child whose last day is {in_words(leaver.left_on)}",
            holder=leaver.holder_id,
            due_on=max(leaver.due_on, today()) if leaver.sendings.exists() else leaver.due_on,
            for_role=Role.DSL.value,
            about=leaver.id,
        )


def off_the_lists(leaver: Leaver, why: str, kinds: Collection[str] = TASKS) -> None:
    """Nobody is asked to prepare or to chase it any longer."""
    for task in Task.objects.filter(kind__in=kinds, about=leaver.id, done_at=None):
        tasks.finish(task=task, outcome=why)


def days_from(begun: date, school: Organisation) -> Days:
    """Its days by the calendar of the school that sends it."""
    return days_of(begun, calendar_of(school))


def calendar_of(school: Organisation) -> SchoolCalendar | None:
    row = SchoolDays.objects.filter(organisation=school).order_by("-at", "-id").first()
    return row.calendar() if row else None
