"""A concern on its way onto paper: said for what, let out by the gate, with its line."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kith.foundation.ids import random_id
from kith.sharing import Kind, Way, release
from kith.web import asks
from kith.web.action import given
from kith.web.agency.lists import agencies_beside
from kith.web.board import beside, gather, presenters
from kith.web.board.deciding import Decision
from kith.web.frame import show
from kith.web.handover import sent
from kith.web.outcome import looked
from kith.web.policy import page
from kith.web.presenters import Problems
from kith.web.record.closing import closed_words

BASIS = "The reader's own work with the child: Education Act 2002, sections 157 and 175"

NOTHING = Decision({}, "", "")


@page(policy="concern.read")
@require_POST
def print_concern(request: HttpRequest, id: UUID) -> HttpResponse:
    """The parts this reader may read, and nothing to press. Without a purpose nothing is let out."""
    whole = gather.whole(request.reader, asks.record(request.reader, id))
    errors = {} if request.POST.get("purpose", "").strip() else {"purpose": "Say what the print is for."}
    if not errors:
        release(
            what="concern",
            way=Way.PRINT,
            kind=Kind.OWN_SCREEN,
            purpose=request.POST["purpose"].strip()[:200],
            basis=BASIS,
            subjects=whole.subjects,
            holder=whole.sight.record.holder_id,
        )
    shown = presenters.concern_page(whole, (), NOTHING, {})
    context = {"page": shown, "errors": errors, "problems": Problems.of(errors)}
    context |= {
        "referrals": sent.about(request.reader, whole.sight.record),
        "begun": (),
        "earlier": (),
        "may_involve": False,
    }
    context |= {"work": beside.work(request.reader, whole.sight.record), "begins": ()}
    context |= {"hinted": False, "may_close": False, "waits_for": "", "restricted": closed_words(whole.sight.record.id)}
    context |= agencies_beside(request.reader, whole.sight.record)
    context["actions"] = given.about(whole.sight.record, whole.subjects)
    context |= {"typed": NOTHING, "token": random_id()}
    response = show(request, "board/concern.html", status=422 if errors else 200, printing=not errors, **context)
    return looked(response, whole.look(), kept=False) if errors else response
