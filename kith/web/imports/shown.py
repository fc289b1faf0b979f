"""What the pages of one import share: finding it, and showing how far it is."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kith.access.rules import Decision
from kith.intake import adults, by_rule, queries, sampling
from kith.intake.models import Batch
from kith.intake.sight import hidden
from kith.intake.stages import Stage
from kith.intake.trouble import Trouble
from kith.people.queries import cards
from kith.tenancy import Refused
from kith.web.frame import show
from kith.web.imports import presenters
from kith.web.outcome import Line, looked
from kith.web.presenters import Problems

# So many of the rows that stay are named.
SHOWN = 50


def found(id: UUID) -> Batch:
    """The import, if the reader's holders may see it."""
    batch = queries.batches().filter(id=id).first()
    if batch is None:
        raise Http404
    return batch


def for_its_sender(request: Any, batch: Batch) -> None:
    """The rows as the file has them are for whoever sent them, and for nobody else. Raises Refused."""
    if batch.started_by != request.reader.post.id:
        raise Refused(Decision(False, "Another post sent these rows in.", outsider=True))


def shown(request: HttpRequest, batch: Batch, errors: dict[str, str] | None = None) -> HttpResponse:
    """The batch. What is shown as an example may name a child, so the page is a look; a step refused is taken back."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    stated = sum(map(len, by_rule.stated(batch, reader).values()))
    named = len(adults.open_of(batch, reader)) if batch.stage == Stage.COMMITTED else 0
    kept = _kept(batch, reader)
    standing = queries.standing(batch, reader)
    page = presenters.batch_page(
        standing,
        reader.post.id,
        waits=queries.waiting(batch, reader),
        stated=stated,
        share=sampling.share(batch),
        adults=named,
        kept=kept,
        again="again" in request.GET,
    )
    context = {"page": page, "problems": Problems.of(errors or {})}
    response = show(request, "imports/batch.html", status=422 if errors else 200, **context)
    line = look_at(batch, [*whom_quoted(standing.trouble), *(one.person_id for one in kept)])
    return looked(response, line, kept=not errors) if page.trouble or kept or errors else response


def _kept(batch: Batch, reader: Any) -> list[presenters.Stays]:
    """The first rows that stay in the records of an import that was taken back, of children this reader may find."""
    rows = list(queries.kept_of(batch)[:SHOWN])
    closed = hidden({row.person_id for row in rows}, reader)
    open_ = [row for row in rows if row.person_id not in closed]
    named = cards(row.person_id for row in open_)
    return [presenters.stays(row, named[row.person_id].name) for row in open_]


def whom_quoted(found: Iterable[Trouble]) -> list[UUID]:
    """Whose rows the examples of trouble quote."""
    return [person for one in found for person in one.whom]


def look_at(batch: Batch, about: Sequence[UUID]) -> Line:
    """The line that says whose rows an answer about this import may have shown."""
    return Line("import.view", subjects=tuple(dict.fromkeys(about)), holder=batch.holder_id, detail={"batch": batch.id})
