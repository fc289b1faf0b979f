"""A file on its way out: begun, looked at as it would go, and sent."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kith.foundation.dates import NotADate, parse_date, today
from kith.sharing import NotReleased
from kith.sharing.models import Leaver
from kith.sharing.packing import offering
from kith.sharing.packing.making import Made, usual
from kith.sharing.passing import choosing, going, kept_back, making
from kith.sharing.passing.leaving import begin_now, leaves
from kith.sharing.passing.rules import Stands
from kith.sharing.withheld import is_told
from kith.tenancy.history import Conflict
from kith.web import asks
from kith.web.frame import show
from kith.web.outcome import looked
from kith.web.packing.sending import unseen
from kith.web.passing import lists, presenters, sent, told
from kith.web.passing.opening import leaver_of, line_of, may_go
from kith.web.passing.preparing import shown
from kith.web.passing.presenters import Stays
from kith.web.policy import page

HIDDEN = (
    "A protected address stands in what you chose. Leave that record or file out, or take the address out of its words."
)


@page(policy="file.pass")
@require_safe
def leaver(request: HttpRequest, id: UUID) -> HttpResponse:
    """One file: to prepare while it has not gone, and afterwards what became of it; from there the rest is prepared."""
    found = leaver_of(request, id, receipt="rest" not in request.GET)
    asked = going.how_it_stands(found) is not Stands.SIGNED or "rest" in request.GET
    return shown(request, found) if asked and may_go(request, found) else sent.shown(request, found)


@page(policy="file.pass")
@require_POST
def begin_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """The file of a child whose last day is known, or said here: today and not in the night. One that has begun is
    shown."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    asks.person(reader, id, full=True)
    try:
        _last_day(request, id)
    except (NotADate, ValueError, Conflict) as no:
        return show(request, "passing/leaves.html", status=422, id=id, words=str(no), last_day=request.POST["last_day"])
    begun = begin_now(id, reader.holder_id, today()) or lists.going_of(id)
    return redirect("leaver", id=begun.id) if begun else redirect("person", id=id)


def _last_day(request: HttpRequest, id: UUID) -> None:
    """They leave for another school: the time here ends on the day that was typed. Raises a sentence for the page."""
    if "last_day" in request.POST:
        reader: Any = request.reader  # type: ignore[attr-defined]
        reader.check("person.edit", id)
        leaves(id, reader.holder_id, parse_date(request.POST["last_day"].strip()))


@page(policy="file.pass")
def send_file(request: HttpRequest, id: UUID, token: UUID) -> HttpResponse:
    """All of it, as it would go; and the sending, once for the form."""
    found = leaver_of(request, id)
    if not may_go(request, found):
        return redirect("leaver", id=id)
    reader: Any = request.reader  # type: ignore[attr-defined]
    offer = offering.offer(found, reader)
    choice = choosing.chosen_of(found) or usual(offer)
    if problems := making.problems_of(offer, choice):
        return shown(request, found, problems)
    closed = kept_back.closed_to(found, reader)
    made = making.make(offer, choice, found.organisation, closed=closed.count)
    if is_told([found.person_id], made.file):
        return shown(request, found, {"records": HIDDEN})
    if (changed := unseen(request, made)) is not None:
        return _preview(request, found, made, presenters.stays_behind(offer, choice), token, changed)
    try:
        outcome = going.pass_on(leaver=found, made=made, reader=reader, once=token)
    except (going.NotSent, NotReleased) as no:
        return shown(request, found, {"records": str(no)})
    return sent.secret_once(request, found, outcome) if outcome.secret else redirect("leaver", id=id)


@page(policy="file.pass")
@require_POST
def keep_record_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whoever keeps a record closed says that it does not go."""
    found = leaver_of(request, id)
    typed = {"stays": request.POST.get("stays", "").strip()[:2000]}
    reader: Any = request.reader  # type: ignore[attr-defined]
    no = kept_back.says_it_stays(leaver=found, why=typed["stays"], reader=reader)
    if not no:
        return redirect("leaver", id=id)
    went = found.sendings.exists() and "rest" not in request.GET
    return sent.shown(request, found, {"stays": no}, typed) if went else shown(request, found, {"stays": no})


def _preview(request: HttpRequest, found: Leaver, made: Made, stays: Stays, token: UUID, changed: str) -> HttpResponse:
    context = {
        "id": found.id,
        "token": token,
        "to": found.to_name,
        "lead": found.to_lead,
        "on_kith": found.to_controller is not None,
        "closed": told.closed_to_you(kept_back.closed_to(found, request.reader)),  # type: ignore[attr-defined]
        "said": told.file_page(made.file, made.sha256, made.pages),
        "too_large": made.too_large,
        "stays": stays,
        "changed": changed,
    }
    return looked(show(request, "passing/preview.html", **context), line_of(found), kept=True)
