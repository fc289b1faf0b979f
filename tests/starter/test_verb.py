"""`bin/kith` from wherever it is called, with a database that stops again if the verb had started it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from starter.postgres import EmbeddedPostgres

ROOT = Path(__file__).parents[2]


@pytest.fixture
def var() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="kith-verb-", dir="/var/tmp"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


def kith(var: Path, *words: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("KITH_", "DATABASE_", "PYTEST_"))}
    command = [ROOT / "bin" / "kith", *words]
    return subprocess.run(
        command, cwd=cwd, env=outside | {"KITH_VAR": str(var)}, capture_output=True, text=True, **more
    )


def test_a_verb_starts_and_stops_the_database_and_keeps_to_the_callers_folder(var: Path, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('a file of the caller was taken for a module')")
    ran = kith(var, "keys", "export", "--backup", "my-keys", cwd=tmp_path, input="eight ducks on a pond\n")
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "my-keys").exists()
    assert not EmbeddedPostgres(var / "postgres").is_running()


def test_help_needs_no_database(var: Path, tmp_path: Path) -> None:
    ran = kith(var, "--help", cwd=tmp_path)
    assert ran.returncode == 0
    assert "ledger verify" in ran.stdout
    assert not (var / "postgres").exists()
