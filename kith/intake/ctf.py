"""The common transfer file, in: what a school sends after a child who moved.

It adds and brings up to date; it never takes anybody off a roll. It is for one school: a file for another one is
refused. What it says of adults is kept with the row. Whether a child is looked after is for the council to say and is
told to whoever takes the file in. Versions 10 to 26 differ, for what is taken here, in Gender, which became Sex.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from kith.foundation import dates
from kith.intake.cells import Problem
from kith.intake.elements import Flat, Shape
from kith.intake.pupils import Contact, Pupil
from kith.intake.xml_file import Node, name_of
from kith.intake.xml_pupils import Header, XmlPupils

__all__ = ["Ctf"]

PUPIL = "Pupil"
VERSIONS = range(10, 27)
_FIELDS = {
    "Surname": "surname", "Forename": "forename", "DOB": "born", "MiddleNames": "middle",
    "PreferredSurname": "preferred_surname", "PreferredForename": "preferred_forename",
    "FormerSurname": "former_surname", "Sex": "sex", "Gender": "sex", "UPN": "upn", "FormerUPN": "former_upn",
    "UniqueLearnerNumber": "uln", "NCyearActual": "year", "InCare": "in_care", "CareAuthority": "care_authority",
}  # fmt: skip
_LEFT = {
    **dict.fromkeys(("ApplicationReference", "UCI"), "other numbers"),
    **dict.fromkeys(("Ethnicity", "EthnicitySource"), "ethnicity"),
    **dict.fromkeys(("Languages", "SpeakWelsh"), "language"),
    **dict.fromkeys(("MedicalFlag", "Disabilities"), "medical needs and disability"),
    **dict.fromkeys(("FSMhistory", "FSMinstance", "FSMreviewDate"), "meals"),
    **dict.fromkeys(("ServiceChild", "NAWdetails"), "circumstances"),
    **dict.fromkeys(("SENhistory", "SENprovision", "SENneeds"), "special educational needs"),
    **dict.fromkeys(("Phones", "Email"), "phone numbers and e-mail"),
    **dict.fromkeys(("SchoolHistory", "EnrolStatus"), "schools before"),
    "CareBasis": "legal basis of care",
    "Attendance": "attendance",
    "StageAssessments": "results",
    **dict.fromkeys(("RemovalGrounds", "GroundsForRemoval"), "grounds for removal"),
}
_CONTACT = {"Surname", "Forename", "Relationship", "Responsibility", "AddressAsPupil"}
# Of an adult nothing more is kept than who they are to the child.
_OF_AN_ADULT = {
    "Order", "Title", "MiddleNames", "Gender", "Sex", "Address", "Phones", "Email", "Languages", "SharedAddress"
}  # fmt: skip
_YES = ("1", "true", "yes", "y")


class Ctf(XmlPupils):
    """Transfer files for one school: of a class that moves up there may be one from each school before."""

    KIND = "ctf"
    OUTSIDE = frozenset({"CTfile", "CTFpupilData"})
    SKIPPED = frozenset({"Header"})
    WHOSE = "DestSchool"
    PUPILS = {
        PUPIL: Shape(
            _FIELDS, frozenset({"BasicDetails", "LookedAfter", "Contacts"}), _LEFT, frozenset({"Address", "Contact"}),
            {"upn": "UPN", "sex": "sex"},
        ),
    }  # fmt: skip

    @property
    def as_of(self) -> date | None:
        """The day the latest of them was written."""
        return max((day for one in self.headers if (day := _day(one.text("Header", "DateTime")))), default=None)

    @property
    def remarks(self) -> tuple[str, ...]:
        return (*super().remarks, *map(_version, filter(_is_other, self.headers)))

    def further(self, header: Header, element: str, found: Flat, pupil: Pupil) -> tuple[Pupil, list[Problem]]:
        contacts = [_contact(node) for node in found.parts["Contact"]]
        found.left["what more there is of contacts, such as where they live"] += len(contacts)
        problems = [*_looked_after(found), *(p for node in found.parts["Contact"] for p in _not_known(found, node))]
        return replace(pupil, contacts=tuple(filter(None, contacts))), problems


def _contact(node: Node) -> Contact | None:
    said = {name_of(one.tag): " ".join((one.text or "").split())[:100] for one in node}
    if not said.get("Surname"):
        return None
    return Contact(
        said["Surname"],
        said.get("Forename", ""),
        said.get("Relationship", ""),
        said.get("Responsibility", "").lower() in _YES,
        said.get("AddressAsPupil", "").lower() in _YES,
    )


def _not_known(found: Flat, node: Node) -> Iterator[Problem]:
    place = replace(found.record.origin, row=node.sourceline or 0)
    for one in node:
        if name_of(one.tag) not in _CONTACT | _OF_AN_ADULT:
            words = "this element of a contact is not known here, and was not taken."
            yield Problem(place, name_of(one.tag)[:60], words, "elements that are not known")
    if _contact(node) is None:
        yield Problem(place, "Surname", "this contact has no surname, and was not taken.", "contacts with no name")


def _looked_after(found: Flat) -> Iterator[Problem]:
    """Said, not written: who is looked after is decided and recorded by a council."""
    cell = found.record.cell("InCare")
    if cell.text.lower() in _YES:
        by = found.record.cell("CareAuthority").text[:40]
        words = (
            f"the file says that this child is looked after{f' by authority {by}' if by else ''}. That was not taken: "
            "ask their virtual school or social worker."
        )
        yield cell.problem(words, about="children a transfer file says are looked after")


def _day(text: str) -> date | None:
    try:
        return dates.parse_date(text.partition("T")[0])
    except dates.NotADate:
        return None


def _is_other(header: Header) -> bool:
    number = header.text("Header", "CTFversion").partition(".")[0]
    return not (number.isascii() and number.isdigit() and int(number[:4]) in VERSIONS)


def _version(header: Header) -> str:
    said = header.text("Header", "CTFversion")[:10]
    return (
        f"{header.file} {f'is of version {said}' if said else 'names no version'}; versions {VERSIONS[0]} to "
        f"{VERSIONS[-1]} are known. What was understood of it was taken: look at it before you put it in."
    )
