"""Which files are kept, told by what is in them and not by their name alone. No Django.

Worked: `plan.pdf` begins as PDFs begin: kept as it is. `photo.pdf` begins as a picture: it is refused, and its sentence
says so, since whoever opens it later would be told by its name what it is not.
"""

from __future__ import annotations

import re
import zipfile
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

import puremagic

from kith.documents import programs

__all__ = [
    "HEAD",
    "KINDS",
    "LARGEST",
    "MOST",
    "TAKEN",
    "FileKind",
    "NotTaken",
    "check_office",
    "check_old_office",
    "check_size",
    "kind_of",
    "opening",
]

# So much of a file says what it is.
HEAD = 8192
LARGEST = 25_000_000
# So many at once, the attachments of e-mails among them.
MOST = 50
# What is packed may grow to so much, and by so many times, when it is opened.
UNPACKED, RATIO = 500_000_000, 200


class NotTaken(ValueError):
    """This file is not kept. The message is a sentence for whoever brought it."""


@dataclass(frozen=True)
class FileKind:
    """One kind of file: what it is called, what its name ends with, and how a browser may meet it."""

    media_type: str
    words: str
    endings: tuple[str, ...]
    # Shown on a page, and not only to be kept.
    shown: bool = False
    picture: bool = False
    # Office files of before 2007.
    old: bool = False
    # Where in a packed file its own parts lie.
    inside: str = ""
    # Words without a signature that would say what they are.
    text: bool = False
    # What has to be said of one that is kept, where there is something.
    note: str = ""

    @property
    def one(self) -> str:
        """One of them in a sentence: a PDF, a picture, a Word document, an e-mail."""
        return _ONE.get(self.words, f"a {self.words} file")


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_WHOLE = (
    "It is kept whole, as Outlook wrote it: what was attached stays inside and is not listed here. To have it split, "
    "save it in Outlook as .eml and add that."
)
KINDS: dict[str, FileKind] = {
    one.media_type: one
    for one in (
        FileKind("application/pdf", "PDF", ("pdf",), shown=True),
        FileKind("image/jpeg", "Picture", ("jpg", "jpeg", "jfif"), shown=True, picture=True),
        FileKind("image/png", "Picture", ("png",), shown=True, picture=True),
        FileKind("image/gif", "Picture", ("gif",), picture=True),
        FileKind("image/webp", "Picture", ("webp",), picture=True),
        FileKind("image/tiff", "Picture", ("tif", "tiff"), picture=True),
        FileKind("image/bmp", "Picture", ("bmp",), picture=True),
        FileKind(f"{_OFFICE}wordprocessingml.document", "Word", ("docx",), inside="word/"),
        FileKind(f"{_OFFICE}spreadsheetml.sheet", "Excel", ("xlsx",), inside="xl/"),
        FileKind(f"{_OFFICE}presentationml.presentation", "PowerPoint", ("pptx",), inside="ppt/"),
        FileKind(f"{_OPEN}text", "OpenDocument text", ("odt",), inside="content.xml"),
        FileKind(f"{_OPEN}spreadsheet", "OpenDocument sheet", ("ods",), inside="content.xml"),
        FileKind("application/msword", "Word", ("doc",), old=True),
        FileKind("application/vnd.ms-excel", "Excel", ("xls",), old=True),
        FileKind("application/vnd.ms-powerpoint", "PowerPoint", ("ppt",), old=True),
        FileKind("application/vnd.ms-outlook", "Outlook e-mail", ("msg",), old=True, note=_WHOLE),
        FileKind("application/rtf", "Rich text", ("rtf",)),
        FileKind("message/rfc822", "E-mail", ("eml",), text=True),
        FileKind("text/plain", "Text", ("txt",), shown=True, text=True),
        FileKind("text/csv", "CSV", ("csv",), text=True),
    )
}
_ONE = {
    "Picture": "a picture",
    "Word": "a Word document",
    "Excel": "an Excel sheet",
    "PowerPoint": "a PowerPoint presentation",
    "PDF": "a PDF",
    "OpenDocument text": "an OpenDocument text",
    "OpenDocument sheet": "an OpenDocument sheet",
    "Outlook e-mail": "an Outlook e-mail",
    "Rich text": "rich text",
    "E-mail": "an e-mail",
    "Text": "plain text",
    "CSV": "a CSV file",
}
_BY_ENDING = {ending: one for one in KINDS.values() for ending in one.endings}
# For the picker of a form.
TAKEN = ",".join(f".{ending}" for ending in _BY_ENDING)
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_MACROS = "It carries macros, which are programs. Save it without them and add that."
# A page, a drawing or a table of data; not what somebody points at or loves.
_MARKUP = re.compile(rb"<[a-z!?/]")
_SAID = "Kith keeps PDF, Word, Excel, PowerPoint, pictures, text and e-mail (.eml, .msg)."


def check_size(size: int) -> None:
    """Raises NotTaken for what is empty or too large."""
    if size == 0:
        raise NotTaken("It is empty.")
    if size > LARGEST:
        raise NotTaken(f"It is larger than {LARGEST // 1_000_000} MB. Make it smaller, or split it.")


def kind_of(name: str, head: bytes) -> FileKind:
    """What a file is. `head`: its first bytes. Raises NotTaken where its content is not what its name says."""
    ending = PurePosixPath(name.lower()).suffix.removeprefix(".")
    kind = _BY_ENDING.get(ending)
    if ending in ("heic", "heif"):
        raise NotTaken("It is a picture in a form only some phones open. Save it as JPEG and add that.")
    if kind is None:
        raise NotTaken(f"It is a kind of file that is not kept. {_SAID}")
    if not _is_what_it_says(kind, ending, head):
        raise NotTaken(
            f"What is in it is not {kind.one}, though its name ends in .{ending}. It may be locked or broken."
        )
    return kind


@contextmanager
def opening(as_what: str) -> Iterator[None]:
    """Whatever fails while a file that somebody made is opened is the file's fault. Raises NotTaken.

    Those who take files apart raise what they like where one is made to hurt them, down to RecursionError.
    """
    try:
        yield
    except NotTaken:
        raise
    except Exception:
        raise NotTaken(f"It is broken: it does not open as {as_what}.") from None


def check_office(kind: FileKind, file: IO[bytes]) -> None:
    """Raises NotTaken for a packed document that is none, or carries a program, or would burst when it is opened."""
    with opening(kind.words), zipfile.ZipFile(file) as packed:
        entries = packed.infolist()
        if not any(one.filename.startswith(kind.inside) for one in entries):
            raise NotTaken(f"What is in it is not {kind.one}.")
        whole, kept = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
        if whole > UNPACKED or whole > RATIO * max(kept, 1_000):
            raise NotTaken("It would grow so large when opened that it is not taken in.")
        if programs.are_packed_in(packed):
            raise NotTaken(_MACROS)


def check_old_office(file: IO[bytes]) -> None:
    """Raises NotTaken for a document of before 2007 in which there are macros of Visual Basic."""
    if programs.are_in_old(file.read()):
        raise NotTaken(_MACROS)


def _is_what_it_says(kind: FileKind, ending: str, head: bytes) -> bool:
    if kind.text:
        return _is_text(head)
    if kind.old:
        return head.startswith(_OLD_OFFICE)
    if kind.inside:
        return head.startswith(b"PK\x03\x04")
    return ending in _found(head) or any(other in _found(head) for other in kind.endings)


def _found(head: bytes) -> set[str]:
    """The endings files with these first bytes may have."""
    try:
        return {one.extension.removeprefix(".") for one in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_text(head: bytes) -> bool:
    """Words, and nothing that a browser or a shell would take for more."""
    begins = head.removeprefix(BOM_UTF8).lstrip().lower()
    if b"\0" in head or begins.startswith((b"#!", b"mz", b"%pdf", b"{\\rtf")) or _MARKUP.match(begins):
        return False
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
