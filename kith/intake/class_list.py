"""A school's own list of pupils: any CSV or spreadsheet with a row of headings.

What each column means is guessed from its heading, and the person who uploads may correct the guess. What they
settle is kept for files with the same headings, so that next term nobody is asked again.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kith.intake.cells import Record
from kith.intake.content import Content, FileCount
from kith.intake.pupils import Reading, pupil_of, refuse_twice
from kith.intake.sources import BadFile
from kith.intake.tables import Table

__all__ = ["FIELDS", "ClassList", "guess", "missing", "signature"]

# Our field -> how a person would call it, and the headings seen for it (letters only, lower case).
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "surname": ("Surname", ("surname", "lastname", "familyname", "legalsurname", "secondname")),
    "forename": ("Forename", ("forename", "firstname", "givenname", "legalforename", "forenames", "christianname")),
    "whole_name": ("Name", ("name", "pupil", "pupilname", "student", "studentname", "fullname", "child", "childname")),
    "born": ("Date of birth", ("dob", "dateofbirth", "birthdate", "born", "birthday", "dateborn")),
    "middle": ("Middle names", ("middlename", "middlenames")),
    "preferred_forename": ("Preferred forename", ("preferredforename", "preferredname", "knownas", "preferredfirst")),
    "preferred_surname": ("Preferred surname", ("preferredsurname", "preferredlastname", "chosensurname")),
    "former_surname": ("Former surname", ("formersurname", "previoussurname", "birthname")),
    "sex": ("Sex", ("sex", "gender", "legalsex")),
    "upn": ("UPN", ("upn", "uniquepupilnumber", "pupilnumber")),
    "former_upn": ("Former UPN", ("formerupn", "previousupn")),
    "uln": ("ULN", ("uln", "uniquelearnernumber")),
    "year": ("Year group", ("year", "yeargroup", "yr", "ncyear", "ncyearactual", "nationalcurriculumyear")),
    "group": ("Class", ("class", "reg", "reggroup", "registrationgroup", "form", "tutorgroup", "classname")),
    "school": ("School (name or DfE number)", ("school", "schoolname", "schoolnumber", "laestab", "dfenumber", "dfe")),
    "started_on": ("Started on", ("entrydate", "admissiondate", "dateofadmission", "startdate", "joined")),
    "left_on": ("Left on", ("leavingdate", "dateofleaving", "leftdate", "enddate", "left")),
    "address1": ("Address, line 1", ("address", "address1", "addressline1", "street", "homeaddress")),
    "address2": ("Address, line 2", ("address2", "addressline2", "locality")),
    "address3": ("Address, line 3", ("address3", "addressline3", "town", "city", "posttown")),
    "address4": ("Address, line 4", ("address4", "addressline4", "county")),
    "postcode": ("Postcode", ("postcode", "postalcode", "homepostcode")),
}  # fmt: skip


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Which heading stands for which of our fields, as far as the headings tell."""
    plain = {_plain(heading): heading for heading in reversed(headings)}
    found = {
        name: plain[seen[0]]
        for name, (_, spellings) in FIELDS.items()
        if (seen := [spelling for spelling in spellings if spelling in plain])
    }
    if "surname" in found and "forename" in found:
        found.pop("whole_name", None)
    return found


def missing(mapping: Mapping[str, str]) -> list[str]:
    """What a list can't do without and the mapping does not give, in words."""
    named = "whole_name" in mapping or {"surname", "forename"} <= mapping.keys()
    wanted = [] if named else ["surname and forename (or one column with both)"]
    return wanted if "born" in mapping else [*wanted, "date of birth"]


def signature(headings: Sequence[str]) -> str:
    """The same for files with the same headings, whatever their order and capitals."""
    return hashlib.sha256("\n".join(sorted(map(_plain, headings))).encode()).hexdigest()


@dataclass
class ClassList(Content):
    """One list with its mapping, read as pupils."""

    table: Table
    mapping: Mapping[str, str]
    today: date

    @property
    def remarks(self) -> tuple[str, ...]:
        unused = [heading for heading in self.table.headings if heading and heading not in self.mapping.values()]
        said = (f"Columns of {self.table.file} that were not used: {', '.join(unused)}.",) if unused else ()
        return (*self.table.remarks, *said)

    def readings(self) -> Iterator[Reading]:
        """Every row of the list. Raises BadFile when no column gives a name or a birthday."""
        if wanted := missing(self.mapping):
            seen = ", ".join(self.table.headings)
            raise BadFile(f"{self.table.file} has no column for {' or '.join(wanted)}. Its headings are: {seen}.")
        count = FileCount(self.table.file, "class list")
        self.counts.append(count)
        for reading in refuse_twice(self._reading(record) for record in self.table.records):
            count.taken += reading.pupil is not None
            count.refused += reading.pupil is None
            yield reading

    def _reading(self, record: Record) -> Reading:
        """A list has no row numbers of its own; only a valid UPN says that two rows are one pupil."""
        reading = pupil_of(record, self.mapping, today=self.today)
        return replace(reading, key=reading.pupil.numbers.get("upn", "") if reading.pupil else "")


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())
