"""What a file says otherwise about children you know: accept it, turn it down, or take that back."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.intake import proposing, staging
from kith.intake.models import Batch, Row
from kith.intake.sight import hidden
from kith.intake.stages import NotNow
from kith.people.queries import cards
from kith.web.frame import show
from kith.web.imports.proposals_page import SHOWN, proposals_page
from kith.web.imports.shown import found
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems

Decide = Callable[..., Any]
DECIDE: dict[str, Decide] = {
    "accept": proposing.accept,
    "turn_down": proposing.turn_down,
    "take_back": proposing.take_back,
}


@page(policy="import.run")
def proposals(request: HttpRequest, id: UUID) -> HttpResponse:
    """One decision, or one for all of a kind that are shown."""
    batch = found(id)
    if request.method != "POST":
        return _list(request, batch)
    try:
        _decided(request, batch)
    except NotNow as no:
        return _list(request, batch, {"proposals": str(no)})
    return redirect("proposals", id=id)


def _decided(request: HttpRequest, batch: Batch) -> None:
    """Carries out what a button says: `accept.<which>`, or `accept.all.<kind>` for those of a kind that are shown."""
    word, _, which = request.POST.get("decide", "").partition(".")
    kind = which.removeprefix("all.") if which.startswith("all.") else ""
    among = _seen(request, proposing.settled_of(batch) if word == "take_back" else proposing.open_of(batch))
    meant = [one for one in among[:SHOWN] if one.key == which or (kind and one.fact == kind)]
    if word not in DECIDE or not meant:
        raise NotNow("This is decided already.")
    for one in meant:
        DECIDE[word](proposal=one)


def _list(request: HttpRequest, batch: Batch, errors: dict[str, str] | None = None) -> HttpResponse:
    waiting, settled = _seen(request, proposing.open_of(batch)), _seen(request, proposing.settled_of(batch))
    withheld = _open_to(request, proposing.withheld(batch))[:SHOWN]
    rows = [*(one.row for one in [*waiting[:SHOWN], *settled[:SHOWN]]), *withheld]
    about = dict.fromkeys(row.person_id for row in rows)
    page = proposals_page(
        batch, waiting, settled, cards(about), withheld=withheld, since=staging.spoken_of_since(batch, list(about))
    )
    context = {"page": page, "problems": Problems.of(errors or {})}
    response = show(request, "imports/proposals.html", status=422 if errors else 200, **context)
    line = Line("import.view", subjects=tuple(about), holder=batch.holder_id, detail={"batch": batch.id})
    return looked(response, line, kept=not errors)


def _seen(request: Any, among: list[proposing.Proposal]) -> list[proposing.Proposal]:
    """Those about children this reader may find."""
    rows = {row.id for row in _open_to(request, [one.row for one in among])}
    return [one for one in among if one.row.id in rows]


def _open_to(request: Any, rows: Iterable[Row]) -> list[Row]:
    among = list(rows)
    closed = hidden({row.person_id for row in among}, request.reader)
    return [row for row in among if row.person_id not in closed]
