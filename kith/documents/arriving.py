"""Files on their way in: measured, looked through for malware, told by what is in them, made ready to be kept.

Each file is judged by itself. What is refused comes back with its sentence, and nothing else is lost by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO

from kith.documents import emails, pictures
from kith.documents.rules import HEAD, MOST, FileKind, NotTaken, check_office, check_old_office, check_size, kind_of
from kith.documents.scanner import ScannerDown, scanner
from kith.documents.segments import SEGMENT

__all__ = ["Arrived", "Ready", "Turned", "arrive"]

LONGEST_NAME = 200
# A mail in a mail in a mail.
DEEPEST = 3
FOUND = "Malware was found in it. It is not kept: tell whoever looks after your computers."
DOWN = "It could not be looked through for malware, as the scanner does not answer. Nothing is taken in without that."
TOO_MANY = f"More than {MOST} files came at once. Add the rest in a second go."
TOO_DEEP = "It is an e-mail inside other e-mails, too many to be taken apart. Save it by itself and add that."


@dataclass(frozen=True)
class Arrived:
    """One file as it came."""

    name: str
    size: int
    content: IO[bytes]

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> Arrived:
        return cls(name, len(content), BytesIO(content))


@dataclass(frozen=True)
class Ready:
    """What will be kept of one: under which name, as what, and whether it came in an e-mail that stands before it."""

    name: str
    media_type: str
    size: int
    content: IO[bytes]
    dated: date | None = None
    in_mail: bool = False

    def chunks(self) -> Iterator[bytes]:
        return _chunks(self.content)


@dataclass(frozen=True)
class Turned:
    """A file that is not kept, and why."""

    name: str
    why: str

    @property
    def sentence(self) -> str:
        return f"“{self.name}” was not added. {self.why}"


def arrive(files: Iterable[Arrived]) -> tuple[list[Ready], list[Turned]]:
    """What can be kept of these, in their order, and what cannot."""
    ready: list[Ready] = []
    turned: list[Turned] = []
    for one in files:
        _take(replace(one, name=_plain_name(one.name)), ready, turned)
    return ready, turned


def _take(one: Arrived, ready: list[Ready], turned: list[Turned], depth: int = 0) -> None:
    try:
        if _is_full(ready, turned):
            raise NotTaken(TOO_MANY)
        kind = _checked(one)
        if kind.media_type != "message/rfc822":
            ready.append(replace(_made_ready(one, kind), in_mail=depth > 0))
            return
        if depth == DEEPEST:
            raise NotTaken(TOO_DEEP)
        mail = emails.taken_apart(_whole(one.content))
    except NotTaken as why:
        turned.append(Turned(one.name, str(why)))
        return
    text = Arrived.of_bytes(one.name, mail.text)
    name = str(PurePosixPath(one.name).with_suffix(".txt"))
    ready.append(Ready(name, "text/plain", text.size, text.content, mail.sent_on, in_mail=depth > 0))
    for inner in mail.attached:
        _take(Arrived.of_bytes(_plain_name(inner.name), inner.content), ready, turned, depth + 1)
        if turned and turned[-1].why == TOO_MANY:
            return


def _is_full(ready: Sequence[Ready], turned: Sequence[Turned]) -> bool:
    """What is refused counts too: it was looked through like the rest."""
    return len(ready) + len(turned) >= MOST


def _checked(one: Arrived) -> FileKind:
    """What it is, once it may be taken in. Raises NotTaken."""
    check_size(one.size)
    _look_through(one)
    one.content.seek(0)
    kind = kind_of(one.name, one.content.read(HEAD))
    one.content.seek(0)
    if kind.inside:
        check_office(kind, one.content)
    if kind.old:
        check_old_office(one.content)
    return kind


def _look_through(one: Arrived) -> None:
    """Raises NotTaken where the scanner says no, and where it says nothing."""
    if (asked := scanner()) is None:
        return
    try:
        if asked.found(_chunks(one.content)):
            raise NotTaken(FOUND)
    except ScannerDown:
        raise NotTaken(DOWN) from None


def _made_ready(one: Arrived, kind: FileKind) -> Ready:
    if not kind.picture:
        return Ready(one.name, kind.media_type, one.size, one.content)
    one.content.seek(0)
    drawn, media_type = pictures.kept(one.content)
    ending = {"image/png": ".png", "image/jpeg": ".jpg"}[media_type]
    name = one.name if kind.media_type == media_type else str(PurePosixPath(one.name).with_suffix(ending))
    return Ready(name, media_type, len(drawn), BytesIO(drawn))


def _plain_name(name: str) -> str:
    """Without the folders it came from, without what cannot be seen, and no longer than anybody reads."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = " ".join("".join(sign if sign.isprintable() else " " for sign in last).split())
    stem, dot, ending = seen.rpartition(".")
    shortened = f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}" if len(seen) > LONGEST_NAME else seen
    return shortened.strip(" .") or "file"


def _whole(content: IO[bytes]) -> bytes:
    content.seek(0)
    return content.read()


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    content.seek(0)
    while chunk := content.read(SEGMENT):
        yield chunk
