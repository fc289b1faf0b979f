"""Pages of plain text as PDF, in the fonts every reader has: enough for a file that is read and printed. No Django.

    content, pages = as_pdf([Line("Contents", Style.TITLE), Line("A long text, broken where it must be.")])

The fonts know the letters of western Europe. A letter they do not know is written without its accent, or as "?"; what
is written out this way always goes with a second form that has every letter.
"""

import enum
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

__all__ = ["Line", "Style", "as_pdf"]

WIDTH, HEIGHT, MARGIN, FOOT = 595, 842, 56, 60


class Style(enum.Enum):
    """How a line looks: font, size, space before it."""

    TITLE = ("F2", 18, 6)
    HEADING = ("F2", 13, 14)
    LABEL = ("F2", 10, 8)
    TEXT = ("F1", 10, 2)
    SMALL = ("F1", 9, 2)


@dataclass(frozen=True)
class Line:
    """Words in one style, on as many lines as they need. `new_page`: they begin one."""

    words: str
    style: Style = Style.TEXT
    new_page: bool = False


# Thousandths of the size, from the space to the tilde: Helvetica as every reader draws it.
_NARROW = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
# Letters that have no accent to lose.
_ALIKE = str.maketrans("ŁłĐđĦħıŦŧ", "LlDdHhiTt")
# Bold letters are at most so much wider.
_BOLD = 1.1


def as_pdf(lines: Iterable[Line], *, footer: str = "", made: datetime | None = None) -> tuple[bytes, int]:
    """The file, and how many pages it has. `footer` stands on each page before its number."""
    pages = list(_pages(lines))
    objects = [b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>", b"", _font("Helvetica"), _font("Helvetica-Bold")]
    kids = []
    for n, page in enumerate(pages, start=1):
        stream = _stream(page, f"{footer}  Page {n} of {len(pages)}".strip())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        fonts = b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
        box = b"/MediaBox [0 0 %d %d]" % (WIDTH, HEIGHT)
        objects.append(b"<< /Type /Page /Parent 2 0 R %s %s /Contents %d 0 R >>" % (box, fonts, len(objects)))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _file(objects, made), len(pages)


def _font(name: str) -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name.encode()


def _file(objects: list[bytes], made: datetime | None) -> bytes:
    told = b"/Producer (Kith)" + (b" /CreationDate (D:%s)" % f"{made:%Y%m%d%H%M%S}Z".encode() if made else b"")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for n, one in enumerate([*objects, b"<< %s >>" % told], start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, one)
    begins = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, size - 1, begins)
    return bytes(out)


def _pages(lines: Iterable[Line]) -> Iterator[list[tuple[int, Style, str]]]:
    """Each page as its lines with their height above the foot of the sheet."""
    page: list[tuple[int, Style, str]] = []
    y = HEIGHT - MARGIN
    for line in lines:
        _, size, before = line.style.value
        rows = _broken(_writable(line.words), line.style)
        if page and (line.new_page or y - before - size * min(len(rows), 2) < FOOT):
            yield page
            page, y = [], HEIGHT - MARGIN
        y -= before
        for row in rows:
            if y - size < FOOT:
                yield page
                page, y = [], HEIGHT - MARGIN
            y -= round(size * 1.35)
            page.append((y, line.style, row))
    yield page


def _stream(page: list[tuple[int, Style, str]], footer: str) -> bytes:
    drawn = [*page, (MARGIN // 2, Style.SMALL, _writable(footer))]
    return b"\n".join(
        b"BT /%s %d Tf %d %d Td (%s) Tj ET" % (style.value[0].encode(), style.value[1], MARGIN, y, _escaped(row))
        for y, style, row in drawn
    )


def _broken(text: str, style: Style) -> list[str]:
    """The text in lines that fit the sheet; a word that is too long for one is broken."""
    rows: list[str] = []
    for paragraph in text.split("\n"):
        row = ""
        for word in paragraph.split(" "):
            joined = f"{row} {word}" if row else word
            if _fits(joined, style):
                row = joined
                continue
            if row:
                rows.append(row)
            *whole, row = _cut(word, style)
            rows += whole
        rows.append(row)
    return rows


def _cut(word: str, style: Style) -> list[str]:
    pieces = [""]
    for letter in word:
        if not _fits(pieces[-1] + letter, style):
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _fits(text: str, style: Style) -> bool:
    font, size, _ = style.value
    wide = sum(_NARROW[ord(one) - 32] if 32 <= ord(one) < 127 else 600 for one in text)
    return wide * size * (_BOLD if font == "F2" else 1) <= (WIDTH - 2 * MARGIN) * 1000


def _writable(text: str) -> str:
    """In letters the fonts have."""
    return "".join(_letter(one) for one in text.replace("\r\n", "\n").replace("\t", "    "))


def _letter(one: str) -> str:
    for tried in (
        one,
        one.translate(_ALIKE),
        "".join(c for c in unicodedata.normalize("NFKD", one) if not unicodedata.combining(c)),
    ):
        try:
            tried.encode("cp1252")
        except UnicodeEncodeError:
            continue
        return tried if one == "\n" or one.isprintable() else ""
    return "?"


def _escaped(text: str) -> bytes:
    said = text.encode("cp1252")
    return said.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
