"""A spreadsheet of the XLSX kind as a table of text. What is unpacked is counted before it is believed."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace

import fastexcel

from kith.intake.archive import opened
from kith.intake.sheet_size import MOST_CELLS, TooFar, check_reach
from kith.intake.sources import BadFile, Source
from kith.intake.tables import Table, table_of

__all__ = ["is_workbook", "read_workbook"]

LARGEST_UNPACKED = 200_000_000
_ZIP = b"PK\x03\x04"
_MIDNIGHT = " 00:00:00"


def is_workbook(source: Source) -> bool:
    """XLSX files are zip archives, whatever they are called."""
    with source.open() as raw:
        return raw.read(4) == _ZIP


def read_workbook(source: Source) -> Table:
    """The first sheet with rows. Headings are the first row in which most columns are filled."""
    _check_unpacked(source)
    with source.open() as raw:
        data = raw.read()
    try:
        rows, further = _first_sheet(data)
    except BaseException as error:
        # What fails in the library's Rust is not always an Exception.
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        raise BadFile(f"{source.name} can’t be opened as a spreadsheet. Save it again as XLSX or CSV.") from error
    if not rows:
        raise BadFile(f"{source.name} has no rows. Check that the list is on the first sheet.")
    at = heading_row(rows)
    table = table_of(source.name, rows[at], rows[at + 1 :], first_row=at + 2)
    return replace(table, remarks=_unread(source.name, further))


def heading_row(rows: Sequence[Sequence[str]]) -> int:
    """Titles stand above lists: the headings are the first row at least half as full as the fullest."""
    filled = [sum(1 for value in row if value.strip()) for row in rows[:30]]
    return next(n for n, count in enumerate(filled) if count * 2 >= max(filled))


def _first_sheet(data: bytes) -> tuple[list[list[str]], list[str]]:
    """The rows of the first sheet that has some, and the names of further sheets that have some too."""
    book = fastexcel.read_excel(data)
    filled = [(name, rows) for name in book.sheet_names if any(map(any, rows := _rows(book, name)))]
    return (filled[0][1], [name for name, _ in filled[1:]]) if filled else ([], [])


def _rows(book: fastexcel.ExcelReader, name: str) -> list[list[str]]:
    sheet = book.load_sheet(name, header_row=None, dtypes="string").to_polars()
    return [[_text(value) for value in row] for row in sheet.rows()]


def _unread(file: str, sheets: Sequence[str]) -> tuple[str, ...]:
    """Only one sheet is a list of pupils; nobody should learn from a missing class that another held some."""
    if not sheets:
        return ()
    named = ", ".join(f"“{name}”" for name in sheets[:5])
    which = f"the sheet {named} holds" if len(sheets) == 1 else f"the sheets {named} hold"
    return (f"Only the first sheet of {file} was read: {which} rows too. Save each sheet as a file to import it.",)


def _text(value: str | None) -> str:
    return (value or "").removesuffix(_MIDNIGHT)


def _check_unpacked(source: Source) -> None:
    """Count what the archive says it holds, and then what really comes out of it."""
    too_large = BadFile(f"{source.name} unpacks to more than {LARGEST_UNPACKED // 1_000_000} MB. It was not opened.")
    with opened(source, f"{source.name} is damaged or locked. Save it again as XLSX or CSV.") as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
            raise too_large
        left = LARGEST_UNPACKED
        for entry in archive.infolist():
            with archive.open(entry) as member:
                while chunk := member.read(1 << 20):
                    left -= len(chunk)
                    if left < 0:
                        raise too_large
        _check_laid_out(source, archive)


def _check_laid_out(source: Source, archive: zipfile.ZipFile) -> None:
    """The library opens other packed sheets too, which are not counted here: only XLSX goes to it."""
    names = {entry.filename.lower() for entry in archive.infolist()}
    if "xl/workbook.xml" not in names or names & {"content.xml", "xl/workbook.bin"}:
        raise BadFile(f"{source.name} can’t be opened as a spreadsheet. Save it again as XLSX or CSV.")
    try:
        check_reach(archive)
    except TooFar:
        raise BadFile(
            f"The cells of {source.name} lie so far apart that laid out they would be more than "
            f"{MOST_CELLS // 1_000_000} million. Take out what stands far below or beside the list, or save it as CSV."
        ) from None
