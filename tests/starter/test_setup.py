"""`bin/setup.sh` on a machine without what Kith needs: a sentence that says what to do, and nothing half made."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("cat", "cksum", "dirname", "sh")
SCRIPTS = ("run", "kith", "test")
TOO_OLD = 'case "$2" in *version_info*) exit 1;; esac'
NO_VENV = 'case "$2" in *ensurepip*) exit 1;; esac'
NO_SPACE = 'case "$2" in venv) exit 1;; esac'


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout of the scripts alone, and a machine with hardly a program."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).touch()
    (tmp_path / "programs").mkdir()
    for tool in TOOLS:
        (tmp_path / "programs" / tool).symlink_to(shutil.which(tool))
    return tmp_path


def with_python(bare: Path, does: str, name: str = "python3") -> None:
    program = bare / "programs" / name
    program.write_text(f"#!{shutil.which('sh')}\n{does}\n")
    program.chmod(0o755)


def begun(bare: Path, script: str = "kith") -> tuple[int, str]:
    """How it ended, and the last it said."""
    outside = {key: value for key, value in os.environ.items() if key != "PYTHON"} | {"PATH": str(bare / "programs")}
    ran = subprocess.run([bare / "bin" / script], env=outside, capture_output=True, text=True, timeout=20)
    assert not (bare / ".venv").exists()
    return ran.returncode, ran.stderr.splitlines()[-1]


@pytest.mark.parametrize("script", SCRIPTS)
def test_without_python_every_script_says_which_is_needed(bare: Path, script: str) -> None:
    ended, said = begun(bare, script)
    assert ended == 1 and "Kith needs Python 3.11 or later. Install it, or name one: PYTHON=/path/to/python3" in said


@pytest.mark.parametrize(
    ("does", "sentence"),
    [
        (TOO_OLD, "Kith needs Python 3.11 or later."),
        (NO_VENV, "This Python has no venv. On Debian and Ubuntu: apt-get install python3-venv"),
        (NO_SPACE, "Could not make .venv. If it is half made, remove it and try again."),
    ],
    ids=["too old", "no venv", "no space"],
)
def test_a_python_that_will_not_do_is_said_in_a_sentence(bare: Path, does: str, sentence: str) -> None:
    with_python(bare, does)
    ended, said = begun(bare)
    assert ended == 1 and sentence in said


def test_a_newer_python_of_another_name_is_found(bare: Path) -> None:
    """The control: it is asked for its venv, as the old one beside it will not do."""
    with_python(bare, TOO_OLD)
    with_python(bare, NO_VENV, "python3.12")
    assert "This Python has no venv." in begun(bare)[1]
