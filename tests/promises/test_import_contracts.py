"""Who may import whom. Each contract of pyproject.toml is kept, and is seen to break when a line breaks it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("lint-imports")
KEPT, BROKEN = 0, 1
# contract -> the file that breaks it, and its line
PLANTED = {
    "Rooms import only from rooms below": ("kith/tenancy/planted.py", "import kith.audit.tree"),
    "Areas are strangers to one another": ("kith/areas/planted_one.py", "import kith.areas.planted_two"),
    "What an area is made of, and every rule, is free of Django": ("kith/cases/rules.py", "import django.utils.text"),
    "What is packed of a child knows neither the next school nor an agency": (
        "kith/sharing/packing/planted.py",
        "import kith.sharing.passing.rules",
    ),
    "An agency knows no file for the next school": (
        "kith/sharing/agency/planted.py",
        "import kith.sharing.passing.rules",
    ),
    "The ledger's tables are reached through the audit room only": (
        "kith/accounts/planted.py",
        "from kith.audit.models import Leaf",
    ),
    "The starter works when nothing else does": ("starter/planted.py", "import django"),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("kith", "starter"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=lambda _, names: [n for n in names if n == "static"])
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "kith/areas/planted_two.py").write_text("")
    return tmp_path


def lint(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "HOME": str(folder), "COLUMNS": "200"}
    command = [str(PROGRAM), "--no-cache", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_every_contract_is_kept(copy: Path) -> None:
    ran = lint(copy)
    assert ran.returncode == KEPT, ran.stdout
    assert f"{len(PLANTED)} kept, 0 broken" in ran.stdout, "every contract has its planted line here"


@pytest.mark.parametrize("contract", PLANTED)
def test_a_contract_is_seen_to_break(copy: Path, contract: str) -> None:
    place, line = PLANTED[contract]
    file = copy / place
    file.write_text((file.read_text() if file.exists() else "") + f"\n{line}\n")
    ran = lint(copy)
    assert ran.returncode == BROKEN
    assert f"{contract} BROKEN" in ran.stdout
