"""The jobs of imports. Each carries ids only, and is the importer's work on behalf of whoever asked."""

from uuid import UUID

from kith.foundation.dates import today
from kith.intake import actions, arriving, register
from kith.intake.committing import alone
from kith.intake.feeds import schedule as schedule
from kith.intake.models import Batch
from kith.intake.placing import Placement
from kith.intake.progress import Progress, Tell
from kith.intake.running import carry_out
from kith.intake.stages import Accept, Stage, Task
from kith.jobs import Work, job

__all__ = ["JOBS"]

SHOWN = 20


@job("import.compare", system="importer")
def compare(work: Work, batch: UUID, run: UUID) -> None:
    """Read the files that arrived, compare their rows with the records, and put in what was accepted beforehand."""
    carry_out(work, batch, run, Progress(Stage.STAGED, 0, 0), [_read, _compare, _accepted])


@job("import.commit", system="importer")
def commit(work: Work, batch: UUID, run: UUID) -> None:
    """Put what is accepted into the records: all of it or nothing."""
    carry_out(work, batch, run, Progress(Stage.COMMITTED, 0, 0), [_commit])


@job("import.undo", system="importer")
def undo(work: Work, batch: UUID, run: UUID) -> None:
    """Take it back, but for what people have built on since."""
    carry_out(work, batch, run, Progress(Stage.UNDONE, 0, 0), [_undo])


def _read(batch: Batch, tell: Tell) -> None:
    batch = alone(batch)
    if batch.stage != Stage.QUEUED:
        return
    placement = Placement(batch.holder_id, batch.school)
    delivery = actions.receive(sources=arriving.kept(batch), placement=placement, today=today())
    actions.fill(batch=batch, delivery=delivery, placement=placement, today=today(), tell=tell)


def _compare(batch: Batch, tell: Tell) -> None:
    batch = alone(batch)
    if batch.stage == Stage.VALIDATED:
        actions.compare(batch=batch, tell=tell)


def _accepted(batch: Batch, tell: Tell) -> None:
    """Whoever sent the files may have said that what is certain needs nobody."""
    batch = alone(batch)
    if batch.accept != Accept.NONE and batch.stage in (Stage.MATCHED, Stage.REVIEW):
        actions.commit(batch=batch, tell=tell)


def _commit(batch: Batch, tell: Tell) -> None:
    actions.commit(batch=batch, tell=tell)


def _undo(batch: Batch, tell: Tell) -> None:
    batch, _, kept = actions.undo(batch=batch, tell=tell)
    if batch.kind == register.KIND and kept:
        rows = batch.rows.filter(n__in=sorted(kept)[:SHOWN]).order_by("n")
        said = [f"{row.place} was kept. {' '.join(kept[row.n])}" for row in rows]
        batch.remarks = [*batch.remarks, *said]
        batch.save(update_fields=["remarks"])


JOBS = {Task.COMPARE: compare, Task.COMMIT: commit, Task.UNDO: undo}
