"""One run of a job over a batch: its steps, how far it is for whoever watches, and how it ends.

Each step is a unit of work of its own, and the last one takes the run away in the same unit. So a job that is begun
again, because its worker was killed, finds what is left to do and does that; when nothing is left it does nothing.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from uuid import UUID

from django.db import connections
from django.utils import timezone

from kith.intake import actions
from kith.intake.models import Batch, Run
from kith.intake.placing import NoPlace
from kith.intake.progress import Cancelled, Progress, Tell
from kith.intake.sources import BadFile
from kith.intake.stages import NotNow, Task
from kith.jobs import Interrupted, Work

__all__ = ["Step", "carry_out"]

Step = Callable[[Batch, Tell], None]
# A run that was broken off this often would be broken off again.
OFTEN = 5
# A page asks no oftener, and each telling is a unit of work.
SECONDS_BETWEEN = 0.25


def carry_out(work: Work, batch: UUID, run: UUID, begin: Progress, steps: Sequence[Step]) -> None:
    """Do the steps that are left. An end other than the last step's is kept on the run, as a sentence."""
    if work.begun_before >= OFTEN:
        _ended(work, run, BROKEN_OFF)
        return
    telling = _Telling(work, run)
    try:
        telling(begin)
        for step in steps:
            with work.opened():
                _do(step, batch, run, telling, last=step is steps[-1])
    except Cancelled:
        _ended(work, run, STOPPED)
    except (BadFile, NoPlace, NotNow) as said:
        _ended(work, run, str(said), no_use=isinstance(said, BadFile | NoPlace))
    except Interrupted:
        raise
    except Exception:
        _ended(work, run, OUR_FAULT)
        raise
    finally:
        telling.close()


def _do(step: Step, batch: UUID, run: UUID, telling: "_Telling", *, last: bool) -> None:
    """One step, if the run is still wanted."""
    if not Run.objects.filter(id=run, ended="").exists():
        return
    step(Batch.objects.select_related("school").get(id=batch), telling)
    if last:
        Run.objects.filter(id=run).delete()


def _ended(work: Work, run: UUID, words: str, *, no_use: bool = False) -> None:
    """Say how the run ended. What was stopped before it was compared, or can't be read at all, is over."""
    with work.opened():
        found = Run.objects.select_related("batch").filter(id=run).first()
        if found is None:
            return
        if found.task == Task.COMPARE and (no_use or words is STOPPED):
            found.delete()
            batch = actions.cancel(batch=found.batch)
            batch.remarks = [*batch.remarks, words]
            batch.save(update_fields=["remarks"])
            return
        found.ended = words
        found.save(update_fields=["ended"])


class _Telling:
    """Told after every part of a step. Writes the progress beside the step's own unit, which nobody sees into yet,
    and hears whether somebody asked to stop."""

    def __init__(self, work: Work, run: UUID) -> None:
        self.work, self.run, self.last = work, run, 0.0
        # A thread has a connection of its own, and so a transaction of its own.
        self.beside = ThreadPoolExecutor(max_workers=1)

    def __call__(self, progress: Progress) -> None:
        self.work.go_on()
        if monotonic() - self.last < SECONDS_BETWEEN:
            return
        self.last = monotonic()
        if self.beside.submit(self._write, progress).result():
            raise Cancelled(STOPPED)

    def _write(self, progress: Progress) -> bool:
        with self.work.opened():
            run = Run.objects.filter(id=self.run)
            far = {"stage": progress.stage, "done": progress.done, "total": progress.total}
            run.update(told_at=timezone.now(), **far)
            return run.filter(stop_asked=True).exists()

    def close(self) -> None:
        self.beside.submit(connections.close_all)
        self.beside.shutdown()


STOPPED = "It was stopped, and nothing of this step was kept."
OUR_FAULT = (
    "It stopped because of a fault on our side, and nothing of this step was kept. Try again, or cancel the import."
)
BROKEN_OFF = (
    "It was broken off several times, and nothing of this step was kept. Try again when the machine is calm, or cancel "
    "the import."
)
