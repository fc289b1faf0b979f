"""OneRoster: the tables in which systems of schools give their pupils, as CSV files or a zip of them.

Who somebody is stands in users, when they were born in demographics, where they learn in enrollments and orgs. Pupils
become rows, one for each school; staff and parents are counted and left. When a class begins and ends is not when a
child comes and goes: only of a child whose classes at a school have all ended it is said that they left it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kith.foundation import dates
from kith.intake.cells import Origin, Problem, Record
from kith.intake.content import Content, FileCount
from kith.intake.placing import dfe_number
from kith.intake.pupils import Reading, once, pupil_of
from kith.intake.sources import BadFile
from kith.intake.tables import Table, lacking

__all__ = ["OneRoster", "is_oneroster", "tables_by_name"]

USERS, BIRTHS, ENROLLED, ORGS, CLASSES, ROLES = "users", "demographics", "enrollments", "orgs", "classes", "roles"
USED = (USERS, BIRTHS, ENROLLED, ORGS, CLASSES, ROLES)
NOT_USED = (
    "manifest", "academicsessions", "courses", "categories", "lineitems", "results", "resources", "classresources",
    "courseresources", "userprofiles", "userresources", "scorescales", "lineitemlearningobjectiveids",
    "lineitemscorescales", "resultlearningobjectiveids", "resultscorescales",
)  # fmt: skip
# What is said of a user in another table, by a heading that says so.
BORN, SEX = "birthDate (demographics)", "sex (demographics)"
PUPIL = "student"
OTHER_ROLES = (
    "teacher", "administrator", "aide", "guardian", "parent", "proctor", "relative", "counselor", "principal",
    "districtadministrator", "siteadministrator", "systemadministrator",
)  # fmt: skip
ROLE = "roles that are not known"
COLUMNS = {
    "surname": "familyName", "forename": "givenName", "middle": "middleName", "born": BORN, "sex": SEX,
    "preferred_surname": "preferredFamilyName", "preferred_forename": "preferredGivenName", "upn": "UPN",
    "year": "grades", "group": "class", "school": "school", "left_on": "endDate",
}  # fmt: skip
# What is read of each table. Roles stand among the users, or in a table of their own.
READ = {
    USERS: ("sourcedId", "givenName", "middleName", "familyName", "grades", "userIds", "identifier"),
    BIRTHS: ("sourcedId", "birthDate", "sex"),
    ENROLLED: ("classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "endDate"),
    ORGS: ("sourcedId", "name", "identifier"),
    CLASSES: ("sourcedId", "title"),
}
GONE = "tobedeleted"
_LOOKS_LIKE_A_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
_NUMBERS = re.compile(r"\{\s*([^:{}]+?)\s*:\s*([^{}]+?)\s*\}")


def is_oneroster(tables: Iterable[Table]) -> bool:
    """Is there a table of users among these, as OneRoster has it?"""
    return any(_stem(one) == USERS and {"sourcedId", "givenName", "familyName"} <= {*one.headings} for one in tables)


def tables_by_name(tables: Iterable[Table]) -> dict[str, Table]:
    """The tables by what they are. Raises BadFile for one that is none, and where nobody's birthday is told."""
    found: dict[str, Table] = {}
    for table in tables:
        if _stem(table) not in (*USED, *NOT_USED):
            raise BadFile(f"{table.file} is no table of OneRoster. Leave it out and import again.")
        found[_stem(table)] = table
    if BIRTHS not in found:
        raise BadFile(
            "There is no table demographics among the files, and without it nobody has a date of birth. Have your "
            "school’s system give it too."
        )
    return found


def _stem(table: Table) -> str:
    return table.file.lower().removesuffix(".csv")


@dataclass(frozen=True)
class _Class:
    """One row of enrollments: at which school, in which class, until when."""

    row: Record
    school: str
    title: str
    main: bool
    ended: date | None


@dataclass
class OneRoster(Content):
    """The tables of one delivery, read as pupils."""

    tables: Mapping[str, Table]
    today: date
    others: Counter[str] = field(default_factory=Counter)
    latest: date | None = None

    @property
    def remarks(self) -> tuple[str, ...]:
        own = [remark for table in self.tables.values() for remark in table.remarks]
        own += (said for name in READ if name in self.tables for said in lacking(self.tables[name], READ[name]))
        if self.others:
            named = ", ".join(f"{role or 'with no role'} ({count:,})" for role, count in self.others.most_common(10))
            own.append(f"Of the users only pupils were taken. Left were: {named}.")
        return tuple(own)

    @property
    def as_of(self) -> date | None:
        """The day somebody's row was last touched. One that is still to come is a slip and says nothing."""
        return self.latest

    def readings(self) -> Iterator[Reading]:
        """A row for every pupil and school. Whoever is named in another table only is told as a problem."""
        births = {row.cell("sourcedId").text: row for row in self._rows(BIRTHS)}
        orgs = {row.cell("sourcedId").text: _school(row) for row in self._rows(ORGS)}
        titles = {row.cell("sourcedId").text: row.cell("title").text for row in self._rows(CLASSES)}
        roles = {row.cell("userSourcedId").text: row.cell("role").text for row in self._rows(ROLES)}
        classes = self._classes(orgs, titles)
        count = FileCount(self.tables[USERS].file, USERS)
        seen: set[str] = set()
        first: dict[str, Origin] = {}
        for row in self.tables[USERS].records:
            user = row.cell("sourcedId").text
            seen.add(user)
            found = list(self._of_user(row, births.get(user), classes.get(user, []), orgs, roles))
            count.not_used += not found
            for reading in found:
                one = once(reading, first)
                count.taken += one.pupil is not None
                count.refused += one.pupil is None
                yield one
        self.counts += [count, *(self._not_used(name) for name in NOT_USED if name in self.tables)]
        self.problems += (_nobody(row) for user, row in births.items() if user not in seen)
        self.problems += (_nobody(one.row) for user in classes if user not in seen for one in classes[user])

    def _rows(self, name: str) -> Iterator[Record]:
        """The rows of a further table that can be read and hold still; of the others it is told why not."""
        if name not in self.tables:
            return
        count = FileCount(self.tables[name].file, name)
        self.counts.append(count)
        for row in self.tables[name].records:
            if row.problem:
                self.problems.append(row.problem)
                count.refused += 1
            elif row.cell("status").text.lower() != GONE:
                count.taken += 1
                yield row
            else:
                count.not_used += 1

    def _classes(self, orgs: Mapping[str, str], titles: Mapping[str, str]) -> dict[str, list[_Class]]:
        found: dict[str, list[_Class]] = defaultdict(list)
        for row in self._rows(ENROLLED):
            role = row.cell("role")
            if role.text.lower() not in (PUPIL, *OTHER_ROLES):
                self.problems.append(role.problem(NO_ROLE, about=ROLE))
            if role.text.lower() != PUPIL:
                continue
            school = row.cell("schoolSourcedId")
            if school.text not in orgs:
                self.problems.append(school.problem(NO_ORG, about="schools that are not among the orgs"))
            of = row.cell("classSourcedId")
            if CLASSES in self.tables and of.text not in titles:
                self.problems.append(of.problem(NO_CLASS, about="classes that are not among the classes"))
            title = titles.get(of.text, "")
            main = row.cell("primary").text.lower() == "true"
            ended = _day(row.cell("endDate").text)
            found[row.cell("userSourcedId").text].append(_Class(row, orgs.get(school.text, ""), title, main, ended))
        return found

    def _of_user(
        self,
        row: Record,
        birth: Record | None,
        classes: list[_Class],
        orgs: Mapping[str, str],
        roles: Mapping[str, str],
    ) -> Iterator[Reading]:
        """The rows of one user: none if they are no pupil, one for each school they learn at."""
        if row.problem:
            yield Reading(row.origin, "", None, (row.problem,))
            return
        user, role = row.cell("sourcedId").text, (row.cell("role").text or roles.get(row.cell("sourcedId").text, ""))
        if role.lower() not in (PUPIL, *OTHER_ROLES):
            problem = row.cell("role").problem(NO_ROLE, about=ROLE)
            yield Reading(row.origin, "", None, (problem,))
            return
        touched = _day(row.cell("dateLastModified").text)
        if touched and touched <= self.today:
            self.latest = max(self.latest or touched, touched)
        if role.lower() != PUPIL or row.cell("status").text.lower() == GONE:
            self.others["marked as deleted" if role.lower() == PUPIL else role.lower()] += 1
            return
        own = row.cell("primaryOrgSourcedId").text or row.cell("orgSourcedIds").text.split(",")[0].strip()
        schools = {one.school: [c for c in classes if c.school == one.school] for one in classes if one.school}
        for n, (school, there) in enumerate((schools or {orgs.get(own, ""): classes}).items()):
            values = {**row.values, **_born(birth), **_learns(school, there, self.today), "UPN": _upn(row)}
            reading = pupil_of(Record(row.origin, values), COLUMNS, today=self.today)
            pupil = reading.pupil and replace(reading.pupil, listed=f"school {n + 1}" if n else "")
            problems = (*reading.problems, *_unread(row), *self._in_no_class(row, classes))
            yield replace(reading, key=f"{user} {school}", pupil=pupil, problems=problems)

    def _in_no_class(self, row: Record, classes: list[_Class]) -> Iterator[Problem]:
        if ENROLLED in self.tables and not classes:
            words = "this pupil stands in no row of enrollments, so no class was taken. Is the table whole?"
            yield row.cell("sourcedId").problem(words, about="pupils in no class")

    def _not_used(self, name: str) -> FileCount:
        table = self.tables[name]
        return FileCount(table.file, name, not_used=sum(1 for _ in table.records))


def _school(row: Record) -> str:
    """A school by its DfE number, where the file gives it, else by its name."""
    return dfe_number(row.cell("identifier").text) or row.cell("name").text


def _born(birth: Record | None) -> dict[str, str]:
    given = birth.values if birth else {}
    return {BORN: given.get("birthDate", ""), SEX: given.get("sex", "")}


def _learns(school: str, classes: list[_Class], today: date) -> dict[str, str]:
    """The school, the class that is the main one, and the end where all have ended."""
    main = next((one.title for one in classes if one.main), classes[0].title if classes else "")
    ends = [one.ended for one in classes]
    last = max((end for end in ends if end), default=None)
    gone = last and all(end and end <= today for end in ends)
    return {"school": school, "class": main, "endDate": last.isoformat() if last and gone else ""}


def _upn(row: Record) -> str:
    """The UPN, which systems give among the further numbers of a user, or as the identifier."""
    named = {kind.upper(): number for kind, number in _NUMBERS.findall(row.cell("userIds").text)}
    if "UPN" in named:
        return named["UPN"]
    numbers = (*named.values(), row.cell("identifier").text)
    return next((one for one in numbers if _LOOKS_LIKE_A_UPN.fullmatch(one)), "")


def _unread(row: Record) -> tuple[Problem, ...]:
    """Further numbers of a user that are not written as pairs of kind and number."""
    cell = row.cell("userIds")
    if not _NUMBERS.sub("", cell.text).strip(" ,"):
        return ()
    return (
        cell.problem("these numbers can’t be told apart. Write them as {UPN:…},{MIS:…}.", about="numbers of users"),
    )


def _nobody(row: Record) -> Problem:
    return Problem(
        row.origin, "", "this row names a user who is not among the users. It was not taken.", "rows of nobody"
    )


def _day(text: str) -> date | None:
    try:
        return dates.parse_date(text[:10]) if text else None
    except dates.NotADate:
        return None


NO_ROLE = "this role is not known, and the row was not taken. Write student, teacher or parent."
NO_CLASS = "this class is not among the classes. The pupil was taken without it."
NO_ORG = "this school is not among the orgs. The class was taken without it: give the table orgs too."
