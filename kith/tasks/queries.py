"""Lists of work: what is due on the records and tasks a reader may see, soonest first."""

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from kith.access import rules as access
from kith.access.queries import parts_open_to, records_visible_to
from kith.access.reader import Reader
from kith.access.shape import Shape
from kith.access.words import Verb
from kith.areas import all_areas
from kith.areas import area as area_named
from kith.areas import clock as clock_named
from kith.cases.models import Part, Record
from kith.foundation.dates import london, today
from kith.organisations.models import Post
from kith.organisations.queries import manned, posts_in
from kith.reference.roles import Role
from kith.tasks import hours, rules, soonest
from kith.tasks.models import RunningClock, Task
from kith.tenancy.prepared import Asked, Given, Prepared, Unasked
from kith.vocabulary import Area, Clock


@dataclass(frozen=True)
class Due:
    """A clock on a record, said in full: what, by when, how that stands, and whose rule it is."""

    record: Record
    title: str
    due_on: date
    standing: rules.Standing
    words: str
    how_long: str
    law: str
    # The moment itself, where the law counts hours.
    due_at: datetime | None = None

    @property
    def at_once(self) -> bool:
        """Whether it cannot wait and nobody has acted yet."""
        return self.standing is rules.Standing.NOW


@dataclass(frozen=True)
class Waiting:
    """An open task of this post, said in full."""

    id: UUID
    title: str
    due_on: date
    standing: rules.Standing
    words: str
    how_long: str
    law: str
    kind: str
    # What it is about, where it is about a row or a record: its id, and of a record the area.
    about: UUID | None = None
    record_id: UUID | None = None
    area: str = ""
    due_at: datetime | None = None


class Whose(enum.StrEnum):
    """Why a record stands on somebody's list."""

    MINE = "Yours"
    TEAM = "Your team’s"
    NOBODY = "Nobody has it yet"
    NEXT = "The next step is yours"


def day_of(reader: Reader, *, areas: Iterable[str], most: int) -> list[tuple[Due, Whose]]:
    """The clocks of records that are this post's, its team's, or wait for its role: nobody's at a stage whose next
    step it may take, and somebody's who may not take it themselves.

    Soonest first, and so many at most. Of these areas only, and of records this reader may open.
    """
    named = [area_named(name) for name in areas]
    if not named:
        return []
    team, teams = reader.post.team_now, manned()
    unowned = Q(pk__in=[])
    for area in named:
        unowned |= Q(area=area.name, stage__in=sorted(_moved_by(area, reader.facts.role)))
    whose = Q(owner_post=reader.post.id) | Q(unowned, nobodys(teams)) | _handed_up(named, reader.facts.role)
    colleagues: list[UUID] = []
    if team is not None:
        colleagues = list(posts_in(team).exclude(id=reader.post.id).values_list("id", flat=True))
        whose |= Q(owner_post__in=colleagues) | Q(owner_post=None, team=team)
    records = Record.objects.filter(whose, area__in=[area.name for area in named])
    found = _said(soonest.first_of(records, reader, most))
    return [(one, _whose(one.record, reader, teams, colleagues)) for one in found]


def _moved_by(area: Area, role: Role) -> set[str]:
    """The stages whose next step this role may take."""
    return {move.start for move in area.moves if role in move.moved_by}


def _handed_up(areas: Iterable[Area], role: Role) -> Q:
    """What waits for this role while somebody has it who may not go on alone: a decision that was asked for."""
    waits = Q(pk__in=[])
    for area in areas:
        for stage in sorted(_moved_by(area, role)):
            movers = {who for move in area.moves_from(stage) for who in move.moved_by}
            if movers < {who for move in area.moves for who in move.moved_by}:
                able = Post.objects.filter(role__in=sorted(movers)).values("id")
                waits |= Q(~Q(owner_post__in=able), area=area.name, stage=stage, owner_post__isnull=False)
    return waits


def nobodys(teams: set[UUID]) -> Q:
    """Where neither a post nor any of these teams, in which somebody works, has a record: nothing falls between."""
    return Q(owner_post=None) & ~Q(team__in=teams)


def _whose(record: Record, reader: Reader, teams: set[UUID], colleagues: Collection[UUID]) -> Whose:
    if record.owner_post is None:
        return Whose.TEAM if record.team in teams else Whose.NOBODY
    if record.owner_post == reader.post.id:
        return Whose.MINE
    return Whose.TEAM if record.owner_post in colleagues else Whose.NEXT


def worklist(reader: Reader, *, area: str | None = None, most: int | None = None) -> list[Due]:
    """The clocks that run on the records this reader may open: what cannot wait, then what ends soonest."""
    if access.refused_everything(reader.facts, Verb.READ):
        return []
    areas = [area] if area else [one.name for one in all_areas()]
    return _said(_worklist_of(Shape.of(reader), area, most).rows(areas=areas, reader=reader, now=reader.now))


@cache
def _worklist_of(shape: Shape, area: str | None, most: int | None) -> Prepared:
    def build() -> QuerySet[RunningClock]:
        parts = Part.objects.filter(parts_open_to(shape, Verb.READ, all_of=area))
        open_ = soonest.running().filter(record__area__among=Given("areas"), record_id__in=parts.values("record_id"))
        return open_.order_by(Case(When(_cannot_wait(), then=0), default=1), *soonest.SOONEST)[:most]

    return Prepared(build)


def alarms(reader: Reader) -> list[Due]:
    """What cannot wait on records this reader may open and nobody has opened yet, longest waiting first."""
    unseen = [one.record_id for one in _AT_ONCE.rows()]
    if not unseen:
        return []
    mine = records_visible_to(Record.objects.filter(id__in=unseen), reader)
    return [one for one in _said(soonest.running().filter(record__in=mine.values("id"))) if one.at_once]


def _unseen() -> QuerySet[RunningClock]:
    """Of what this post's holders hold: it is asked on every page, and nearly always nothing."""
    return RunningClock.objects.filter(_cannot_wait(), stopped_at__isnull=True, record__seen_at__isnull=True)


def _cannot_wait() -> Q:
    """The clocks of all areas that are due at once."""
    which = Q(pk__in=[])
    for area, clock in [(a.name, c.name) for a in all_areas() for c in a.clocks if c.at_once]:
        which |= Q(record__area=area, clock=clock)
    return which


_AT_ONCE = Prepared(_unseen)


def running_on(record_ids: Iterable[UUID]) -> list[Due]:
    """The clocks that run on these records. Ask only for records the reader may open."""
    return _said(_RUNNING_ON.rows(records=list(record_ids)))


def about_asked(person_id: UUID, reader: Reader) -> Asked:
    """The clocks that run on records about this person, as far as the reader may read the person's part.

    A question that can be asked together with others.
    """
    if access.refused_everything(reader.facts, Verb.READ):
        return Unasked()
    asked = _running_about(Shape.of(reader)).of(person=person_id, reader=reader, now=reader.now)
    return asked.then(_said)


@cache
def _running_about(shape: Shape) -> Prepared:
    def build() -> QuerySet[RunningClock]:
        parts = Part.objects.filter(parts_open_to(shape, Verb.READ), person=Given("person"), struck=False)
        return soonest.running().filter(record_id__in=parts.values("record_id"))

    return Prepared(build)


def late_records() -> QuerySet[Any]:
    """The ids of records on which a clock is late, to narrow a list that the reader may see."""
    passed = Q(due_at=None, due_on__lt=today()) | Q(due_at__lt=timezone.now())
    return RunningClock.objects.filter(passed, stopped_at__isnull=True, paused_at__isnull=True).values("record_id")


_RUNNING_ON = Prepared(lambda: soonest.running().filter(record_id__among=Given("records")))


def clocks_of(record: Record) -> list[Due]:
    """Every clock that has run on one record, first to last. Ask only for a record the reader may open."""
    return _said(RunningClock.objects.filter(record=record).select_related("record").order_by("started_at", "id"))


def tasks(reader: Reader) -> QuerySet[Task]:
    """The open tasks of this post, and those of its role where it keeps the files, soonest first."""
    mine = Q(for_post=reader.post.id) | Q(for_role=reader.facts.role.value, holder_id=reader.holder_id)
    return Task.objects.filter(mine, done_at__isnull=True).order_by("due_on", "opened_at")


def waiting(reader: Reader, most: int | None = None) -> list[Waiting]:
    """The same, each with how its date stands; so many at most."""
    now, found = timezone.now(), soonest.first_tasks(reader, most)
    ringing = {c.id: c for c in RunningClock.objects.filter(id__in=[t.about for t in found if t.record_id])}
    return [_waiting(one, now, ringing) for one in found]


def _waiting(one: Task, now: datetime, ringing: dict[UUID, RunningClock]) -> Waiting:
    clock = ringing.get(one.about) if one.about else None
    law = _declared(clock, one.record).law if clock and one.record else rules.LAWS.get(one.kind, "")
    area = one.record.area if one.record else ""
    held = clock is not None and clock.paused_at is not None
    return Waiting(
        id=one.id,
        title=one.words,
        due_on=one.due_on,
        **_stands(one.due_on, clock.due_at if clock else None, now, held=held),
        law=law,
        kind=one.kind,
        about=one.about,
        record_id=one.record_id,
        area=area,
        due_at=clock.due_at if clock else None,
    )


def _said(clocks: Iterable[RunningClock]) -> list[Due]:
    now = timezone.now()
    return [_due(clock, now) for clock in clocks]


def _stands(
    due: date,
    at: datetime | None,
    now: datetime,
    done: datetime | None = None,
    done_on: date | None = None,
    *,
    at_once: bool = False,
    held: bool,
) -> dict[str, Any]:
    """How it stands, in words and for where the date is beside it: by the moment if hours count, else by the day."""
    if at is not None:
        how = hours.standing, hours.words, hours.how_long
        standing, words, how_long = (say(at, now, done, held=held) for say in how)
    else:
        day = london(now).date()
        by_day = rules.standing, rules.words, rules.how_long
        standing, words, how_long = (say(due, day, done_on, at_once=at_once, held=held) for say in by_day)
    return {"standing": standing, "words": words, "how_long": how_long}


def _declared(running: RunningClock, record: Record) -> Clock:
    """The clock as it is said on this record, even if the record's version dropped it."""
    return clock_named(record.area, record.version, running.clock)


def _due(running: RunningClock, now: datetime) -> Due:
    declared, held = _declared(running, running.record), running.paused_at is not None
    return Due(
        record=running.record,
        title=declared.title,
        due_on=running.due_on,
        **_stands(
            running.due_on,
            running.due_at,
            now,
            running.stopped_at,
            running.done_on,
            at_once=declared.at_once,
            held=held,
        ),
        law=declared.law,
        due_at=running.due_at,
    )
