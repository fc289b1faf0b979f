"""An import from beginning to end, for the command line and for jobs: the verbs behind bin/kith import.

Each stage is a unit of work of its own, so that a page can watch it; the commit is one. With `dry_run` all of them
are one unit that is rolled back: the same answer, and nothing kept.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from kith.foundation.dates import today
from kith.intake import actions, queries, staging
from kith.intake.models import Batch
from kith.intake.placing import Placement, place
from kith.intake.progress import Tell, nobody
from kith.intake.reading import Delivery
from kith.intake.sources import BadFile, Source
from kith.intake.stages import Accept, Outcome
from kith.intake.trouble import trouble
from kith.tenancy import tenancy
from kith.tenancy.models import Controller

__all__ = ["run_import", "run_undo"]

Open = Callable[[], Any]


class _Rehearsed(Exception):
    """Ends a dry run, so that it rolls back."""


def run_import(
    files: Sequence[Path | Source],
    controller_slug: str,
    school: str = "",
    accept: str = Accept.EXACT,
    dry_run: bool = False,
    progress: Tell = nobody,
    on_behalf_of: UUID | None = None,
) -> dict[str, Any]:
    """Import files and tell what became of every row. Raises BadFile, NoPlace or LookupError with a sentence."""
    began = monotonic()
    opened = _opener(controller_slug, on_behalf_of)
    sources = [file if isinstance(file, Source) else _source(Path(file)) for file in files]
    if not dry_run:
        return {**_steps(opened, sources, school, Accept(accept), progress), "seconds": _since(began)}
    found: dict[str, Any] = {}
    try:
        with opened():
            found = _steps(opened, sources, school, Accept(accept), progress)
            raise _Rehearsed
    except _Rehearsed:
        return {**found, "batch": None, "dry_run": True, "seconds": _since(began)}


def run_undo(batch_id: UUID | str, progress: Tell = nobody, on_behalf_of: UUID | None = None) -> dict[str, Any]:
    """Take a batch back. Tells how many rows, and those that were kept with the reasons."""
    began = monotonic()
    opened, batch_id = _holding(UUID(str(batch_id)), on_behalf_of)
    with opened():
        batch, undone, kept = actions.undo(batch=Batch.objects.get(id=batch_id))
        rows = {row.n: row for row in batch.rows.filter(n__in=list(kept))}
        named = [{"file": rows[n].file, "row": rows[n].file_row, "reasons": kept[n]} for n in sorted(kept)]
    return {"batch": str(batch.id), "undone": undone, "kept": named, "seconds": _since(began)}


def _steps(opened: Open, sources: list[Source], school: str, accept: Accept, tell: Tell) -> dict[str, Any]:
    with opened():
        placement = place(school=school)
        delivery = actions.receive(sources=sources, placement=placement, today=today())
        if before := staging.already_in(delivery, placement):
            return _told(before) | _nothing_changed(before)
    batch = _staged(opened, delivery, placement, accept, tell)
    with opened():
        actions.compare(batch=batch, tell=tell)
    if accept is not Accept.NONE:
        with opened():
            batch = actions.commit(batch=batch, tell=tell)
    with opened():
        return _told(batch)


def _staged(opened: Open, delivery: Delivery, placement: Placement, accept: Accept, tell: Tell) -> Batch:
    with opened():
        return actions.stage(delivery=delivery, placement=placement, accept=accept, today=today(), tell=tell)


def _told(batch: Batch) -> dict[str, Any]:
    counts = queries.summary(batch)
    rejected = batch.rows.filter(outcome=Outcome.REJECTED).order_by("n")
    return {
        "batch": str(batch.id),
        "stage": batch.stage,
        "rows": counts.rows,
        "new": counts.new,
        "matched": counts.matched,
        "review": counts.review,
        "rejected": [{"file": row.file, "row": row.file_row, "reasons": row.reasons} for row in rejected],
        "problems": [{"what": what, "count": n, "example": first} for what, n, first, _ in trouble(batch)],
        "files": batch.files,
        "remarks": batch.remarks,
    }


def _nothing_changed(batch: Batch) -> dict[str, Any]:
    """The same files again: every child in them is known by now, and nothing is written."""
    counts = queries.summary(batch)
    words = f"These files went into the records on {batch.committed_at:%-d %b %Y}. Nothing was changed."
    return {"new": 0, "matched": counts.new + counts.matched, "already": True, "remarks": [*batch.remarks, words]}


def _opener(slug: str, on_behalf_of: UUID | None) -> Open:
    controller = Controller.objects.filter(slug=slug).first()
    if controller is None:
        known = ", ".join(Controller.objects.order_by("slug").values_list("slug", flat=True)) or "none"
        raise LookupError(f"There is no controller called {slug}. Known are: {known}.")

    @contextmanager
    def opened() -> Iterator[Any]:
        with tenancy(controller.id, system="importer", on_behalf_of=on_behalf_of) as unit:
            yield unit

    return opened


def _holding(batch_id: UUID, on_behalf_of: UUID | None) -> tuple[Open, UUID]:
    """The controller whose batch this is: each is asked in its own tenancy, since nobody sees across them."""
    for slug in Controller.objects.order_by("slug").values_list("slug", flat=True):
        opened = _opener(slug, on_behalf_of)
        with opened():
            if Batch.objects.filter(id=batch_id).exists():
                return opened, batch_id
    raise LookupError(f"There is no import with the number {batch_id}.")


def _source(path: Path) -> Source:
    if not path.is_file():
        raise BadFile(f"There is no file {path}.")
    return Source.of_path(path)


def _since(began: float) -> float:
    return round(monotonic() - began, 2)
