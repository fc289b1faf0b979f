"""One document shown to colleagues for a time, in words: to whom it is, and what they see of it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kith.access.models import Grantee
from kith.accounts import second_factor
from kith.cases import lending
from kith.cases.models_filing import Lending
from kith.documents.queries import Kept
from kith.foundation.dates import in_words, london
from kith.organisations.queries import named, team_named
from kith.web.documents import presenters
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.presenters import Problems

# Of somebody to whom nothing about a child opens yet.
NOT_YET = "Signs in without a code, and sees it once a code or a passkey is set up. My day tells them so."

__all__ = ["alone", "context_of", "last_day"]


def last_day(one: Lending) -> str:
    """In words: what ends at midnight was open on the day before."""
    return in_words(london(one.until - timedelta(seconds=1)).date())


def context_of(document: UUID, reader: Any) -> dict[str, Any]:
    """For the page of a document: to whom it is shown, and to whom it may be."""
    if not reader.answers_for("document.share").allowed:
        return {"may_share": False}
    shown, colleagues = lending.of_document(document), lending.posts_for(reader)
    no_code = second_factor.by_password_alone(one.user for one in colleagues)
    not_yet = {one.id for one in colleagues if one.user in no_code}
    posts = named([one.to_id for one in shown if one.to_kind == Grantee.POST])
    teams = team_named([one.to_id for one in shown if one.to_kind == Grantee.TEAM])
    return {
        "may_share": True,
        "shown_to": [
            (
                one.id,
                posts.get(one.to_id) or teams.get(one.to_id, ""),
                one.reason,
                last_day(one),
                NOT_YET * (one.to_id in not_yet),
            )
            for one in shown
        ],
        "colleagues": [
            (str(one.id), f"{one.user.display_name}, {one.title}", NOT_YET * (one.id in not_yet)) for one in colleagues
        ],
        "teams": [(str(one.id), one.name) for one in lending.teams_for(reader)],
    }


def alone(request: HttpRequest, kept: Kept, line: Line, errors: Mapping[str, str]) -> HttpResponse:
    """The document as those see it to whom it is shown: nothing it hangs on."""
    found = lending.lent(kept.id, request.reader)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    context = {
        "page": presenters.said_of(kept),
        "because": found[1].reason,
        "until": last_day(found[1]),
        "errors": dict(errors),
        "problems": Problems.of(errors),
        "typed": request.POST,
    }
    response = show(request, "documents/alone.html", status=422 if errors else 200, **context)
    return looked(response, line, kept=not errors)
