"""What the intake room announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class FeedArrived:
    """What a school's system gives each day has come whole."""

    feed_id: UUID
    run_id: UUID


@dataclass(frozen=True)
class FeedTroubled:
    """A feed was refused, is cut off, does not come, or asks whether so much at once is right: somebody sees to it."""

    feed_id: UUID
    run_id: UUID | None
