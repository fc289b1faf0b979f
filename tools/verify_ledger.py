#!/usr/bin/env python3
"""Prove an exported ledger without Kith: no Django, no database, only Python and `cryptography`.

    python3 verify_ledger.py EXPORT [--heads FILE] [--key HEX]

EXPORT is one file of `bin/kith ledger export`. `--heads` is a file of signed heads that was kept
elsewhere; without it a ledger whose end was cut off, or that was written anew by somebody with the
keys, looks sound. `--key` is the controller's public signing key as it was given to you; without it
the key in the export is believed.

Ends with status 0 when the ledger is sound, 1 when it is not, 2 when a file cannot be read.
The form is specified in docs/reference/ledger.md; this file was written from it and shares no code
with Kith.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORM = "kith ledger export 1"
HEAD_PREFIX = b"kith ledger head 1\n"
LEAF_FIELDS = 11
VERSION, CONTROLLER, TIME, COMMITMENT = 0, 1, 4, 10


class Unreadable(Exception):
    """The file is not an export of a ledger."""


@dataclass
class Ledger:
    """An export, read."""

    controller: bytes
    key: bytes
    leaves: list[bytes] = field(default_factory=list)
    details: list[bytes | None] = field(default_factory=list)
    disposed: int = 0
    heads: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def fields_of(data: bytes) -> list[bytes | None]:
    """Fields stand behind their length: four bytes, big-endian, signed, -1 for no value."""
    found: list[bytes | None] = []
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big", signed=True)
        at += 4
        if length < -1 or at + max(length, 0) > len(data):
            raise ValueError("a field runs over the end")
        found.append(None if length < 0 else data[at : at + length])
        at += max(length, 0)
    return found


def roots_of(hashes: list[bytes], sizes: set[int]) -> dict[int, bytes]:
    """The Merkle tree hashes (RFC 6962) over the first so many leaf hashes, for each of the sizes.

    Leaves are laid on a pile; two full subtrees of the same height on its top become one of the
    next height. The root folds what lies there, from the top down.
    """
    found = {0: hashlib.sha256(b"").digest()} if 0 in sizes else {}
    pile: list[tuple[int, bytes]] = []
    for size, leaf in enumerate(hashes, 1):
        height, top = 0, leaf
        while pile and pile[-1][0] == height:
            top = hashlib.sha256(b"\x01" + pile.pop()[1] + top).digest()
            height += 1
        pile.append((height, top))
        if size in sizes:
            root = pile[-1][1]
            for _, left in pile[-2::-1]:
                root = hashlib.sha256(b"\x01" + left + root).digest()
            found[size] = root
    return found


def read(path: Path) -> Ledger:
    """The export file; raises Unreadable when it is none."""
    with path.open(encoding="utf-8") as file:
        try:
            first = json.loads(next(file, "null"))
            if not isinstance(first, dict) or first.get("form") != FORM:
                raise Unreadable(f"{path} is not an export of a ledger in the form {FORM!r}.")
            ledger = Ledger(UUID(first["controller"]).bytes, bytes.fromhex(first["key"]))
            ended = False
            for number, text in enumerate(file, 2):
                if ended:
                    ledger.faults.append(f"Row {number} stands after the end of the export.")
                ended = _take(ledger, json.loads(text))
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(f"{path} cannot be read: {error}") from None
    if not ended:
        ledger.faults.append("The export has no end: it was cut off.")
    return ledger


def _take(ledger: Ledger, told: dict[str, Any]) -> bool:
    """Take one row of the export; true at its end."""
    if "head" in told:
        ledger.heads.append(head_of(told["head"]))
    elif "end" in told:
        if told["end"] != len(ledger.leaves):
            ledger.faults.append(f"The export says it has {told['end']} lines; it has {len(ledger.leaves)}.")
        return True
    else:
        if told["n"] != len(ledger.leaves):
            ledger.faults.append(f"Where line {len(ledger.leaves)} should stand, line {told['n']} does.")
        ledger.leaves.append(bytes.fromhex(told["leaf"]))
        ledger.details.append(bytes.fromhex(told["detail"]) if "detail" in told else None)
        if "detail" not in told:
            ledger.disposed += 1
            if not told.get("disposed"):
                ledger.faults.append(f"Line {told['n']} has lost its detail, and no disposal says why.")
    return False


def head_of(told: dict[str, Any]) -> dict[str, Any]:
    """A head with all its parts, each of the right kind."""
    kinds = {"controller": str, "size": int, "root": str, "time": int, "signature": str}
    if not isinstance(told, dict) or any(not isinstance(told.get(part), kind) for part, kind in kinds.items()):
        raise ValueError("a head lacks one of its parts")
    return told


def line_faults(ledger: Ledger) -> Iterator[str]:
    """What is wrong with single lines."""
    for n, (leaf, detail) in enumerate(zip(ledger.leaves, ledger.details, strict=True)):
        try:
            fields = fields_of(leaf)
        except ValueError:
            fields = []
        if len(fields) != LEAF_FIELDS or fields[VERSION] != b"\x00\x01":
            yield f"Line {n} is not a leaf of a known version."
        elif fields[CONTROLLER] != ledger.controller:
            yield f"Line {n} belongs to another controller."
        elif detail is not None and hashlib.sha256(detail).digest() != fields[COMMITMENT]:
            yield f"Line {n}: its words were altered."


def head_faults(ledger: Ledger, outside: list[dict[str, Any]], key: bytes) -> Iterator[str]:
    """What is wrong with the order, the length and the heads."""
    hashes = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in ledger.leaves]
    longest = max((head["size"] for head in ledger.heads), default=0)
    if longest != len(hashes):
        yield f"The export has {len(hashes)} lines, but its last head is over {longest}."
    both = [("", head) for head in ledger.heads] + [(" kept outside", head) for head in outside]
    roots = roots_of(hashes, {head["size"] for _, head in both})
    for where, head in both:
        if not is_signed(head, ledger.controller, key):
            yield f"The head{where} over {head['size']} lines is not signed by this controller."
        elif head["size"] > len(hashes):
            yield f"The ledger was cut: it has {len(hashes)} lines, a head{where} is over {head['size']}."
        elif roots[head["size"]].hex() != head["root"]:
            yield f"The first {head['size']} lines are not those a head{where} was signed over."


def is_signed(head: dict[str, Any], controller: bytes, key: bytes) -> bool:
    """Whether this controller signed this head."""
    try:
        message = (
            HEAD_PREFIX
            + UUID(head["controller"]).bytes
            + int(head["size"]).to_bytes(8, "big")
            + int(head["time"]).to_bytes(8, "big", signed=True)
            + bytes.fromhex(head["root"])
        )
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(head["signature"]), message)
    except (InvalidSignature, ValueError, OverflowError):
        return False
    return UUID(head["controller"]).bytes == controller


def main(words: list[str]) -> int:
    """Read, prove, say what was found."""
    parser = argparse.ArgumentParser(description="Prove an exported ledger of Kith.")
    parser.add_argument("export", type=Path)
    parser.add_argument("--heads", type=Path, help="a file of signed heads that was kept elsewhere")
    parser.add_argument("--key", type=bytes.fromhex, help="the controller's public signing key, in hex")
    asked = parser.parse_args(words)
    try:
        ledger = read(asked.export)
        kept = asked.heads.read_text(encoding="ascii").splitlines() if asked.heads else []
        outside = [head_of(json.loads(line)) for line in kept if line.strip()]
    except (Unreadable, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    if asked.key and asked.key != ledger.key:
        ledger.faults.append("The export carries another key than the one you were given.")
    faults = [
        *ledger.faults,
        *line_faults(ledger),
        *head_faults(ledger, outside, asked.key or ledger.key),
    ]
    for fault in faults:
        print(fault)
    print(_summary(ledger, len(outside), given=bool(asked.key), faults=len(faults)))
    return 1 if faults else 0


def _summary(ledger: Ledger, outside: int, *, given: bool, faults: int) -> str:
    """One paragraph: what was proved and what was only believed."""
    times = [t for t in map(_time, (ledger.leaves[:1] + ledger.leaves[-1:])) if t]
    span = f", from {times[0]:%d %B %Y} to {times[-1]:%d %B %Y}" if times else ""
    verdict = f"{faults} faults." if faults else "Sound."
    return (
        f"{verdict} {len(ledger.leaves)} lines{span}; {ledger.disposed} with their words disposed of; "
        f"{len(ledger.heads)} heads in the export, {outside} kept outside. "
        + ("" if given else "The key was taken from the export itself. ")
        + ("" if outside else "Without a head kept outside, a cut end or a rewritten whole would not show.")
    ).strip()


def _time(leaf: bytes) -> datetime | None:
    try:
        count = int.from_bytes(fields_of(leaf)[TIME] or b"", "big", signed=True)
        return datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=count)
    except (ValueError, IndexError, OverflowError):
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
