"""A file as it arrives: its size, its fingerprint, and in which alphabet it is written.

Files of schools come as UTF-8, as the Windows code page of twenty years ago, or as the first with a byte broken
on the way. A wrong guess would turn Zoë into ZoÃ« in a child's record, so the bytes are counted, not guessed:
what can't be read is kept as a mark that refuses its own row and no other.
"""

import codecs
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

__all__ = ["LARGEST_FILE", "BadFile", "Source", "Survey", "has_unreadable", "survey"]

LARGEST_FILE = 200_000_000
_CHUNK = 1 << 20
_BROKEN, _BEYOND, _UNREADABLE = (
    re.compile("[\udc80-\udcff]"),
    re.compile(r"[^\x00-\x7f]"),
    re.compile("[\ufffd\udc80-\udcff]"),
)
# How pictures and printed pages begin.
_NO_TABLES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"RIFF", b"II*\0", b"MM\0*")
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class BadFile(ValueError):
    """A file can't be used at all. Its message is a sentence with the file and what to do."""


@dataclass(frozen=True)
class Source:
    """A named file that can be opened, also more than once."""

    name: str
    open: Callable[[], BinaryIO]

    @classmethod
    def of_path(cls, path: Path) -> "Source":
        return cls(path.name, lambda: path.open("rb"))

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> "Source":
        return cls(name, lambda: io.BytesIO(data))


@dataclass(frozen=True)
class Survey:
    """What one pass over the bytes tells."""

    size: int
    sha256: str
    encoding: str


def survey(source: Source, *, largest: int = LARGEST_FILE) -> Survey:
    """Measure a file before anything of it is believed. Raises BadFile when it is too large or empty."""
    digest, size, head = hashlib.sha256(), 0, b""
    counting = _Counting()
    for chunk in _chunks(source):
        size += len(chunk)
        if size > largest:
            raise BadFile(f"{source.name} is larger than {largest // 1_000_000} MB. Split it and import the parts.")
        if not size - len(chunk) and chunk.startswith(_NO_TABLES):
            raise BadFile(f"{source.name} is no table we can read, but a picture or a printed page.")
        head = head or chunk[:4]
        digest.update(chunk)
        counting.feed(chunk)
    if size == 0:
        raise BadFile(f"{source.name} is empty. Export it again and check that it has rows.")
    return Survey(size, digest.hexdigest(), _WIDE.get(head[:2]) or counting.encoding())


def lines(source: Source, encoding: str, *, longest: int = 1_000_000) -> Iterator[str]:
    """The lines of a file without their ends. Raises BadFile at a line no table of people has."""
    errors = "replace" if encoding == "utf-16" else "surrogateescape"
    with source.open() as raw, io.TextIOWrapper(raw, encoding, errors=errors, newline=None) as text:
        number = 0
        while line := text.readline(longest + 1):
            number += 1
            if len(line) > longest:
                raise BadFile(f"{source.name}: line {number} is too long to be a row of a table. Is this a CSV file?")
            yield line.removesuffix("\n")


def has_unreadable(text: str) -> bool:
    """Does the text hold a byte its alphabet does not know, or a character with no meaning (NUL)?"""
    return "\0" in text or (not text.isascii() and _UNREADABLE.search(text) is not None)


class _Counting:
    """How much of the file is good UTF-8 beyond plain letters, and how much is not UTF-8 at all."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
        self.good = self.broken = 0

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        text = self._decoder.decode(chunk, final)
        if text.isascii():
            return
        broken = len(_BROKEN.findall(text))
        self.broken += broken
        self.good += len(_BEYOND.findall(text)) - broken

    def encoding(self) -> str:
        self.feed(b"", final=True)
        return "utf-8-sig" if self.broken == 0 or self.good > self.broken else "cp1252"


def _chunks(source: Source) -> Iterator[bytes]:
    with source.open() as raw:
        while chunk := raw.read(_CHUNK):
            yield chunk
