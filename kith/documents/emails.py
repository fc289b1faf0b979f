"""An e-mail in a file, taken apart: what it says as text, and what was attached to it."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes, policy
from email.message import MIMEPart
from email.utils import parsedate_to_datetime
from string import ascii_lowercase, ascii_uppercase

from lxml import etree

from kith.documents.rules import NotTaken, opening

__all__ = ["Attached", "Mail", "taken_apart"]

# Lines that may be the edge of a part; lines, times the parts each may be the end of.
MOST_EDGES, MOST_STEPS = 2_000, 20_000_000
TOO_MANY_PARTS = "It is an e-mail of too many parts to be taken apart. Save what was attached to it and add that."

_SAID = ("From", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject")
_PLAIN, _PAGE = "text/plain", "text/html"
_ENDINGS = {"message/rfc822": "eml", "message/delivery-status": "txt", _PLAIN: "txt", _PAGE: "html",
            "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}  # fmt: skip
_SILENT = {"script", "style"}
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_HIDES = (("<!--", "-->"), *((f"<{one}", f"</{one}") for one in sorted(_SILENT)))
_TAG = re.compile(r"<!--|<[^<>]*>")
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
    _check_work(content)
    with opening("an e-mail"):
        return _apart(content.removeprefix(BOM_UTF8))


def _check_work(content: bytes) -> None:
    """Whoever takes it apart asks of every line whether it ends one of the parts it stands in."""
    edges, levels = content.count(b"\n--"), content.lower().count(b"multipart/")
    if edges > MOST_EDGES or content.count(b"\n") * levels > MOST_STEPS:
        raise NotTaken(TOO_MANY_PARTS)


def _apart(content: bytes) -> Mail:
    mail = message_from_bytes(content, policy=policy.default)
    if not isinstance(mail, MIMEPart) or not any(_header(mail, name) for name in ("From", "Date", "Subject")):
        raise NotTaken("What is in it is not an e-mail: it says neither from whom nor when.")
    head = [f"{name}: {said}" for name in _SAID if (said := _header(mail, name))]
    leaves, again = list(_leaves(mail)), {id(one) for one in _said_again(mail)}
    bodies = (_words(one) for one in leaves if _is_said(one) and id(one) not in again)
    text = "\n".join([*head, "", *bodies])
    attached = (Attached(_name_of(one, n), _content_of(one)) for n, one in enumerate(leaves, 1) if not _is_said(one))
    # Some ways of writing letters can name half of one: what cannot be written down stands as a question mark.
    return Mail(text.encode(errors="replace"), _sent_on(mail), tuple(attached))


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


def _words(part: MIMEPart) -> str:
    try:
        words = str(part.get_content())
    except (LookupError, ValueError, KeyError):
        words = bytes(part.get_payload(decode=True) or b"").decode(errors="replace")  # type: ignore[arg-type]
    return _Said.of(words) if part.get_content_type() == _PAGE else words


def _leaves(mail: MIMEPart) -> Iterator[MIMEPart]:
    """Every part that has none below it. A mail within a mail is one, and so is a report on what became of a mail."""
    if mail.get_content_maintype() == "message" or not mail.is_multipart():
        yield mail
        return
    for part in mail.iter_parts():
        yield from _leaves(part)  # type: ignore[arg-type]


def _is_said(part: MIMEPart) -> bool:
    """Words of the mail itself: they stand in it, and are no file."""
    return part.get_content_type() in (_PLAIN, _PAGE) and not part.is_attachment() and not part.get_filename()


def _said_again(mail: MIMEPart) -> Iterator[MIMEPart]:
    """The same words in another form: the plain ones are kept, or the page where those are blank."""
    for part in mail.walk():
        if part.get_content_type() != "multipart/alternative" or not part.is_multipart():
            continue
        forms = [one for one in _leaves(part) if _is_said(one)]  # type: ignore[arg-type]
        forms.sort(key=lambda one: (not _words(one).strip(), one.get_content_type() == _PAGE))
        yield from forms[1:]


def _name_of(part: MIMEPart, n: int) -> str:
    name, media_type = part.get_filename(), part.get_content_type()
    if media_type == "text/calendar":
        return f"{(name or f'attachment {n}').removesuffix('.ics')}.txt"
    if name:
        return name
    ending = _ENDINGS.get(media_type, "")
    return f"attachment {n}.{ending}" if ending else f"attachment {n}"


def _content_of(part: MIMEPart) -> bytes:
    if part.get_content_maintype() == "message":
        return b"".join(one.as_bytes() for one in part.iter_parts())
    return bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]


class _Said:
    """The words of a page, and none of its means. What is begun and never ended hides nothing that follows."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.silent = 0

    @classmethod
    def of(cls, html: str) -> str:
        said = cls()
        parser = etree.HTMLParser(target=said, no_network=True, huge_tree=True)
        parser.feed(html.replace("\0", " ").encode(errors="replace").decode())
        parser.close()
        return re.sub(r"\n\s*\n+", "\n\n", "".join([*said.words, _never_ended(html)])).strip()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.words.append("\n")

    def end(self, tag: str) -> None:
        self.silent -= tag in _SILENT

    def data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)

    def close(self) -> None:
        return None


def _never_ended(html: str) -> str:
    """The words behind a remark, a style or a script that never ends, which whoever shows the page leaves out."""
    page = html.translate(_LOWER)
    begun = [at for begins, ends in _HIDES if (at := page.rfind(begins)) > page.rfind(ends)]
    return "\n" + _TAG.sub(" ", html[min(begun) :]) if begun else ""
