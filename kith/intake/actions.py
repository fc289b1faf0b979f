"""What can be done with an import: receive it, settle its columns, decide a row, commit, undo, cancel."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access.reader import Reader
from kith.intake import absent, comparing, register, staging, undoing
from kith.intake.class_list import missing
from kith.intake.class_list import signature as signature_of
from kith.intake.committing import alone, at_rest
from kith.intake.committing import commit as put_in
from kith.intake.models import Batch, ColumnMapping, Row
from kith.intake.placing import Placement
from kith.intake.progress import Tell, nobody
from kith.intake.queries import kept_of
from kith.intake.reading import Delivery, read
from kith.intake.side_by_side import leader_of
from kith.intake.sight import hidden, offered
from kith.intake.sources import BadFile, Source
from kith.intake.stages import Accept, NotNow, Outcome, Stage, check_step
from kith.tenancy import current

__all__ = ["cancel", "commit", "compare", "decide", "fill", "receive", "settle_mapping", "stage", "undo"]


def receive(*, sources: Sequence[Source], placement: Placement, today: date) -> Delivery:
    """Recognise files. Raises BadFile with a sentence. Reads headings only; rows follow when they are staged."""
    delivery = read(sources, today=today, mapping_for=staging.settled_mappings(placement))
    staging.check_school(placement, delivery.content.schools, alone=delivery.kind == "ctf")
    return delivery


def settle_mapping(*, placement: Placement, headings: Sequence[str], mapping: Mapping[str, str]) -> None:
    """Say what the columns of a class list mean, for this file and every later one with the same headings."""
    if wanted := missing(mapping):
        raise BadFile(f"Choose the column for {' and '.join(wanted)}.")
    ColumnMapping.objects.update_or_create(
        holder_id=placement.holder_id,
        signature=signature_of(headings),
        defaults={"mapping": dict(mapping), "settled_at": timezone.now()},
    )
    audit.record("import.mapping", holder=placement.holder_id, detail={"columns": len(mapping)})


def stage(
    *, delivery: Delivery, placement: Placement, accept: Accept = Accept.EXACT, today: date, tell: Tell = nobody
) -> Batch:
    """Read every row into a new batch. Nobody's record is touched."""
    batch = staging.open_batch(delivery, placement, accept=accept)
    return fill(batch=batch, delivery=delivery, placement=placement, today=today, tell=tell)


def fill(*, batch: Batch, delivery: Delivery, placement: Placement, today: date, tell: Tell = nobody) -> Batch:
    """Read every row into a batch that waits for it."""
    if isinstance(delivery.content, register.Register):
        return register.fill(batch, delivery.content, tell=tell)
    batch = staging.fill(batch, delivery, placement, today=today, tell=tell)
    audit.record("import.stage", holder=batch.holder_id, detail={"batch": str(batch.id), "rows": batch.total})
    return batch


def compare(*, batch: Batch, tell: Tell = nobody, settle: comparing.Settle | None = None) -> Batch:
    """Match the rows with the records. The batch then waits for a person if rows do or if it was asked to."""
    check_step(batch.stage, Stage.MATCHED)
    if batch.kind == register.KIND:
        return register.compare(batch, tell=tell)
    comparing.match(batch, tell=tell, settle=settle)
    batch.remarks = [*batch.remarks, *absent.absent(batch)]
    batch.save(update_fields=["remarks"])
    if batch.accept == Accept.NONE or batch.rows.filter(outcome=Outcome.REVIEW).exists():
        batch.stage = Stage.REVIEW
        batch.save(update_fields=["stage"])
    return batch


def commit(*, batch: Batch, tell: Tell = nobody) -> Batch:
    """Put the accepted rows into the records, in this unit of work: all of them or none. The rest waits on."""
    return register.commit(alone(batch), tell=tell) if batch.kind == register.KIND else put_in(batch, tell=tell)


def decide(
    *,
    row: Row,
    answer: Row.Answer,
    person_id: UUID | None = None,
    as_row: bool = False,
    reader: Reader | None = None,
) -> Row:
    """Answer for one row: the same child (which one), different children, or not sure. `as_row`: the child of the row
    it is like, who is new: it goes in after that one.

    What is decided goes into the records with the next commit. Raises NotNow if the row is there already, if no commit
    can follow, or if `reader` may not see one of the children it might be.
    """
    check_step(at_rest(row.batch).stage, Stage.COMMITTED)
    row = Row.objects.select_for_update(of=("self",)).get(id=row.id)
    if row.applied_at is not None or row.outcome == Outcome.REJECTED:
        raise NotNow("This row is settled already.")
    if reader is not None and hidden(offered([row]), reader):
        raise NotNow("This row is for somebody else to look at.")
    as_row = as_row and person_id is None and leader_of(row) is not None
    if answer == Row.Answer.SAME and person_id not in offered([row]) and not as_row:
        raise NotNow("Choose which of the children shown it is.")
    row.answer, row.decided_at = answer, timezone.now()
    row.decided_by = current().doer.post_id or current().doer.on_behalf_of
    row.person_id = person_id if answer == Row.Answer.SAME else None
    row.outcome = _AFTER[answer].value
    row.save(update_fields=["answer", "decided_at", "decided_by", "person", "outcome"])
    about = [person_id] if person_id and answer == Row.Answer.SAME else row.candidates
    audit.record("import.decide", subjects=about, holder=row.holder_id, detail={"row": str(row.id), "answer": answer})
    return row


def undo(*, batch: Batch, tell: Tell = nobody) -> tuple[Batch, int, undoing.Kept]:
    """Take the batch back, but for what people have built on since: row number -> reasons for each row kept. Those may
    be taken back later."""
    batch = alone(batch)
    if batch.stage == Stage.UNDONE and not kept_of(batch).exists():
        raise NotNow("This import was taken back already.")
    return register.undo(batch, tell=tell) if batch.kind == register.KIND else undoing.undo(batch, tell=tell)


def cancel(*, batch: Batch) -> Batch:
    """End an import that is not in the records yet. What a job works on is stopped by `orders.ask_to_stop`."""
    check_step(batch.stage, Stage.CANCELLED)
    batch = alone(batch)
    check_step(batch.stage, Stage.CANCELLED)
    batch.stage = Stage.CANCELLED
    batch.save(update_fields=["stage"])
    batch.pieces.all().delete()
    audit.record("import.cancel", holder=batch.holder_id, detail={"batch": str(batch.id)})
    return batch


_AFTER = {
    Row.Answer.SAME: Outcome.MATCHED,
    Row.Answer.DIFFERENT: Outcome.NEW,
    Row.Answer.LATER: Outcome.REVIEW,
}
