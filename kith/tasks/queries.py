"""Lists of work: what is due on the records and tasks a reader may see, soonest first."""

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone

from kith.access import rules as access
from kith.access.queries import parts_open_to, records_visible_to
from kith.access.reader import Reader
from kith.access.shape import Shape
from kith.access.words import Verb
from kith.areas import all_areas
from kith.areas import area as area_named
from kith.cases.models import Part, Record
from kith.foundation.dates import today
from kith.organisations.models import Post
from kith.organisations.queries import manned, posts_in
from kith.reference.roles import Role
from kith.tasks import giving, soonest
from kith.tasks.leading import answers_of
from kith.tasks.models import RunningClock, Task
from kith.tasks.rules import ACTIONS
from kith.tasks.said import Due, Waiting, said, waiting_of
from kith.tenancy.prepared import Asked, Given, Prepared, Unasked
from kith.vocabulary import Area


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
    ours = _Ours.of(reader, named)
    unowned = Q(pk__in=[])
    for area in named:
        unowned |= Q(area=area.name, stage__in=sorted(_moved_by(area, reader.facts.role)))
    records = _in_areas(named).filter(ours.work | Q(unowned, nobodys(ours.teams)))
    found = said(soonest.first_of(records, reader, most))
    return [(one, ours.whose(one.record)) for one in found]


def undated(reader: Reader, *, areas: Iterable[str], most: int) -> list[tuple[Record, Whose]]:
    """Open work that is this post's, its team's, or waits for its step, and on which no clock runs: nothing else would
    bring it to anybody's day. The oldest first, and so many at most."""
    named = [area_named(name) for name in areas]
    if not named:
        return []
    ours = _Ours.of(reader, named)
    running = RunningClock.objects.filter(record=OuterRef("pk"), stopped_at__isnull=True)
    records = _in_areas(named).filter(ours.work, ~Exists(running), closed_at=None)
    found = records_visible_to(records, reader).order_by("written_at", "id")[:most]
    return [(one, ours.whose(one)) for one in found]


def _in_areas(areas: Iterable[Area]) -> QuerySet[Record]:
    return Record.objects.filter(area__in=[area.name for area in areas])


@dataclass(frozen=True)
class _Ours:
    """Which work is a post's own, its team's, or waits for its step."""

    post: UUID
    # The teams in which somebody works, and the others of its own.
    teams: set[UUID]
    colleagues: Collection[UUID]
    work: Q

    @classmethod
    def of(cls, reader: Reader, areas: list[Area]) -> "_Ours":
        team = reader.post.team_now
        work, colleagues = Q(owner_post=reader.post.id) | _handed_up(areas, reader.facts.role), []
        if team is not None:
            colleagues = list(posts_in(team).exclude(id=reader.post.id).values_list("id", flat=True))
            work |= Q(owner_post__in=colleagues) | Q(owner_post=None, team=team)
        return cls(reader.post.id, manned(), colleagues, work)

    def whose(self, record: Record) -> Whose:
        if record.owner_post is None:
            return Whose.TEAM if record.team in self.teams else Whose.NOBODY
        if record.owner_post == self.post:
            return Whose.MINE
        return Whose.TEAM if record.owner_post in self.colleagues else Whose.NEXT


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


def worklist(reader: Reader, *, area: str | None = None, most: int | None = None) -> list[Due]:
    """The clocks that run on the records this reader may open: what cannot wait, then what ends soonest."""
    if access.refused_everything(reader.facts, Verb.READ):
        return []
    areas = [area] if area else [one.name for one in all_areas()]
    return said(_worklist_of(Shape.of(reader), area, most).rows(areas=areas, reader=reader, now=reader.now))


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
    return [one for one in said(soonest.running().filter(record__in=mine.values("id"))) if one.at_once]


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
    return said(_RUNNING_ON.rows(records=list(record_ids)))


def about_asked(person_id: UUID, reader: Reader) -> Asked:
    """The clocks that run on records about this person, as far as the reader may read the person's part.

    A question that can be asked together with others.
    """
    if access.refused_everything(reader.facts, Verb.READ):
        return Unasked()
    asked = _running_about(Shape.of(reader)).of(person=person_id, reader=reader, now=reader.now)
    return asked.then(said)


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
    return said(RunningClock.objects.filter(record=record).select_related("record").order_by("started_at", "id"))


def tasks(reader: Reader) -> QuerySet[Task]:
    """The open tasks of this post, and those of the roles it answers for where it keeps the files, soonest first."""
    mine = Q(for_post=reader.post.id) | Q(answers_of(reader).which, holder_id=reader.holder_id)
    return Task.objects.filter(mine, done_at__isnull=True).order_by("due_on", "opened_at")


def waiting(reader: Reader, most: int | None = None) -> list[Waiting]:
    """The same, each with how its date stands; so many at most. What was asked about a record that has been closed to
    them since is not among them: its page would not open."""
    now, found = timezone.now(), soonest.first_tasks(reader, most)
    shut = giving.closed_to(reader.post, [one.about for one in found if one.kind in ACTIONS and one.about])
    found = [one for one in found if one.about not in shut]
    ringing = {c.id: c for c in RunningClock.objects.filter(id__in=[t.about for t in found if t.record_id])}
    return [waiting_of(one, now, ringing) for one in found]


def about(row: UUID) -> list[UUID]:
    """The ids of all tasks about one row, done or not."""
    return list(Task.objects.filter(about=row).values_list("id", flat=True))
