"""The form of an envelope: how it is sealed, signed and opened. No Django, no database, no key store.

    letter = seal(head, body, to=their_public_key, sign=our_signature)
    body = open_letter(letter, us=our_id, sender=their_signing_key, agree=our_agreement)

The *head* stands open: who, to whom, what kind, when. The *body* is JSON, sealed to the recipient's key and bound to
its head: under another head, another sender's or another recipient's, it does not open. The sender signs both.
Whatever was changed on the way is found, and is told apart. `docs/reference/envelopes.md` is enough to write a second
program that reads and writes the same form.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from struct import pack
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kith.sharing.rules import Code

__all__ = ["FORM", "Head", "Letter", "NotABody", "Unopened", "body_text", "open_letter", "seal"]

FORM = 1
HEAD, KEY, HASH, SIGNED = (b"kith envelope " + what + b" 1\n" for what in (b"head", b"key", b"hash", b"signed"))
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
PUBLIC = 32
# The largest whole number every JSON reader keeps exactly.
LARGEST = 2**53 - 1


class NotABody(ValueError):
    """This can't be sent: a body is an object of texts, whole numbers, yes, no, nothing, lists and objects."""


class Unopened(Exception):
    """An envelope was not opened; `code` says why, in a way its sender may be told."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.words)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands open on an envelope, or on an event about one."""

    id: UUID
    sender: UUID
    recipient: UUID
    kind: str
    schema_version: int
    sender_key: int
    recipient_key: int
    at: datetime
    # Of an event: the envelope it is about, why in a word, and which event it answers.
    envelope: UUID | None = None
    code: str = ""
    answers: UUID | None = None
    form: int = FORM


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A head and what was sealed under it."""

    head: Head
    sealed: bytes
    hash: bytes
    signature: bytes


def seal(
    head: Head,
    body: Mapping[str, Any],
    *,
    to: bytes,
    sign: Callable[[bytes], bytes],
    once: Callable[[], X25519PrivateKey] = X25519PrivateKey.generate,
) -> Letter:
    """Seal the body for the holder of the key `to`, and sign it. `once` makes the key used for this one alone."""
    own, said = once(), head_bytes(head)
    shown = own.public_key().public_bytes_raw()
    key, nonce = _key(own.exchange(X25519PublicKey.from_public_bytes(to)), shown, to, said)
    sealed = shown + AESGCM(key).encrypt(nonce, body_text(body).encode(), said)
    return Letter(head=head, sealed=sealed, hash=fingerprint(said, sealed), signature=sign(_signed(said, sealed)))


def open_letter(
    letter: Letter, *, us: UUID, sender: bytes | None, to: bytes, agree: Callable[[bytes], bytes]
) -> dict[str, Any]:
    """The body, for the recipient only. Raises Unopened with what is wrong.

    `sender` is the sender's public signing key of the number the head names, None where it never put one up; `to` our
    own public agreement key of that number, `agree` what its private half makes with another's.
    """
    check(letter, us=us, sender=sender)
    said, shown, rest = head_bytes(letter.head), letter.sealed[:PUBLIC], letter.sealed[PUBLIC:]
    try:
        key, nonce = _key(agree(shown), shown, to, said)
        text = AESGCM(key).decrypt(nonce, rest, said)
    except (InvalidTag, ValueError):
        raise Unopened(Code.CANNOT_OPEN) from None
    return _read(text)


def check(letter: Letter, *, us: UUID, sender: bytes | None) -> None:
    """That it is for us, in a form we know, unchanged, and its sender's. Raises Unopened."""
    if letter.head.form != FORM:
        raise Unopened(Code.UNKNOWN_FORM)
    if letter.head.recipient != us:
        raise Unopened(Code.NOT_FOR_US)
    said = head_bytes(letter.head)
    if letter.hash != fingerprint(said, letter.sealed):
        raise Unopened(Code.ALTERED)
    try:
        if sender is None:
            raise InvalidSignature
        Ed25519PublicKey.from_public_bytes(sender).verify(letter.signature, _signed(said, letter.sealed))
    except (InvalidSignature, ValueError):
        raise Unopened(Code.FORGED) from None


def head_bytes(head: Head) -> bytes:
    """The head as it is bound and signed: each field behind its length (4 bytes; -1 for none), in a fixed order."""
    values: list[bytes | None] = [
        pack(">h", head.form),
        head.id.bytes,
        head.sender.bytes,
        head.recipient.bytes,
        head.kind.encode(),
        pack(">i", head.schema_version),
        pack(">i", head.sender_key),
        pack(">i", head.recipient_key),
        pack(">q", (head.at.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)),
        head.envelope.bytes if head.envelope else None,
        head.code.encode(),
        head.answers.bytes if head.answers else None,
    ]
    if len(values) != len(fields(Head)):
        raise AssertionError("a field of the head is not bound")
    return HEAD + b"".join(pack(">i", -1) if one is None else pack(">i", len(one)) + one for one in values)


def fingerprint(head: bytes, sealed: bytes) -> bytes:
    """What the column `hash` holds: of what everybody concerned can see, so it gives nothing away."""
    return hashlib.sha256(HASH + head + sealed).digest()


def body_text(body: Mapping[str, Any]) -> str:
    """A body as text, always the same for the same body: keys sorted, no spaces, characters as themselves."""
    if not isinstance(body, Mapping):
        raise NotABody("A body is an object.")
    text = json.dumps(_plain(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotABody("A text holds half a character.") from None
    return text


def _signed(head: bytes, sealed: bytes) -> bytes:
    return SIGNED + fingerprint(head, sealed)


def _key(secret: bytes, shown: bytes, to: bytes, head: bytes) -> tuple[bytes, bytes]:
    """The key and the nonce of one envelope. Both are used once: they come from a key that was made for it."""
    info = KEY + hashlib.sha256(head).digest()
    made = HKDF(algorithm=SHA256(), length=44, salt=shown + to, info=info).derive(secret)
    return made[:32], made[32:]


def _plain(value: Any) -> Any:
    """The value in the kinds every JSON reader agrees about. No two programs agree how to print a fraction."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and abs(value) <= LARGEST:
        return value
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    raise NotABody(f"A body cannot hold {type(value).__name__}.")


def _read(text: bytes) -> dict[str, Any]:
    """The body behind its text. One in any other form has a second meaning to somebody, so it is refused."""
    try:
        body = json.loads(text)
        if body_text(body).encode() == text:
            return dict(body)
    except (ValueError, RecursionError):
        pass
    raise Unopened(Code.UNREADABLE)
