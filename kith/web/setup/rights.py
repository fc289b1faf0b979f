"""Which kinds of concern a team reads: what was given, a form for one more, and each taken back with a reason."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.access import given_kinds
from kith.foundation.dates import in_words, london
from kith.organisations.queries import team_named, teams_at
from kith.web.answers import id_of
from kith.web.board.kinds import category_words
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems


@page(policy="kinds.give")
def given(request: HttpRequest) -> HttpResponse:
    """What holds now, and what may be given."""
    holder = request.reader.holder_id  # type: ignore[attr-defined]
    if holder is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, holder)
    try:
        _do(request, holder)
    except given_kinds.NotGiven as no:
        return _shown(request, holder, no.problems)
    return redirect("given_kinds")


def _do(request: HttpRequest, holder: UUID) -> None:
    typed = request.POST
    if typed.get("do") == "take_back":
        grant = typed.get("grant", "")
        given_kinds.take_back(holder_id=holder, grant_id=id_of(grant), reason=typed.get(f"why.{grant}", ""))
    else:
        team, kind = id_of(typed.get("team", "")), typed.get("kind", "")
        given_kinds.give(holder_id=holder, team_id=team, kind=kind, reason=typed.get("reason", ""))


def _shown(request: HttpRequest, holder: UUID, errors: dict[str, str] | None = None) -> HttpResponse:
    found = list(given_kinds.given(holder))
    teams = team_named([one.grantee_id for one in found])
    audit.record("kinds.list", holder=holder)
    context: dict[str, Any] = {
        "rows": [(one, teams.get(one.grantee_id, "A team that has ended"), _told(one)) for one in found],
        "teams": [(str(team.id), team.name) for team in teams_at(holder)],
        "kinds": [(code, category_words(code)) for code, _ in given_kinds.givable()],
        "readers": ", ".join(role.words for role in given_kinds.readers()),
        "typed": request.POST,
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    return show(request, "setup/rights.html", status=422 if errors else 200, **context)


def _told(one: Any) -> tuple[str, str]:
    kinds = ", ".join(category_words(kind) for kind in one.parts)
    return kinds, f"Since {in_words(london(one.since).date())}: {one.purpose}"
