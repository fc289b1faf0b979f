"""One key in one file: there whole or not at all, for its owner only, never written over."""

from __future__ import annotations

from os import O_CREAT, O_EXCL, O_WRONLY, fdopen, fsync
from os import open as os_open
from pathlib import Path
from uuid import uuid4


class NoKey(LookupError):
    """There is no such key: never made, or erased."""


def read_key(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NoKey(f"there is no key {path.parent.name}/{path.name}") from None


def write_key(path: Path, content: bytes) -> None:
    """Write a new key. Raises FileExistsError where there is one."""
    making = path.with_name(f".{uuid4()}")
    with fdopen(os_open(making, O_CREAT | O_EXCL | O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        fsync(file.fileno())
    try:
        path.hardlink_to(making)
    finally:
        making.unlink()
