"""The files of a folder as one delivery: each is the table whose pattern its name fits."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

from kith.intake.cells import Record
from kith.intake.feeds.days import the_day
from kith.intake.feeds.delivered import Delivered, Filled
from kith.intake.feeds.profiles import CONTROL, PUPILS, Profile, Table
from kith.intake.feeds.rows import cell_of
from kith.intake.sources import BadFile, Source, survey
from kith.intake.tables import Table as Read
from kith.intake.tables import read_csv
from kith.intake.workbook import is_workbook, read_workbook

__all__ = ["delivered_by", "to_take"]

# Without these nobody is a pupil; the name may also stand in one column.
NEEDED = ("surname", "forename", "born")
LACKING = (
    "Its pupils were not with it, and the export of a later day has come since. Nothing of it was taken. Have all "
    "files of one day sent together."
)


def to_take(days: Sequence[Sequence[Path]], profile: Profile) -> list[Sequence[Path]]:
    """The days up to the last whose pupils are there; those of a day after it may still be on their way."""
    come = [n for n, files in enumerate(days, start=1) if not _lacks(files, profile)]
    return list(days[: max(come, default=0)])


def _lacks(files: Sequence[Path], profile: Profile) -> bool:
    """Whether the table of pupils has not come, while others have."""
    return not any(table.required and _fits(path.name, table) for path in files for table in profile.tables)


def delivered_by(files: Sequence[Path], profile: Profile, today: date) -> Delivered:
    """Raises BadFile, a sentence, for files that can't be read, were cut off on their way or came without pupils."""
    if _lacks(files, profile):
        raise BadFile(LACKING)
    sources = [Source.of_path(path) for path in files]
    found = [survey(source) for source in sources]
    filled, unused = [], []
    for source, one in zip(sources, found, strict=True):
        table = next((table for table in profile.tables if _fits(source.name, table)), None)
        if table is None:
            unused.append(source.name)
            continue
        read = read_workbook(source) if is_workbook(source) else read_csv(source, one.encoding)
        _check(read, table)
        filled.append(Filled(table, list(read.records)))
    _check_rows(profile, filled, {name: len(f.records) for name, f in _named(sources, filled, unused)})
    whole = hashlib.sha256("".join(sorted(one.sha256 for one in found)).encode()).hexdigest()
    remarks = (f"Not used, as the profile has no table for them: {', '.join(unused)}.",) if unused else ()
    names = tuple(source.name for source in sources)
    said = (cell_of(record, table, "day") for record, table in _control(filled))
    day = the_day(said, names, profile, today)
    doubt = _doubt(profile, filled)
    return Delivered(profile, tuple(filled), names, whole, day or today, doubt, remarks, dated=day is not None)


def _named(sources: Sequence[Source], filled: Sequence[Filled], unused: Sequence[str]) -> list[tuple[str, Filled]]:
    return list(zip((one.name for one in sources if one.name not in unused), filled, strict=True))


def _fits(name: str, table: Table) -> bool:
    return any(fnmatch(name.lower(), pattern.lower()) for pattern in table.at)


def _check(read: Read, table: Table) -> None:
    """A table without the columns that say who somebody is was exported otherwise than the profile says. Its own
    headings are not told: of a file without any they are the first child."""
    headings = {*read.headings}
    wanted = [table.key] if table.key else []
    if table.of == PUPILS:
        wanted += [
            table.columns.get(name, ("",))[0] for name in NEEDED if not headings & {*table.columns.get(name, ())}
        ]
    if missing := [name for name in wanted if name and name not in headings]:
        raise BadFile(
            f"{read.file} has no column {' and no '.join(missing)}. "
            "Have it exported as before, or have the mapping profile changed."
        )


def _check_rows(profile: Profile, filled: Sequence[Filled], counted: Mapping[str, int]) -> None:
    """The control file says how many rows each file has."""
    for record, table in _control(filled):
        name, rows = cell_of(record, table, "file"), cell_of(record, table, "rows")
        there = counted.get(name)
        if there is None:
            raise BadFile(f"The control file names {name}, which did not come. Send all files of the export.")
        if rows.isdecimal() and int(rows) != there:
            raise BadFile(f"{name} has {there:,} rows and should have {int(rows):,}. It was cut off on its way.")


def _control(filled: Sequence[Filled]) -> list[tuple[Record, Table]]:
    return [(record, one.table) for one in filled if one.table.of == CONTROL for record in one.records]


def _doubt(profile: Profile, filled: Sequence[Filled]) -> str:
    """An open quotation mark or a row cut short may have swallowed others."""
    broken = sum(record.problem is not None for one in filled if one.table.of == PUPILS for record in one.records)
    return f"{broken:,} of its rows can’t be read." if broken else ""
