"""The keys that wrap the keys of single values: one in use for each controller, numbered, renewed without touching
what they protect.

`Wrapping` is where a hardware store or a cloud's key service stands in: such a one wraps and unwraps, and never gives
its own key away. `FolderWrapping` keeps them in the key store's folder. `KITH_KEY_SERVICE` says which is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from os import urandom
from pathlib import Path
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kith.audit.keyfile import read_key, write_key

__all__ = ["FolderWrapping", "NotWrapped", "RemoteService", "RemoteWrapping", "Wrapping", "service_named"]

NO_SERVICE = (
    "KITH_KEY_SERVICE names no key service: write module:name, where name() gives what speaks to yours "
    "(kith.audit.wrapping.RemoteService), or leave it out to keep wrapping keys in the folder of keys."
)

FIRST = "wrapping"
_NONCE = 12


class NotWrapped(ValueError):
    """This was not wrapped for this value, or not by this key."""


class Wrapping(Protocol):
    """Wraps keys for a controller. `bound` is what the key is for: for anything else it does not unwrap."""

    # How what it wrapped begins.
    form: bytes

    def make(self, controller: UUID) -> None: ...
    def newest(self, controller: UUID) -> int: ...
    def wrap(self, controller: UUID, n: int, key: bytes, bound: bytes) -> bytes: ...
    def unwrap(self, controller: UUID, n: int, wrapped: bytes, bound: bytes) -> bytes: ...
    def renew(self, controller: UUID) -> int: ...
    def drop_before(self, controller: UUID, n: int) -> None: ...
    def private(self, controller: UUID) -> dict[str, bytes]: ...


class FolderWrapping:
    """Each a file beside the controller's other keys: `wrapping`, then `wrapping.2`, `wrapping.3`."""

    form = b"\x02"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, controller: UUID) -> None:
        with suppress(FileExistsError):
            write_key(self._path(controller, 1), urandom(32))

    def newest(self, controller: UUID) -> int:
        return max(self._numbers(controller), default=0)

    def wrap(self, controller: UUID, n: int, key: bytes, bound: bytes) -> bytes:
        nonce = urandom(_NONCE)
        return nonce + self._cipher(controller, n).encrypt(nonce, key, bound)

    def unwrap(self, controller: UUID, n: int, wrapped: bytes, bound: bytes) -> bytes:
        try:
            return self._cipher(controller, n).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], bound)
        except InvalidTag:
            raise NotWrapped("this key was not wrapped for this value") from None

    def renew(self, controller: UUID) -> int:
        n = self.newest(controller) + 1
        write_key(self._path(controller, n), urandom(32))
        return n

    def drop_before(self, controller: UUID, n: int) -> None:
        for old in self._numbers(controller):
            if old < n:
                self._path(controller, old).unlink()

    def private(self, controller: UUID) -> dict[str, bytes]:
        """All of them, for the folder's own encrypted backup only."""
        paths = [self._path(controller, n) for n in self._numbers(controller)]
        return {path.name: read_key(path) for path in paths}

    def _numbers(self, controller: UUID) -> list[int]:
        names = (path.name for path in (self.folder / str(controller)).glob(f"{FIRST}*"))
        return sorted(int(name.removeprefix(FIRST).removeprefix(".") or 1) for name in names)

    def _path(self, controller: UUID, n: int) -> Path:
        return self.folder / str(controller) / (FIRST if n == 1 else f"{FIRST}.{n}")

    def _cipher(self, controller: UUID, n: int) -> AESGCM:
        return AESGCM(read_key(self._path(controller, n)))


class RemoteService(Protocol):
    """What a key service must be able to do, each call one journey to it. Its keys have names and numbers."""

    def make(self, name: str) -> None: ...
    def newest(self, name: str) -> int: ...
    def encrypt(self, name: str, n: int, plain: bytes, context: Mapping[str, str]) -> bytes: ...
    def decrypt(self, name: str, n: int, sealed: bytes, context: Mapping[str, str]) -> bytes: ...
    def renew(self, name: str) -> int: ...
    def destroy_before(self, name: str, n: int) -> None: ...


class RemoteWrapping:
    """The same, done by a key service elsewhere: a controller's wrapping key never comes here."""

    form = b"\x03"

    def __init__(self, service: RemoteService) -> None:
        self.service = service

    def make(self, controller: UUID) -> None:
        self.service.make(_name(controller))

    def newest(self, controller: UUID) -> int:
        return self.service.newest(_name(controller))

    def wrap(self, controller: UUID, n: int, key: bytes, bound: bytes) -> bytes:
        return self.service.encrypt(_name(controller), n, key, _context(bound))

    def unwrap(self, controller: UUID, n: int, wrapped: bytes, bound: bytes) -> bytes:
        return self.service.decrypt(_name(controller), n, wrapped, _context(bound))

    def renew(self, controller: UUID) -> int:
        return self.service.renew(_name(controller))

    def drop_before(self, controller: UUID, n: int) -> None:
        self.service.destroy_before(_name(controller), n)

    def private(self, controller: UUID) -> dict[str, bytes]:
        """None of them is ours to back up."""
        return {}


def service_named(place: str) -> RemoteService:
    """What `module:name` makes. Raises ValueError where there is none: nothing starts that would seal without it."""
    module, _, name = place.partition(":")
    try:
        made: RemoteService = getattr(import_module(module), name)()
    except (ImportError, AttributeError, ValueError, TypeError) as no:
        raise ValueError(f"{NO_SERVICE} ({type(no).__name__})") from no
    return made


def _name(controller: UUID) -> str:
    return f"kith-{controller}"


def _context(bound: bytes) -> dict[str, str]:
    """Key services bind words, not bytes."""
    return {"for": bound.hex()}
