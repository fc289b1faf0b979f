"""Signed heads: what a controller's ledger was at a moment, in 200 bytes that can live elsewhere.

A tree proves nothing against somebody who owns the whole database: they could cut its end off,
or write it all anew. So the head (how many lines, which root, when) is signed with the
controller's key and kept where the database cannot reach: a file, a mailbox, another controller.
Whoever holds one old head can tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from struct import pack
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .canonical import microseconds, moment

PREFIX = b"kith ledger head 1\n"
_LONGER_THAN_TWO = 1024  # a line of a head file has less than half of that


class Signer(Protocol):
    """Whoever can sign for a controller; the key itself stays where it is."""

    def sign(self, controller: UUID, message: bytes) -> bytes: ...


@dataclass(frozen=True, kw_only=True)
class Head:
    """The state of one ledger at one time, signed by its controller."""

    controller: UUID
    size: int
    root: bytes
    time: datetime
    signature: bytes = b""

    def message(self) -> bytes:
        """The bytes that are signed."""
        numbers = pack(">Qq", self.size, microseconds(self.time))
        return PREFIX + self.controller.bytes + numbers + self.root

    def as_json(self) -> str:
        """One line of a head file."""
        return json.dumps(
            {
                "controller": str(self.controller),
                "size": self.size,
                "root": self.root.hex(),
                "time": microseconds(self.time),
                "signature": self.signature.hex(),
            },
            separators=(",", ":"),
        )


def signed(signer: Signer, *, controller: UUID, size: int, root: bytes, time: datetime) -> Head:
    """The head for this state, signed."""
    head = Head(controller=controller, size=size, root=root, time=time)
    signature = signer.sign(controller, head.message())
    return Head(controller=controller, size=size, root=root, time=time, signature=signature)


def is_genuine(head: Head, public_key: bytes) -> bool:
    """Whether the controller's key signed this head."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(head.signature, head.message())
    except InvalidSignature:
        return False
    return True


def from_json(text: str) -> Head:
    """A line of a head file."""
    told = json.loads(text)
    return Head(
        controller=UUID(told["controller"]),
        size=int(told["size"]),
        root=bytes.fromhex(told["root"]),
        time=moment(int(told["time"])),
        signature=bytes.fromhex(told["signature"]),
    )


def read(lines: Iterable[str]) -> Iterator[Head]:
    """The heads of a head file."""
    return (from_json(line) for line in lines if line.strip())


class HeadFolder:
    """A folder of head files, one a controller, that only ever grow.

    It belongs outside the database: on another disk, in a synchronised mailbox folder, on a
    share of the controller's own.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, controller: UUID) -> Path:
        return self.folder / f"{controller}.jsonl"

    def keep(self, head: Head) -> None:
        """Add a head at the end of its controller's file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.path(head.controller).open("a", encoding="ascii") as file:
            file.write(head.as_json() + "\n")

    def heads(self, controller: UUID) -> list[Head]:
        """Every head kept for this controller, oldest first."""
        path = self.path(controller)
        if not path.exists():
            return []
        with path.open(encoding="ascii") as file:
            return list(read(file))

    def last(self, controller: UUID) -> Head | None:
        """The newest head kept for this controller."""
        path = self.path(controller)
        if not path.exists() or not (size := path.stat().st_size):
            return None
        with path.open("rb") as file:
            file.seek(max(0, size - _LONGER_THAN_TWO))
            return from_json(file.read().splitlines()[-1].decode())
