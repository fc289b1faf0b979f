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
    """Every element with one of these names, and each that stands in none of them, once it has ended; what was given
    is let go after.

    A record inside a record is not given: it is in the outer one. Raises BadFile where the file breaks a limit or ends.
    """
    wanted = [f"{{*}}{name}" for name in (root_of(source), *records)]
    parser = etree.XMLPullParser(events=("start", "end"), tag=wanted, **_SAFE)
    walk = _Walk(source, records, limits)
    try:
        with source.open() as raw:
            while chunk := raw.read(_CHUNK):
                parser.feed(chunk)
                yield from walk.of(parser.read_events())
        parser.close()
        yield from walk.of(parser.read_events())
        yield from walk.rest()
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
    """Gives what has ended, measures it and lets it go.

    The parser tells of records alone: to be told of each element takes longer than to read all of them. What stands
    between records is found in the tree it has built by then.
    """

    def __init__(self, source: Source, records: frozenset[str], limits: Limits) -> None:
        self.source, self.records, self.limits = source, records, limits
        self.root: Node | None = None
        self.elements = 0

    def of(self, events: Any) -> Iterator[Node]:
        for event, node in events:
            if event == "start":
                self.root = node if self.root is None else self.root
            elif name_of(node.tag) in self.records:
                around = [*node.iterancestors()]
                if not any(map(self._is_record, around)):
                    yield from self._record(node, around)
        yield from self._so_far()

    def rest(self) -> Iterator[Node]:
        """What is there still when the file has ended."""
        if self.root is not None:
            yield from self._between(self.root)

    def _record(self, node: Node, around: list[Node]) -> Iterator[Node]:
        for one in (*reversed(around), node):
            yield from self._before(one)
        self._measure(node, len(around))
        yield node
        node.clear(keep_tail=True)

    def _so_far(self) -> Iterator[Node]:
        """What has ended beside what is open now; of that there must not be more than a record has."""
        open_ = self.root
        while open_ is not None and len(open_) and not self._is_record(open_):
            open_ = open_[-1]
            yield from self._before(open_)
        if open_ is not None and self.root is not None:
            self._count(open_, sum(1 for _ in self.root.iter()))

    def _before(self, node: Node) -> Iterator[Node]:
        """What stands before an element in what holds it has ended. The element itself stays: the parser may be at the
        text behind it."""
        holder = node.getparent()
        while holder is not None and (first := holder[0]) is not node:
            yield from self._between(first)
            holder.remove(first)

    def _between(self, node: Node) -> Iterator[Node]:
        """An element that has ended and is no record, what it holds first. Records in it were given before."""
        for _, one in etree.iterwalk(node, events=("end",)):
            if not self._is_record(one):
                self.elements += 1
                self._look(one)
                yield one

    def _is_record(self, node: Node) -> bool:
        return name_of(node.tag) in self.records

    def _measure(self, node: Node, depth: int) -> None:
        """Most records have no attributes, are flat and have less text in all than one element may."""
        count = sum(1 for _ in node.iter())
        self.elements += count
        self._count(node, count)
        if depth > _SHALLOW or _UNUSUAL(node) or len(_TEXT(node)) > self.limits.text:
            for one in node.iter():
                self._look(one)

    def _count(self, node: Node, count: int) -> None:
        if count > self.limits.record:
            raise self._too_much(node, "one record has more than {:,} elements", self.limits.record)
        if self.elements > self.limits.elements:
            raise self._too_much(node, "there are more than {:,} elements", self.limits.elements)

    def _look(self, node: Node) -> None:
        limits = self.limits
        if sum(1 for _ in node.iterancestors()) >= limits.depth:
            raise self._too_much(node, "elements stand more than {:,} deep", limits.depth)
        if len(node.attrib) > limits.attributes:
            raise self._too_much(node, "an element has more than {:,} attributes", limits.attributes)
        if any(len(value) > limits.attribute for value in node.attrib.values()):
            raise self._too_much(node, "an attribute has more than {:,} characters", limits.attribute)
        if any(_longer(text, limits.text) for text in (node.text, *(one.tail for one in node))):
            raise self._too_much(node, "a text has more than {:,} characters", limits.text)

    def _too_much(self, node: Node, words: str, most: int) -> BadFile:
        where = f"{self.source.name} was not read: near line {node.sourceline}"
        return BadFile(f"{where} {words.format(most)}, which no file of this kind has.")


# A record that stands deeper, or has an attribute or elements so deep, is looked at element by element.
_SHALLOW = 16
_UNUSUAL = etree.XPath("boolean(descendant-or-self::*/@* | */*/*/*/*/*/*/*/*)")
_TEXT = etree.XPath("string()")


def _longer(text: str | None, most: int) -> bool:
    return text is not None and len(text) > most and len(text.strip()) > most


@lru_cache(maxsize=1000)
def name_of(tag: Any) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _broken(source: Source, error: Any, parser: Any) -> BadFile:
    """The first thing that is wrong, in a sentence: which line, and what the reader says of it."""
    lines = [one.line for one in parser.error_log if one.line] or [error.lineno]
    where = f"at line {lines[0]}" if lines[0] else "at its beginning"
    return BadFile(
        f"{source.name} is broken {where}, and nothing after it can be read. Nothing of it was taken: export it again."
    )
