"""The sealer: every committed line gets its place once, whatever order the commits came in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from kith import audit
from kith.audit import heads, stream, verify
from kith.audit.heads import HeadFolder
from kith.audit.keystore import FolderKeyStore
from kith.audit.sealer import LedgerBroken, Sealer, run
from kith.foundation.ids import uuid7
from kith.tenancy import tenancy
from tests.audit.conftest import Place
from tests.conftest import Database

CHILD = uuid7()


@dataclass
class Sealed:
    """A database with a ledger, its sealer, and the owner's eyes for verification."""

    db: Database
    place: Place
    sealer: Sealer
    owner: psycopg.Connection

    def write(self, count: int = 1) -> list[UUID]:
        with tenancy(self.place.controller, post=self.place.at_alder):
            entries = (audit.Entry(subjects=(CHILD,), reason="Visit today", detail={"n": i}) for i in range(count))
            return audit.record_many("person.view", entries)

    def verify(self, *, outside: bool = True) -> verify.Result:
        key = self.sealer.store.signing_public(self.place.controller)
        kept = self.sealer.outside.heads(self.place.controller) if outside else []
        return verify.verify(self.owner, self.place.controller, key=key, outside=kept)

    def numbers(self) -> list[tuple[UUID, int]]:
        return self.owner.execute("SELECT id, n FROM audit_number ORDER BY n").fetchall()


@pytest.fixture
def ledger(fresh: Database, make_place: Callable[[str], Place], tmp_path: Path) -> Iterator[Sealed]:
    place = make_place("elmwood")
    store = FolderKeyStore(tmp_path / "keys")
    store.create(place.controller)
    with fresh.connect("kith_sealer") as connection, fresh.connect("kith_owner") as owner:
        sealer = Sealer(connection, store, HeadFolder(tmp_path / "heads"))
        yield Sealed(fresh, place, sealer, owner)


def test_lines_are_numbered_and_the_head_is_signed_and_kept_outside(ledger: Sealed) -> None:
    ids = ledger.write(5)
    head = ledger.sealer.seal(ledger.place.controller)
    assert head is not None and head.size == 5
    assert ledger.numbers() == [(id, n) for n, id in enumerate(ids)]
    assert heads.is_genuine(head, ledger.sealer.store.signing_public(ledger.place.controller))
    assert ledger.sealer.outside.heads(ledger.place.controller) == [head]
    assert ledger.sealer.seal(ledger.place.controller) is None
    result = ledger.verify()
    assert result.ok, result.faults
    assert (result.lines, result.waiting, result.details, result.heads) == (5, 0, 5, 1)


def test_a_ledger_grows_head_by_head(ledger: Sealed) -> None:
    for count in (1, 3, 1, 7, 20):
        ledger.write(count)
        ledger.sealer.seal(ledger.place.controller)
    ledger.write(2)
    result = ledger.verify()
    assert result.ok, result.faults
    assert (result.lines, result.waiting, result.heads, result.outside_heads) == (32, 2, 5, 5)


def test_a_line_that_commits_late_is_sealed_all_the_same(ledger: Sealed) -> None:
    """Its id is older than ids that have numbers: "everything after the last id" would lose it."""
    (late,) = ledger.write()
    (held_back,) = ledger.owner.execute(
        "SELECT l, d, s FROM audit_leaf l, audit_detail d, audit_subject s WHERE l.id = %s AND d.id = l.id"
        " AND s.leaf_id = l.id",
        [late],
    ).fetchall()
    for table in ("leaf", "detail", "subject"):
        ledger.owner.execute(f"DELETE FROM audit_{table}")
    ledger.write(3)
    ledger.sealer.seal(ledger.place.controller)
    with ledger.db.connect("kith_owner") as other:
        for table, row in zip(("leaf", "detail", "subject"), held_back, strict=True):
            other.execute(f"INSERT INTO audit_{table} SELECT (%s::audit_{table}).*", [row])
    newest = max(id for id, _ in ledger.numbers())
    (missed,) = ledger.owner.execute("SELECT count(*) FROM audit_leaf WHERE id > %s", [newest]).fetchone() or (None,)
    assert missed == 0, "the negative control: by id nothing is left to seal"
    ledger.sealer.seal(ledger.place.controller)
    assert ledger.numbers()[-1] == (late, 3)
    assert ledger.verify().ok


def test_a_line_later_than_an_hour_is_found_by_the_whole_sweep(ledger: Sealed) -> None:
    ledger.write(2)
    ledger.sealer.now = lambda: datetime.now(UTC) + timedelta(hours=2)
    assert ledger.sealer.seal(ledger.place.controller) is None
    assert ledger.sealer.seal(ledger.place.controller, whole=True) is not None
    assert ledger.verify().ok


def test_two_sealers_never_number_at_once(ledger: Sealed) -> None:
    ledger.write(2)
    controller = ledger.place.controller
    with ledger.db.connect("kith_sealer") as other, other.transaction():
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ledger {controller}"])
        assert ledger.sealer.seal(controller) is None
    assert ledger.sealer.seal(controller) is not None


def test_the_sealer_sees_one_controller_and_leaves_only(ledger: Sealed) -> None:
    ledger.write()
    connection = ledger.sealer.connection
    assert connection.execute("SELECT count(*) FROM audit_leaf").fetchone() == (0,)
    for forbidden in (
        "SELECT * FROM audit_detail",
        "UPDATE audit_leaf SET action = 'x'",
        "DELETE FROM audit_number",
        "UPDATE audit_head SET size = 1",
        "INSERT INTO audit_leaf (id) VALUES (uuidv7())",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(forbidden)


def test_a_stop_between_commit_and_the_head_file_is_made_good(ledger: Sealed) -> None:
    ledger.write()
    ledger.sealer.seal(ledger.place.controller)
    path = ledger.sealer.outside.path(ledger.place.controller)
    path.unlink()
    ledger.write()
    ledger.sealer.seal(ledger.place.controller)
    assert [head.size for head in ledger.sealer.outside.heads(ledger.place.controller)] == [1, 2]


def test_the_sealer_signs_nothing_after_a_cut(ledger: Sealed) -> None:
    ledger.write(2)
    ledger.sealer.seal(ledger.place.controller)
    ledger.write(2)
    ledger.sealer.seal(ledger.place.controller)
    ledger.owner.execute("DELETE FROM audit_number WHERE n >= 2")
    ledger.owner.execute("DELETE FROM audit_head WHERE size = 4")
    ledger.write()
    with pytest.raises(LedgerBroken, match="outside speaks of 4"):
        ledger.sealer.seal(ledger.place.controller)


def test_the_sealer_signs_nothing_on_a_head_that_is_not_its_own(ledger: Sealed) -> None:
    ledger.write(2)
    ledger.sealer.seal(ledger.place.controller)
    ledger.owner.execute("UPDATE audit_head SET peaks = sha256('x'), root = sha256('x')")
    ledger.write()
    with pytest.raises(LedgerBroken, match="not signed here"):
        ledger.sealer.seal(ledger.place.controller)


def test_the_process_tells_once_about_a_broken_ledger_and_goes_on(ledger: Sealed) -> None:
    ledger.write()
    ledger.sealer.seal(ledger.place.controller)
    ledger.owner.execute("DELETE FROM audit_head")
    other = uuid7()
    ledger.sealer.store.create(other)
    told: list[str] = []
    rounds = iter([False, False, True])
    run(ledger.sealer, lambda seconds: next(rounds), told.append)
    (words,) = told
    assert str(ledger.place.controller) in words and "speaks of 1 lines" in words


def test_a_table_that_is_locked_is_waited_for_as_a_lost_database_is(ledger: Sealed) -> None:
    """The process tries again after an operational error; after any other it would end, and with it all of Kith."""
    ledger.write()
    ledger.sealer.connection.execute("SET lock_timeout = '50ms'")
    with ledger.owner.transaction():
        ledger.owner.execute("LOCK TABLE audit_leaf IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(psycopg.OperationalError):
            ledger.sealer.seal(ledger.place.controller)
    assert ledger.sealer.seal(ledger.place.controller) is not None
    with pytest.raises(psycopg.ProgrammingError):  # the control: a wrong question is no lost database
        list(stream.rows(ledger.owner, sql.SQL("SELECT nothing FROM audit_leaf")))
