"""The operator's two verbs about the ledger: prove every one, and hand one out to be proved elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from os import environ
from os import open as os_open
from pathlib import Path
from uuid import UUID

import psycopg

from kith.audit import keys, stream
from kith.audit.heads import HeadFolder
from kith.audit.keystore import KeyStore, NoKey
from kith.audit.verify import Result, own_heads, verify

FORM = "kith ledger export 1"
_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
_CONTROLLERS = "SELECT id, slug FROM tenancy_controller ORDER BY slug"


def verify_all(*, slug: str | None = None, outside: Path | None = None) -> Iterator[Result]:
    """Prove the ledgers, one after the other, against their keys and the heads kept in `outside`.

    Signs in as the owner, and only reads: a verifier held to some holders would miss the lines of
    the others. One snapshot for each ledger, so that the sealer may go on meanwhile.
    """
    store, folder = keys.store(), HeadFolder(outside or keys.heads_folder())
    with psycopg.connect(environ["DATABASE_OWNER_URL"]) as connection:
        for id, found in connection.execute(_CONTROLLERS).fetchall():
            if slug in (None, found):
                connection.commit()
                connection.execute(_SNAPSHOT)
                yield _verified(connection, id, store, folder)


def _verified(connection: psycopg.Connection, id: UUID, store: KeyStore, outside: HeadFolder) -> Result:
    try:
        key = store.signing_public(id)
    except NoKey:
        return Result(id, faults=["This controller has no keys; nothing it wrote was ever sealed."])
    return verify(connection, id, key=key, outside=outside.heads(id))


def export_all(folder: Path, *, slug: str | None = None) -> Iterator[Path]:
    """Write one file for each controller, which `tools/verify_ledger.py` proves without Kith.

    Whoever may read such a file reads the ledger: it holds names and reasons.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with psycopg.connect(environ["DATABASE_OWNER_URL"]) as connection:
        connection.execute(_SNAPSHOT)
        for id, found in connection.execute(_CONTROLLERS).fetchall():
            if slug not in (None, found):
                continue
            path = folder / f"{found}.ledger.jsonl"
            with open(path, "w", encoding="utf-8", opener=_for_owner_only) as file:
                file.writelines(line + "\n" for line in export(connection, id, keys.store().signing_public(id)))
            yield path


def export(connection: psycopg.Connection, controller: UUID, key: bytes) -> Iterator[str]:
    """The lines of one export file: what it is, every ledger line in order, every head, the end."""
    yield _json({"form": FORM, "controller": str(controller), "key": key.hex()})
    count = 0
    for leaf, detail, under in stream.lines(connection, controller):
        told = {"n": count, "leaf": leaf.hex()}
        yield _json(told | ({"detail": detail.hex()} if detail else {"disposed": under}))
        count += 1
    for head in own_heads(connection, controller):
        yield _json({"head": json.loads(head.as_json())})
    yield _json({"end": count})


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _for_owner_only(path: str, flags: int) -> int:
    return os_open(path, flags, 0o600)
