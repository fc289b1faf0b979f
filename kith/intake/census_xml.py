"""The school census as a school sends it: one XML file with its pupils on roll and those who left.

It says of a pupil what the download for councils says in several tables, so both become the same rows. The day it
speaks of is that of the term, as with the download, so that of the two neither is taken for the newer one.
"""

from dataclasses import replace
from datetime import date

from kith.intake.cells import Problem
from kith.intake.content import day_of_term
from kith.intake.elements import Flat, Shape
from kith.intake.pupils import Pupil
from kith.intake.xml_pupils import Header, XmlPupils

__all__ = ["CensusXml"]

_FIELDS = {
    "Surname": "surname", "Forename": "forename", "DOB": "born", "MiddleNames": "middle",
    "PreferredSurname": "preferred_surname", "FormerSurname": "former_surname", "Sex": "sex", "Gender": "sex",
    "UPN": "upn", "FormerUPN": "former_upn", "UniqueLearnerNumber": "uln", "EnrolStatus": "enrolment",
    "EntryDate": "started_on", "LeavingDate": "left_on", "NCyearActual": "year", "NCyearLeaving": "year",
}  # fmt: skip
_HOLDING = frozenset({"PupilIdentifiers", "PupilCharacteristics", "PupilStatus", "HomeInformation", "Addresses"})
_LEFT = {
    **dict.fromkeys(("Ethnicity", "EthnicitySource"), "ethnicity"),
    **dict.fromkeys(("FSMEligibility", "FSMeligibility", "FSMperiod", "FSMPeriod", "SchoolLunchTaken"), "meals"),
    **dict.fromkeys(("PLAA", "YSSA", "ServiceChild", "YoungCarer", "AsylumStatus"), "circumstances"),
    **dict.fromkeys(("Language", "ProficiencyInEnglish"), "language"),
    **dict.fromkeys(
        ("FundedHours", "HoursAtSetting", "ExtendedHours", "ExpandedHours", "DAFIndicator", "TopUpFunding", "EYPPE",
         "EYPPR", "EYPPBF", "FundingBasis", "EligibilityCode", "UnitContactTime", "QualHrs", "NonQualHrs",
         "TLevelQualHrs", "TLevelNonQualHrs", "FTEmp"),
        "funded hours",
    ),
    **dict.fromkeys(("ClassType", "PartTime", "Boarder"), "part time and boarding"),
    **dict.fromkeys(("SpecialEducationalNeeds", "SENprovision", "SENneeds"), "special educational needs"),
    **dict.fromkeys(("Exclusions", "TermlyExclusion"), "exclusions"),
    **dict.fromkeys(
        ("Attendance", "TermlyAttendance", "SummerHalfTerm2Attendance", "AnnualAttendance"), "attendance"
    ),
    **dict.fromkeys(
        ("LearnerSupport", "LearningAims", "ProgrammeAims", "LearnerFAM", "PriorAttainment",
         "MathsGCSEHighestPriorAttainment", "EnglishGCSEHighestPriorAttainment", "MathsGCSEFundingExemption",
         "EnglishGCSEFundingExemption"),
        "learning aims",
    ),
    **dict.fromkeys(("SchoolArrangedAP", "SchoolArrangedAPDetail", "APprovisionDetail"), "alternative provision"),
}  # fmt: skip
_ALL = {"upn": "UPN", "sex": "sex", "started_on": "entry date"}
_PARTS = frozenset({"Address"})
ON_ROLL, LEFT_ROLL = "PupilOnRoll", "PupilNoLongerOnRoll"
_TERMS = {"AUT": "autumn", "SPR": "spring", "SUM": "summer"}


class CensusXml(XmlPupils):
    """The files of one or several schools."""

    KIND = "census"
    OUTSIDE = frozenset({"Message", "Pupils", "PupilsOnRoll", "PupilsNoLongerOnRoll"})
    SKIPPED = frozenset({"Header", "School"})
    WHOSE = "Source"
    PUPILS = {
        ON_ROLL: Shape(
            _FIELDS, _HOLDING, _LEFT, _PARTS,
            {**_ALL, "year": "year group", "enrolment": "enrolment status", "addresses": "address"},
        ),
        LEFT_ROLL: Shape(_FIELDS, _HOLDING, _LEFT, _PARTS, {**_ALL, "left_on": "leaving date"}),
    }  # fmt: skip

    @property
    def as_of(self) -> date | None:
        """The latest of the terms the files are of."""
        days = [day_of_term(_term(one), one.text("CollectionDetails", "Year")) for one in self.headers]
        return max(filter(None, days), default=None)

    def further(self, header: Header, element: str, found: Flat, pupil: Pupil) -> tuple[Pupil, list[Problem]]:
        return (replace(pupil, listed="left") if element == LEFT_ROLL else pupil), []


def _term(header: Header) -> str:
    return _TERMS.get(header.text("CollectionDetails", "Term"), "")
