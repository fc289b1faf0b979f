"""Proving a ledger of a million lines, from the database, against hashing the same lines in memory.

Goal 11: at most five times a bare `hashlib` loop over the same bytes. Ours reads every leaf by COPY
under its number, hashes it, builds the whole tree, and checks every signed head on the way. The words
are a second pass with a floor of its own: every detail read and held against its leaf's fingerprint.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from bench.database import database
from bench.row import Row, side_by_side
from kith.audit import stream, verify
from kith.audit.heads import Head, HeadFolder
from kith.audit.keystore import FolderKeyStore
from kith.audit.sealer import Sealer

LINES = 1_000_000
GOAL = 5.0
_STATEMENTS = (
    # The key to the controller would be checked a million times before the bench has begun.
    """DO $$ DECLARE key text; BEGIN
        FOR key IN SELECT conname FROM pg_constraint WHERE conrelid = 'audit_leaf'::regclass AND contype = 'f' LOOP
            EXECUTE format('ALTER TABLE audit_leaf DROP CONSTRAINT %I', key);
        END LOOP; END $$""",
    "CREATE FUNCTION pg_temp.field(word text) RETURNS bytea IMMUTABLE LANGUAGE sql RETURN"
    " int4send(octet_length(word)) || convert_to(word, 'UTF8')",
    f"""CREATE TEMPORARY TABLE made ON COMMIT DROP AS
    SELECT uuidv7() AS id, sha256(int4send(i)) AS salt, '{{"n":' || i || ',"page":"person"}}' AS facts,
           ('00000000-0000-7000-8000-' || lpad(to_hex(i % 20000), 12, '0'))::uuid AS person
    FROM generate_series(1, {LINES}) i""",
    """INSERT INTO audit_detail
    (id, holder_id, salt, doer_name, doer_post, doer_organisation, reason, terms, address, facts)
    SELECT id, NULL, salt, 'Ines Okafor', 'Social worker', 'Assessment team', '', '', '192.0.2.7', facts FROM made""",
    """INSERT INTO audit_leaf
    (id, version, time, holder_id, action, post_id, system, on_behalf_of, subjects, commitment)
    SELECT id, 1, now(), NULL, 'person.view', uuidv7(), '', NULL, ARRAY[person], sha256(salt
        || pg_temp.field('Ines Okafor') || pg_temp.field('Social worker') || pg_temp.field('Assessment team')
        || pg_temp.field('') || pg_temp.field('') || pg_temp.field('192.0.2.7') || pg_temp.field(facts))
    FROM made""",
    "INSERT INTO audit_subject (id, holder_id, person_id, leaf_id) SELECT uuidv7(), NULL, person, id FROM made",
)


def rows() -> list[Row]:
    """Two rows: the lines in their order, and the words."""
    with database() as told:
        store = FolderKeyStore(Path(told["KITH_KEYS"]))
        controller = uuid4()
        store.create(controller)
        with psycopg.connect(told["DATABASE_OWNER_URL"], autocommit=True) as owner:
            _fill(owner, controller)
            with psycopg.connect(told["DATABASE_SEALER_URL"], autocommit=True) as sealing:
                sealer = Sealer(sealing, store, HeadFolder(Path(told["KITH_HEADS"])))
                sealer.seal(controller, whole=True)
            owner.execute("VACUUM ANALYZE")
            return _measure(owner, controller, store.signing_public(controller), sealer.outside)


def _measure(owner: psycopg.Connection, controller: UUID, key: bytes, outside: HeadFolder) -> list[Row]:
    kept = outside.heads(controller)
    whole = verify.verify(owner, controller, key=key, outside=kept)
    assert whole.ok and whole.lines == whole.details == LINES, whole.faults[:3]
    _assert_it_would_notice(owner, controller, key, kept)
    leaves = [leaf for leaf, _, _ in stream.lines(owner, controller)]
    details = [detail for _, detail, _ in stream.lines(owner, controller)]

    def lines() -> None:
        assert verify.verify_lines(owner, controller, key=key, outside=kept).ok

    def words() -> None:
        assert stream.altered_details(owner, controller) == (LINES, [])

    loop = "a hashlib loop over the same bytes in memory"
    return [
        Row("verify 1M ledger lines", *side_by_side(lines, _loop(leaves)), f"{loop} (a chain)", GOAL),
        Row("verify the words of 1M lines", *side_by_side(words, _loop(details)), f"{loop} (a chain)", GOAL),
    ]


def _loop(values: list[bytes]) -> Callable[[], None]:
    def loop() -> None:
        chain = b""
        for value in values:
            chain = sha256(chain + value).digest()

    return loop


def _assert_it_would_notice(owner: psycopg.Connection, controller: UUID, key: bytes, kept: list[Head]) -> None:
    """A verifier that finds nothing in a falsified ledger is not worth measuring."""
    with owner.transaction(force_rollback=True):
        owner.execute(
            "UPDATE audit_leaf SET time = time + interval '1 microsecond' WHERE id ="
            " (SELECT id FROM audit_number WHERE n = %s)",
            [LINES // 2],
        )
        assert not verify.verify_lines(owner, controller, key=key, outside=kept).ok


def _fill(owner: psycopg.Connection, controller: UUID) -> None:
    """A million plain lines: somebody looked at a person. The database itself draws their canonical form."""
    owner.execute(
        "INSERT INTO tenancy_controller (id, slug, kind, name, settings)"
        " VALUES (%s, 'bench', 'council', 'Bench', '{}')",
        [controller],
    )
    with owner.transaction():
        owner.execute("SELECT set_config('app.controller', %s, true)", [str(controller)])
        for statement in _STATEMENTS:
            owner.execute(statement)
