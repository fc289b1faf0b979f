"""A file of pupils in XML, read as the rows every other kind of file becomes: what all such files share.

A file begins with a header, which says whose it is and of which day; then come its pupils. What the file tells and
Kith has no place for is counted by kind and said in the remarks; what is not known is a problem with its line.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import ClassVar

from kith.intake import values
from kith.intake.cells import Cell, Origin, Problem
from kith.intake.content import Content, FileCount
from kith.intake.elements import Flat, Shape, flat, unknown
from kith.intake.placing import dfe_number
from kith.intake.pupils import Address, Pupil, Reading, once, pupil_of
from kith.intake.sources import Source
from kith.intake.xml_file import Node, name_of, stream

__all__ = ["Header", "XmlPupils"]

_ADDRESS = frozenset({"BS7666Address", "AddressLines"})
_LINES = ("SAON", "PAON", "Street", "Locality", "Town", "AdministrativeArea", "PostTown")
_OTHER_LINES = (*(f"AddressLine{n}" for n in range(1, 6)), "County", "Country")
_PARTS_OF_ONE = {*_LINES, *_OTHER_LINES, "PostCode", "UniquePropertyReferenceNumber"}


@dataclass(frozen=True)
class Header:
    """What stands before the pupils: text by the names of an element and of the one that holds it."""

    file: str
    said: Mapping[tuple[str, str], tuple[str, int]]

    def text(self, holder: str, name: str) -> str:
        return self.said.get((holder, name), ("", 0))[0]

    def number(self, holder: str) -> str:
        """The DfE number of the school in such an element."""
        return dfe_number(self.text(holder, "LEA") + self.text(holder, "Estab"))

    def cell(self, holder: str, name: str) -> Cell:
        text, line = self.said.get((holder, name), ("", 1))
        return Cell(text, Origin(self.file, line), name)


@dataclass
class XmlPupils(Content):
    """Files of one kind, each with its header and its pupils."""

    sources: Sequence[Source]
    today: date
    left: Counter[str] = field(default_factory=Counter)

    # What differs from kind to kind: elements outside of pupils, those of a pupil by the element that holds one.
    KIND: ClassVar[str]
    OUTSIDE: ClassVar[frozenset[str]]
    SKIPPED: ClassVar[frozenset[str]]
    PUPILS: ClassVar[Mapping[str, Shape]]
    # The element of the header that names the school whose rows these become.
    WHOSE: ClassVar[str]

    def school_of(self, header: Header) -> str:
        """The DfE number of the school whose rows these become, or nothing."""
        return header.number(self.WHOSE)

    @property
    def schools(self) -> set[str]:
        """The schools the headers name."""
        return {self.school_of(one) for one in self.headers} - {""}

    def further(self, header: Header, element: str, found: Flat, pupil: Pupil) -> tuple[Pupil, list[Problem]]:
        """What else such a pupil says."""
        return pupil, []

    @cached_property
    def headers(self) -> tuple[Header, ...]:
        return tuple(self._header(source) for source in self.sources)

    @property
    def remarks(self) -> tuple[str, ...]:
        if not self.left:
            return ()
        named = ", ".join(f"{what} ({count:,})" for what, count in self.left.most_common())
        return (f"Your records have no place for this yet, and nothing of it was taken: {named}.",)

    def readings(self) -> Iterator[Reading]:
        for source, header in zip(self.sources, self.headers, strict=True):
            self.problems += self._about_header(header)
            counts = {element: FileCount(source.name, element) for element in self.PUPILS}
            self.counts += counts.values()
            for element, reading in self._in_lists(source, header):
                counts[element].taken += reading.pupil is not None
                counts[element].refused += reading.pupil is None
                yield reading

    def _in_lists(self, source: Source, header: Header) -> Iterator[tuple[str, Reading]]:
        """The rows as they stand; one that stands twice in its list is refused the second time."""
        seen: dict[str, dict[str, Origin]] = {element: {} for element in self.PUPILS}
        for node in stream(source, frozenset(self.PUPILS)):
            element = name_of(node.tag)
            if element in self.PUPILS:
                for reading in self._readings(node, element, header):
                    yield element, once(reading, seen[element])
            elif problem := self._outside(source.name, node):
                self.problems.append(problem)

    def _readings(self, node: Node, element: str, header: Header) -> Iterator[Reading]:
        """The pupil, and a refusal for each pupil somebody put inside it."""
        yield self._reading(node, element, header)
        for inner in node.iterdescendants(*self._inside):
            origin = Origin(header.file, inner.sourceline or 0)
            words = "this pupil stands inside another one. Put it beside it and send the file again."
            yield Reading(origin, "", None, (Problem(origin, element, words, "pupils inside a pupil"),))

    @cached_property
    def _inside(self) -> tuple[str, ...]:
        return tuple(f"{{*}}{element}" for element in self.PUPILS)

    def _reading(self, node: Node, element: str, header: Header) -> Reading:
        shape = self.PUPILS[element]
        found = flat(header.file, node, shape)
        columns = shape.columns(found.record.values)
        addresses, wrong = _addresses(found)
        known = {"school": self._schools[header.file], "addresses": addresses}
        reading = pupil_of(found.record, columns, today=self.today, **known)
        if reading.pupil is None:
            return replace(reading, problems=tuple(dict.fromkeys((*found.problems, *reading.problems))))
        pupil, more = self.further(header, element, found, reading.pupil)
        if found.left:
            self.left += found.left
        problems = (*found.problems, *reading.problems, *wrong, *_wanting(found, shape, columns, pupil), *more)
        return Reading(reading.origin, pupil.numbers.get("upn", ""), pupil, problems)

    @cached_property
    def _schools(self) -> Mapping[str, str]:
        return {header.file: self.school_of(header) for header in self.headers}

    def _header(self, source: Source) -> Header:
        """What stands before the first pupil."""
        said: dict[tuple[str, str], tuple[str, int]] = {}
        for node in stream(source, frozenset(self.PUPILS)):
            holder = node.getparent()
            if name_of(node.tag) in self.PUPILS:
                break
            if holder is not None and len(said) < MOST_OF_A_HEADER:
                key = name_of(holder.tag), name_of(node.tag)
                said.setdefault(key, (" ".join((node.text or "").split()), node.sourceline or 1))
        return Header(source.name, said)

    def _about_header(self, header: Header) -> Iterator[Problem]:
        """A header that does not say whose pupils these are."""
        if not self.school_of(header):
            words = "the file does not say which school it is of. Its header needs LEA (3 figures) and Estab (4)."
            yield Problem(Origin(header.file, 1), self.WHOSE, words, "no school in the header")

    def _outside(self, file: str, node: Node) -> Problem | None:
        """An element that is not known, unless what holds it is not known either: then that one is told.

        What belongs into a pupil and stands elsewhere is lost there, and told.
        """
        around = [name_of(one.tag) for one in node.iterancestors()]
        if any(name_of(node.tag) in shape.fields for shape in self.PUPILS.values()):
            return unknown(file, node)
        if name_of(node.tag) in self.OUTSIDE | self.SKIPPED or any(one in self.SKIPPED for one in around):
            return None
        return unknown(file, node) if all(one in self.OUTSIDE for one in around) else None


def _wanting(found: Flat, shape: Shape, columns: Mapping[str, str], pupil: Pupil) -> Iterator[Problem]:
    """What every pupil of such a file should have and this one has not."""
    said = found.record.values
    for ours, words in shape.wanted.items():
        if ours == "addresses":
            given = bool(pupil.addresses or found.parts["Address"])
        else:
            given = bool(said.get(columns[ours], "").strip())
        if not given:
            sentence = f"there is no {words}. The row was kept; ask the school for it."
            yield Problem(found.record.origin, columns.get(ours, "Address"), sentence, f"no {words}")


def _addresses(found: Flat) -> tuple[tuple[Address, ...], list[Problem]]:
    addresses, problems = [], []
    for node in found.parts["Address"]:
        address, wrong = address_of(found.record.origin.file, node)
        problems += wrong
        if address:
            addresses.append(address)
    return tuple(dict.fromkeys(addresses) if addresses[1:] else addresses), problems


def address_of(file: str, node: Node) -> tuple[Address | None, list[Problem]]:
    """An address with a postcode or lines, or none; and what is wrong with it."""
    parts: dict[str, str] = {}
    problems = []
    for one in node.iterdescendants():
        name = name_of(one.tag)
        if name in _PARTS_OF_ONE:
            parts.setdefault(name, " ".join((one.text or "").split()))
        elif name not in _ADDRESS:
            problems.append(unknown(file, one))
    cell = Cell(parts.get("PostCode", ""), Origin(file, node.sourceline or 0), "PostCode")
    postcode = ""
    if cell.text:
        try:
            postcode = values.read_postcode(cell)
        except values.Refused as refused:
            problems.append(refused.problem)
    lines = _said(parts, _LINES) or _said(parts, _OTHER_LINES)
    uprn = parts.get("UniquePropertyReferenceNumber", "")
    address = Address(lines, postcode, values.read_uprn(uprn))
    return (address if lines or postcode else None), problems


def _said(parts: Mapping[str, str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(parts[name] for name in names if parts.get(name))


MOST_OF_A_HEADER = 1_000
