"""The contents of a file: the fingerprint that is signed for, and the files of earlier schools inside one. Pure."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from kith.sharing.sealing import body_text

__all__ = ["fingerprint_of", "within"]


def fingerprint_of(file: Mapping[str, Any]) -> str:
    """The SHA-256 both sides sign for: of the file as canonical text. Of each document it holds the fingerprint."""
    return hashlib.sha256(body_text(file).encode()).hexdigest()


def within(file: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A file and every file of an earlier school in it."""
    yield file
    for one in file.get("earlier", ()):
        yield from within(one["file"])
