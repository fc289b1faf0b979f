"""The register of establishments (GIAS): what the schools that are known here are called, and which of them closed.

It is a national file of some 50,000 places; only those that are known here already, by DfE number or URN, become rows.
A name a person gave stands: a school is called as the register does only where a file of pupils had named it by number.
The same number may stand twice, as a school that became an academy keeps it: the one that is open speaks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from kith import audit
from kith.access.table import DUTIES
from kith.foundation.dates import in_words
from kith.intake import values
from kith.intake.cells import Problem, Record, told
from kith.intake.content import Content, FileCount
from kith.intake.models import Batch, Row
from kith.intake.placing import dfe_number, made_up_name
from kith.intake.progress import Progress, Tell
from kith.intake.stages import Accept, Outcome, Stage, check_step
from kith.intake.tables import Table
from kith.organisations.actions import bring_up_to_date
from kith.organisations.models import Organisation
from kith.organisations.queries import acting
from kith.reference.roles import Role
from kith.tenancy import current

__all__ = ["KIND", "Register", "commit", "compare", "fill", "is_register", "may_be_brought", "undo"]

KIND = "establishments"
URN, NAME, AUTHORITY, NUMBER = "URN", "EstablishmentName", "LA (code)", "EstablishmentNumber"
STATUS, CLOSED_ON = "EstablishmentStatus (code)", "CloseDate"
# 1 open, 3 open but proposed to close, 4 proposed to open.
CLOSED = "2"
# What somebody is told who keeps the files of one school: the register speaks of the others too.
NOT_YOURS = (
    "A register of establishments changes what every school here is called, so whoever keeps the schools of all brings"
    " it in: a front door manager, or who runs Kith."
)
WORDS = {"name": "Its name", "urn": "Its URN", "closed_on": "The day it closed"}


def is_register(table: Table) -> bool:
    return {URN, NAME, AUTHORITY, NUMBER} <= {*table.headings}


def may_be_brought() -> bool:
    """Whether whoever acts keeps the organisations of this controller. Who runs Kith does, and so does a job."""
    id = current().doer.post_id
    post = acting(id) if id else None
    return id is None or (post is not None and Role(post.role) in DUTIES["organisations.keep"])


@dataclass(frozen=True)
class Establishment:
    """One place of the register."""

    name: str
    urn: str
    laestab: str
    is_open: bool
    closed_on: str


@dataclass
class Register(Content):
    """The file, read as establishments. It has no pupils."""

    table: Table

    def places(self) -> Iterator[tuple[Record, Establishment | Problem]]:
        for record in self.table.records:
            yield record, record.problem or _read(record)


def _read(record: Record) -> Establishment | Problem:
    urn, name = record.cell(URN), record.cell(NAME)
    if not (urn.text.isascii() and urn.text.isdigit() and len(urn.text) == 6):
        return urn.problem("a URN has six figures. The row was not taken.", about="URN is not valid")
    if not name.text or len(name.text) > 200:
        return name.problem("there is no name that can be used. The row was not taken.", about="no name")
    closed = record.cell(CLOSED_ON)
    try:
        closed_on = values.read_date(closed).isoformat() if closed.text else ""
    except values.Refused as refused:
        return refused.problem
    number = dfe_number(record.cell(AUTHORITY).text + record.cell(NUMBER).text.zfill(4))
    return Establishment(name.text, urn.text, number, record.cell(STATUS).text != CLOSED, closed_on)


def fill(batch: Batch, content: Register, *, tell: Tell) -> Batch:
    """A row for each place that is known here, and for each that can't be read."""
    check_step(batch.stage, Stage.STAGED)
    count = FileCount(content.table.file, KIND)
    known = _known()
    best: dict[Any, tuple[Record, Establishment]] = {}
    rows: list[Row] = []
    for n, (record, found) in enumerate(content.places(), start=1):
        if isinstance(found, Problem):
            count.refused += 1
            rows.append(_row(batch, record, {}, found))
        elif (school := known.get(found.laestab) or known.get(found.urn)) and _speaks(found, best.get(school)):
            best[school] = record, found
        if n % 5000 == 0:
            tell(Progress(Stage.STAGED, n, 0))
        count.not_used = n
    rows += [_row(batch, record, {**asdict(found), "organisation": str(id)}) for id, (record, found) in best.items()]
    count.taken = len(best)
    count.not_used -= count.taken + count.refused
    for n, row in enumerate(sorted(rows, key=lambda row: row.file_row), start=1):
        row.n = n
        row.save()
    batch.total, batch.files, batch.stage = len(rows), [count.as_json()], Stage.VALIDATED
    batch.remarks = [f"{count.not_used:,} establishments you do not know were left."]
    batch.save()
    audit.record("import.stage", holder=batch.holder_id, detail={"batch": str(batch.id), "rows": batch.total})
    return batch


def compare(batch: Batch, *, tell: Tell) -> Batch:
    """Say of each row what it would change."""
    schools = {str(one.id): one for one in Organisation.objects.all()}
    rows = list(batch.rows.filter(outcome=Outcome.MATCHED))
    for row in rows:
        school = schools[row.staged["organisation"]]
        row.staged["changes"] = list(_changes(school, row.staged))
        row.reasons = [*_said(school, row.staged)]
        row.save(update_fields=["staged", "reasons"])
    tell(Progress(Stage.MATCHED, len(rows), len(rows)))
    batch.stage = Stage.REVIEW if batch.accept == Accept.NONE else Stage.MATCHED
    batch.save(update_fields=["stage"])
    return batch


def commit(batch: Batch, *, tell: Tell) -> Batch:
    """Bring the schools up to date, each where it still says what it said when it was compared."""
    check_step(batch.stage, Stage.COMMITTED)
    rows = list(batch.rows.filter(outcome=Outcome.MATCHED, applied_at=None))
    for row in rows:
        _write(row, [(field, before, after) for field, before, after in row.staged["changes"]])
        row.applied_at = timezone.now()
        row.save(update_fields=["applied_at", "staged"])
    tell(Progress(Stage.COMMITTED, len(rows), len(rows)))
    batch.stage, batch.committed_at = Stage.COMMITTED, timezone.now()
    batch.save(update_fields=["stage", "committed_at"])
    batch.pieces.all().delete()
    audit.record("import.commit", holder=batch.holder_id, detail={"batch": str(batch.id), "rows": len(rows)})
    return batch


def undo(batch: Batch, *, tell: Tell) -> tuple[Batch, int, dict[int, list[str]]]:
    """Let the schools say again what they said, but for what somebody changed since."""
    check_step(batch.stage, Stage.UNDONE)
    rows, kept = list(batch.rows.exclude(applied_at=None)), {}
    for row in rows:
        wanted = row.staged["changes"]
        done = _write(row, [(field, after, before) for field, before, after in wanted])
        if len(done) < len(wanted):
            kept[row.n] = ["It was changed since."]
    tell(Progress(Stage.UNDONE, len(rows), len(rows)))
    batch.stage, batch.undone_at = Stage.UNDONE, timezone.now()
    batch.save(update_fields=["stage", "undone_at"])
    audit.record("import.undo", holder=batch.holder_id, detail={"batch": str(batch.id), "kept": len(kept)})
    return batch, len(rows) - len(kept), kept


def _speaks(found: Establishment, before: tuple[Record, Establishment] | None) -> bool:
    return before is None or (found.is_open and not before[1].is_open)


def _known() -> dict[str, Any]:
    """Schools by either number. A DfE number has seven figures and a URN six, so neither is taken for the other."""
    found: dict[str, Any] = {}
    for id, urn, laestab in Organisation.objects.values_list("id", "urn", "laestab"):
        found |= {number: id for number in (urn, laestab) if number}
    return found


def _row(batch: Batch, record: Record, staged: dict[str, Any], problem: Problem | None = None) -> Row:
    return Row(
        batch=batch,
        holder_id=batch.holder_id,
        n=record.origin.row,
        file=record.origin.file[:200],
        file_row=record.origin.row,
        staged=staged,
        outcome=Outcome.REJECTED if problem else Outcome.MATCHED,
        problems=[told(problem)] if problem else [],
        reasons=[problem.sentence] if problem else [],
    )


def _changes(school: Organisation, staged: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What is lacking here, field by field: as it stands, as it would be."""
    closed = "" if staged["is_open"] else staged["closed_on"]
    if made_up_name(school) and staged["name"] != school.name:
        yield "name", school.name, staged["name"]
    if not school.urn:
        yield "urn", "", staged["urn"]
    if closed and school.closed_on is None:
        yield "closed_on", "", closed


def _said(school: Organisation, staged: dict[str, Any]) -> Iterator[str]:
    changes = staged["changes"]
    for field, _, after in changes:
        yield f"{WORDS[field]}: {in_words(date.fromisoformat(after)) if field == 'closed_on' else after}."
    if school.name != staged["name"] and not made_up_name(school):
        yield f"You call it {school.name}, the register {staged['name']}. Your name stands."
    if school.urn not in ("", staged["urn"]):
        yield f"You have URN {school.urn}, the register {staged['urn']}. Yours stands."
    if not changes:
        yield "Nothing is to be changed."


def _write(row: Row, changes: Iterable[tuple[str, str, str]]) -> list[str]:
    """Set each field from one value to another, where it still is the first. Gives those that were set."""
    school = Organisation.objects.select_for_update(of=("self",)).get(id=row.staged["organisation"])
    wanted = {field: to for field, from_, to in changes if _text(getattr(school, field)) == from_}
    if wanted:
        bring_up_to_date(
            organisation=school, **{field: to or (None if field == "closed_on" else "") for field, to in wanted.items()}
        )
    return list(wanted)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""
