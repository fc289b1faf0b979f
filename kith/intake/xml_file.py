"""An XML file of pupils, read as a stream: one record at a time, and nothing kept of those before.

What a hostile or broken file could do is refused before it costs anything: a DOCTYPE (and with it every entity), a
nesting no table of people has, attributes and texts without end, elements without number. Nothing is fetched from
anywhere. A file that is no XML to its end is refused with one sentence that names the line.

Two passes: the first ends at the root element, before which alone a DOCTYPE may stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from kith.intake.sources import BadFile, Source

__all__ = ["Limits", "Node", "is_xml", "name_of", "root_of", "stream"]

Node = etree._Element
_CHUNK = 1 << 15
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SAFE: dict[str, Any] = {
    "resolve_entities": "internal", "no_network": True, "load_dtd": False, "dtd_validation": False,
    "attribute_defaults": False, "huge_tree": False, "remove_comments": True, "remove_pis": True,
}  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """What a file of a school may be. A council's largest has some 200,000 children of some 60 elements."""

    depth: int = 64
    attributes: int = 20
    attribute: int = 1_000
    text: int = 20_000
    elements: int = 20_000_000
    # Of one record, or of what stands between two: it is in memory as a whole.
    record: int = 20_000


LIMITS = Limits()


def is_xml(source: Source) -> bool:
    """Does the file begin as XML does?"""
    with source.open() as raw:
        head = raw.read(64)
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").lstrip()[:1] == b"<"


def root_of(source: Source) -> str:
    """The name of the root element. Raises BadFile for a DOCTYPE before it, or where there is none."""
    top = _Top()
    parser = etree.XMLParser(target=top, **_SAFE)
    try:
        with source.open() as raw:
            while not top.root and (chunk := raw.read(_CHUNK)):
                parser.feed(chunk)
        if not top.root:
            parser.close()
    except _Seen:
        pass
    except etree.XMLSyntaxError as error:
        if not (top.root or top.refused):
            raise _broken(source, error, parser) from None
    if top.refused:
        raise BadFile(
            f"{source.name} has a DOCTYPE, which no file of this kind needs and which can do harm. It was not opened."
            " Export it again from the school’s system."
        )
    return top.root


def stream(source: Source, records: frozenset[str], limits: Limits = LIMITS) -> Iterator[Node]:
    """Every element with one of these names as it ends, and every other leaf of the file; each is emptied after.

    A record inside a record is not given: it is in the outer one. Raises BadFile where the file breaks a limit or ends.
    """
    root_of(source)
    parser = etree.XMLPullParser(events=("start", "end"), **_SAFE)
    walk = _Walk(source, records, limits)
    try:
        with source.open() as raw:
            while chunk := raw.read(_CHUNK):
                parser.feed(chunk)
                yield from walk.of(parser.read_events())
        parser.close()
        yield from walk.of(parser.read_events())
    except etree.XMLSyntaxError as error:
        raise _broken(source, error, parser) from None


class _Seen(Exception):
    """The root element, or a DOCTYPE before it, was met."""


class _Top:
    """Told what a file begins with."""

    root = ""
    refused = False

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        self.refused = True
        raise _Seen

    def start(self, tag: str, attributes: Any) -> None:
        self.root = self.root or name_of(tag)
        raise _Seen

    def close(self) -> None:
        pass


class _Walk:
    """Counts on the way down, gives on the way up, and lets go."""

    def __init__(self, source: Source, records: frozenset[str], limits: Limits) -> None:
        self.source, self.records, self.limits = source, records, limits
        self.depth = self.elements = self.since = self.inside = 0

    def of(self, events: Any) -> Iterator[Node]:
        for event, node in events:
            if event == "start":
                self._begin(node)
            else:
                yield from self._end(node)

    def _begin(self, node: Node) -> None:
        limits = self.limits
        self.depth, self.elements, self.since = self.depth + 1, self.elements + 1, self.since + 1
        self.inside += name_of(node.tag) in self.records
        if self.depth > limits.depth:
            raise self._too_much(node, "elements stand more than {:,} deep", limits.depth)
        if self.elements > limits.elements:
            raise self._too_much(node, "there are more than {:,} elements", limits.elements)
        if self.since > limits.record:
            raise self._too_much(node, "one record has more than {:,} elements", limits.record)
        if len(node.attrib) > limits.attributes:
            raise self._too_much(node, "an element has more than {:,} attributes", limits.attributes)
        if any(len(value) > limits.attribute for value in node.attrib.values()):
            raise self._too_much(node, "an attribute has more than {:,} characters", limits.attribute)

    def _end(self, node: Node) -> Iterator[Node]:
        self.depth -= 1
        if any(_longer(text, self.limits.text) for text in (node.text, *(one.tail for one in node))):
            raise self._too_much(node, "a text has more than {:,} characters", self.limits.text)
        self.inside -= name_of(node.tag) in self.records
        if self.inside:
            return
        yield node
        self.since = 0
        _let_go(node)

    def _too_much(self, node: Node, words: str, most: int) -> BadFile:
        where = f"{self.source.name} was not read: near line {node.sourceline}"
        return BadFile(f"{where} {words.format(most)}, which no file of this kind has.")


def _longer(text: str | None, most: int) -> bool:
    return text is not None and len(text) > most and len(text.strip()) > most


@lru_cache(maxsize=1000)
def name_of(tag: Any) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _let_go(node: Node) -> None:
    """Empty an element that was given, and take away those before it."""
    node.clear(keep_tail=True)
    parent = node.getparent()
    while parent is not None and node.getprevious() is not None:
        del parent[0]


def _broken(source: Source, error: Any, parser: Any) -> BadFile:
    """The first thing that is wrong, in a sentence: which line, and what the reader says of it."""
    lines = [one.line for one in parser.error_log if one.line] or [error.lineno]
    where = f"at line {lines[0]}" if lines[0] else "at its beginning"
    return BadFile(
        f"{source.name} is broken {where}, and nothing after it can be read. Nothing of it was taken: export it again."
    )
