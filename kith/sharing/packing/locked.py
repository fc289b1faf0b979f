"""A pack that is locked: sealed with a key made from a secret that was read out, and opened with it, or not.

The secret stands nowhere. It opens for fourteen days; typed wrongly five times it is locked for good.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils import timezone

from kith import audit
from kith.sharing.gate import Released
from kith.sharing.models import Pack

__all__ = [
    "AGAIN_WITHIN", "DOES_NOT_OPEN", "ENDINGS", "MOST_WRONG", "Opened", "Shut", "Signed", "first_opened", "lock",
    "shut", "shut_what_ran_out", "unlocked",
]  # fmt: skip

# Read out on the telephone: no letter is mistaken for another or for a number.
LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
GROUPS, IN_GROUP = 4, 4
MOST_WRONG = 5
AGAIN_WITHIN = timedelta(hours=1)
OPEN_FOR = timedelta(days=14)
SALT, NONCE = 16, 12
DOES_NOT_OPEN = "That doesn’t open anything. Look at the link and the secret again, or ring the school that sent it."
ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt"}


class Shut(Exception):
    """It does not open. The message is a sentence for whoever tried, and says nothing of what is inside."""


@dataclass(frozen=True)
class Signed:
    """Whoever opens it, in their own words."""

    name: str
    role: str


@dataclass(frozen=True)
class Opened:
    """What they fetched, with the release that let it out, and the name of the file, which says nothing."""

    content: bytes
    released: Released
    name: str


def lock(content: bytes, *, holder: UUID, **whose: Any) -> str:
    """Lock it. `whose` is the file that went, or the referral. Returns the secret: the only time it is there."""
    (owner,) = whose.values()
    secret = "-".join("".join(secrets.choice(LETTERS) for _ in range(IN_GROUP)) for _ in range(GROUPS))
    salt = secrets.token_bytes(SALT + NONCE)
    sealed = AESGCM(_key(secret, salt)).encrypt(salt[SALT:], content, owner.id.bytes)
    until = timezone.now() + OPEN_FOR
    Pack.objects.create(holder_id=holder, salt=salt, sealed=sealed, until=until, **whose)
    return secret


def _key(secret: str, salt: bytes) -> bytes:
    plain = "".join(one for one in secret.upper() if one.isalnum())
    return Scrypt(salt=salt[:SALT], length=32, n=2**15, r=8, p=1).derive(plain.encode())


def unlocked(pack_id: UUID, secret: str, *, for_good: Callable[[Pack], object]) -> tuple[Pack, bytes]:
    """The pack, held until the commit, and what is in it. Raises Shut; a wrong secret is counted all the same, and the
    last one is told to `for_good`."""
    pack = Pack.objects.select_for_update(of=("self",)).select_related("went__leaver__organisation")
    found = pack.filter(id=pack_id).first()
    if found is None or not is_open(found):
        raise Shut(DOES_NOT_OPEN)
    try:
        salt, owner = bytes(found.salt), found.went_id or found.agency_id
        return found, AESGCM(_key(secret, salt)).decrypt(salt[SALT:], bytes(found.sealed), owner.bytes)
    except InvalidTag:
        _wrong(found, for_good)
        raise Shut(DOES_NOT_OPEN) from None


def first_opened(pack: Pack) -> bool:
    """Mark that it was opened. False where it was before."""
    if pack.opened_at is not None:
        return False
    pack.opened_at = timezone.now()
    pack.save(update_fields=["opened_at"])
    return True


def is_open(pack: Pack) -> bool:
    """Whether it opens for whoever has the secret."""
    now = timezone.now()
    again = pack.opened_at is None or now < pack.opened_at + AGAIN_WITHIN
    return pack.closed_at is None and now < pack.until and again


def _wrong(pack: Pack, for_good: Callable[[Pack], object]) -> None:
    pack.wrong += 1
    pack.save(update_fields=["wrong"])
    audit.record("file.try", holder=pack.holder_id, detail={"pack": str(pack.id), "wrong": pack.wrong})
    if pack.wrong >= MOST_WRONG:
        shut(pack)
        for_good(pack)


def shut_what_ran_out() -> int:
    """Empty what opens no more, whatever ended it. Returns how many."""
    ended = [one for one in Pack.objects.exclude(sealed=b"").defer("sealed") if not is_open(one)]
    for one in ended:
        shut(one)
    return len(ended)


def shut(pack: Pack) -> None:
    """It opens no more, and what was in it is gone."""
    pack.closed_at, pack.sealed = pack.closed_at or timezone.now(), b""
    pack.save(update_fields=["closed_at", "sealed"])
    audit.record("file.shut", holder=pack.holder_id, detail={"pack": str(pack.id)})
