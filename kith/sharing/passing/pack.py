"""A file for a school that is not on Kith: one locked pack, opened on a page with a secret that was read out to them.

The secret stands nowhere: the key is made from it. Without it the pack opens for nobody, us among them. It opens for
fourteen days; a secret that was typed wrongly five times locks it for good, and it has to be sent again. Whoever opens
it signs for it: that is the receipt. For an hour it can be fetched again, as a line may break.
"""

import secrets
import zipfile
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from json import dumps
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils import timezone

from kith import audit
from kith.foundation.dates import in_words, london
from kith.sharing.gate import Kind, Released, Way, release
from kith.sharing.models import Pack, Went
from kith.sharing.passing import BASIS, PURPOSE, sheets
from kith.sharing.passing.answers import ON_THE_PAGE, said
from kith.sharing.passing.rules import OPEN_FOR, How

__all__ = [
    "AGAIN_WITHIN",
    "DOES_NOT_OPEN",
    "MOST_WRONG",
    "Opened",
    "Shut",
    "Signed",
    "make",
    "open_it",
    "receipt_of",
    "send_back",
    "shut_unopened",
    "shut_what_ran_out",
]

# Read out on the telephone: no letter is mistaken for another or for a number.
LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
GROUPS, IN_GROUP = 4, 4
MOST_WRONG = 5
AGAIN_WITHIN = timedelta(hours=1)
SALT, NONCE = 16, 12
DOES_NOT_OPEN = "That doesn’t open anything. Look at the link and the secret again, or ring the school that sent it."
_ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "text/plain": ".txt"}


class Shut(Exception):
    """It does not open. The message is a sentence for whoever tried, and says nothing of what is inside."""


@dataclass(frozen=True)
class Signed:
    """Whoever opens it, in their own words."""

    name: str
    role: str


@dataclass(frozen=True)
class Opened:
    """What they fetched, with the release that let it out."""

    content: bytes
    released: Released


def make(went: Went, body: Mapping[str, Any]) -> str:
    """Lock it. Returns the secret: the only time it is there."""
    secret = "-".join("".join(secrets.choice(LETTERS) for _ in range(IN_GROUP)) for _ in range(GROUPS))
    salt = secrets.token_bytes(SALT + NONCE)
    sealed = AESGCM(_key(secret, salt)).encrypt(salt[SALT:], _zipped(went, body), went.id.bytes)
    until = timezone.now() + timedelta(days=OPEN_FOR.length)
    Pack.objects.create(went=went, holder_id=went.holder_id, salt=salt, sealed=sealed, until=until)
    return secret


def _key(secret: str, salt: bytes) -> bytes:
    plain = "".join(one for one in secret.upper() if one.isalnum())
    return Scrypt(salt=salt[:SALT], length=32, n=2**15, r=8, p=1).derive(plain.encode())


def _zipped(went: Went, body: Mapping[str, Any]) -> bytes:
    """PDF, text and JSON of the file, its documents by number, and a receipt to sign by hand."""
    file, sha256, out = body["file"], body["sha256"], BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("1-safeguarding-file.pdf", sheets.file_pdf(file, sha256)[0])
        pack.writestr("2-receipt-to-sign.pdf", sheets.receipt_pdf(receipt_of(went)))
        pack.writestr("3-safeguarding-file.txt", sheets.as_text(file, sha256))
        pack.writestr("4-safeguarding-file.json", dumps(file, ensure_ascii=False, indent=1, sort_keys=True))
        for one in file["documents"]:
            if one["sha256"] in body["attached"]:
                name = f"documents/{one['n']:02}{_ENDINGS.get(one['media_type'], '')}"
                pack.writestr(name, b64decode(body["attached"][one["sha256"]]))
    return out.getvalue()


def receipt_of(went: Went, **signed: Any) -> dict[str, Any]:
    """What a receipt says; with `signed`, by whom."""
    return {
        "school": went.leaver.organisation.name,
        "sent": in_words(london(went.at).date(), as_of=date(1900, 1, 1)),
        "to": went.to_name,
        "pages": went.pages,
        "documents": len(went.listing["documents"]),
        "sha256": went.sha256,
        **signed,
    }


def open_it(*, pack_id: UUID, secret: str, signed: Signed) -> Opened:
    """Sign for it and fetch it. Raises Shut; a secret that was wrong is counted all the same."""
    pack, content = _unlocked(pack_id, secret)
    went = pack.went
    released = release(
        what="safeguarding file (locked pack, fetched)",
        way=Way.FILE,
        kind=Kind.NEXT_SCHOOL,
        purpose=PURPOSE,
        basis=BASIS,
        subjects=[went.leaver.person_id],
        holder=went.holder_id,
    )
    if pack.opened_at is None:
        pack.opened_at = timezone.now()
        pack.save(update_fields=["opened_at"])
    said(went, how=How.SIGNED, name=signed.name, role=signed.role, sha256=went.sha256, way=ON_THE_PAGE)
    return Opened(content, released)


def send_back(*, pack_id: UUID, secret: str, signed: Signed, words: str) -> None:
    """It is not theirs: nothing was fetched, and it opens no more. Raises Shut."""
    pack, _ = _unlocked(pack_id, secret)
    if pack.opened_at is not None:
        raise Shut("It was signed for already. Ring the school that sent it.")
    _shut(pack)
    said(pack.went, how=How.REFUSED, name=signed.name, role=signed.role, words=words, way=ON_THE_PAGE)


def _unlocked(pack_id: UUID, secret: str) -> tuple[Pack, bytes]:
    pack = Pack.objects.select_for_update(of=("self",)).select_related("went__leaver__organisation")
    found = pack.filter(id=pack_id).first()
    if found is None or not _is_open(found):
        raise Shut(DOES_NOT_OPEN)
    try:
        salt = bytes(found.salt)
        content = AESGCM(_key(secret, salt)).decrypt(salt[SALT:], bytes(found.sealed), found.went_id.bytes)
    except InvalidTag:
        _wrong(found)
        raise Shut(DOES_NOT_OPEN) from None
    return found, content


def _is_open(pack: Pack) -> bool:
    now = timezone.now()
    again = pack.opened_at is None or now < pack.opened_at + AGAIN_WITHIN
    return pack.closed_at is None and now < pack.until and again


def _wrong(pack: Pack) -> None:
    pack.wrong += 1
    pack.save(update_fields=["wrong"])
    audit.record("file.try", holder=pack.holder_id, detail={"pack": str(pack.id), "wrong": pack.wrong})
    if pack.wrong >= MOST_WRONG:
        _shut(pack)
        said(pack.went, how=How.REFUSED, name="Nobody", words=f"A wrong secret {MOST_WRONG} times.", way=ON_THE_PAGE)


def shut_unopened(went: Went) -> bool:
    """Close it before anybody has opened it; False where somebody has."""
    pack = Pack.objects.select_for_update().get(went=went)
    if pack.opened_at is not None:
        return False
    _shut(pack)
    return True


def shut_what_ran_out() -> int:
    """Empty what opens no more, whatever ended it. Returns how many."""
    ended = [one for one in Pack.objects.exclude(sealed=b"").defer("sealed") if not _is_open(one)]
    for one in ended:
        _shut(one)
    return len(ended)


def _shut(pack: Pack) -> None:
    pack.closed_at, pack.sealed = pack.closed_at or timezone.now(), b""
    pack.save(update_fields=["closed_at", "sealed"])
    audit.record("file.shut", holder=pack.holder_id, detail={"pack": str(pack.id)})
