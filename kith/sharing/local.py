"""What a school has settled for itself, under a name: the newest row counts, the older ones stay."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.sharing.models import LocalRule
from kith.tenancy import current

__all__ = ["say", "says"]


def says(name: str, holder: UUID | None) -> Mapping[str, Any]:
    """What stands under this name where these files are kept; empty where nothing was settled."""
    row = LocalRule.objects.filter(name=name, holder_id=holder).order_by("-at", "-id").first()
    return row.says if row else {}


def say(name: str, holder: UUID, what: Mapping[str, Any]) -> LocalRule:
    """Settle it anew."""
    row = LocalRule.objects.create(
        name=name, holder_id=holder, says=dict(what), at=timezone.now(), by=current().doer.post_id
    )
    audit.record("rule.settle", holder=holder, detail={"rule": name, "row": str(row.id)})
    return row
