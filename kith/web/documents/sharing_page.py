"""Showing one document to colleagues for a time, ending it, and all that is shown to this post."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.cases import filing, lending
from kith.foundation.dates import NotADate, parse_day
from kith.organisations.queries import named
from kith.web import asks
from kith.web.answers import id_of
from kith.web.documents import presenters, sharing
from kith.web.documents.one import again
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.policy import page


@page(policy="document.share")
@require_POST
def share_document(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show it to the colleagues or the team that were chosen, for a reason, until a day."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    asks.document(reader, id)
    posts = [one for text in request.POST.getlist("to") if (one := id_of(text))]
    try:
        until = parse_day(request.POST.get("until", ""))
        because, team = request.POST.get("because", ""), id_of(request.POST.get("team", ""))
        lending.lend(document_id=id, posts=posts, team=team, until=until, reason=because, reader=reader)
    except NotADate as no:
        return again(request, id, {"until": str(no)})
    except lending.NotLent as no:
        return again(request, id, {no.field: str(no)})
    except LookupError:
        raise Http404 from None
    return redirect("document", id=id)


@page(policy="document.share")
@require_POST
def unshare_document(request: HttpRequest, id: UUID, lent: UUID) -> HttpResponse:
    """It is shown to them no longer."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    asks.document(reader, id)
    try:
        lending.end(lending_id=lent, reader=reader)
    except LookupError:
        raise Http404 from None
    return redirect("document", id=id)


@page(policy="at_work")
def shared_documents(request: HttpRequest) -> HttpResponse:
    """What colleagues show to this post now. Who signs in without a code is led to set one up where something waits."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    if lending.waits_for_a_code(reader):
        asks.check_code(reader)
    found = lending.lent_to(reader)
    by = named([one.by for _, one in found if one.by])
    rows = [
        (said, one.reason, by.get(one.by, "Somebody who has left"), sharing.last_day(one))
        for said, (_, one) in zip(presenters.said([kept for kept, _ in found]), found, strict=True)
    ]
    response = show(request, "documents/shared.html", rows=rows)
    subjects = filing.concerned_by(kept for kept, _ in found)
    return looked(response, Line("document.list", subjects=tuple(subjects)), kept=True)
