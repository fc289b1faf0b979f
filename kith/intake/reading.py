"""From files to pupils: recognise what was sent, and keep count so that no row is lost on the way."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from kith.intake import archive, class_list, csv_set, oneroster, register
from kith.intake.census_xml import CensusXml
from kith.intake.class_list import ClassList
from kith.intake.content import Content
from kith.intake.csv_set import CensusSet
from kith.intake.ctf import Ctf
from kith.intake.oneroster import OneRoster
from kith.intake.sources import BadFile, Source, survey
from kith.intake.tables import Table, read_csv
from kith.intake.workbook import is_workbook, read_workbook
from kith.intake.xml_file import is_xml, root_of
from kith.intake.xml_pupils import XmlPupils

__all__ = ["Delivery", "read"]

# The root element of a file says what it is.
XML: dict[str, type[XmlPupils]] = {"Message": CensusXml, "CTfile": Ctf}


@dataclass(frozen=True)
class Delivery:
    """What arrived: its files, the fingerprint of all of them, and the pupils in it."""

    kind: str
    files: tuple[str, ...]
    sha256: str
    content: Content

    @property
    def headings(self) -> tuple[str, ...]:
        return self.content.table.headings if isinstance(self.content, ClassList) else ()


def read(
    sources: Sequence[Source], *, today: date, mapping_for: Mapping[str, Mapping[str, str]] | None = None
) -> Delivery:
    """Recognise census files, transfer files, the tables of OneRoster, or one class list. Raises BadFile for else.

    `mapping_for` gives the column mappings settled earlier, by the signature of the headings.
    """
    sources = archive.apart(sources)
    found = [survey(source) for source in sources]
    names = tuple(source.name for source in sources)
    whole = hashlib.sha256("".join(sorted(one.sha256 for one in found)).encode()).hexdigest()
    if any(map(is_xml, sources)):
        content = _xml(sources, today)
        return Delivery(content.KIND, names, whole, content)
    tables = [
        read_workbook(source) if is_workbook(source) else read_csv(source, one.encoding)
        for source, one in zip(sources, found, strict=True)
    ]
    if csv_set.is_census(tables):
        return Delivery("census", names, whole, CensusSet(_by_kind(tables), today))
    if oneroster.is_oneroster(tables):
        return Delivery("oneroster", names, whole, OneRoster(oneroster.tables_by_name(tables), today))
    if len(tables) == 1 and register.is_register(tables[0]):
        return Delivery(register.KIND, names, whole, register.Register(tables[0]))
    if len(tables) != 1:
        raise BadFile(f"There is no table of pupils among {', '.join(names)}. Add the file named pupilonroll.")
    settled = (mapping_for or {}).get(class_list.signature(tables[0].headings))
    mapping = settled or class_list.guess(tables[0].headings)
    return Delivery("class list", names, whole, ClassList(_with_rows(tables[0]), mapping, today))


def _xml(sources: Sequence[Source], today: date) -> XmlPupils:
    """Files of one kind, whose headers can be read. Raises BadFile."""
    for source in sources:
        if not (is_xml(source) and source.name.lower().endswith(".xml")):
            raise BadFile(f"{source.name} is no XML file, or not called one (.xml). Send files of one kind at a time.")
    roots = {root_of(source): source.name for source in sources}
    for root, file in roots.items():
        if root not in XML:
            raise BadFile(
                f"{file} is an XML file we do not read: it begins with “{root[:60]}”. Read are the school census "
                "(Message) and the common transfer file (CTfile)."
            )
    if len(roots) > 1:
        raise BadFile(f"{' and '.join(roots.values())} are not of one kind. Import one kind at a time.")
    content = XML[next(iter(roots))](sources=sources, today=today)
    content.headers  # noqa: B018 a file that is broken before its first pupil is refused at once
    return content


def _with_rows(table: Table) -> Table:
    """The table, once it is known that somebody may stand in it."""
    rows = iter(table.records)
    first = next(rows, None)
    if first is None:
        raise BadFile(f"{table.file} has headings and no rows under them. Check that the right list was exported.")
    return replace(table, records=chain([first], rows))


def _by_kind(tables: Sequence[Table]) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for table in tables:
        kind = csv_set.kind_of(table)
        if not kind:
            raise BadFile(f"{table.file} is not a table of the census download. Leave it out and import again.")
        if kind in found:
            raise BadFile(f"{table.file} and {found[kind].file} are the same table ({kind}). Import one at a time.")
        # Those who left, and the further tables, may be nobody.
        found[kind] = _with_rows(table) if kind == csv_set.ON_ROLL else table
    return found
