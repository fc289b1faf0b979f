"""Where files of feeds are put, and where they go: a folder for each school, with `done` and `refused` in it.

A file that arrives over a slow line is there before it is whole, so only what has not changed for a while is taken.
What was taken is kept for a week in case somebody asks, and then destroyed: what was in it is in the records.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree

from django.utils import timezone

from kith.foundation import places

__all__ = ["DONE", "REFUSED", "arrived", "clear_away", "feeds_folder", "folder_of", "place_of", "put_away"]

DONE, REFUSED = "done", "refused"
STILL = timedelta(minutes=1)
KEPT = timedelta(days=7)


def feeds_folder() -> Path:
    """KITH_FEEDS, else `feeds` in KITH_VAR."""
    return places.folder("KITH_FEEDS", "feeds")


def place_of(controller: str, school: str) -> Path:
    """Where one school's files are put: under its controller's short name, then its DfE number or that of its files."""
    return feeds_folder() / controller / school


def folder_of(controller: str, school: str) -> Path:
    """The same, made where it is not there yet."""
    there = place_of(controller, school)
    for folder in (there, there / DONE, there / REFUSED):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return there


def arrived(folder: Path, *, now: datetime | None = None) -> tuple[list[Path], bool]:
    """The files that lie here, and whether all of them have been still long enough to be whole."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    before = ((now or timezone.now()) - STILL).timestamp()
    return files, all(path.stat().st_mtime <= before for path in files)


def put_away(files: Sequence[Path], where: str, report: str) -> Path | None:
    """Move files to `done` or `refused`, in a folder named by the moment, with a report beside them."""
    if not files:
        return None
    there = files[0].parent / where / f"{timezone.now():%Y-%m-%dT%H%M%S.%f}"
    there.mkdir(mode=0o700, parents=True)
    for path in files:
        path.rename(there / path.name)
    (there / "report.txt").write_text(report.rstrip() + "\n", encoding="utf-8")
    return there


def clear_away(folder: Path, *, untaken: bool = False, now: datetime | None = None) -> int:
    """Destroy what was put away longer ago than it is kept; with `untaken` also what has lain there as long, since
    nobody takes it any more. Gives how many deliveries and files that were."""
    before = ((now or timezone.now()) - KEPT).timestamp()
    old = [one for where in (DONE, REFUSED) for one in _in(folder / where) if one.stat().st_mtime < before]
    for delivery in old:
        rmtree(delivery)
    left = [one for one in _in(folder) if untaken and one.is_file() and one.stat().st_mtime < before]
    for path in left:
        path.unlink()
    return len(old) + len(left)


def _in(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
