"""The public halves of the pairs, where every controller finds them."""

from __future__ import annotations

from uuid import UUID

from kith.audit import actions, keys
from kith.audit.models import ExchangeKey
from kith.audit.pairs import PublicPair
from kith.tenancy import current, tenancy

# Whoever looks after keys: it holds for nobody and reads nothing.
KEEPER = "sealer"


def publish(controller: UUID) -> None:
    """Put up the public halves that are not up yet, in a unit of their controller."""
    with tenancy(controller, system=KEEPER):
        up = set(ExchangeKey.objects.filter(owner_id=controller).values_list("n", flat=True))
        for n in set(range(1, keys.store().newest_pair(controller) + 1)) - up:
            _put_up(keys.store().public_pair(controller, n))


def _put_up(pair: PublicPair) -> None:
    ExchangeKey.objects.create(
        owner_id=current().controller_id, n=pair.n, agreement=pair.agreement, signing=pair.signing
    )
    actions.record("key.publish", detail={"n": pair.n})


def newest(controller: UUID) -> PublicPair | None:
    """The pair to write to this controller with; None where it has put none up."""
    found = ExchangeKey.objects.filter(owner_id=controller).order_by("-n").first()
    return _pair(found) if found else None


def numbered(controller: UUID, n: int) -> PublicPair | None:
    """The pair of this number, however old."""
    found = ExchangeKey.objects.filter(owner_id=controller, n=n).first()
    return _pair(found) if found else None


def _pair(row: ExchangeKey) -> PublicPair:
    return PublicPair(row.n, bytes(row.agreement), bytes(row.signing))
