"""`bin/kith` from wherever it is called; with a database it starts and stops itself: `test_a_machine.py`."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

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


def test_help_needs_no_database(var: Path, tmp_path: Path) -> None:
    ran = kith(var, "--help", cwd=tmp_path)
    assert ran.returncode == 0
    assert "ledger verify" in ran.stdout
    assert not (var / "postgres").exists()
