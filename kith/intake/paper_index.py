"""The index of scanned papers: which file is about whom, what it is, of which day. Read as a class list is read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from kith.foundation.dates import NotADate, parse_date
from kith.foundation.refused_value import NotAValue
from kith.foundation.upn import Upn
from kith.intake import class_list
from kith.intake.pupils import Pupil, pupil_of
from kith.intake.sources import BadFile, Source, survey
from kith.intake.tables import Table, read_csv
from kith.reference.codes import code_set

__all__ = ["Line", "read_index"]

# What a line says of the file, and the headings seen for it (letters only, lower case).
HEADINGS = {
    "file": ("file", "filename", "pdf", "scan", "document", "documentfile"),
    "title": ("title", "documenttitle", "description", "what"),
    "dated": ("date", "documentdate", "dated", "dateofdocument"),
    "kind": ("type", "documenttype", "kind", "sort", "category"),
}
NO_FILE_COLUMN = "{file} has no column that names the files. Give it the heading “File”."
NO_PUPIL_COLUMN = "{file} has no column that says whose they are: a UPN, or a name and a date of birth."


@dataclass(frozen=True)
class Line:
    """One line. `wrong`: in sentences, what can’t be read. A `pupil` has name and birthday; a UPN may do alone."""

    n: int
    file: str
    title: str
    kind: str
    dated: date | None
    about: str
    pupil: Pupil | None
    upn: str
    wrong: tuple[str, ...] = ()


def read_index(name: str, content: bytes, *, today: date) -> Iterator[Line]:
    """Its lines in their order. Raises BadFile where it is no index."""
    source = Source.of_bytes(name, content)
    table = read_csv(source, survey(source).encoding)
    own = _own(table.headings)
    pupils = {
        field: heading for field, heading in class_list.guess(table.headings).items() if heading not in own.values()
    }
    if "file" not in own:
        raise BadFile(NO_FILE_COLUMN.format(file=name))
    if "upn" not in pupils and class_list.missing(pupils):
        raise BadFile(NO_PUPIL_COLUMN.format(file=name))
    return _lines(table, own, pupils, today)


def _own(headings: Sequence[str]) -> dict[str, str]:
    plain = {re.sub("[^a-z]", "", heading.lower()): heading for heading in reversed(headings)}
    found = {field: next((plain[one] for one in seen if one in plain), "") for field, seen in HEADINGS.items()}
    return {field: heading for field, heading in found.items() if heading}


def _lines(table: Table, own: dict[str, str], pupils: dict[str, str], today: date) -> Iterator[Line]:
    for record in table.records:
        said = {field: record.cell(heading).text for field, heading in own.items()}
        reading = pupil_of(record, pupils, today=today)
        upn = _upn(record.cell(pupils["upn"]).text) if "upn" in pupils else ""
        kind = _kind(said.get("kind", ""))
        dated, wrong = _dated(said.get("dated", ""), today)
        if said.get("kind", "") and not kind:
            wrong = (*wrong, f"Its type was left out: “{said['kind'][:40]}” is none that is known here.")
        if record.problem or (reading.pupil is None and not upn):
            wrong = (*wrong, *(one.sentence for one in reading.problems))
        about = " ".join(record.cell(pupils[one]).text for one in _WHO if one in pupils)
        yield Line(
            n=record.origin.row,
            file=PurePosixPath(said.get("file", "").replace("\\", "/")).name,
            title=said.get("title", "")[:150],
            kind=kind,
            dated=dated,
            about=" ".join(about.split())[:200],
            pupil=reading.pupil,
            upn=upn,
            wrong=wrong,
        )


_WHO = ("forename", "surname", "whole_name", "born", "upn")


def _upn(text: str) -> str:
    try:
        return str(Upn.parse(text).text) if text else ""
    except NotAValue:
        return ""


def _dated(text: str, today: date) -> tuple[date | None, tuple[str, ...]]:
    try:
        day = parse_date(text) if text else None
    except NotADate as no:
        return None, (f"Its date was left out: {no}",)
    if day and day > today:
        return None, (f"Its date was left out: “{text}” is still to come.",)
    return day, ()


def _kind(text: str) -> str:
    """The code for what the index calls it, by code or by words; what nobody knows is said later."""
    plain = " ".join(text.lower().replace("_", " ").split())
    return next(
        (one.code for one in code_set("document_type") if plain in (one.code.replace("_", " "), one.label.lower())), ""
    )
