"""A zip of files, taken apart: as systems of schools give a set of tables, and as transfer files travel.

What an archive says of itself is not believed: what comes out of it is counted while it comes, so that a small file
which unpacks to a large one is refused before there is room for it.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO

from kith.intake.sources import LARGEST_FILE, BadFile, Source

__all__ = ["apart", "is_archive", "opened"]

MOST_FILES = 300
# Tables of text pack to a tenth, seldom to a fiftieth.
MOST_RATIO = 200
# Below this a high ratio is an almost empty file.
SMALL = 1_000_000
_ZIP = b"PK\x03\x04"
_WORKBOOK = "[Content_Types].xml"
_BAD = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def apart(sources: Sequence[Source]) -> list[Source]:
    """The files, and in place of each archive those in it. Raises BadFile with a sentence."""
    for source in sources:
        if source.name.lower().endswith(".zip") and not _begins_as_one(source):
            raise BadFile(f"{source.name} is called .zip and is none. Send the files, or make the zip again.")
    found = [one for source in sources for one in (_members(source) if is_archive(source) else [source])]
    names = [one.name for one in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadFile(f"There are two files called {twice[0]}. Rename one of them, or leave it out.")
    return found


def is_archive(source: Source) -> bool:
    """A zip archive; a workbook is one too, but for whoever reads workbooks."""
    if not _begins_as_one(source):
        return False
    try:
        with source.open() as raw, zipfile.ZipFile(raw) as archive:
            return _WORKBOOK not in archive.namelist()
    except _BAD:
        return False


@contextmanager
def opened(source: Source, damaged: str) -> Iterator[zipfile.ZipFile]:
    """The archive, as long as it is looked into. Raises BadFile with the sentence `damaged` wherever it breaks off."""
    try:
        with source.open() as raw, zipfile.ZipFile(raw) as archive:
            yield archive
    except BadFile:
        raise
    except _BAD as error:
        raise BadFile(damaged) from error


def _begins_as_one(source: Source) -> bool:
    with source.open() as raw:
        return raw.read(4) == _ZIP


def _members(source: Source) -> list[Source]:
    damaged = f"{source.name} is damaged or locked. Make the archive again, without a password."
    with opened(source, damaged) as archive:
        wanted = [entry for entry in archive.infolist() if _is_wanted(entry)]
        if len(wanted) > MOST_FILES:
            raise BadFile(f"{source.name} holds more than {MOST_FILES} files. Send them in several archives.")
        _count(source, archive, wanted)
        return [_member(source, entry) for entry in wanted]


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    """Folders, and what systems put beside files for their own use, are nobody's rows."""
    parts = PurePosixPath(entry.filename).parts
    return not (entry.is_dir() or any(part.startswith((".", "__MACOSX")) for part in parts))


def _count(source: Source, archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Inflate everything once and throw it away, as far as it may go."""
    whole = 0
    for entry in entries:
        size = 0
        with archive.open(entry) as member:
            while chunk := member.read(1 << 16):
                size, whole = size + len(chunk), whole + len(chunk)
                too_dense = size > SMALL and size > MOST_RATIO * max(entry.compress_size, 1)
                if too_dense or whole > LARGEST_FILE:
                    raise BadFile(
                        f"{source.name} unpacks to far more than files of schools do. It was not opened: send the "
                        "files themselves."
                    )


def _member(source: Source, entry: zipfile.ZipInfo) -> Source:
    """One file of the archive, opened for itself each time: `ZipFile` keeps the archive open as long as it is read."""

    def open_again() -> BinaryIO:
        return zipfile.ZipFile(source.open()).open(entry)  # type: ignore[return-value]

    return Source(PurePosixPath(entry.filename).name, open_again)
