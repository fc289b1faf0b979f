"""Where an installation keeps what is its own is worked out in one place."""

from pathlib import Path

import pytest

import kith
from config import environment
from kith.audit import keys
from kith.documents.store import FolderStore, store
from kith.foundation import places
from kith.intake.feeds.folders import feeds_folder

CODE = Path(kith.__file__).parent.parent
NAMED = ("KITH_VAR", "KITH_KEYS", "KITH_HEADS", "KITH_DOCUMENTS", "KITH_FEEDS")


def found() -> dict[str, Path]:
    kept = store()
    assert isinstance(kept, FolderStore)
    return {
        "keys": keys.folder(), "heads": keys.heads_folder(), "documents": kept.folder, "feeds": feeds_folder(),
    }  # fmt: skip


def test_each_thing_has_its_folder_and_a_name_of_its_own_moves_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in NAMED:
        monkeypatch.delenv(name, raising=False)
    assert found() == {name: CODE / "var" / name for name in found()}
    monkeypatch.setenv("KITH_VAR", str(tmp_path))
    assert found() == {name: tmp_path / name for name in found()}
    assert environment.var_folder() == tmp_path and environment.keys_folder() == tmp_path / "keys"
    for name in NAMED[1:]:
        monkeypatch.setenv(name, str(tmp_path / name))
    assert set(found().values()) == {tmp_path / name for name in NAMED[1:]}


def test_no_room_works_it_out_for_itself() -> None:
    asks = {one for one in (CODE / "kith").rglob("*.py") if 'environ.get("KITH_VAR")' in one.read_text()}
    assert asks == {Path(places.__file__)}
