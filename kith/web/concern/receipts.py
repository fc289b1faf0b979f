"""What a writer sees afterwards: their own words, and whether they were seen."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.cases import actions, receipts, rules
from kith.people import queries
from kith.web import keeping
from kith.web.concern import presenters
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems

# The one form on a receipt: words that are added.
PLACE = "words"


@page(policy="concern.submit")
def receipt(request: HttpRequest, id: UUID) -> HttpResponse:
    return _shown(request, id)


@page(policy="concern.submit")
@require_POST
def add_words(request: HttpRequest, id: UUID) -> HttpResponse:
    """The writer adds; what was sent first stays as it was."""
    if (record := receipts.record(id)) is None:
        raise Http404
    words = request.POST.get("words", "")
    try:
        actions.add_words(record=record, words=words, danger=request.POST.get("danger_now") == "yes")
    except rules.NotReady as not_yet:
        keeping.keep_beside(request, about=id, place=PLACE, area="concern", holder=request.reader.holder_id)
        return _shown(request, id, errors=not_yet.problems, words=words)
    keeping.done_beside(request, id, PLACE)
    return redirect("receipt", id=id)


@page(policy="concern.submit")
@require_POST
def keep_addition(request: HttpRequest, id: UUID) -> HttpResponse:
    """What is about to be added, sent by the page itself while somebody types."""
    if receipts.record(id) is None:
        raise Http404
    holder = request.reader.holder_id
    kept = keeping.keep_beside(request, about=id, place=PLACE, area="concern", holder=holder)
    return kept or redirect("receipt", id=id)


def _shown(request: HttpRequest, id: UUID, errors: dict[str, str] | None = None, words: str = "") -> HttpResponse:
    found = receipts.find(id)
    if found is None:
        raise Http404
    people = [part.person_id for part in found.parts if part.person_id]
    audit.record("concern.receipt", subjects=people, detail={"reference": found.reference})
    page = presenters.receipt_page(found, queries.cards(people))
    begun = keeping.beside([id])
    context = {
        "begun": begun,
        "typed_on": begun.page(request, PLACE),
        "writer": request.reader.post.id,  # type: ignore[attr-defined]
    }
    context |= {
        "page": page,
        "id": id,
        "words": words or begun.given.get(PLACE, ""),
        "danger": request.POST.get("danger_now") or begun.given.get("danger_now", ""),
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    return show(request, "concern/receipt.html", status=422 if errors else 200, **context)
