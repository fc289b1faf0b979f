"""From lines to rows: each row knows its place, and a damaged one costs itself and nothing after it.

An ordinary CSV reader that meets one stray quotation mark swallows all rows to the next one and reports nothing.
Here a quotation mark left open is given a few lines to close with the right number of values; else the line is
refused alone and reading goes on with the next.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from kith.foundation.spreadsheet import plain_cell
from kith.intake.cells import Origin, Problem, Record
from kith.intake.sources import BadFile, Source, has_unreadable, lines

__all__ = ["Table", "lacking", "read_csv", "table_of"]

# A value may hold line breaks (an address typed in five lines), but not a whole table.
MOST_LINES_OF_A_ROW = 9
SEPARATORS = ",;\t|"
# What is not the alphabet of today is read as that of old Windows programs, in which every byte is some sign; of the
# first bytes of a text next to none are those below the blank.
OLD, MOST_SIGNS = "cp1252", 0.05
NO_TABLE = "{file} is no table we can read. Save the list as CSV or as a workbook (XLSX) and upload that."


@dataclass(frozen=True)
class Table:
    """A table that has not been read further than its headings."""

    file: str
    headings: tuple[str, ...]
    records: Iterable[Record]
    # What whoever sent it should know of the whole file.
    remarks: tuple[str, ...] = ()


def read_csv(source: Source, encoding: str) -> Table:
    """Open a CSV file as a table. The first row that is not blank holds the headings."""
    if encoding == OLD and _is_binary(source):
        raise BadFile(NO_TABLE.format(file=source.name))
    text = iter(lines(source, encoding))
    place, first = next(((n, line) for n, line in enumerate(text, start=1) if line.strip()), (1, ""))
    separator = max(SEPARATORS, key=first.count)
    headings = _headings(source.name, _parsed([first], separator, strict=False) or [])
    rows = _rows(text, separator, len(headings))
    return Table(source.name, headings, _records(source.name, headings, rows, first_row=place + 1))


def table_of(file: str, headings: Iterable[str], rows: Iterable[list[str]], *, first_row: int) -> Table:
    """A table from rows that are apart already: those of a workbook."""
    names = _headings(file, list(headings))
    return Table(file, names, _records(file, names, ((row, "") for row in rows), first_row=first_row))


def lacking(table: Table, wanted: Iterable[str]) -> tuple[str, ...]:
    """A sentence where columns that are read are not there, or are spelt so that nobody knows them."""
    missing = [name for name in wanted if name not in table.headings]
    if not missing:
        return ()
    return (f"{table.file} has no column {', '.join(missing)}: nothing of the kind was taken from it.",)


def _headings(file: str, raw: list[str]) -> tuple[str, ...]:
    names = [" ".join(name.split()) for name in raw]
    while names and not names[-1]:
        names.pop()
    if _is_no_text("".join(names)):
        raise BadFile(NO_TABLE.format(file=file))
    places = {name: [n for n, one in enumerate(names, start=1) if one == name] for name in names if name}
    twice = next((at for at in places.values() if len(at) > 1), [])
    if not names:
        raise BadFile(f"{file} has no headings. The first row must name the columns.")
    if twice:
        # By their place: of a file without headings these are what a child is called.
        raise BadFile(f"{file} has the same heading in columns {twice[0]} and {twice[1]}. Rename one of them.")
    return tuple(names)


def _is_no_text(headings: str) -> bool:
    """A PDF, or what has bytes in its headings that mean nothing."""
    return has_unreadable(headings) or headings.startswith("%PDF")


def _is_binary(source: Source) -> bool:
    """A picture or an old workbook that is called a CSV file."""
    with source.open() as raw:
        head = raw.read(4096)
    return sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head) > len(head) * MOST_SIGNS


def _rows(text: Iterator[str], separator: str, width: int) -> Iterator[tuple[list[str], str]]:
    """Rows of values, or no values and the reason. Lines taken in vain are given back."""
    waiting: deque[str] = deque()
    while waiting or (more := next(text, None)) is not None:
        line = waiting.popleft() if waiting else more
        assert line is not None
        values = _parsed([line], separator)
        if values is None:
            ahead = [*waiting, *islice(text, MOST_LINES_OF_A_ROW - len(waiting))]
            taken, values = _closed(line, ahead, separator, width)
            waiting = deque(ahead[taken:])
        yield (values, "") if values is not None else ([], _OPEN_QUOTE)


def _closed(line: str, ahead: list[str], separator: str, width: int) -> tuple[int, list[str] | None]:
    """How many further lines complete this row, and its values; (0, None) if none do."""
    for taken in range(1, len(ahead) + 1):
        values = _parsed([line + "\n", *(one + "\n" for one in ahead[:taken])], separator)
        if values is not None:
            return (taken, values) if len(values) == width else (0, None)
    return 0, None


def _parsed(text: list[str], separator: str, *, strict: bool = True) -> list[str] | None:
    try:
        rows = list(csv.reader(text, delimiter=separator, strict=strict))
    except csv.Error:
        return None
    return rows[0] if rows else []


def _records(
    file: str, headings: tuple[str, ...], rows: Iterable[tuple[list[str], str]], *, first_row: int
) -> Iterator[Record]:
    for number, (values, wrong) in enumerate(rows, start=first_row):
        if not wrong and not any(value.strip() for value in values):
            continue
        while len(values) > len(headings) and not values[-1].strip():
            values.pop()
        origin = Origin(file, number)
        if problem := _problem(origin, headings, values, wrong):
            yield Record(origin, {}, problem)
        else:
            yield Record(origin, dict(zip(headings, map(plain_cell, values), strict=True)))


def _problem(origin: Origin, headings: tuple[str, ...], values: list[str], wrong: str) -> Problem | None:
    if wrong:
        return Problem(origin, "", wrong, "rows with an open quotation mark")
    if len(values) != len(headings):
        words = (
            f"this row has {len(values)} values and the headings are {len(headings)}. "
            "A comma or a quotation mark is missing or too many: export the row again."
        )
        return Problem(origin, "", words, "rows with too few or too many values")
    if has_unreadable("".join(values)):
        column = next(c for c, value in zip(headings, values, strict=True) if has_unreadable(value))
        words = "this holds a character that can’t be read. Type the value again and save the file as UTF-8."
        return Problem(origin, column, words, "characters that can’t be read")
    return None


_OPEN_QUOTE = "a quotation mark is opened and not closed. Take it out or write it twice, and import the row again."
