"""A census file and transfer files of schools, written from pupils who do not exist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from kith.intake.sources import Source

OAK = "8654001"


@dataclass(frozen=True)
class Told:
    """What a school's system says of one pupil. Left empty, an element is left out."""

    surname: str
    forename: str
    born: str
    upn: str = ""
    sex: str = "F"
    year: str = "3"
    began: str = "2022-09-05"
    left: str = ""
    postcode: str = "BA14 8JN"
    street: str = "Mill Lane"
    more: Mapping[str, str] = field(default_factory=dict)


KATE = Told("Weller", "Kate", "2018-02-03", "P207000016049")
TOM = Told("Weller", "Tom", "2018-02-03", "B801200005001", sex="M")
GONE = Told("Adeyemi", "Ola", "2017-03-09", sex="M", year="4", began="2021-09-06", left="2026-07-21")


def census(*on_roll: Told, gone: Sequence[Told] = (), school: str = OAK, term: str = "AUT", year: str = "2026") -> str:
    header = (
        "<CollectionDetails><Collection>SC</Collection>"
        f"<Term>{term}</Term><Year>{year}</Year><ReferenceDate>{year}-10-01</ReferenceDate></CollectionDetails>\n"
        f"<Source><SourceLevel>S</SourceLevel><LEA>{school[:3]}</LEA><Estab>{school[3:]}</Estab></Source>"
    )
    return _file(
        "Message",
        f"<Header>{header}</Header>\n<School><SchoolName>Oak</SchoolName></School>\n<Pupils>\n<PupilsOnRoll>\n"
        + "".join(_census_pupil("PupilOnRoll", one) for one in on_roll)
        + "</PupilsOnRoll>\n<PupilsNoLongerOnRoll>\n"
        + "".join(_census_pupil("PupilNoLongerOnRoll", one) for one in gone)
        + "</PupilsNoLongerOnRoll>\n</Pupils>",
    )


def ctf(
    *pupils: Told, to: str = OAK, version: str = "25.0", at: str = "2026-11-02T09:00:00", contacts: str = ""
) -> str:
    header = (
        f"<DocumentName>Common Transfer File</DocumentName><CTFversion>{version}</CTFversion><DateTime>{at}</DateTime>"
        "<DocumentQualifier>full</DocumentQualifier>\n"
        "<SourceSchool><LEA>865</LEA><Estab>4009</Estab><SchoolName>Ash</SchoolName></SourceSchool>\n"
        f"<DestSchool><LEA>{to[:3]}</LEA><Estab>{to[3:]}</Estab></DestSchool>"
    )
    inside = "".join(_ctf_pupil(one, version, contacts) for one in pupils)
    return _file("CTfile", f"<Header>{header}</Header>\n<CTFpupilData>\n{inside}</CTFpupilData>")


def source(text: str, name: str = "oak.xml") -> Source:
    return Source.of_bytes(name, text.encode())


def _file(root: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}>\n{inside}\n</{root}>\n'


def _census_pupil(element: str, one: Told) -> str:
    year = "NCyearActual" if element == "PupilOnRoll" else "NCyearLeaving"
    status = {"EnrolStatus": "C", "EntryDate": one.began, "LeavingDate": one.left, year: one.year}
    return (
        f"<{element}>\n<PupilIdentifiers>{_identifiers(one, 'Sex')}</PupilIdentifiers>\n"
        f"<PupilStatus>{_elements(status)}</PupilStatus>\n"
        f"<HomeInformation><Addresses>{_address(one)}</Addresses></HomeInformation>\n{_elements(one.more)}</{element}>\n"
    )


def _ctf_pupil(one: Told, version: str, contacts: str) -> str:
    sex = "Gender" if float(version) < 25 else "Sex"
    basic = _elements({"NCyearActual": one.year})
    return (
        f"<Pupil>\n{_identifiers(one, sex)}\n<BasicDetails>{basic}</BasicDetails>\n{_elements(one.more)}"
        f"{_address(one)}\n{contacts}</Pupil>\n"
    )


def _identifiers(one: Told, sex: str) -> str:
    return _elements({"UPN": one.upn, "Surname": one.surname, "Forename": one.forename, "DOB": one.born, sex: one.sex})


def _address(one: Told) -> str:
    return f"<Address>{_elements({'PAON': '3', 'Street': one.street, 'PostCode': one.postcode})}</Address>"


def _elements(given: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in given.items() if text)
