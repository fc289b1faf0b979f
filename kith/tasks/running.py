"""Clocks on records: begun, held, taken up again, stopped, and counted anew when what they count from changes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith import audit
from kith.cases import declarations, guarding, just_written
from kith.cases.models import Part, Record
from kith.foundation.dates import london
from kith.foundation.days import SchoolCalendar, Unit
from kith.organisations.models import Organisation
from kith.tasks import by_day, rules
from kith.tasks.events import TaskDone
from kith.tasks.models import RunningClock, SchoolDays, Task
from kith.tenancy import announce
from kith.tenancy.bulk import insert_many
from kith.vocabulary import Area, Clock


def start(record: Record, stage: str, at: datetime) -> None:
    """The clocks this stage sets going. One that runs already goes on; one may run again after it was stopped.

    What a clock waits for may have been done and said before it begins: then it has stopped as it starts.
    """
    declared = declarations.for_record(record)
    busy = () if just_written.find(record.id) else set(running(record.id).values_list("clock", flat=True))
    facts, school = guarding.facts_of_each(record, declared), _school(record, declared)
    begun = [one for one in rules.started(declared, stage, at, facts, school) if one.clock not in busy]
    whose = {"record_id": record.id, "holder_id": record.holder_id}
    insert_many(
        RunningClock, [RunningClock(**whose, **vars(one), **_done_before(one, declared, facts)) for one in begun]
    )


def _done_before(begun: rules.Started, declared: Area, facts: Sequence[rules.Facts]) -> dict[str, date | datetime]:
    clock = declared.clock(begun.clock)
    if not rules.is_answered(clock, facts):
        return {}
    met = rules.met_on(clock, facts)
    return {"stopped_at": begun.started_at} | ({"met_on": met} if met else {})


def stop(record: Record, stage: str, at: datetime) -> None:
    """The clocks this stage ends; one that was held has the time it was held for to its credit.

    One that answers have stopped is ended by it too: should they be taken out again, it does not go on.
    """
    names = rules.stopped(declarations.for_record(record), stage)
    if not names:
        return
    answered = RunningClock.objects.filter(record=record, stopped_at__isnull=False, stopped_by="")
    answered.filter(clock__in=names).update(stopped_by=stage)
    _end(record, running(record.id).filter(clock__in=names), at, stage)


def _end(record: Record, clocks: QuerySet[RunningClock], at: datetime, stage: str) -> None:
    """They stop, and whoever was told of them need not see to it any more."""
    ending = list(clocks)
    _take_up(record, [one for one in ending if one.paused_at], at)
    ids = [one.id for one in ending]
    clocks.filter(id__in=ids).update(stopped_at=at, stopped_by=stage)
    if ids:
        _off_the_lists(ids, at)


def _off_the_lists(clocks: Sequence[UUID], at: datetime) -> None:
    told = list(Task.objects.filter(about__in=clocks, done_at__isnull=True).values_list("id", flat=True))
    if told:
        Task.objects.filter(id__in=told).update(done_at=at, outcome="The clock has stopped.")
    for one in told:
        announce(TaskDone(one))


def hold(record: Record, stage: str, at: datetime) -> None:
    """Hold the clocks whose days do not count at this stage, and take up those that were held before it."""
    held = rules.paused_on(declarations.for_record(record), stage)
    running(record.id).filter(clock__in=held, paused_at__isnull=True).update(paused_at=at)
    _take_up(record, list(running(record.id).filter(paused_at__isnull=False).exclude(clock__in=held)), at)


def _take_up(record: Record, clocks: Sequence[RunningClock], at: datetime) -> None:
    """They are held no more, and are due by so many days later; by so much time, where the law counts hours."""
    if not clocks:
        return
    declared = declarations.for_record(record)
    school = _school(record, declared)
    for one in clocks:
        if one.due_at is not None:
            one.due_at += at - one.paused_at
            one.due_on = london(one.due_at).date()
        else:
            one.paused_days += (london(at).date() - london(one.paused_at).date()).days
        one.paused_at = None
        _count_again(one, declared, school)


def recount(record: Record) -> None:
    """Answers changed: a clock that waited for them stops, or goes on without them; one that counts from them is due
    by the new day; one that is judged by them is judged again. A line says when a day moved."""
    newest = {one.clock: one for one in RunningClock.objects.filter(record=record).order_by("started_at", "id")}
    if not newest:
        return
    declared = declarations.for_record(record)
    clocks = [one for one in newest.values() if one.stopped_at is None or _is_judged(declared, one)]
    school = _school(record, declared)
    facts = guarding.facts_of_each(record, declared)
    for one in clocks:
        if (clock := _declared(declared, one.clock)) is not None:
            _move_its_day(record, one, clock, declared, facts, school)
            _judge(record, one, clock, declared, facts)


def _is_judged(declared: Area, one: RunningClock) -> bool:
    """Whether answers say on which day it was met: then they may change how it stands though it has stopped."""
    clock = _declared(declared, one.clock)
    return clock is not None and bool(clock.met_on)


def _move_its_day(
    record: Record,
    one: RunningClock,
    clock: Clock,
    declared: Area,
    facts: Sequence[rules.Facts],
    school: SchoolCalendar | None,
) -> None:
    day = rules.counts_from(clock, one.started_at, facts)
    if not clock.counts_from or day == one.counts_from:
        return
    before, one.counts_from = one.due_on, day
    _count_again(one, declared, school)
    detail = {"record": str(record.id), "clock": one.clock, "from": str(before), "to": str(one.due_on)}
    audit.record("clock.recount", holder=record.holder_id, detail=detail)


def _judge(record: Record, one: RunningClock, clock: Clock, declared: Area, facts: Sequence[rules.Facts]) -> None:
    """By the days its answers say, if they are there. Where they went again it goes on, unless a stage ended it."""
    met, this = rules.met_on(clock, facts), RunningClock.objects.filter(id=one.id)
    if met != one.met_on:
        this.update(met_on=met)
    if one.stopped_at is None:
        if rules.is_answered(clock, facts):
            _end(record, this, timezone.now(), "")
    elif met is None and rules.goes_on(declared, clock, record.stage, one.stopped_by):
        this.update(stopped_at=None)


def recount_school_days(organisation: Organisation) -> None:
    """A school's calendar became known or changed: the clocks that count its days are counted anew."""
    naming = Part.objects.filter(person=None, answers__school=organisation.name).values("record_id")
    waiting = RunningClock.objects.filter(
        Q(record__holder_id=organisation.files_of_id) | Q(record_id__in=naming), stopped_at__isnull=True
    )
    for one in waiting.select_related("record"):
        _count_again(one, declarations.for_record(one.record), calendar_of(one.record))


def _school(record: Record, declared: Area) -> SchoolCalendar | None:
    """The calendar its clocks ask for; most areas count no school days and are not asked."""
    counts_school_days = any(clock.period.unit is Unit.SCHOOL_DAYS for clock in declared.clocks)
    return calendar_of(record) if counts_school_days else None


def calendar_of(record: Record) -> SchoolCalendar | None:
    """The calendar of the school whose file this is, or of the school the record names."""
    shared = Part.objects.filter(record=record, person=None).values_list("answers", flat=True).first() or {}
    named = Organisation.objects.filter(kind="school", name=shared.get("school", ""))
    school = named.first() or Organisation.objects.filter(kind="school", files_of_id=record.holder_id).first()
    return calendar_at(school) if school else None


def calendar_at(school: Organisation) -> SchoolCalendar | None:
    """The days of this school as they were told last."""
    row = SchoolDays.objects.filter(organisation=school).order_by("-at", "-id").first()
    return row.calendar() if row else None


def terms_until(schools: Iterable[Organisation]) -> dict[UUID, date]:
    """Of each school that told its terms, the last day that is known, in one question."""
    rows = SchoolDays.objects.filter(organisation__in=list(schools)).order_by("at", "id")
    return {row.organisation_id: max(last for _, last in row.calendar().terms) for row in rows}


def running(record_id: UUID) -> QuerySet[RunningClock]:
    """The clocks of a record that have not stopped."""
    return RunningClock.objects.filter(record_id=record_id, stopped_at__isnull=True)


def facts(record: Record) -> dict[str, str]:
    """How each clock of a record stands, in the words guards use. One that never ran is not named."""
    rows: Iterable[RunningClock] = RunningClock.objects.filter(record=record).order_by("started_at", "id")
    now = timezone.now()
    return {one.clock: _how_it_stands(one, now) for one in rows}


def _how_it_stands(one: RunningClock, now: datetime) -> str:
    if one.due_at is not None:
        return by_day.how_it_stands(one.due_at, now, one.stopped_at, one.paused_at)
    return by_day.how_it_stands(one.due_on, london(now).date(), one.done_on, _day(one.paused_at))


def _count_again(one: RunningClock, declared: Area, school: SchoolCalendar | None) -> None:
    if (clock := _declared(declared, one.clock)) is None:
        return
    # No day that is said later moves a moment, and the time it was held is in it already.
    if one.due_at is None or clock.period.unit is not Unit.HOURS:
        counted = rules.began(clock, one.started_at, one.counts_from or _begun(one), school, one.paused_days)
        one.due_on, one.due_at, one.estimated = counted.due_on, counted.due_at, counted.estimated
    one.save(update_fields=["counts_from", "due_on", "due_at", "estimated", "paused_at", "paused_days"])


def _begun(one: RunningClock) -> date:
    """Of a clock from before the day of the event was kept: the day it began here."""
    return london(one.started_at).date()


def _declared(area: Area, name: str) -> Clock | None:
    return next((clock for clock in area.clocks if clock.name == name), None)


def _day(moment: datetime | None) -> date | None:
    return london(moment).date() if moment else None
