"""What people ask of an import: put it in, take it back, carry on, stop. A job does it; the page says how far it is."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from kith.intake import orders, queries
from kith.intake.stages import NotNow, Task
from kith.web.imports import presenters
from kith.web.imports.shown import found, shown
from kith.web.policy import page


@page(policy="import.run")
@require_POST
def commit(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put what is accepted into the records: all of it or nothing."""
    return _asked(request, id, Task.COMMIT)


@page(policy="import.run")
@require_POST
def undo(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take it back, but for what people have built on since."""
    return _asked(request, id, Task.UNDO)


@page(policy="import.run")
@require_POST
def again(request: HttpRequest, id: UUID) -> HttpResponse:
    """Carry on with what was broken off."""
    run = queries.run_of(found(id))
    return _asked(request, id, Task(run.task)) if run else redirect("batch", id=id)


@page(policy="import.run")
@require_POST
def stop(request: HttpRequest, id: UUID) -> HttpResponse:
    """Stop what is going on, or end an import that is not in the records."""
    batch = found(id)
    try:
        orders.ask_to_stop(batch=batch)
    except NotNow as no:
        return shown(request, batch, {"step": str(no)})
    return redirect("batch", id=id)


@page(policy="import.run")
@require_GET
def progress(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far it is, for a page that asks again and again. No content when nothing goes on any more."""
    going = presenters.going(queries.run_of(found(id)))
    if going is None:
        return HttpResponse(status=204)
    response = render(request, "imports/going.html", {"going": going})
    response["Cache-Control"] = "no-store"
    return response


def _asked(request: HttpRequest, id: UUID, task: Task) -> HttpResponse:
    batch = found(id)
    try:
        orders.ask(batch=batch, task=task)
    except NotNow as no:
        return shown(request, batch, {"step": str(no)})
    return redirect("batch", id=id)
