"""A document's bytes as they are stored: in segments, each sealed by itself, none of which fits anywhere else.

A header (the form, and a salt), then segments of AES-GCM. The key of the segments follows from the document's own key
and the salt, so that no two writings share one and a nonce may count. Controller, document, place and whether it is the
last are bound into each segment: one that was cut off, moved, doubled or brought from elsewhere does not open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import urandom
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

__all__ = ["SEGMENT", "Broken", "Place", "seal", "sealed_size", "unseal"]

FORM = b"kith document 1\n"
SEGMENT = 256 * 1024
_SALT, _TAG = 32, 16
_HEADER = len(FORM) + _SALT


class Broken(ValueError):
    """This is not what was stored for this document: altered, cut, moved, or another's."""


@dataclass(frozen=True)
class Place:
    """Whose document it is, and which."""

    controller: UUID
    document: UUID

    @property
    def bound(self) -> bytes:
        return FORM + self.controller.bytes + self.document.bytes


def seal(key: bytes, place: Place, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes as they are stored, piece by piece; no more than a few segments are held at a time."""
    salt = urandom(_SALT)
    cipher = _cipher(key, salt, place)
    yield FORM + salt
    for n, (piece, last) in enumerate(_cut(chunks, SEGMENT)):
        yield cipher.encrypt(_nonce(n, last), piece, _bound(place, n, last))


def unseal(key: bytes, place: Place, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What was sealed at this place, segment by segment, each only after it proved genuine. Raises Broken."""
    stored = iter(chunks)
    header, begun = _header(stored)
    cipher = _cipher(key, header[len(FORM) :], place)
    for n, (piece, last) in enumerate(_cut(_joined(begun, stored), SEGMENT + _TAG)):
        try:
            yield cipher.decrypt(_nonce(n, last), piece, _bound(place, n, last))
        except (InvalidTag, ValueError):
            raise Broken("this is not what was stored for this document") from None


def sealed_size(size: int) -> int:
    """How many bytes a document of this size takes: what was cut short is seen before its first byte is given out."""
    return _HEADER + size + _TAG * max(1, -(-size // SEGMENT))


def _cipher(key: bytes, salt: bytes, place: Place) -> AESGCM:
    return AESGCM(HKDFExpand(SHA256(), 32, salt + place.bound).derive(key))


def _nonce(n: int, last: bool) -> bytes:
    return n.to_bytes(11, "big") + bytes([last])


def _bound(place: Place, n: int, last: bool) -> bytes:
    return place.bound + _nonce(n, last)


def _header(stored: Iterator[bytes]) -> tuple[bytes, bytes]:
    """The header, and what came with it of the first segment."""
    begun = b""
    for chunk in stored:
        begun += chunk
        if len(begun) >= _HEADER:
            break
    if len(begun) < _HEADER or not begun.startswith(FORM):
        raise Broken("this has no form a document is stored in")
    return begun[:_HEADER], begun[_HEADER:]


def _joined(begun: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield begun
    yield from rest


def _cut(chunks: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Pieces of this size, and one that is the last: empty only where there is nothing at all.

    Chunks that have the size already go through as they are.
    """
    held = b""
    for chunk in filter(None, chunks):
        if len(held) == size:
            yield held, False
            held = b""
        held = held + chunk if held else chunk
        whole = (len(held) - 1) // size
        for n in range(whole):
            yield held[n * size : (n + 1) * size], False
        held = held[whole * size :] if whole else held
    yield held, True
