"""Where the keys live: apart from the database, with backups of their own that soon expire.

Each controller has one that wraps the keys of single values, one that signs ledger heads, and
numbered pairs with which it exchanges envelopes (`pairs.py`). Every sealed value has a key of its
own, kept here too and wrapped; erasing that one key erases the value in the database, in its
replicas and in every old backup at once. Kept in the database beside the values, the same keys
would come back with the first old backup.

`KeyStore` is what the rest of Kith sees. It never hands out a private key, so that a hardware
store or a cloud service can stand behind it later.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from typing import Protocol
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kith.audit.keyfile import NoKey, read_key, write_key
from kith.audit.pairs import PairFolder, PublicPair
from kith.audit.valuekeys import ValueKeys
from kith.audit.wrapping import FolderWrapping, Wrapping

__all__ = ["FolderKeyStore", "KeyStore", "NoKey"]

SIGNING = "signing"


class KeyStore(Protocol):
    """The keys of the controllers, used without being seen."""

    def create(self, controller: UUID) -> None: ...
    def controllers(self) -> list[UUID]: ...
    def sign(self, controller: UUID, message: bytes) -> bytes: ...
    def signing_public(self, controller: UUID) -> bytes: ...
    def make_pair(self, controller: UUID) -> int: ...
    def newest_pair(self, controller: UUID) -> int: ...
    def public_pair(self, controller: UUID, n: int) -> PublicPair: ...
    def sign_with_pair(self, controller: UUID, n: int, message: bytes) -> bytes: ...
    def agree(self, controller: UUID, n: int, other: bytes) -> bytes: ...
    def public_for_browsers(self, controller: UUID, n: int) -> bytes: ...
    def agree_with_browser(self, controller: UUID, n: int, other: bytes) -> bytes: ...
    def value_key(self, controller: UUID, name: str) -> bytes: ...
    def make_value_key(self, controller: UUID, name: str) -> bytes: ...
    def erase_value_key(self, controller: UUID, name: str) -> None: ...
    def value_names(self, controller: UUID) -> Iterator[str]: ...
    def renew_wrapping(self, controller: UUID) -> int: ...


class FolderKeyStore:
    """The keys in one folder that only its owner can open (`KITH_KEYS`, mode 0700).

    What wraps the keys of values may stand elsewhere: a key service, as a `RemoteWrapping`.
    """

    def __init__(self, folder: Path, wrapping: Wrapping | None = None) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            raise PermissionError(f"{folder} holds keys: only its owner may open it (chmod 700)")
        self.folder = folder
        self.own = FolderWrapping(folder)
        self.wrapping: Wrapping = wrapping or self.own

    def create(self, controller: UUID) -> None:
        """Make the keys of a new controller. Keys that are there already stay."""
        if not self._home(controller).exists():
            self.put(controller, {SIGNING: Ed25519PrivateKey.generate().private_bytes_raw()}, {}, {})
        if not self.wrapping.newest(controller):
            self.wrapping.make(controller)
        if not self.newest_pair(controller):
            self.make_pair(controller)

    def put(
        self, controller: UUID, private: dict[str, bytes], values: dict[str, bytes], pairs: dict[str, bytes]
    ) -> None:
        """Lay down a controller's keys, all of them or none."""
        making = self.folder / f".{uuid4()}"
        making.mkdir(mode=0o700)
        (making / "values").mkdir(mode=0o700)
        for name, key in private.items():
            write_key(making / name, key)
        for name, wrapped in values.items():
            write_key(making / "values" / name, wrapped)
        PairFolder(making / "pairs").put(pairs)
        try:
            making.rename(self._home(controller))
        except OSError:
            rmtree(making)
            if not self._home(controller).exists():
                raise

    def controllers(self) -> list[UUID]:
        """The controllers that have keys here."""
        return sorted(UUID(p.name) for p in self.folder.iterdir() if not p.name.startswith("."))

    def sign(self, controller: UUID, message: bytes) -> bytes:
        """The controller's signature (Ed25519) under this message."""
        return self._signing(controller).sign(message)

    def signing_public(self, controller: UUID) -> bytes:
        """The key with which anybody checks the controller's signature: 32 bytes."""
        return self._signing(controller).public_key().public_bytes_raw()

    def make_pair(self, controller: UUID) -> int:
        """Make the controller's next pair for envelopes. The old ones go on opening what was sealed to them."""
        return self._pairs(controller).make()

    def newest_pair(self, controller: UUID) -> int:
        """The number of the pair in use; 0 where there is none yet."""
        return self._pairs(controller).newest()

    def public_pair(self, controller: UUID, n: int) -> PublicPair:
        """What others may know of a pair."""
        return self._pairs(controller).public(n)

    def sign_with_pair(self, controller: UUID, n: int, message: bytes) -> bytes:
        """The signature (Ed25519) under what the controller sends."""
        return self._pairs(controller).sign(n, message)

    def agree(self, controller: UUID, n: int, other: bytes) -> bytes:
        """The secret (X25519) this controller shares with the holder of the other public key."""
        return self._pairs(controller).agree(n, other)

    def public_for_browsers(self, controller: UUID, n: int) -> bytes:
        """The point (P-256) to which browsers seal what they cannot send."""
        return self._pairs(controller).public_for_browsers(n)

    def agree_with_browser(self, controller: UUID, n: int, other: bytes) -> bytes:
        """The secret (P-256) this controller shares with whoever sealed something in a browser."""
        return self._pairs(controller).agree_with_browser(n, other)

    def pairs(self, controller: UUID) -> dict[str, bytes]:
        """Every pair with its private halves, for this folder's own encrypted backup only."""
        return self._pairs(controller).all()

    def value_key(self, controller: UUID, name: str) -> bytes:
        """The key of one sealed value; raises NoKey when it was erased."""
        return self._values(controller).key(name)

    def make_value_key(self, controller: UUID, name: str) -> bytes:
        """The key of one sealed value, made on first use."""
        return self._values(controller).make(name)

    def erase_value_key(self, controller: UUID, name: str) -> None:
        """Erase one value's key: what was sealed with it can never be read again."""
        self._values(controller).erase(name)

    def value_names(self, controller: UUID) -> Iterator[str]:
        """Of what there are keys."""
        return iter(self._values(controller).names())

    def renew_wrapping(self, controller: UUID) -> int:
        """Wrap the keys of all values anew; what they open is not touched. Says how many there were."""
        return self._values(controller).renew()

    def wrapped_values(self, controller: UUID) -> Iterator[tuple[str, bytes]]:
        """Every value key of the controller, still wrapped."""
        return self._values(controller).all()

    def private(self, controller: UUID) -> dict[str, bytes]:
        """The private keys of this folder, for its own encrypted backup only."""
        return {SIGNING: read_key(self._home(controller) / SIGNING)} | self.own.private(controller)

    def _home(self, controller: UUID) -> Path:
        return self.folder / str(controller)

    def _signing(self, controller: UUID) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(read_key(self._home(controller) / SIGNING))

    def _pairs(self, controller: UUID) -> PairFolder:
        return PairFolder(self._home(controller) / "pairs")

    def _values(self, controller: UUID) -> ValueKeys:
        return ValueKeys(self._home(controller) / "values", controller, self.wrapping, self.own)
