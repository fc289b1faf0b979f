"""Sheets of A4 as PDF: tagged for screen readers, searchable, with their letters inside. No Django.

    content, pages = as_pdf("Report", [Line("Report", Style.TITLE), Line("As long as you like.")], foot="Oakmere")

The same words make the same bytes. Latin, Greek and Cyrillic letters are written; a sign of another script that no font
here has is drawn as an empty box, and the file then says of itself that it is tagged, and not that it is PDF/UA.
"""

import enum
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import typst

__all__ = ["Line", "Made", "Style", "Table", "as_pdf"]

HERE = Path(__file__).parent
SHEETS = HERE / "paper.typ"


class Style(enum.Enum):
    """How a line looks, and what a screen reader takes it for."""

    TITLE = "title"
    HEADING = "heading"
    LABEL = "label"
    TEXT = "text"
    SMALL = "small"


@dataclass(frozen=True)
class Line:
    """Words in one style, on as many lines as they need. `new_page`: they begin one."""

    words: str
    style: Style = Style.TEXT
    new_page: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under their columns, which stand again on each page; the first cell names its row.

    `widths` are shares of the line, 0 what a column needs; none: the first column takes what the others leave.
    `numbers`: all but the first stand right. `marks` names each row, so that a table with `index` and the same marks
    can add the page each stands on.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()
    numbers: bool = False
    marks: Sequence[str] = ()
    index: bool = False


class Made(NamedTuple):
    """The file, and how many pages it has."""

    content: bytes
    pages: int


def as_pdf(title: str, blocks: Iterable[Line | Table], *, foot: str = "") -> Made:
    """`foot` stands on each page before its number."""
    said = {"title": _plain(title), "foot": _plain(foot), "blocks": [_block(one) for one in blocks]}
    given: dict[str, Any] = {"sys_inputs": {"said": json.dumps(said)}, "root": HERE, "font_paths": _fonts()}
    content = _compiled(given)
    return Made(content, int(typst.query(SHEETS, "<pages>", field="value", one=True, **given)))


def _compiled(given: dict[str, Any]) -> bytes:
    try:
        return bytes(typst.compile(SHEETS, format="pdf", pdf_standards="ua-1", **given))
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return bytes(typst.compile(SHEETS, format="pdf", **given))


def _block(one: Line | Table) -> dict[str, Any]:
    if isinstance(one, Line):
        return {"style": one.style.value, "words": _plain(one.words), "new_page": one.new_page}
    columns = [*one.columns, "Page"] if one.index else list(one.columns)
    return {
        "style": "table",
        "new_page": False,
        "columns": [_plain(words) for words in columns],
        "rows": [[_plain(words) for words in row] for row in one.rows],
        "widths": list(one.widths) or [1.0, *[0.0] * (len(columns) - 1)],
        "numbers": one.numbers,
        "marks": list(one.marks),
        "index": one.index,
    }


def _plain(words: str) -> str:
    """Without what is no letter: a control sign ends a file for some readers."""
    return "".join(one for one in words.expandtabs(4) if one == "\n" or one.isprintable() or one == "\u200d")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[HERE])
