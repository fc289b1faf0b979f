"""Bytes and keys that no row speaks of: counted each night, and cleared away on the word of whoever looks after Kith.

What brought them was taken back; or the database came back from a backup of before they came, and they are all that is
left of them. The two look alike from here, so nothing is ever destroyed because a row is not there.
"""

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.documents import vault
from kith.documents.models import Version
from kith.jobs import Work, nightly

__all__ = ["SWEEPER", "NotSo", "clear_away", "count_each_night", "left_over", "made_at"]

SWEEPER = "sweeper"
# Whatever is younger may still be on its way into its row.
WAITS = timedelta(days=1)
log = logging.getLogger("kith.documents")


class NotSo(ValueError):
    """There are not as many left over as was said. The message is a sentence."""


@nightly("documents.count_left_over", system=SWEEPER, at="40 3 * * *")
def count_each_night(work: Work) -> None:
    with work.opened():
        if left := left_over():
            log.warning("%d stored documents of controller %s have no row", len(left), work.controller)


def left_over() -> list[UUID]:
    """What no row of the open tenant speaks of, the oldest first."""
    told = set(Version.objects.values_list("id", flat=True))
    return sorted(id for id in vault.stored() - told if made_at(id) < timezone.now() - WAITS)


def clear_away(count: int) -> None:
    """Destroy what is left over, if there is as much of it as whoever says so was told. Raises NotSo."""
    left = left_over()
    if len(left) != count:
        raise NotSo(f"There are {len(left)} left over and not {count}: nothing was destroyed.")
    audit.record("document.sweep", detail={"count": count})
    for id in left:
        vault.erase(id)


def made_at(id: UUID) -> datetime:
    """An id of version 7 says when it was made."""
    return datetime.fromtimestamp((id.int >> 80) / 1000, UTC)
