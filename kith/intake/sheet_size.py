"""How far the sheets of a workbook reach, counted as a stream before anything lays them out.

Worked: two cells, A1 and XFD1048576, are a file of a kilobyte and seventeen thousand million cells between them: a
reader that lays a sheet out takes memory for each, and brings down whatever it runs in.
"""

from __future__ import annotations

import re
import zipfile
from typing import IO, Any, NoReturn
from xml.parsers import expat

__all__ = ["MOST_CELLS", "TooFar", "check_reach"]

MOST_CELLS = 5_000_000
_CHUNK = 1 << 16
# Whoever lays sheets out looks for this in any part that the workbook names as a sheet, whatever the part is called.
_SHEET = b"sheetData"
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
_FILLED = ("v", "is", "f")


class TooFar(ValueError):
    """Its cells lie so far apart, or are so many, that it is not laid out; or where they lie cannot be told."""


def check_reach(archive: zipfile.ZipFile) -> None:
    """Raises TooFar where the sheets of this workbook, laid out, would be more than MOST_CELLS."""
    left = MOST_CELLS
    for entry in archive.infolist():
        with archive.open(entry) as part:
            left -= _cells(part)
        if left < 0:
            raise TooFar(entry.filename)


def _cells(part: IO[bytes]) -> int:
    """How many cells lie between the first place of this part and its last filled one; 0 where it is no sheet."""
    reach, is_sheet, is_xml, before = _Reach(), False, True, b""
    parser = expat.ParserCreate()
    parser.StartElementHandler = reach.begin
    parser.StartDoctypeDeclHandler = _refused
    while chunk := part.read(_CHUNK):
        is_sheet = is_sheet or _SHEET in before + chunk
        before = chunk[-len(_SHEET) :]
        is_xml = is_xml and _fed(parser, chunk)
    if is_sheet and not is_xml:
        raise TooFar("a sheet that is no XML")
    return reach.rows * reach.columns


def _fed(parser: expat.XMLParserType, chunk: bytes) -> bool:
    try:
        parser.Parse(chunk)
    except expat.ExpatError:
        return False
    return True


def _refused(*_: Any) -> NoReturn:
    raise TooFar("a DOCTYPE")


class _Reach:
    """Told the elements of a sheet: the furthest row and column that hold something."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = 0

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row, self._column = _number(attributes.get("r"), self._row + 1), 0
        elif name == "c":
            self._place(attributes.get("r"))
        elif name in _FILLED:
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)

    def _place(self, said: str | None) -> None:
        if said is None:
            self._column += 1
            return
        if not (place := _PLACE.fullmatch(said)):
            raise TooFar("a place nobody knows")
        self._column, self._row = _column(place[1]), int(place[2])


def _number(said: str | None, otherwise: int) -> int:
    if said is None:
        return otherwise
    if not (said.isascii() and said.isdigit() and len(said) < 8):
        raise TooFar("a row nobody knows")
    return int(said)


def _column(letters: str) -> int:
    n = 0
    for letter in letters.upper():
        n = n * 26 + ord(letter) - ord("A") + 1
    return n
