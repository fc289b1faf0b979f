"""The canonical form of a ledger line: the very bytes that are hashed.

A line has two halves. The *leaf* says who did what, when, and about whom, by ids only; it is
kept for ever. The *detail* holds the words of that day; it may be disposed of. The leaf carries
a salted fingerprint of the detail, so the words can go while the ledger still proves itself.

Every field stands behind its length (four bytes, signed, big-endian; -1 for "no value"), so no
two different lines share their bytes. Numbers are big-endian. The form is the one PostgreSQL
sends for these columns in a binary COPY: a verifier hashes what it is sent and rebuilds nothing.
`docs/reference/ledger.md` specifies it with examples.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from struct import pack, unpack_from
from typing import Any
from uuid import UUID

VERSION = 1
SALT_BYTES = 32
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_UUID_TYPE = 2950
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Line:
    """The leaf of one ledger line: ids, a verb and a time. It names nobody."""

    controller: UUID
    id: UUID
    time: datetime
    action: str
    commitment: bytes
    holder: UUID | None = None
    post: UUID | None = None
    system: str = ""
    on_behalf_of: UUID | None = None
    subjects: tuple[UUID, ...] = ()
    version: int = VERSION


@dataclass(frozen=True, kw_only=True)
class Words:
    """The detail of one ledger line: the words of that day, which may be disposed of."""

    salt: bytes
    doer_name: str = ""
    doer_post: str = ""
    doer_organisation: str = ""
    reason: str = ""
    terms: str = ""
    address: str = ""
    facts: str = "{}"


LINE_FIELDS = (
    "version", "controller", "id", "holder", "time", "action",
    "post", "system", "on_behalf_of", "subjects", "commitment",
)  # fmt: skip
WORDS_FIELDS = (
    "doer_name", "doer_post", "doer_organisation", "reason", "terms", "address", "facts",
)  # fmt: skip


def leaf_bytes(line: Line) -> bytes:
    """The canonical form of a leaf."""
    return b"".join(
        (
            _field(pack(">h", line.version)),
            _id(line.controller),
            _id(line.id),
            _id(line.holder),
            _field(pack(">q", microseconds(line.time))),
            _text(line.action),
            _id(line.post),
            _text(line.system),
            _id(line.on_behalf_of),
            _ids(line.subjects),
            _field(line.commitment),
        )
    )


def detail_bytes(words: Words) -> bytes:
    """The canonical form of a detail, without its salt."""
    return b"".join(_text(getattr(words, name)) for name in WORDS_FIELDS)


def commitment(words: Words) -> bytes:
    """What the leaf keeps of the detail: SHA-256 of the salt and the canonical detail.

    Without the salt a short detail could be guessed from its fingerprint after disposal;
    the salt goes with the detail.
    """
    return hashlib.sha256(words.salt + detail_bytes(words)).digest()


def facts_text(facts: Mapping[str, Any] | None) -> str:
    """Facts as text, always the same for the same facts: sorted keys, no spaces, no fractions.

    Dates and ids are written as they are said; a float is refused, because no two programs
    agree how to print one.
    """
    return json.dumps(_plain(facts or {}), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def microseconds(moment: datetime) -> int:
    """Microseconds since the start of the year 2000, UTC."""
    return (moment.astimezone(UTC) - EPOCH) // _MICROSECOND


def moment(count: int) -> datetime:
    """The time that stands so many microseconds after the start of the year 2000."""
    return EPOCH + count * _MICROSECOND


def read_leaf(data: bytes) -> Line:
    """The leaf behind its canonical bytes; raises ValueError when they are not one."""
    fields = split(data)
    if len(fields) != len(LINE_FIELDS):
        raise ValueError(f"a leaf has {len(LINE_FIELDS)} fields, this has {len(fields)}")
    value = dict(zip(LINE_FIELDS, fields, strict=True))
    line = Line(
        version=int.from_bytes(_given(value["version"]), "big"),
        controller=UUID(bytes=_given(value["controller"])),
        id=UUID(bytes=_given(value["id"])),
        holder=_maybe_id(value["holder"]),
        time=moment(unpack_from(">q", _given(value["time"]))[0]),
        action=_given(value["action"]).decode(),
        post=_maybe_id(value["post"]),
        system=_given(value["system"]).decode(),
        on_behalf_of=_maybe_id(value["on_behalf_of"]),
        subjects=_read_ids(_given(value["subjects"])),
        commitment=_given(value["commitment"]),
    )
    if leaf_bytes(line) != data:
        raise ValueError("these bytes are not the canonical form of a leaf")
    return line


def split(data: bytes) -> list[bytes | None]:
    """The fields of a canonical form."""
    fields: list[bytes | None] = []
    at = 0
    while at < len(data):
        if at + 4 > len(data):
            raise ValueError("the last length is cut short")
        (length,) = unpack_from(">i", data, at)
        at += 4
        if length < -1 or at + length > len(data):
            raise ValueError("a field is longer than what follows")
        fields.append(None if length == -1 else data[at : at + length])
        at += max(length, 0)
    return fields


def _field(value: bytes) -> bytes:
    return pack(">i", len(value)) + value


def _text(value: str) -> bytes:
    return _field(value.encode())


def _id(value: UUID | None) -> bytes:
    return pack(">i", -1) if value is None else _field(value.bytes)


def _ids(values: Iterable[UUID]) -> bytes:
    ids = tuple(values)
    if not ids:
        return _field(pack(">iii", 0, 0, _UUID_TYPE))
    head = pack(">iiiii", 1, 0, _UUID_TYPE, len(ids), 1)
    return _field(head + b"".join(_field(one.bytes) for one in ids))


def _read_ids(value: bytes) -> tuple[UUID, ...]:
    return tuple(UUID(bytes=_given(one)) for one in split(value[20:]))


def _given(value: bytes | None) -> bytes:
    if value is None:
        raise ValueError("a field that must have a value has none")
    return value


def _maybe_id(value: bytes | None) -> UUID | None:
    return None if value is None else UUID(bytes=value)


def _plain(value: Any) -> Any:
    """The value in the kinds every JSON reader agrees about."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(_plain(one) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"a ledger line cannot hold a {type(value).__name__}")
