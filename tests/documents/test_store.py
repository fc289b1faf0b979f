"""Where documents lie: a folder and a bucket keep the same promises."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from obstore.store import LocalStore, MemoryStore

from kith.documents.store import FolderStore, NotStored, ObjectStore, Store, store

CONTROLLER, OTHER = uuid4(), uuid4()


@pytest.fixture(params=["a folder", "a bucket in memory", "a bucket on disk"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    made = {
        "a folder": lambda: FolderStore(tmp_path / "documents"),
        "a bucket in memory": lambda: ObjectStore(MemoryStore()),
        "a bucket on disk": lambda: ObjectStore(LocalStore(tmp_path / "bucket", mkdir=True)),
    }
    return made[request.param]()


def large() -> Iterator[bytes]:
    for n in range(9):
        yield bytes([n]) * 1_500_000


def breaks() -> Iterator[bytes]:
    yield b"begun"
    raise OSError("the line went dead")


def test_what_is_put_comes_back_in_pieces(kept: Store) -> None:
    one = uuid4()
    kept.put(CONTROLLER, one, large())
    came = list(kept.get(CONTROLLER, one))
    assert b"".join(came) == b"".join(large())
    assert kept.size(CONTROLLER, one) == 9 * 1_500_000


def test_each_controller_has_its_own(kept: Store) -> None:
    one, two = uuid4(), uuid4()
    kept.put(CONTROLLER, one, [b"ours"])
    kept.put(OTHER, two, [b"theirs"])
    assert list(kept.documents(CONTROLLER)) == [one] and list(kept.documents(OTHER)) == [two]
    with pytest.raises(NotStored):
        kept.size(CONTROLLER, two)


def test_what_breaks_off_leaves_nothing(kept: Store) -> None:
    one = uuid4()
    with pytest.raises(OSError, match="dead"):
        kept.put(CONTROLLER, one, breaks())
    assert list(kept.documents(CONTROLLER)) == []
    with pytest.raises(NotStored):
        kept.size(CONTROLLER, one)


def test_what_is_deleted_is_gone_and_may_be_deleted_again(kept: Store) -> None:
    one = uuid4()
    kept.put(CONTROLLER, one, [b"x"])
    kept.delete(CONTROLLER, one)
    kept.delete(CONTROLLER, one)
    assert list(kept.documents(CONTROLLER)) == []


def test_in_a_folder_only_its_owner_can_open_a_file_and_none_is_written_over(tmp_path: Path) -> None:
    kept, one = FolderStore(tmp_path), uuid4()
    kept.put(CONTROLLER, one, [b"first"])
    with pytest.raises(FileExistsError):
        kept.put(CONTROLLER, one, [b"second"])
    assert b"".join(kept.get(CONTROLLER, one)) == b"first"
    for path in (tmp_path / str(CONTROLLER)).rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
    assert os.listdir(tmp_path / str(CONTROLLER)) == [str(one)]


def test_the_environment_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KITH_DOCUMENTS", raising=False)
    monkeypatch.setenv("KITH_VAR", str(tmp_path))
    found = store()
    assert isinstance(found, FolderStore) and found.folder == tmp_path / "documents"
    monkeypatch.setenv("KITH_DOCUMENTS", "memory:///")
    assert isinstance(store(), ObjectStore)
