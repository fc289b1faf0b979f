"""The server of a run, kept with its migrated template for the next: to migrate from nothing is most of what a single
test takes. Told by the migrations and by what makes the server; the next run settles its copy by the code as it stands.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

__all__ = ["copy", "keep"]

ROOT = Path(__file__).resolve().parent.parent
MOST = 4
TELL = ("kith/*/migrations/*.py", "starter/*.py", "requirements.txt")


def copy(to: Path) -> bool:
    """Whether there was one, which now lies there."""
    found = _place()
    return found.is_dir() and not to.exists() and _copied(found, to)


def keep(folder: Path) -> None:
    """Keep this one, whose server stands still, and no more than a few of before. A full disk keeps none."""
    place = _place()
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=place.parent, prefix=".")) / "data"
        if _copied(folder, half):
            os.rename(half, place)
        shutil.rmtree(half.parent, ignore_errors=True)
    for old in sorted(place.parent.glob("[!.]*"), key=lambda one: one.stat().st_mtime)[:-MOST]:
        shutil.rmtree(old, ignore_errors=True)


def _copied(folder: Path, to: Path) -> bool:
    """With its owner and its rights, without which PostgreSQL does not start; nothing is left of half a copy."""
    done = subprocess.run(["cp", "-a", str(folder), str(to)], capture_output=True).returncode == 0
    if not done:
        shutil.rmtree(to, ignore_errors=True)
    return done


def _place() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "kith-tests" / f"{os.getuid()}-{_told_by()}"


def _told_by() -> str:
    told = hashlib.sha256()
    for file in sorted(file for told_in in TELL for file in ROOT.glob(told_in)):
        told.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return told.hexdigest()[:16]
