"""A plain report as PDF 1.7: headings, paragraphs and tables, tagged so that a screen reader finds them. No Django.

The fonts are the two every reader brings (Helvetica), so nothing is embedded; what Windows-1252 cannot write becomes a
question mark. For letters and packs this is not enough.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["Paper"]

WIDTH, HEIGHT, EDGE, FOOT = 595, 842, 50, 60
REGULAR, BOLD = "F1", "F2"
# Widths of the characters from blank to tilde in thousandths of the size, as Adobe published them for Helvetica.
_WIDTHS = [
    int(one)
    for one in (
        "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278"
        " 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722"
        " 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556"
        " 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
    ).split()
]


@dataclass
class _Tag:
    """A piece of the structure: what it is, the pieces of it, and where its words stand as (page, number)."""

    kind: str
    inside: list["_Tag"] = field(default_factory=list)
    at: list[tuple[int, int]] = field(default_factory=list)
    number: int = 0
    scope: str = ""


class Paper:
    """Written from the top; a page more is begun where one is full."""

    def __init__(self, title: str, *, foot: str) -> None:
        self._title, self._foot = title, foot
        self._pages: list[list[str]] = []
        self._tags: list[list[_Tag]] = []
        self._root = _Tag("Document")
        self._turn()

    def heading(self, words: str, *, level: int) -> None:
        size = {1: 20, 2: 13}[level]
        self._room(size * 4)
        self._y -= 10
        self._paragraph(_Tag(f"H{level}"), words, BOLD, size)
        self._y -= 4

    def words(self, words: str) -> None:
        self._paragraph(_Tag("P"), words, REGULAR, 10)
        self._y -= 4

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """The first column names the row; the others are narrow and stand right."""
        table = _Tag("Table")
        self._root.inside.append(table)
        narrow = min(78.0, (WIDTH - 2 * EDGE) * 0.68 / max(1, len(columns) - 1))
        first = WIDTH - 2 * EDGE - narrow * (len(columns) - 1)
        widths = [first, *[narrow] * (len(columns) - 1)]
        self._row(table, columns, widths, head=True)
        for row in rows:
            if self._row_height(row, widths) > self._y - FOOT:
                self._turn()
                self._row(table, columns, widths, head=True)
            self._row(table, row, widths)
        self._y -= 8

    def content(self) -> bytes:
        """The file."""
        return _file(self._title, self._foot, self._pages, self._tags, self._root)

    def _paragraph(self, tag: _Tag, words: str, font: str, size: float) -> None:
        self._root.inside.append(tag)
        for line in _wrapped(words, font, size, WIDTH - 2 * EDGE):
            self._room(size * 1.4)
            self._y -= size * 1.4
            self._write(tag, line, font, size, EDGE, self._y)

    def _row(self, table: _Tag, cells: Sequence[str], widths: Sequence[float], *, head: bool = False) -> None:
        row = _Tag("TR")
        table.inside.append(row)
        height = self._row_height(cells, widths)
        self._room(height)
        x = float(EDGE)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=False)):
            font = BOLD if head or not place else REGULAR
            tag = _Tag("TH", scope="Column" if head else "Row") if head or not place else _Tag("TD")
            row.inside.append(tag)
            for n, line in enumerate(_wrapped(cell, font, 9, width - 8)):
                left = x + (width - 4 - _width(line, font, 9) if place else 0)
                self._write(tag, line, font, 9, left, self._y - 11 - n * 11)
            x += width
        self._y -= height
        line = f"0.75 w 0.6 G {EDGE} {self._y:.1f} m {WIDTH - EDGE} {self._y:.1f} l S"
        self._pages[-1].append(f"/Artifact BMC {line} EMC")

    def _row_height(self, cells: Sequence[str], widths: Sequence[float]) -> float:
        lines = [len(list(_wrapped(c, BOLD, 9, w - 8))) for c, w in zip(cells, widths, strict=False)]
        return 6 + 11 * max(lines)

    def _write(self, tag: _Tag, words: str, font: str, size: float, x: float, y: float) -> None:
        page, number = len(self._pages) - 1, len(self._tags[-1])
        tag.at.append((page, number))
        self._tags[-1].append(tag)
        kind = tag.kind if tag.kind[0] == "T" else "P" if tag.kind == "P" else "H"
        shown = f"BT /{font} {size} Tf {x:.1f} {y:.1f} Td {_text(words)} Tj ET"
        self._pages[-1].append(f"/{kind} <</MCID {number}>> BDC {shown} EMC")

    def _room(self, height: float) -> None:
        if self._y - height < FOOT:
            self._turn()

    def _turn(self) -> None:
        self._pages.append([])
        self._tags.append([])
        self._y = float(HEIGHT - EDGE)


def _wrapped(words: str, font: str, size: float, width: float) -> Iterator[str]:
    line = ""
    for word in words.split() or [""]:
        longer = f"{line} {word}".strip()
        if line and _width(longer, font, size) > width:
            yield line
            longer = word
        line = longer
    yield line


def _width(words: str, font: str, size: float) -> float:
    each = (_WIDTHS[ord(c) - 32] if 32 <= ord(c) < 127 else 556 for c in words)
    return sum(each) * size / 1000 * (1.07 if font == BOLD else 1)


def _text(words: str) -> str:
    return "<" + words.encode("cp1252", "replace").hex() + ">"


def _utf16(words: str) -> str:
    return "<" + ("\ufeff" + words).encode("utf-16-be").hex() + ">"


def _file(title: str, foot: str, pages: list[list[str]], tags: list[list[_Tag]], root: _Tag) -> bytes:
    """Objects in order: catalogue, pages, fonts, what it is called, pages with their streams, the structure."""
    objects: list[str] = ["", "", "", "", ""]
    first = len(objects) + 1
    for n, page in enumerate(pages):
        said = (
            f"/Artifact BMC BT /{REGULAR} 8 Tf {EDGE} 34 Td {_text(f'{foot} Page {n + 1} of {len(pages)}')} Tj ET EMC"
        )
        stream = "\n".join([*page, said])
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Tabs/S/StructParents {n}"
            f"/Resources<</Font<</{REGULAR} 3 0 R/{BOLD} 4 0 R>>>>/Contents {first + 2 * n + 1} 0 R>>"
        )
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    tree = len(objects) + 1
    every = [root, *_below(root)]
    for n, tag in enumerate(every):
        tag.number = tree + 1 + n
    above = {id(tag): parent for parent in every for tag in parent.inside}
    known = " ".join(
        f"{n} [{' '.join(f'{tag.number} 0 R' for tag in page)}]" for n, page in enumerate(tags)
    )  # fmt: skip
    objects.append(f"<</Type/StructTreeRoot/K {root.number} 0 R/ParentTree<</Nums[{known}]>>>>")
    for tag in every:
        parent = above[id(tag)].number if id(tag) in above else tree
        objects.append(_element(tag, parent, first))
    objects[0] = (
        f"<</Type/Catalog/Pages 2 0 R/Lang(en-GB)/MarkInfo<</Marked true>>/StructTreeRoot {tree} 0 R"
        "/ViewerPreferences<</DisplayDocTitle true>>>>"
    )
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects[1] = f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>"
    for place, name in ((2, "Helvetica"), (3, "Helvetica-Bold")):
        objects[place] = f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>"
    objects[4] = f"<</Title {_utf16(title)}/Producer(Kith)>>"
    return _written(objects)


def _below(tag: _Tag) -> Iterator[_Tag]:
    for one in tag.inside:
        yield one
        yield from _below(one)


def _element(tag: _Tag, parent: int, first: int) -> str:
    marks = [f"<</Type/MCR/Pg {first + 2 * page} 0 R/MCID {n}>>" for page, n in tag.at]
    inside = [f"{one.number} 0 R" for one in tag.inside]
    scope = f"/A<</O/Table/Scope/{tag.scope}>>" if tag.scope else ""
    return f"<</Type/StructElem/S/{tag.kind}/P {parent} 0 R/K[{' '.join([*inside, *marks])}]{scope}>>"


def _written(objects: Sequence[str]) -> bytes:
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{one}\nendobj\n".encode("ascii")
    places.append(len(out))
    assert all(before < after for before, after in pairwise(places))
    table = "".join(f"{place:010} 00000 n \n" for place in places[:-1])
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R/Info 5 0 R>>\nstartxref\n{places[-1]}\n%%EOF\n"
    return out + end.encode("ascii")
