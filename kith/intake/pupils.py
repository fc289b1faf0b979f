"""One row of a file as a pupil: typed values, each from its cell, and what is wrong in sentences.

Two kinds of trouble are kept apart. What a child's record can't be without (a name, a date of birth) *refuses* the
row. Anything else (an invalid UPN, a postcode nobody has) is a *problem on a good row*: the row goes on, the value
is kept as unverified text or left out, and the file's sender is told.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from kith.intake import values
from kith.intake.cells import Cell, Origin, Problem, Record

__all__ = ["Address", "Contact", "Pupil", "Reading", "once", "pupil_of", "refuse_twice"]

# Kinds of number a file may give. UPNs are the only ones a match may rest on.
T = TypeVar("T")
NUMBERS = ("upn", "former_upn", "uln")
_LINES = tuple(f"address{n}" for n in range(1, 6))


@dataclass(frozen=True, slots=True)
class Address:
    """Where the file says a pupil lives: its lines as written, and the postcode."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    uprn: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """An adult a file names beside a pupil: what they are to the child, whether they are responsible by law, by which
    numbers they are rung, and as which of the adults: the first, the second; nought where that is not said."""

    surname: str
    forename: str = ""
    relationship: str = ""
    responsible: bool = False
    lives_with: bool = False
    phones: tuple[str, ...] = ()
    priority: int = 0

    def as_json(self) -> dict[str, Any]:
        """The staged form: what only some files say is left out where this one does not."""
        plain = asdict(self)
        return {name: value for name, value in plain.items() if value or name not in ("phones", "priority")}

    @classmethod
    def from_json(cls, staged: Mapping[str, Any]) -> "Contact":
        """Back from the staged form."""
        return cls(**{**staged, "phones": tuple(staged.get("phones", ()))})


# Nobody changes one; to hold everybody to it takes longer than to read a row.
@dataclass
class Pupil:
    """What a file says about one pupil."""

    surname: str
    forename: str
    born: date
    middle: str = ""
    preferred_surname: str = ""
    preferred_forename: str = ""
    former_surname: str = ""
    sex: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)
    unverified: Mapping[str, str] = field(default_factory=dict)
    school: str = ""
    year: str = ""
    group: str = ""
    enrolment: str = ""
    started_on: date | None = None
    left_on: date | None = None
    addresses: tuple[Address, ...] = ()
    # The list of the file it stands in, where one file holds several: those who left.
    listed: str = ""
    contacts: tuple[Contact, ...] = ()
    # What they are given at school, by kind: a code, "yes", or "no" where the file says that they have it no more.
    support: Mapping[str, str] = field(default_factory=dict)
    # Where a child who left learns now.
    next_school: str = ""

    def as_json(self) -> dict[str, Any]:
        """The staged form: what is empty is left out."""
        plain = {name: value for name, value in vars(self).items() if value}
        if self.addresses:
            plain["addresses"] = [
                {"lines": list(a.lines), "postcode": a.postcode, "uprn": a.uprn} for a in self.addresses
            ]
        if self.contacts:
            plain["contacts"] = [contact.as_json() for contact in self.contacts]
        for name in ("born", "started_on", "left_on"):
            if day := plain.get(name):
                plain[name] = day.isoformat()
        return plain

    @classmethod
    def from_json(cls, staged: Mapping[str, Any]) -> "Pupil":
        """Back from the staged form."""
        plain = dict(staged)
        for name in ("born", "started_on", "left_on"):
            if name in plain:
                plain[name] = date.fromisoformat(plain[name])
        plain["addresses"] = tuple(
            Address(tuple(a["lines"]), a["postcode"], a["uprn"]) for a in plain.get("addresses", ())
        )
        plain["contacts"] = tuple(Contact.from_json(one) for one in plain.get("contacts", ()))
        return cls(**plain)


@dataclass(frozen=True)
class Reading:
    """What became of one row: a pupil with perhaps some problems, or none and the reasons."""

    origin: Origin
    key: str
    pupil: Pupil | None
    problems: tuple[Problem, ...] = ()


def pupil_of(record: Record, columns: Mapping[str, str], *, key: str = "", today: date, **known: Any) -> Reading:
    """Read one row. `columns` names the file's column for each of our fields; `key` its own row number; `known` is what
    need not be read."""
    own_key = record.cell(key).text if key else ""
    if record.problem:
        return Reading(record.origin, own_key, None, (record.problem,))
    reader = _Reader(record, columns)
    pupil = reader.pupil(today, known)
    return Reading(record.origin, own_key, pupil, tuple(reader.problems))


def refuse_twice(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Refuse a row whose key was taken before: which of the two is right is not for a program to say.

    A row that was refused has taken nothing: a good one with its key goes on.
    """
    first: dict[str, Origin] = {}
    for reading in readings:
        yield once(reading, first)


def once(reading: Reading, first: dict[str, Origin]) -> Reading:
    """The row, or its refusal where one before it, kept in `first`, had its key."""
    if reading.pupil is None or not reading.key:
        return reading
    before = first.setdefault(reading.key, reading.origin)
    if before is reading.origin:
        return reading
    words = f"this is the same pupil as {before.place} of {before.file}. That one was taken."
    problem = Problem(reading.origin, "", words, "rows that stand in the file twice")
    return replace(reading, pupil=None, problems=(*reading.problems, problem))


class _Reader:
    """Reads the cells of one row and gathers what is wrong."""

    def __init__(self, record: Record, columns: Mapping[str, str]) -> None:
        self.record, self.columns = record, columns
        self.problems: list[Problem] = []

    def pupil(self, today: date, known: Mapping[str, Any]) -> Pupil | None:
        surname, forename = self._names()
        born = self._must("born", values.read_birth, today=today)
        if not (surname and forename and born):
            return None
        numbers, unverified = self._numbers()
        return Pupil(
            surname, forename, born,
            middle=self._text("middle"),
            preferred_surname=self._text("preferred_surname"),
            preferred_forename=self._text("preferred_forename"),
            former_surname=self._text("former_surname"),
            sex=self._may("sex", values.read_sex) or "",
            numbers=numbers, unverified=unverified,
            school=known["school"] if "school" in known else self._text("school"),
            year=self._may("year", values.read_year) or "",
            group=self._text("group"),
            enrolment=self._text("enrolment"),
            started_on=self._may("started_on", values.read_date),
            left_on=self._may("left_on", values.read_date),
            addresses=known["addresses"] if "addresses" in known else self._addresses(),
        )  # fmt: skip

    def _cell(self, name: str) -> Cell:
        return self.record.cell(self.columns[name]) if name in self.columns else Cell("", self.record.origin, name)

    def _said(self, name: str) -> str:
        """What the cell says, where there is such a column."""
        text = self.record.values.get(self.columns[name]) if name in self.columns else None
        return text.strip() if text else ""

    def _text(self, name: str) -> str:
        return " ".join(text.split())[: values.LONGEST_NAME] if (text := self._said(name)) else ""

    def _must(self, name: str, read: Callable[..., T], **how: Any) -> T | None:
        try:
            return read(self._cell(name), **how)
        except values.Refused as refused:
            self.problems.append(refused.problem)
            return None

    def _may(self, name: str, read: Callable[[Cell], T]) -> T | None:
        return self._must(name, read) if self._said(name) else None

    def _names(self) -> tuple[str | None, str | None]:
        if "whole_name" in self.columns:
            return self._whole_name()
        surname = self._must("surname", values.read_name, called="surname")
        forename = self._must("forename", values.read_name, called="forename")
        return surname, forename

    def _whole_name(self) -> tuple[str | None, str | None]:
        """“Weller, Kate” or “Kate Weller”; with three words and no comma nobody can say where the surname begins."""
        cell = self._cell("whole_name")
        family, comma, given = cell.text.partition(",")
        if not comma and len(cell.text.split()) == 2:
            given, family = cell.text.split()
        if not (given.strip() and family.strip()):
            words = f"“{cell.text}” can’t be parted into forename and surname. Write it as Weller, Kate."
            self.problems.append(cell.problem(words, about="names that can’t be parted"))
            return None, None
        return " ".join(family.split()), " ".join(given.split())

    def _numbers(self) -> tuple[dict[str, str], dict[str, str]]:
        """Valid numbers, and those kept as text that nothing may rest on."""
        good: dict[str, str] = {}
        kept: dict[str, str] = {}
        for kind in NUMBERS:
            text = self._said(kind)
            if not text:
                continue
            if number := self._may(kind, values.read_uln if kind == "uln" else values.read_upn):
                good[kind] = number
            else:
                kept[kind] = text[: values.LONGEST_NUMBER]
        return good, kept

    def _addresses(self) -> tuple[Address, ...]:
        """The address of a class list, which stands in the pupil's own row."""
        lines = tuple(filter(None, map(self._text, _LINES)))
        postcode = self._may("postcode", values.read_postcode) or ""
        return (Address(lines, postcode),) if lines or postcode else ()
