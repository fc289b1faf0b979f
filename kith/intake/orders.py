"""What people ask of an import and a job then does: compare these files, put them in, take them back, stop.

However often the same is asked, by however many tabs and people, there is one run of one job at a time for a batch.
"""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.intake import actions, arriving, jobs, register, staging
from kith.intake.class_list import ClassList, signature
from kith.intake.models import Batch, Run
from kith.intake.placing import Placement
from kith.intake.queries import kept_of
from kith.intake.reading import Delivery
from kith.intake.sources import BadFile, Source
from kith.intake.stages import Accept, NotNow, Outcome, Stage, Task, check_step
from kith.jobs import defer
from kith.tenancy import current, waiting

__all__ = ["arrive", "ask", "ask_to_stop", "compare", "here_already", "knows_columns"]


def arrive(
    *, delivery: Delivery, sources: Sequence[Source], placement: Placement, accept: Accept = Accept.NONE
) -> Batch:
    """Take files in. The same files again give the batch they made before, unless that was cancelled or undone.

    They are compared at once, but for a class list whose columns nobody has settled: it waits for that. Raises BadFile
    for a register of establishments from somebody who does not keep the organisations.
    """
    if delivery.kind == register.KIND and not register.may_be_brought():
        raise BadFile(register.NOT_YOURS)
    waiting.alone(f"arrive {placement.holder_id}")
    if before := here_already(delivery, placement):
        return _taken_over(before)
    batch = staging.open_batch(delivery, placement, accept=accept)
    arriving.keep(batch, sources)
    audit.record("import.receive", holder=batch.holder_id, detail={"batch": str(batch.id), "files": len(sources)})
    if knows_columns(delivery, placement):
        compare(batch=batch)
    return batch


def here_already(delivery: Delivery, placement: Placement) -> Batch | None:
    """The batch these very files have made: in the records, or on its way there."""
    return staging.already_in(delivery, placement) or staging.already_waiting(delivery, placement)


def knows_columns(delivery: Delivery, placement: Placement) -> bool:
    """Whether what the columns mean is settled: a census says it itself, a class list once somebody has said it."""
    if not isinstance(delivery.content, ClassList):
        return True
    return signature(delivery.headings) in staging.settled_mappings(placement)


def compare(*, batch: Batch) -> Run | None:
    """Read the files and compare them: for the first time, or again because the columns mean something else."""
    if batch.stage not in staging.OPEN or not batch.pieces.exists():
        check_step(batch.stage, Stage.STAGED)
    if batch.stage != Stage.QUEUED and not _at_work(batch):
        batch.rows.all().delete()
        batch.stage = Stage.QUEUED
        batch.save(update_fields=["stage"])
    return ask(batch=batch, task=Task.COMPARE)


def ask(*, batch: Batch, task: Task) -> Run | None:
    """Queue a job for the batch. Raises NotNow where the step does not follow; None where there is nothing to do."""
    if batch.kind == register.KIND and not register.may_be_brought():
        raise NotNow(register.NOT_YOURS)
    waiting.alone(f"order {batch.id}")
    if _at_work(batch):
        return None
    batch.refresh_from_db(fields=["stage"])
    if _is_done(batch, task):
        return None
    check_step(batch.stage, _LEADS_TO[task])
    Run.objects.filter(batch=batch).delete()
    run = Run.objects.create(
        batch=batch, holder_id=batch.holder_id, task=task, asked_at=timezone.now(), asked_by=_post()
    )
    audit.record("import.ask", holder=batch.holder_id, detail={"batch": str(batch.id), "task": task.value})
    defer(jobs.JOBS[task], in_turn=batch.holder_id, batch=batch.id, run=run.id)
    return run


def ask_to_stop(*, batch: Batch) -> None:
    """Stop the job at its next step: what it had begun is taken back. Where no job is at work, end the import."""
    running = Run.objects.filter(batch=batch, ended="")
    if running.exclude(told_at=None).update(stop_asked=True):
        audit.record("import.stop", holder=batch.holder_id, detail={"batch": str(batch.id)})
        return
    waiting = running.first()
    Run.objects.filter(batch=batch).delete()
    if waiting is None or waiting.task == Task.COMPARE:
        actions.cancel(batch=batch)


def _taken_over(batch: Batch) -> Batch:
    """A list that waits for somebody to settle its columns is theirs who sent it last."""
    if batch.stage == Stage.QUEUED and not _at_work(batch):
        batch.started_by = _post()
        batch.save(update_fields=["started_by"])
    return batch


def _at_work(batch: Batch) -> bool:
    return Run.objects.filter(batch=batch, ended="").exists()


def _is_done(batch: Batch, task: Task) -> bool:
    """The second of two clicks finds it done, which is what it asked for."""
    if task is Task.UNDO:
        return batch.stage == Stage.UNDONE and not kept_of(batch).exists()
    if task is Task.COMMIT and batch.stage == Stage.COMMITTED:
        return not batch.rows.filter(applied_at=None, outcome__in=[Outcome.NEW, Outcome.MATCHED]).exists()
    return task is Task.COMPARE and batch.stage in (Stage.MATCHED, Stage.REVIEW)


def _post() -> UUID | None:
    return current().doer.post_id or current().doer.on_behalf_of


_LEADS_TO = {Task.COMPARE: Stage.STAGED, Task.COMMIT: Stage.COMMITTED, Task.UNDO: Stage.UNDONE}
