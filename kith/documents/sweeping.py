"""Each night: bytes and keys that no row speaks of are cleared away, as whatever brought them was taken back.

A database that was brought back from an older backup speaks of fewer rows than there are documents. So a night that
would clear away a great many does nothing, and fails loudly.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.documents import vault
from kith.documents.models import Version
from kith.jobs import Work, nightly

__all__ = ["SWEEPER", "TooMany", "sweep", "sweep_each_night"]

SWEEPER = "sweeper"
# Whatever is younger may still be on its way into its row.
WAITS = timedelta(days=1)
FEW, SHARE = 50, 0.1


class TooMany(Exception):
    """So many documents without a row are no left-overs: somebody has to look."""


@nightly("documents.sweep", system=SWEEPER, at="40 3 * * *")
def sweep_each_night(work: Work) -> None:
    with work.opened():
        sweep()


def sweep() -> int:
    """Clear away, in the open unit, what no row of this controller speaks of. Says how many there were."""
    stored = vault.stored()
    told = set(Version.objects.values_list("id", flat=True))
    left = sorted(id for id in stored - told if _made_at(id) < timezone.now() - WAITS)
    if len(left) > max(FEW, SHARE * len(told)):
        raise TooMany(f"{len(left)} documents have no row")
    for id in left:
        vault.erase(id)
    if left:
        audit.record("document.sweep", detail={"count": len(left)})
    return len(left)


def _made_at(id: UUID) -> datetime:
    """An id of version 7 says when it was made."""
    return datetime.fromtimestamp((id.int >> 80) / 1000, UTC)
