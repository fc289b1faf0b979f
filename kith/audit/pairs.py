"""The pairs of keys with which controllers write to one another.

A pair is two keys: X25519, to which others seal what only this controller shall read, and Ed25519,
with which it signs what it sends. They are numbered from 1. A new pair stands beside the old ones,
which stay: an envelope names the pair it was written to, and opens with that one for ever.

What a browser seals while it has no connection is sealed to a key on the curve P-256, which every browser can write to.
It is made from the pair's own secret each time it is asked for: one secret to keep, back up and lose.

The key that signs ledger heads is another one. So a pair can be changed on any day without the
proof of the ledger having to know of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from os import urandom
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kith.audit.keyfile import NoKey, read_key, write_key

_HALF = 32
# The order of P-256 (SEC 2, 2.4.2); 16 bytes more than it has, so that no secret is likelier (FIPS 186-5).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_SCALAR = 48


@dataclass(frozen=True)
class PublicPair:
    """What anybody may know of a pair: its number, the key to seal to, the key that checks a signature."""

    n: int
    agreement: bytes
    signing: bytes


class PairFolder:
    """The pairs of one controller: a file for each, named by its number."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def newest(self) -> int:
        """The number of the pair in use; 0 where there is none yet."""
        found = self.folder.iterdir() if self.folder.exists() else ()
        return max((int(path.name) for path in found if path.name.isdecimal()), default=0)

    def make(self) -> int:
        """Make the next pair, and give back its number."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        while True:
            n = self.newest() + 1
            with suppress(FileExistsError):
                write_key(self.folder / str(n), urandom(_HALF) + Ed25519PrivateKey.generate().private_bytes_raw())
                return n

    def put(self, pairs: Mapping[str, bytes]) -> None:
        """Lay down pairs that come from a backup."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        for name, pair in pairs.items():
            write_key(self.folder / name, pair)

    def all(self) -> dict[str, bytes]:
        """Every pair with its private halves, for the encrypted backup only."""
        return {str(n): self._read(n) for n in range(1, self.newest() + 1)}

    def public(self, n: int) -> PublicPair:
        agreement, signing = self._agreement(n).public_key(), self._signing(n).public_key()
        return PublicPair(n, agreement.public_bytes_raw(), signing.public_bytes_raw())

    def sign(self, n: int, message: bytes) -> bytes:
        return self._signing(n).sign(message)

    def agree(self, n: int, other: bytes) -> bytes:
        return self._agreement(n).exchange(X25519PublicKey.from_public_bytes(other))

    def public_for_browsers(self, n: int) -> bytes:
        """The point browsers seal to: 65 bytes, uncompressed."""
        return self._for_browsers(n).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def agree_with_browser(self, n: int, other: bytes) -> bytes:
        """What this pair and a browser's key agree on. Raises ValueError for what is no point of the curve."""
        return self._for_browsers(n).exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), other))

    def _for_browsers(self, n: int) -> EllipticCurvePrivateKey:
        made = HKDF(algorithm=SHA256(), length=_SCALAR, salt=None, info=b"kith browsers 1").derive(
            self._read(n)[:_HALF]
        )
        return derive_private_key(int.from_bytes(made) % (_ORDER - 1) + 1, SECP256R1())

    def _agreement(self, n: int) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self._read(n)[:_HALF])

    def _signing(self, n: int) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._read(n)[_HALF:])

    def _read(self, n: int) -> bytes:
        pair = read_key(self.folder / str(n))
        if len(pair) != 2 * _HALF:
            raise NoKey(f"{self.folder / str(n)} is not a pair of keys")
        return pair
