"""Stored documents no row speaks of: an operator is told of them, and they are destroyed on that word alone."""

from pathlib import Path
from uuid import UUID

import pytest

from kith.audit.keystore import FolderKeyStore
from kith.documents.store import FolderStore
from kith.foundation.ids import uuid7
from kith.reference.roles import Role
from tests.rooms import lines, open_school

DAY = 24 * 60 * 60 * 1000


@pytest.fixture
def alder(kith):
    return open_school("alder", Role.DSL)


@pytest.fixture
def orphan(alder, tmp_path: Path) -> Path:
    """As the store looks when the database came back from a backup of before: bytes of two days ago, and no row."""
    FolderKeyStore(tmp_path / "keys").create(alder.controller.id)
    old = UUID(int=uuid7().int - ((2 * DAY) << 80))
    FolderStore(tmp_path / "documents").put(alder.controller.id, old, [b"sealed"])
    return tmp_path / "documents" / str(alder.controller.id) / str(old)


def test_it_is_told_and_stays_until_somebody_says_how_many(kith, alder, orphan):
    assert "1 in the store without a row" in kith("documents", "sweep", "alder").stdout
    assert "documents: 1 in the store without a row" in kith("check", "--data").stdout
    wrong = kith("documents", "sweep", "alder", "--destroy", "2")
    assert wrong.returncode == 1 and "nothing was destroyed" in wrong.stderr and orphan.exists()
    done = kith("documents", "sweep", "alder", "--destroy", "1")
    assert done.returncode == 0 and done.stdout == "Destroyed: 1.\n" and not orphan.exists()
    assert len(lines(alder.controller.id, "document.sweep")) == 1
    assert "A row speaks of every document" in kith("documents", "sweep", "alder").stdout


def test_whose_they_are_is_somebody_here(kith, alder):
    assert kith("documents", "sweep", "elder").returncode == 1
