"""The keys of a controller's single values: each a file of its own, wrapped.

Renewing what wraps them writes each anew, and the values they open stay as they are. Whoever erases a key waits for
whoever rewraps it and the other way round, so that nothing erased comes back by being written anew.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from os import urandom
from pathlib import Path
from uuid import UUID, uuid4

from kith.audit.keyfile import NoKey, read_key, write_key
from kith.audit.wrapping import FolderWrapping, Wrapping

__all__ = ["ValueKeys"]

# A wrapped key begins with the form of what wrapped it and the number of its key. Those of before there were several
# are shorter and say neither.
_LENGTH_BEFORE = 60


class ValueKeys:
    """The value keys of one controller in one folder.

    What the folder's own keys wrapped before a service was named opens until it is wrapped anew.
    """

    def __init__(self, folder: Path, controller: UUID, wrapping: Wrapping, own: FolderWrapping) -> None:
        self.folder, self.controller, self.wrapping, self.own = folder, controller, wrapping, own

    def key(self, name: str) -> bytes:
        """One key; raises NoKey when it was erased."""
        try:
            return self._opened(name, read_key(self.folder / name))
        except NoKey:
            # It may have been wrapped anew since it was read, and what had wrapped it be gone.
            return self._opened(name, read_key(self.folder / name))

    def make(self, name: str) -> bytes:
        """One key, made on first use."""
        key = urandom(32)
        with self._alone():
            with suppress(FileExistsError):
                write_key(self.folder / name, self._wrapped(name, key))
                return key
        return self.key(name)

    def erase(self, name: str) -> None:
        with suppress(NoKey), self._alone():
            (self.folder / name).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """Of what there are keys; of nothing where the controller has none."""
        found = os.listdir(self.folder) if self.folder.exists() else []
        return sorted(name for name in found if not name.startswith("."))

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Every key, still wrapped."""
        for name in self.names():
            with suppress(NoKey):
                yield name, read_key(self.folder / name)

    def renew(self) -> int:
        """Wrap every key with a new one, then let go of those of before. Begun again, it does what is left."""
        with self._alone():
            self._clear_away()
            if not self.wrapping.newest(self.controller):
                self.wrapping.make(self.controller)
            newest = self.wrapping.renew(self.controller)
        return self.rewrap(newest)

    def rewrap(self, newest: int) -> int:
        """How many were wrapped anew."""
        names = [name for name, wrapped in self.all() if _wrapper(wrapped) != (self.wrapping.form, newest)]
        done = sum(self._rewrapped(name, newest) for name in names)
        self.wrapping.drop_before(self.controller, newest)
        if self.wrapping.form != self.own.form:
            self.own.drop_before(self.controller, self.own.newest(self.controller) + 1)
        return done

    def _rewrapped(self, name: str, newest: int) -> bool:
        with self._alone():
            path = self.folder / name
            if not path.exists():
                return False
            wrapped = self._wrapped(name, self._opened(name, read_key(path)), newest)
            making = path.with_name(f".{uuid4()}")
            write_key(making, wrapped)
            making.replace(path)
            return True

    def _clear_away(self) -> None:
        """What somebody was writing as the machine stopped: a second copy of a key outlives its erasing."""
        for path in self.folder.glob(".*"):
            path.unlink(missing_ok=True)

    def _wrapped(self, name: str, key: bytes, n: int | None = None) -> bytes:
        n = n or self.wrapping.newest(self.controller)
        if not n:
            raise NoKey(f"there is no key that wraps for {self.controller}")
        return (
            self.wrapping.form + n.to_bytes(4, "big") + self.wrapping.wrap(self.controller, n, key, self._bound(name))
        )

    def _opened(self, name: str, wrapped: bytes) -> bytes:
        body = wrapped if len(wrapped) == _LENGTH_BEFORE else wrapped[5:]
        form, n = _wrapper(wrapped)
        by = next((one for one in (self.wrapping, self.own) if one.form == form), None)
        if by is None:
            raise NoKey(f"a key service wrapped the keys of {self.controller}, and none is named")
        return by.unwrap(self.controller, n, body, self._bound(name))

    def _bound(self, name: str) -> bytes:
        return b"kith value key 1\n" + self.controller.bytes + name.encode()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time over all processes that use this folder."""
        try:
            handle = os.open(self.folder, os.O_RDONLY)
        except FileNotFoundError:
            raise NoKey(f"there are no keys of {self.controller}") from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _wrapper(wrapped: bytes) -> tuple[bytes, int]:
    """Of which form is what wrapped it, and with which key."""
    if len(wrapped) == _LENGTH_BEFORE:
        return FolderWrapping.form, 1
    return wrapped[:1], int.from_bytes(wrapped[1:5], "big")
