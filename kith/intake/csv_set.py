"""The school census as a council downloads it: a set of CSV files, one a table, joined by row numbers.

Each table is known by its name (2024_autumn_pupilonroll.csv) or, renamed, by its headings. Pupils and their
addresses are taken. Meals, attendance, exclusions and learning aims are recognised and counted and not taken:
Kith has no use for them yet, and what has no use is not kept (UK GDPR article 5(1)(c)).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kith.intake import values
from kith.intake.cells import Problem, Record
from kith.intake.content import Content, FileCount
from kith.intake.pupils import Address, Pupil, Reading, pupil_of, refuse_twice
from kith.intake.tables import Table

__all__ = ["CensusSet", "is_census", "kind_of"]

ON_ROLL = "pupilonroll"
PUPILS = {
    ON_ROLL: "pupilonrolltableid",
    "pupilnolongeronroll": "pupilnolongeronrolltableid",
}
ADDRESSES = {
    "addressesonroll": "pupilonrolltableid",
    "addresses": "pupilonrolltableid",
    "addressesoffroll": "pupilnolongeronrolltableid",
}
NOT_TAKEN = (
    "fsmperiods", "fsmperiod", "termlyexclusions", "termlysessiondetails", "summerhalfterm2sessiondetails",
    "senneeds", "learningaims", "programmeaims", "workplaceentity", "approvisiondetail", "learnerfam",
    "schoolarrangedapdetail", "classes", "childcare", "schoolcensus", "school",
)  # fmt: skip
COLUMNS = {
    "surname": "surname",
    "forename": "forename",
    "born": "dob",
    "middle": "middlenames",
    "preferred_surname": "preferredsurname",
    "former_surname": "formersurname",
    "sex": "sex",
    "upn": "upn",
    "former_upn": "formerupn",
    "uln": "uniquelearnernumber",
    "school": "NativeId",
    "enrolment": "enrolstatus",
    "started_on": "entrydate",
    "left_on": "leavingdate",
}
YEAR = {"pupilonroll": "ncyearactual", "pupilnolongeronroll": "ncyearleaving"}
_LINES = ("saon", "paon", "street", "locality", "town", "administrativearea", "posttown")
_OTHER_LINES = tuple(f"addressline{n}" for n in range(1, 6))


def kind_of(table: Table) -> str:
    """The census table this is, or nothing."""
    stem = table.file.lower().rsplit(".", 1)[0]
    known = [*PUPILS, *ADDRESSES, *(name + end for name in NOT_TAKEN for end in ("onroll", "offroll", ""))]
    if found := [name for name in known if stem == name or stem.endswith(("_" + name, "-" + name, " " + name))]:
        return max(found, key=len)
    own_keys = {heading.lower().removesuffix("tableid") for heading in table.headings if heading.endswith("tableid")}
    return next((name for name in known if name in own_keys and _is_own(name, table)), "")


def is_census(tables: Iterable[Table]) -> bool:
    """Is there a table of pupils of the census among these?"""
    return any(kind_of(table) in PUPILS for table in tables)


@dataclass
class CensusSet(Content):
    """The tables of one download, read as pupils."""

    tables: Mapping[str, Table]
    today: date

    @property
    def remarks(self) -> tuple[str, ...]:
        return tuple(remark for table in self.tables.values() for remark in table.remarks)

    def readings(self) -> Iterator[Reading]:
        """Every row of the tables of pupils, each with the addresses the set gives for it."""
        addresses = self._addresses()
        for kind, key in PUPILS.items():
            if kind in self.tables:
                yield from self._pupils(kind, key, addresses)
        for kind, table in self.tables.items():
            if kind not in PUPILS and kind not in ADDRESSES:
                self.counts.append(FileCount(table.file, kind, not_used=sum(1 for _ in table.records)))

    def _pupils(self, kind: str, key: str, addresses: Mapping[tuple[str, str], list[Address]]) -> Iterator[Reading]:
        table = self.tables[kind]
        count = FileCount(table.file, kind)
        self.counts.append(count)
        columns = {ours: theirs for ours, theirs in COLUMNS.items() if theirs in table.headings} | {"year": YEAR[kind]}
        for reading in refuse_twice(pupil_of(r, columns, key=key, today=self.today) for r in table.records):
            if reading.pupil is None:
                count.refused += 1
                yield reading
            else:
                count.taken += 1
                yield replace(reading, pupil=_living_at(reading.pupil, addresses.get((key, reading.key), ())))

    def _addresses(self) -> dict[tuple[str, str], list[Address]]:
        found: dict[tuple[str, str], list[Address]] = defaultdict(list)
        for kind, key in ADDRESSES.items():
            if kind not in self.tables:
                continue
            count = FileCount(self.tables[kind].file, kind)
            self.counts.append(count)
            for record in self.tables[kind].records:
                address, problem = _address(record)
                if problem:
                    self.problems.append(problem)
                if address is None:
                    count.refused += 1
                    continue
                count.taken += 1
                found[key, record.cell(key).text].append(address)
        return found


def _is_own(name: str, table: Table) -> bool:
    """A table of addresses carries the pupil's key too; only its own key stands beside its own order column."""
    return f"{name}orderseqcolumn" in (heading.lower() for heading in table.headings)


def _living_at(pupil: Pupil, addresses: Iterable[Address]) -> Pupil:
    return replace(pupil, addresses=tuple(dict.fromkeys((*pupil.addresses, *addresses))))


def _address(record: Record) -> tuple[Address | None, Problem | None]:
    """An address with a postcode or lines; or none and the reason."""
    if record.problem:
        return None, record.problem
    lines = _lines(record, _LINES) or _lines(record, _OTHER_LINES)
    postcode, problem = "", None
    cell = record.cell("postcode")
    if cell.text:
        try:
            postcode = values.read_postcode(cell)
        except values.Refused as refused:
            problem = refused.problem
    if not lines and not postcode:
        return None, problem or cell.problem("there is no address in this row.", about="rows without an address")
    return Address(lines, postcode, _uprn(record)), problem


def _lines(record: Record, columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for column in columns if (text := record.cell(column).text))


def _uprn(record: Record) -> str:
    """A property's number, written by some exports as 100012345678.0; 0 and below are none."""
    digits = record.cell("uniquepropertyreferencenumber").text.removesuffix(".0")
    return digits if digits.isdigit() and 1 < int(digits) < 10**12 else ""
