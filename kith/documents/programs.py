"""Programs inside documents of an office: found by the names they stand under, without opening them. No Django."""

from __future__ import annotations

import re
import zipfile

__all__ = ["are_in_old", "are_packed_in"]

# Visual Basic, the macro sheets of Excel 4, the modules of OpenDocument; not the lists of libraries that one writes.
_NAMES = re.compile(
    r"vbaproject\.bin$|^xl/macrosheets/.|^scripts/.*[^/]$|^basic/(?!.*script-l[bc]\.xml$).*[^/]$", re.IGNORECASE
)
# A list of parts longer than this lists no document.
_MOST_TYPES = 1_000_000
_TYPES = re.compile(rb"vbaproject|macrosheet|macroenabled", re.IGNORECASE)


def are_packed_in(packed: zipfile.ZipFile) -> bool:
    """Whether a packed document names one, or says of a part under any name that it is one."""
    return any(map(_NAMES.search, packed.namelist())) or _TYPES.search(_types(packed)) is not None


def are_in_old(content: bytes) -> bool:
    """Whether a document of before 2007 holds Visual Basic. The macro sheets of Excel 4 it may hold are not found."""
    return _OLD.search(content) is not None


def _types(packed: zipfile.ZipFile) -> bytes:
    try:
        with packed.open("[Content_Types].xml") as types:
            return types.read(_MOST_TYPES).replace(b"\0", b"")
    except KeyError:
        return b""


def _entry(name: str) -> bytes:
    """How a folder or stream of this name stands in the directory of an OLE file: 64 bytes of name, then its length."""
    spelt = name.encode("utf-16-le") + b"\0\0"
    return re.escape(spelt) + b".{%d}" % (64 - len(spelt)) + re.escape(len(spelt).to_bytes(2, "little"))


# PowerPoint packs its macros into a stream of its own, and says beside them whether there are any.
_TALK = rb"[\x0f\x1f]\x00\xff\x03.{4}\x02\x00\x00\x04\x0c\x00\x00\x00.{4}\x01\x00\x00\x00"
_OLD = re.compile(
    b"|".join([*map(_entry, ("Macros", "_VBA_PROJECT", "_VBA_PROJECT_CUR")), _TALK]), re.DOTALL | re.IGNORECASE
)
