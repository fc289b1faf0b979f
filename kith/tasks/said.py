"""What is due, said in full: a clock or a task as a list shows it, with its date, its words and whose rule it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.areas import clock as clock_named
from kith.cases.models import Record
from kith.foundation.dates import london
from kith.tasks import by_day, hours, rules
from kith.tasks.models import RunningClock, Task
from kith.vocabulary import Clock


@dataclass(frozen=True)
class Due:
    """A clock on a record, said in full: what, by when, how that stands, and whose rule it is."""

    record: Record
    title: str
    due_on: date
    standing: by_day.Standing
    words: str
    how_long: str
    law: str
    # The moment itself, where the law counts hours.
    due_at: datetime | None = None

    @property
    def at_once(self) -> bool:
        """Whether it cannot wait and nobody has acted yet."""
        return self.standing is by_day.Standing.NOW


@dataclass(frozen=True)
class Waiting:
    """An open task of this post, said in full."""

    id: UUID
    title: str
    due_on: date
    standing: by_day.Standing
    words: str
    how_long: str
    law: str
    kind: str
    # What it is about, where it is about a row or a record: its id, and of a record the area.
    about: UUID | None = None
    record_id: UUID | None = None
    area: str = ""
    due_at: datetime | None = None


def said(clocks: Iterable[RunningClock]) -> list[Due]:
    """Each of these clocks as lists say it, now."""
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
        days = by_day.standing, by_day.words, by_day.how_long
        standing, words, how_long = (say(due, day, done_on, at_once=at_once, held=held) for say in days)
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


def waiting_of(one: Task, now: datetime, ringing: dict[UUID, RunningClock]) -> Waiting:
    """A task as its list says it; `ringing` are the clocks that tasks are about, by id."""
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
