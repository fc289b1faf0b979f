"""Rows of a feed as an import like every other."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kith.intake import actions
from kith.intake.content import Content, FileCount
from kith.intake.feeds.delivered import Delivered
from kith.intake.feeds.meaning import Meant
from kith.intake.models import Batch, Feed
from kith.intake.placing import Placement
from kith.intake.pupils import Reading
from kith.intake.reading import Delivery
from kith.intake.stages import Accept

__all__ = ["KIND", "accept_of", "bring", "put_in"]

KIND = "feed"


@dataclass
class _Some(Content):
    """Some rows of a delivery, as every import has them."""

    rows: Sequence[Reading] = ()
    day: date | None = None
    said: tuple[str, ...] = ()

    @property
    def as_of(self) -> date | None:
        return self.day

    @property
    def remarks(self) -> tuple[str, ...]:
        return self.said

    def readings(self) -> Iterator[Reading]:
        count = FileCount("Daily feed", "pupils")
        self.counts.append(count)
        for reading in self.rows:
            count.taken += reading.pupil is not None
            count.refused += reading.pupil is None
            yield reading


def bring(
    feed: Feed, delivered: Delivered, rows: Sequence[Reading], meant: Meant, *, accept: str, said: tuple[str, ...] = ()
) -> Batch:
    """Rows of a feed as an import, compared with the records and with whom its numbers mean, and not yet put in."""
    placement = Placement(feed.holder_id, feed.school)
    print_ = hashlib.sha256(f"{delivered.sha256} {timezone.now()} {len(rows)}".encode()).hexdigest()
    delivery = Delivery(KIND, delivered.names, print_, _Some(rows=rows, day=delivered.day, said=said))
    batch = actions.stage(delivery=delivery, placement=placement, accept=Accept(accept), today=delivered.day)
    return actions.compare(batch=batch, settle=meant.settle)


def accept_of(feed: Feed, delivered: Delivered) -> str:
    """What goes in without anybody looking: of what may be an old export nothing."""
    return Accept.NONE.value if delivered.older else feed.accept


def put_in(batch: Batch, accept: str) -> None:
    """Put in what may go in without anybody looking."""
    if accept != Accept.NONE:
        actions.commit(batch=batch)
