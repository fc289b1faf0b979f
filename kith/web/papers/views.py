"""Scanned paper files: brought with their index, looked at, filed, taken back as a whole."""

import csv
import io
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from kith.foundation.dates import moment_in_words
from kith.foundation.spreadsheet import safe_cell
from kith.intake import papers as room
from kith.intake.models_papers import PaperLoad
from kith.intake.paper_sight import sight_of
from kith.intake.sources import BadFile
from kith.organisations.queries import named
from kith.sharing import Kind, NotReleased, Way, release
from kith.web.answers import id_of
from kith.web.documents.adding import arrived
from kith.web.exits import attachment
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.papers.presenters import Load, load_in_words
from kith.web.policy import page
from kith.web.presenters import Problems

# So many loads stand on the page, the newest first.
SHOWN = 50
LARGEST_INDEX = 2_000_000


@page(policy="import.run")
def papers(request: HttpRequest) -> HttpResponse:
    """What was brought before, and the form for more."""
    if request.method != "POST":
        return _list(request)
    index = request.FILES.get("index")
    try:
        if index is None or not request.FILES.getlist("files"):
            raise BadFile("Choose the index and the files it lists.")
        if (index.size or 0) > LARGEST_INDEX:
            raise BadFile("This index is larger than 2 MB. Split it, and bring the files of each part with it.")
        files = [arrived(one) for one in request.FILES.getlist("files")]
        made = room.bring(index=(index.name or "index", index.read()), files=files, reader=request.reader)  # type: ignore[attr-defined]
    except BadFile as no:
        return _list(request, {"index": str(no)})
    return redirect("paper_load", id=made.id)


@page(policy="import.run")
def paper_load(request: HttpRequest, id: UUID) -> HttpResponse:
    """What is certain, what somebody has to say, what was not placed and why, what is filed."""
    return _shown(request, get_object_or_404(PaperLoad, id=id))


@page(policy="import.run")
@require_POST
def file_papers(request: HttpRequest, id: UUID) -> HttpResponse:
    """File each on the child chosen for it; whoever is chosen nowhere waits."""
    load = get_object_or_404(PaperLoad, id=id)
    chosen = {
        paper: id_of(value)
        for name, value in request.POST.items()
        if name.startswith("whose.") and (paper := id_of(name.removeprefix("whose.")))
    }
    try:
        room.file(load=load, chosen=chosen, reader=request.reader)  # type: ignore[attr-defined]
    except room.NotNow as no:
        return _shown(request, load, {"file": str(no)})
    return redirect("paper_load", id=id)


@page(policy="import.run")
@require_POST
def undo_papers(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take all of them back, as a whole."""
    load = get_object_or_404(PaperLoad, id=id)
    try:
        room.undo(load=load, why=request.POST.get("why", ""), reader=request.reader)  # type: ignore[attr-defined]
    except room.NotNow as no:
        return _shown(request, load, {"why": str(no)})
    return redirect("paper_load", id=id)


@page(policy="import.run")
@require_POST
def paper_report(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was not placed, line by line, for whoever brought them and nobody else."""
    load = get_object_or_404(PaperLoad, id=id)
    told = _told(request, load)
    try:
        released = release(
            what="report of scanned papers that were not placed",
            way=Way.FILE,
            kind=Kind.BACK_TO_SENDER,
            purpose="Put the lines right and bring them again",
            basis="They are the sender's own lines",
            holder=load.holder_id,
            sender=load.by,
        )
    except NotReleased as no:
        return _shown(request, load, {"report": str(no)})
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(("line", "file or pupil", "why it was not placed"))
    for one in told.unplaced:
        out.writerow(safe_cell(cell) for cell in (one.place, one.about or one.title, " ".join(one.reasons)))
    content = text.getvalue().encode("utf-8-sig")
    return attachment(released, name="papers-not-placed.csv", content=content, content_type="text/csv; charset=utf-8")


def _told(request: HttpRequest, load: PaperLoad) -> Load:
    found = list(load.papers.order_by("n"))
    return load_in_words(found, sight_of(found, request.reader))  # type: ignore[attr-defined]


def _list(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    found = list(PaperLoad.objects.order_by("-at", "-id")[:SHOWN])
    posts = named([one.by for one in found if one.by])
    rows = [(one.id, moment_in_words(one.at), posts.get(one.by, ""), bool(one.undone_at)) for one in found]  # type: ignore[arg-type]
    context: dict[str, Any] = {"rows": rows, "errors": errors or {}, "problems": Problems.of(errors or {})}
    return show(request, "papers/list.html", status=422 if errors else 200, **context)


def _shown(request: HttpRequest, load: PaperLoad, errors: dict[str, str] | None = None) -> HttpResponse:
    told = _told(request, load)
    context = {
        "load": load,
        "at": moment_in_words(load.at),
        "page": told,
        "typed": request.POST,
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    response = show(request, "papers/load.html", status=422 if errors else 200, **context)
    return looked(response, Line("papers.view", subjects=told.people, holder=load.holder_id), kept=not errors)
