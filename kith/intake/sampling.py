"""A sample of what the rule joined without anybody looking, to be looked at by a person.

Which rows it draws follows from the number of the batch, so that nobody can choose, and everybody who opens the page
sees the same ones. A row that was joined wrongly is taken back out of the records and waits among the close matches,
beside the child it was taken for.

Children that were new are not drawn: nobody stands beside them. One who was held already is found by search.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Concat
from django.utils import timezone

from kith import audit
from kith.access.reader import Reader
from kith.intake.committing import at_rest
from kith.intake.facts import PROTECTED
from kith.intake.models import Batch, Checked, Row, TakenBack
from kith.intake.sight import hidden
from kith.intake.stages import NotNow, Outcome, Stage
from kith.intake.undoing import out_of_records
from kith.people.judging import STATED
from kith.tenancy import current
from kith.tenancy.bulk import insert_many, update_many

__all__ = ["SIZE", "Share", "answer", "drawn", "share", "to_check"]

SIZE = 20
_OPEN = (Stage.MATCHED, Stage.REVIEW, Stage.COMMITTED)


@dataclass(frozen=True)
class Share:
    """How many rows were drawn, looked at, and found wrong."""

    drawn: int
    looked_at: int
    wrong: int


def drawn(batch: Batch) -> list[Row]:
    """The sample, in the order of the file."""
    by_chance = MD5(Concat(Value(str(batch.id)), Cast("n", CharField()), output_field=TextField()))
    found = _joined(batch).annotate(by_chance=by_chance).order_by("by_chance")[:SIZE]
    return sorted(found, key=lambda row: row.n)


def to_check(batch: Batch, reader: Reader) -> list[Row]:
    """Those of the sample nobody has looked at, which this reader may look at."""
    if batch.stage not in _OPEN:
        return []
    rows = drawn(batch)
    done = set(Checked.objects.filter(row__in=rows).values_list("row_id", flat=True))
    waiting = [row for row in rows if row.id not in done and row.person_id]
    closed = hidden({row.person_id for row in waiting}, reader)
    return [row for row in waiting if row.person_id not in closed]


def share(batch: Batch) -> Share:
    rows = drawn(batch)
    said = list(Checked.objects.filter(row__in=rows).values_list("right", flat=True))
    return Share(len(rows), len(said), said.count(False))


def answer(*, row: Row, right: bool, reader: Reader) -> Checked:
    """Say that the rule joined the right child, or not: then it is undone. Raises NotNow, a sentence."""
    batch = _at_rest(row.batch)
    found = next((one for one in to_check(batch, reader) if one.id == row.id), None)
    if found is None:
        raise NotNow("This row is not among those to look at, or somebody has looked at it.")
    doer = current().doer
    detail = {"row": str(row.id), "right": right}
    audit.record("import.check", subjects=[found.person_id], holder=batch.holder_id, detail=detail)
    kept = [] if right else _set_apart(batch, found.person_id)
    by = doer.post_id or doer.on_behalf_of
    return Checked.objects.create(
        row=found, holder_id=batch.holder_id, right=right, by=by, at=timezone.now(), kept=kept
    )


def _joined(batch: Batch) -> QuerySet[Row]:
    """What a rule joined with somebody known, and what of that was found wrong: it stays in the sample it was in."""
    by_rule = Q(outcome=Outcome.MATCHED, answer__in=[Row.Answer.NONE, Row.Answer.RULE], rule__in=STATED, like_row=None)
    return batch.rows.filter(by_rule | ~Q(checked=None))


def _at_rest(batch: Batch) -> Batch:
    """The batch while nobody puts it in, and nobody else answers for its sample."""
    batch = at_rest(batch)
    return Batch.objects.select_for_update(of=("self",)).get(id=batch.id)


def _set_apart(batch: Batch, person: UUID) -> list[str]:
    """All rows that were taken for this child wait for a person again. Gives why not, if somebody has worked on it."""
    rows = list(batch.rows.select_for_update(of=("self",)).filter(person_id=person).order_by("n"))
    written = [row for row in rows if row.applied_at is not None]
    back, kept = out_of_records(written)
    if kept:
        return kept[person]
    whose = {"holder_id": batch.holder_id}
    insert_many(TakenBack, [TakenBack(row=row, line=row.line, back_line=row.back_line, **whose) for row in back])
    _wait_again(rows, person)
    return []


def _wait_again(rows: Sequence[Row], person: UUID) -> None:
    for row in rows:
        row.outcome, row.answer, row.rule = Outcome.REVIEW.value, Row.Answer.NONE, WRONG
        row.candidates, row.person_id, row.moved_from_id = [person], None, None
        row.reasons = ["The rule joined these two, and somebody who looked says that this is wrong.", *row.reasons]
        row.applied_at = row.line = row.back_line = row.decided_at = row.decided_by = None
        row.proposals = [one for one in row.proposals if tuple(one) == PROTECTED]
    changed = (
        "outcome", "answer", "rule", "candidates", "person", "moved_from", "reasons", "applied_at", "line",
        "back_line", "decided_at", "decided_by", "proposals",
    )  # fmt: skip
    update_many(Row, rows, changed)


WRONG = "joined wrongly"
