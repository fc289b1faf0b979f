"""What the columns of a class list mean, with the first rows of the file beside the guess."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.intake.columns import Unclear, columns_of, settle
from kith.intake.models import Batch
from kith.intake.stages import NotNow
from kith.intake.trouble import trouble
from kith.web.frame import show
from kith.web.imports.columns_page import columns_page
from kith.web.imports.shown import for_its_sender, found, look_at, shown, whom_quoted
from kith.web.outcome import looked
from kith.web.policy import page
from kith.web.presenters import Problems


@page(policy="import.run")
def columns(request: HttpRequest, id: UUID) -> HttpResponse:
    """Correct the guess; it is kept for the school, and the list is compared."""
    batch = found(id)
    for_its_sender(request, batch)
    try:
        if request.method != "POST":
            return _form(request, batch)
        settle(batch=batch, fields=_chosen(request))
    except Unclear as unclear:
        return _form(request, batch, {f"column-{n}": words for n, words in unclear.problems.items()})
    except NotNow as no:
        return shown(request, batch, {"step": str(no)})
    return redirect("batch", id=id)


def _form(request: HttpRequest, batch: Batch, errors: dict[str, str] | None = None) -> HttpResponse:
    """The form, with what was chosen if it has to be looked at again. The rows it shows may name children."""
    chosen = _chosen(request) if errors else None
    context = {
        "page": columns_page(batch, columns_of(batch), chosen, errors or {}),
        "problems": Problems.of(errors or {}),
    }
    response = show(request, "imports/columns.html", status=422 if errors else 200, **context)
    return looked(response, look_at(batch, whom_quoted(trouble(batch))), kept=not errors)


def _chosen(request: HttpRequest) -> list[str]:
    """One of our fields for each column in turn."""
    named = {name: value for name, value in request.POST.items() if name.startswith("column-")}
    return [named.get(f"column-{n}", "") for n in range(len(named))]
