"""What this room announces."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ReferralChanged:
    """A referral made from this record was sent, answered or taken back: its lines say so."""

    record_id: UUID


@dataclass(frozen=True)
class ReferralArrived:
    """A referral has become this contact."""

    record_id: UUID
