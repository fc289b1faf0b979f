"""Imports for whoever keeps the roll."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kith.foundation.dates import today
from kith.intake import actions, orders, queries
from kith.intake.error_file import error_file as as_csv
from kith.intake.feeds.standing import standings
from kith.intake.models import Batch
from kith.intake.placing import NoPlace, place
from kith.intake.sources import BadFile, Source
from kith.intake.stages import Accept, Stage
from kith.intake.trouble import people_in_trouble, problems
from kith.organisations.queries import live_post, named
from kith.sharing import Kind, Way, release
from kith.tenancy import current
from kith.web import asks
from kith.web.exits import attachment
from kith.web.feeds.presenters import told as feed_told
from kith.web.frame import show
from kith.web.imports import presenters
from kith.web.imports.shown import for_its_sender, found, shown
from kith.web.policy import page
from kith.web.presenters import Problems

LARGEST = 60_000_000


@page(policy="import.run")
def imports(request: HttpRequest) -> HttpResponse:
    """What came in before, and the form for the next file. Uploading compares; nothing is in a record yet."""
    if request.method != "POST":
        return _list(request)
    try:
        batch, again = _received(request)
    except (BadFile, NoPlace) as wrong:
        return _list(request, {"files": str(wrong)})
    if queries.run_of(batch) is None and batch.stage == Stage.QUEUED:
        return redirect("columns", id=batch.id)
    return redirect(reverse("batch", kwargs={"id": batch.id}) + "?again" * again)


@page(policy="import.run")
def batch(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far one import has come, and its rows by what became of them."""
    return shown(request, found(id))


@page(policy="import.run")
def error_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every trouble with its place, for whoever sent the file and for nobody else."""
    batch = found(id)
    for_its_sender(request, batch)
    released = release(
        what="error file of an import",
        way=Way.FILE,
        kind=Kind.BACK_TO_SENDER,
        purpose="Put the rows right and send them again",
        basis="They are the sender's own rows",
        subjects=people_in_trouble(batch),
        holder=batch.holder_id,
        sender=batch.started_by,
    )
    content = as_csv(problems(batch))
    return attachment(released, name="rows-to-look-at.csv", content=content, content_type="text/csv; charset=utf-8")


def _received(request: HttpRequest) -> tuple[Batch, bool]:
    """Take the files in; a job compares them. The same files again give the batch they made, and True."""
    files = request.FILES.getlist("files")
    if not files:
        raise BadFile("Choose a file first.")
    if sum(file.size for file in files) > LARGEST:
        raise BadFile("These files are larger than 60 MB together. Use the command line for them.")
    where = place(school=_school(request))
    sources = [Source.of_bytes(file.name, file.read()) for file in files]
    delivery = actions.receive(sources=sources, placement=where, today=today())
    again = orders.here_already(delivery, where) is not None
    return orders.arrive(delivery=delivery, sources=sources, placement=where, accept=_accept(request)), again


def _accept(request: HttpRequest) -> Accept:
    """What needs nobody to look, as was chosen; nothing, where nothing was."""
    chosen = request.POST.get("accept", "")
    return Accept(chosen) if chosen in list(Accept) else Accept.NONE


def _school(request: HttpRequest) -> str:
    """The DfE number of the school this post works at; empty for a council."""
    organisation = live_post(request.reader.post.id).organisation
    return organisation.laestab if organisation.kind == "school" else ""


def _list(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    batches = list(queries.batches()[:20])
    senders = named([one.started_by for one in batches if one.started_by])
    page = presenters.list_page(batches, senders, queries.left_of(batches))
    context = {
        "page": page,
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
        "feeds": [feed_told(one) for one in standings() if one.feed.holder_id in current().holders],
        "may_chase": asks.may_open(request.reader, "leavers.chase"),  # type: ignore[attr-defined]
        "may_transfer": asks.may_open(request.reader, "transfer.send"),  # type: ignore[attr-defined]
        "chosen": _accept(request),
    }
    return show(request, "imports/imports.html", status=422 if errors else 200, **context)
