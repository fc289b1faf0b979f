"""The common transfer file, out: what goes to the next school by itself, element by element in the order of the format.

Who the child is, and since when they were here. Nothing of concerns, of restrictions or of a protected address is among
what can be written: the safeguarding file goes another way (KCSIE), by people who know that it goes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lxml import etree

from kith.organisations.models import Organisation
from kith.people.models import Enrolment, PersonAddress, PersonBirth, PersonIdentifier, PersonName
from kith.sharing import withheld

__all__ = ["NOT_KNOWN", "VERSION", "Leaver", "as_file", "file_name", "leaver_of", "texts_of"]

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


def leaver_of(person_id: UUID, school: Organisation) -> Leaver:
    """What we hold of a child who leaves this school. An address that is or tells a protected one stays here."""
    names = {name.kind: name for name in PersonName.objects.filter(person_id=person_id, until_on=None).order_by("id")}
    legal = names.get(PersonName.Kind.LEGAL)
    preferred, former = names.get(PersonName.Kind.PREFERRED), names.get(PersonName.Kind.FORMER)
    birth = PersonBirth.objects.filter(person_id=person_id).first()
    numbers = dict(PersonIdentifier.objects.filter(person_id=person_id, trusted=True).values_list("kind", "value"))
    here = Enrolment.objects.filter(person_id=person_id, organisation=school).order_by("-from_on").first()
    lines, postcode = _home(person_id)
    return Leaver(
        identifiers=_filled(
            UniqueLearnerNumber=numbers.get("uln"),
            UPN=numbers.get("upn") or numbers.get("temporary_upn"),
            Surname=legal and legal.surname,
            Forename=legal and legal.forename,
            DOB=birth and birth.born_on,
            Sex=birth and birth.sex,
        ),
        basic=_filled(
            FormerUPN=numbers.get("former_upn"),
            PreferredSurname=preferred and preferred.surname,
            PreferredForename=preferred and preferred.forename,
            FormerSurname=former and former.surname,
            MiddleNames=legal and legal.middle,
            NCyearActual=here and here.year_group,
        ),
        lines=lines,
        postcode=postcode,
        history=_filled(
            LEA=school.laestab[:3],
            Estab=school.laestab[3:],
            SchoolName=school.name,
            EntryDate=here and here.from_on,
            LeavingDate=here and here.until_on,
        ),
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


def _home(person_id: UUID) -> tuple[tuple[str, ...], str]:
    """Where the child lives now, in at most five lines; nothing at all where one of their addresses is protected."""
    addresses = list(PersonAddress.objects.filter(person_id=person_id, until_on=None).order_by("-id"))
    if not addresses or any(one.protected for one in addresses):
        return (), ""
    lines = [line.strip() for line in addresses[0].lines.splitlines() if line.strip()]
    # A house number that stands in a line of its own belongs to the street.
    lines = [f"{lines[0]} {lines[1]}", *lines[2:]] if len(lines) > 1 and lines[0].isdigit() else lines
    home = (*lines[:4], *filter(None, [", ".join(lines[4:])])), addresses[0].postcode
    return ((), "") if withheld.is_told([person_id], {"home": ", ".join((*home[0], home[1]))}) else home


def _filled(**values: Any) -> tuple[tuple[str, str], ...]:
    return tuple(_each(values))


def _each(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if value:
            yield name, value.isoformat() if isinstance(value, date) else str(value)


def _write(parent: Element, values: Sequence[tuple[str, str]]) -> None:
    for name, text in values:
        etree.SubElement(parent, name).text = text
