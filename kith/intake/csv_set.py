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
from kith.intake.cells import Origin, Problem, Record
from kith.intake.content import Content, FileCount
from kith.intake.pupils import Address, Pupil, Reading, pupil_of, refuse_twice
from kith.intake.tables import Table, lacking

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
# Of columns we read, those a table never has.
NOT_OF = {"pupilonroll": {"leavingdate"}, "pupilnolongeronroll": {"enrolstatus", "preferredsurname"}}
Key = tuple[str, str]
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
        own = [remark for table in self.tables.values() for remark in table.remarks]
        return (*own, *(said for kind in PUPILS for said in self._lacking(kind)))

    def readings(self) -> Iterator[Reading]:
        """Every row of the tables of pupils, each with the addresses the set gives for it."""
        addresses, places = self._addresses()
        for kind, key in PUPILS.items():
            if kind in self.tables:
                yield from self._pupils(kind, key, addresses, places)
        words = "no row of pupils has the number this address is for. It was not taken."
        self.problems += (Problem(o, key, words, "addresses of nobody") for (key, _), o in places.items())
        for kind, table in self.tables.items():
            if kind not in PUPILS and kind not in ADDRESSES:
                self.counts.append(FileCount(table.file, kind, not_used=sum(1 for _ in table.records)))

    def _lacking(self, kind: str) -> tuple[str, ...]:
        if kind not in self.tables:
            return ()
        table = self.tables[kind]
        wanted = {*COLUMNS.values(), YEAR[kind], PUPILS[kind]} - NOT_OF[kind]
        return lacking(table, sorted(wanted - ({"sex"} if "gender" in table.headings else set())))

    def _columns(self, kind: str) -> dict[str, str]:
        """Our fields as this table calls them: downloads of before 2024 say gender."""
        headings = self.tables[kind].headings
        columns = {ours: theirs for ours, theirs in COLUMNS.items() if theirs in headings} | {"year": YEAR[kind]}
        return columns if "sex" in columns or "gender" not in headings else columns | {"sex": "gender"}

    def _pupils(
        self, kind: str, key: str, addresses: Mapping[Key, list[Address]], places: dict[Key, Origin]
    ) -> Iterator[Reading]:
        """The rows of one table. Each strikes the addresses for its number out of `places`."""
        table = self.tables[kind]
        count = FileCount(table.file, kind)
        self.counts.append(count)
        columns = self._columns(kind)
        for reading in refuse_twice(pupil_of(r, columns, key=key, today=self.today) for r in table.records):
            places.pop((key, reading.key), None)
            if reading.pupil is None:
                count.refused += 1
                yield reading
            else:
                count.taken += 1
                yield replace(reading, pupil=_living_at(reading.pupil, addresses.get((key, reading.key), ())))

    def _addresses(self) -> tuple[dict[Key, list[Address]], dict[Key, Origin]]:
        """Addresses by the key of their pupils' table and the number in it, and where each number stands first."""
        found: dict[Key, list[Address]] = defaultdict(list)
        places: dict[Key, Origin] = {}
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
                whose = key, record.cell(key).text
                found[whose].append(address)
                places.setdefault(whose, record.origin)
        return found, places


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
    """A property's number, written by some exports as 100012345678.0."""
    return values.read_uprn(record.cell("uniquepropertyreferencenumber").text.removesuffix(".0"))
