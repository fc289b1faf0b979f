"""Every locked pack, whatever it holds: opened on one page by whoever has its secret, or sent back."""

from uuid import UUID

from kith.sharing.agency import pack as of_referrals
from kith.sharing.models import Pack
from kith.sharing.packing.locked import DOES_NOT_OPEN, Opened, Shut, Signed
from kith.sharing.passing import pack as of_files

__all__ = ["DOES_NOT_OPEN", "Opened", "Shut", "Signed", "open_it", "send_back"]


def open_it(*, pack_id: UUID, secret: str, signed: Signed) -> Opened:
    """Sign for it and fetch it. Raises Shut."""
    if _is_referral(pack_id):
        return of_referrals.open_it(pack_id=pack_id, secret=secret, signed=signed)
    return of_files.open_it(pack_id=pack_id, secret=secret, signed=signed)


def send_back(*, pack_id: UUID, secret: str, signed: Signed, words: str) -> None:
    """It is not theirs. Raises Shut."""
    if _is_referral(pack_id):
        of_referrals.send_back(pack_id=pack_id, secret=secret, signed=signed, words=words)
    else:
        of_files.send_back(pack_id=pack_id, secret=secret, signed=signed, words=words)


def _is_referral(pack_id: UUID) -> bool:
    return Pack.objects.filter(id=pack_id, agency__isnull=False).exists()
