"""The common transfer file, out: what goes to the next school by itself, element by element in the order of the format.

Who the child is, and since when they were here. Nothing of concerns, of restrictions or of a protected address is among
what can be written, nor a former name that may lead to who a child was. The safeguarding file goes another way (KCSIE),
by people who know that it goes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lxml import etree

from kith.organisations.models import Organisation
from kith.people import leaving
from kith.people.leaving import Leaving
from kith.people.models import PersonAddress, PersonName
from kith.sharing import withheld

__all__ = ["NOT_KNOWN", "VERSION", "Leaver", "as_file", "file_name", "leavers_of", "texts_of"]

VERSION = "25.0"
# A destination nobody has named yet.
NOT_KNOWN = "XXXXXXX"
Element = Any


@dataclass(frozen=True)
class Leaver:
    """What the file says of one child, element by element."""

    identifiers: tuple[tuple[str, str], ...]
    basic: tuple[tuple[str, str], ...]
    lines: tuple[str, ...] = ()
    postcode: str = ""
    history: tuple[tuple[str, str], ...] = field(default=())


def leavers_of(person_ids: Sequence[UUID], school: Organisation) -> list[Leaver]:
    """What we hold of these children who leave this school, and may say."""
    known = leaving.leaving(person_ids, school.id)
    return [_leaver(id, one, school) for id, one in zip(person_ids, known, strict=True)]


def _leaver(person_id: UUID, known: Leaving, school: Organisation) -> Leaver:
    lines, postcode = _home(person_id, known)
    return Leaver(
        identifiers=_identifiers(known),
        basic=_basic(known),
        lines=lines,
        postcode=postcode,
        history=_filled(
            LEA=school.laestab[:3],
            Estab=school.laestab[3:],
            SchoolName=school.name,
            EntryDate=known.place and known.place.from_on,
            LeavingDate=known.place and known.place.until_on,
        ),
    )


def _identifiers(known: Leaving) -> tuple[tuple[str, str], ...]:
    legal, birth, numbers = known.names.get(PersonName.Kind.LEGAL), known.birth, known.numbers
    return _filled(
        UniqueLearnerNumber=numbers.get("uln"),
        UPN=numbers.get("upn") or numbers.get("temporary_upn"),
        Surname=legal and legal.surname,
        Forename=legal and legal.forename,
        DOB=birth and birth.born_on,
        Sex=birth and birth.sex,
    )


def _basic(known: Leaving) -> tuple[tuple[str, str], ...]:
    """A former name or number stays here where it may lead to who a child was, or to a family that hides."""
    legal, preferred = known.names.get(PersonName.Kind.LEGAL), known.names.get(PersonName.Kind.PREFERRED)
    former = None if known.is_bridged else known.names.get(PersonName.Kind.FORMER)
    return _filled(
        FormerUPN=None if known.is_bridged else known.numbers.get("former_upn"),
        PreferredSurname=preferred and preferred.surname,
        PreferredForename=preferred and preferred.forename,
        FormerSurname=former and former.surname,
        MiddleNames=legal and legal.middle,
        NCyearActual=known.place and known.place.year_group,
    )


def as_file(leavers: Sequence[Leaver], *, school: Organisation, to: str, at: datetime) -> bytes:
    """The file: its header, and each child in turn."""
    root = etree.Element("CTfile")
    header = etree.SubElement(root, "Header")
    _write(header, _filled(DocumentName="Common Transfer File", CTFversion=VERSION, DateTime=f"{at:%Y-%m-%dT%H:%M:%S}"))
    _write(header, _filled(DocumentQualifier="partial", DataDescriptor="CTF", SupplierID="Kith"))
    _write(etree.SubElement(header, "SourceSchool"), _filled(LEA=school.laestab[:3], Estab=school.laestab[3:]))
    _write(header[-1], _filled(SchoolName=school.name, AcademicYear=str(at.year + (at.month >= 9))))
    _write(etree.SubElement(header, "DestSchool"), _filled(LEA=to[:3], Estab=to[3:]))
    data = etree.SubElement(root, "CTFpupilData")
    for leaver in leavers:
        _pupil(etree.SubElement(data, "Pupil"), leaver)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def file_name(*, school: str, to: str, number: int) -> str:
    """<LEA><Estab>_CTF_<destination>_<nnn>.xml: the form other schools' systems and s2s take."""
    return f"{school}_CTF_{to}_{number:03}.xml"


def texts_of(leavers: Sequence[Leaver]) -> dict[str, Any]:
    """Everything the file says of children, for the gate to look through."""
    parts = [(dict(one.identifiers), dict(one.basic), [*one.lines, one.postcode], dict(one.history)) for one in leavers]
    return {"children": parts}


def _pupil(pupil: Element, leaver: Leaver) -> None:
    _write(pupil, leaver.identifiers)
    if leaver.basic:
        _write(etree.SubElement(pupil, "BasicDetails"), leaver.basic)
    if leaver.lines or leaver.postcode:
        lines = etree.SubElement(etree.SubElement(pupil, "Address"), "AddressLines")
        numbered = ((f"AddressLine{n}", line) for n, line in enumerate(leaver.lines, start=1))
        _write(lines, (*numbered, *_filled(PostCode=leaver.postcode)))
    _write(etree.SubElement(etree.SubElement(pupil, "SchoolHistory"), "School"), leaver.history)


def _home(person_id: UUID, known: Leaving) -> tuple[tuple[str, ...], str]:
    """Where the child lives now, in at most five lines; nothing where it is, or tells, a protected address."""
    if not known.addresses or any(one.protected for one in known.addresses):
        return (), ""
    home = _in_lines(known.addresses[0])
    if known.near_secret and withheld.is_told([person_id], {"home": ", ".join((*home[0], home[1]))}):
        return (), ""
    return home


def _in_lines(address: PersonAddress) -> tuple[tuple[str, ...], str]:
    lines = [line.strip() for line in address.lines.splitlines() if line.strip()]
    # A house number that stands in a line of its own belongs to the street.
    lines = [f"{lines[0]} {lines[1]}", *lines[2:]] if len(lines) > 1 and lines[0].isdigit() else lines
    return (*lines[:4], *filter(None, [", ".join(lines[4:])])), address.postcode


def _filled(**values: Any) -> tuple[tuple[str, str], ...]:
    return tuple(_each(values))


def _each(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if value:
            yield name, value.isoformat() if isinstance(value, date) else str(value)


def _write(parent: Element, values: Sequence[tuple[str, str]]) -> None:
    for name, text in values:
        etree.SubElement(parent, name).text = text
