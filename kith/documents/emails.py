"""An e-mail in a file, taken apart: what it says as text, and what was attached to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.message import MIMEPart
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

from kith.documents.rules import NotTaken, opening

__all__ = ["Attached", "Mail", "taken_apart"]

_SAID = ("From", "To", "Cc", "Date", "Subject")
_SILENT = {"script", "style", "head", "title"}
_BREAKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "table", "blockquote"}


@dataclass(frozen=True)
class Attached:
    name: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """What it says, when it was sent, and what came with it."""

    text: bytes
    sent_on: date | None
    attached: tuple[Attached, ...]


def taken_apart(content: bytes) -> Mail:
    """Raises NotTaken for what is no e-mail, or one that cannot be taken apart."""
    with opening("an e-mail"):
        return _apart(content)


def _apart(content: bytes) -> Mail:
    mail = message_from_bytes(content, policy=policy.default)
    if not isinstance(mail, MIMEPart) or not any(_header(mail, name) for name in ("From", "Date", "Subject")):
        raise NotTaken("What is in it is not an e-mail: it says neither from whom nor when.")
    head = [f"{name}: {said}" for name in _SAID if (said := _header(mail, name))]
    said = "\n".join([*head, "", _body(mail)])
    # Some ways of writing letters can name half of one: what cannot be written down stands as a question mark.
    return Mail(said.encode(errors="replace"), _sent_on(mail), tuple(_attached(mail)))


def _header(mail: MIMEPart, name: str) -> str:
    """Folded onto one line; a header nobody can read says nothing."""
    try:
        return " ".join(str(mail.get(name, "")).split())
    except (ValueError, TypeError, AttributeError, IndexError):
        return ""


def _sent_on(mail: MIMEPart) -> date | None:
    try:
        return parsedate_to_datetime(_header(mail, "Date")).date()
    except (ValueError, TypeError, IndexError):
        return None


def _body(mail: MIMEPart) -> str:
    part = mail.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    words = _words(part)
    return _Said.of(words) if part.get_content_type() == "text/html" else words


def _words(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError, KeyError):
        return bytes(part.get_payload(decode=True) or b"").decode(errors="replace")  # type: ignore[arg-type]


def _attached(mail: MIMEPart) -> Iterator[Attached]:
    """Every part that is not what the mail itself says. A mail within a mail is one of them."""
    body = mail.get_body(preferencelist=("plain", "html"))
    said = {id(body)} | {id(one) for one in _alternatives(mail)}
    for n, part in enumerate(_leaves(mail), 1):
        if id(part) in said:
            continue
        yield Attached(_name_of(part, n), _content_of(part))


def _leaves(mail: MIMEPart) -> Iterator[MIMEPart]:
    if mail.get_content_type() == "message/rfc822" or not mail.is_multipart():
        yield mail
        return
    for part in mail.iter_parts():
        yield from _leaves(part)  # type: ignore[arg-type]


def _alternatives(mail: MIMEPart) -> Iterator[MIMEPart]:
    """The same words in another form."""
    for part in mail.walk():
        if part.get_content_type() == "multipart/alternative":
            yield from (one for one in part.iter_parts() if one.get_content_maintype() == "text")  # type: ignore[misc]


def _name_of(part: MIMEPart, n: int) -> str:
    if name := part.get_filename():
        return name
    endings = {"message/rfc822": "eml", "text/plain": "txt", "text/html": "html", "application/pdf": "pdf",
               "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}  # fmt: skip
    ending = endings.get(part.get_content_type(), "")
    return f"attachment {n}.{ending}" if ending else f"attachment {n}"


def _content_of(part: MIMEPart) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return b"".join(one.as_bytes() for one in part.iter_parts())
    return bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]


class _Said(HTMLParser):
    """The words of a page, and none of its means."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0

    @classmethod
    def of(cls, html: str) -> str:
        reader = cls()
        reader.feed(html)
        reader.close()
        return re.sub(r"\n\s*\n+", "\n\n", "".join(reader.words)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)
