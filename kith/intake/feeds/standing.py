"""How the daily feeds stand: when each last arrived, what waits for a person, and what is the matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kith.intake import proposing
from kith.intake.feeds.bringing import KIND
from kith.intake.feeds.keeping import feeds
from kith.intake.models import Batch, Feed, FeedRun, Row
from kith.intake.stages import Outcome, Stage

__all__ = ["LATE", "Standing", "is_late", "standing_of", "standings"]

# A feed that comes each day and has not come for so long is in trouble.
LATE = timedelta(days=2)
# Proposals of older imports have been looked at or never will be.
LAST = 30
OPEN = (Stage.MATCHED, Stage.REVIEW)


@dataclass(frozen=True)
class Standing:
    """One feed. `arrived` is its last run that came whole, `trouble` the one after it that did not; `waiting` are the
    imports in which something waits for a person, with how many children."""

    feed: Feed
    arrived: FeedRun | None
    trouble: FeedRun | None
    late: bool
    waiting: tuple[tuple[UUID, int], ...] = ()

    @property
    def broke_at(self) -> datetime | None:
        """Since when it is broken, until it comes again; nothing where all is well."""
        if self.trouble is not None:
            return self.trouble.began_at
        last = self.arrived.ended_at if self.arrived else None
        return (last or self.feed.set_at) if self.late else None


def standings(schools: Sequence[UUID] | None = None, *, with_waiting: bool = True) -> list[Standing]:
    """Every feed that goes on, of these schools or of all. What waits is told with `with_waiting`."""
    found = feeds().filter(stopped_at=None)
    if schools is not None:
        found = found.filter(school__in=schools)
    return _of(list(found), with_waiting=with_waiting)


def standing_of(feed: Feed, *, with_waiting: bool = True) -> Standing:
    return _of([feed], with_waiting=with_waiting)[0]


def _of(found: Sequence[Feed], *, with_waiting: bool) -> list[Standing]:
    """However many they are, their last runs are read together."""
    runs = FeedRun.objects.filter(feed__in=found).order_by("feed", "-began_at").distinct("feed")
    arrived = {one.feed_id: one for one in runs.filter(state=FeedRun.State.DONE)}
    troubled = {one.feed_id: one for one in runs.exclude(state=FeedRun.State.DONE).exclude(words="")}
    now = timezone.now()
    return [
        Standing(
            feed=feed,
            arrived=(came := arrived.get(feed.id)),
            trouble=_since(came, troubled.get(feed.id)),
            late=is_late(feed, came, now),
            waiting=_waiting(feed) if with_waiting else (),
        )
        for feed in found
    ]


def _since(arrived: FeedRun | None, trouble: FeedRun | None) -> FeedRun | None:
    """What is the matter, unless it has come whole after that."""
    over = arrived is not None and trouble is not None and arrived.began_at >= trouble.began_at
    return None if over else trouble


def is_late(feed: Feed, arrived: FeedRun | None, now: datetime) -> bool:
    """Whether it has not come for two days; one that was set only now is not."""
    since = max(feed.set_at, arrived.ended_at) if arrived and arrived.ended_at else feed.set_at
    return feed.stopped_at is None and now - since > LATE


def _waiting(feed: Feed) -> tuple[tuple[UUID, int], ...]:
    """Rows nobody has answered for, those of an import that is to be put in, and facts that are only proposed."""
    mine = Q(kind=KIND, holder=feed.holder_id, school=feed.school)
    batches = Batch.objects.filter(mine, stage__in=(*OPEN, Stage.COMMITTED)).order_by("-started_at")[:LAST]
    counted = []
    for batch in batches:
        undecided = Row.objects.filter(batch=batch, applied_at=None).exclude(outcome=Outcome.REJECTED)
        if batch.stage == Stage.COMMITTED:
            undecided = undecided.filter(outcome=Outcome.REVIEW)
        count = undecided.count() + len({one.row.id for one in proposing.open_of(batch)})
        if count:
            counted.append((batch.id, count))
    return tuple(counted)
