"""The adults a file names beside children who are in the records: link, write down, turn down, take back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.intake import adults as naming
from kith.intake import tying
from kith.intake.models import Batch
from kith.intake.stages import NotNow
from kith.people.queries import cards
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.imports.adults_page import SHOWN, adults_page
from kith.web.imports.shown import found
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems

NEW = "new"


@page(policy="import.run")
def adults(request: HttpRequest, id: UUID) -> HttpResponse:
    """One decision, or a yes to all those who are shown and about whom there is nothing to choose."""
    batch = found(id)
    if request.method != "POST":
        return _list(request, batch)
    try:
        _decided(request, batch)
    except NotNow as no:
        return _list(request, batch, {"adults": str(no)})
    return redirect("batch_adults", id=id)


def _decided(request: Any, batch: Batch) -> None:
    """Carries out what a button says: `tie.<which>`, `turn_down.<which>`, `take_back.<which>` or `all`."""
    word, _, key = request.POST.get("decide", "").partition(".")
    whose = {"batch": batch, "reader": request.reader}
    if word == "all":
        tying.accept_new(keys=request.POST.getlist("one"), **whose)
    elif word == "tie":
        who = request.POST.get("who", "")
        if who != NEW and id_of(who) is None:
            raise NotNow("Choose whether it is somebody you know or somebody new.")
        tying.accept(key=key, type=request.POST.get("type", ""), person_id=id_of(who), **whose)
    elif word in ("turn_down", "take_back"):
        (tying.turn_down if word == "turn_down" else tying.take_back)(key=key, **whose)
    else:
        raise NotNow("This is decided already.")


def _list(request: Any, batch: Batch, errors: dict[str, str] | None = None) -> HttpResponse:
    waiting, settled = naming.open_of(batch, request.reader), naming.settled_of(batch, request.reader)
    about = dict.fromkeys(
        person for one in [*waiting[:SHOWN], *settled[:SHOWN]] for person in (one.row.person_id, *one.candidates)
    )
    shown = adults_page(batch, waiting, settled, cards(about), tying.CHOICES, withheld=naming.withheld(batch))
    context = {"page": shown, "problems": Problems.of(errors or {})}
    response = show(request, "imports/adults.html", status=422 if errors else 200, **context)
    line = Line("import.view", subjects=tuple(about), holder=batch.holder_id, detail={"batch": batch.id})
    return looked(response, line, kept=not errors)
