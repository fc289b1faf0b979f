"""What the pages of one import share: finding it, and showing how far it is."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kith.access.rules import Decision
from kith.intake import adults, by_rule, queries, sampling
from kith.intake.models import Batch
from kith.intake.stages import Stage
from kith.tenancy import Refused
from kith.web.frame import show
from kith.web.imports import presenters
from kith.web.outcome import Line, looked
from kith.web.presenters import Problems


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
    page = presenters.batch_page(
        queries.standing(batch),
        reader.post.id,
        waits=queries.waiting(batch, reader),
        stated=stated,
        share=sampling.share(batch),
        adults=named,
        again="again" in request.GET,
    )
    context = {"page": page, "problems": Problems.of(errors or {})}
    response = show(request, "imports/batch.html", status=422 if errors else 200, **context)
    return looked(response, look_at(batch), kept=not errors) if page.trouble or errors else response


def look_at(batch: Batch) -> Line:
    """The line that says whose rows an answer about this import may have shown."""
    about = tuple(queries.people_in_trouble(batch, first=True))
    return Line("import.view", subjects=about, holder=batch.holder_id, detail={"batch": batch.id})
