"""Coming in by the account somebody has with their organisation (OpenID Connect): there, back, and tying the two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kith.accounts import door, oidc, outside, pace, queries, second_factor
from kith.accounts.models import Event, Issuer, User
from kith.web.policy import page
from kith.web.signin import questions, session

ASKED = "outside"
SECONDS = 10 * 60
# From one network address, behind which a whole council may sit.
MOST_A_MINUTE = 120
TOO_OFTEN = "Too many sign-ins were begun from your network in the last minute. Wait a minute and begin again."
NOT_KNOWN = (
    "That account is not linked to one here, or the one here is not in use. Sign in as you did before; then link the"
    " two under “How you sign in”."
)
STALE = "This answer belongs to no sign-in that was begun in this browser a moment ago. Begin again."
DECLINED = "Your organisation’s sign-in ended without saying who you are."


@page(policy="public")
@require_GET
def outside_doors(request: HttpRequest) -> HttpResponse:
    """Every organisation whose accounts open Kith."""
    context = {"issuers": outside.issuers(), "next": session.safe_next(request)}
    return render(request, "signin/outside.html", context)


@page(policy="public")
@never_cache
@require_GET
def outside_go(request: HttpRequest, slug: str) -> HttpResponse:
    """Away to the issuer. What comes back is taken only by this session."""
    if request.user.is_authenticated:
        return redirect(session.safe_next(request))
    issuer = _issuer(slug)
    if pace.is_too_often("outside", session.address_of(request), most=MOST_A_MINUTE, seconds=60):
        return render(request, "signin/outside_over.html", {"words": TOO_OFTEN, "signed_in": False}, status=429)
    return _away(request, issuer, "enter")


@page(policy="signed_in")
@never_cache
@require_POST
def link_outside(request: HttpRequest, slug: str) -> HttpResponse:
    """Tie this account to one over there: a page that leads away, since a form may lead nowhere else."""
    if session.BY in request.session:
        return redirect("ways_in")
    return _away(request, _issuer(slug), "link", request.user)


@page(policy="public")
@never_cache
def outside_invited(request: HttpRequest, slug: str, account: UUID, proof: str) -> HttpResponse:
    """An invitation, opened once: the first account over there that comes back is tied to this one."""
    issuer, user = _issuer(slug), outside.invited(account, proof)
    if user is None or request.user.is_authenticated:
        return render(request, "signin/link_over.html", {}, status=404)
    if request.method != "POST":
        return render(request, "signin/invited.html", {"name": user.display_name, "place": issuer.tenant.name})
    return _away(request, issuer, "invited", user, proof)


@page(policy="public")
@never_cache
@require_GET
def outside_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Back from the issuer."""
    issuer, kept = _issuer(slug), request.session.pop(ASKED, None)
    if not _fits(request, issuer, kept):
        return _no(request, STALE)
    if "code" not in request.GET:
        return _no(request, DECLINED)
    try:
        said = oidc.said_of(
            issuer=issuer.issuer,
            client_id=issuer.client_id,
            secret=outside.secret_of(issuer),
            back=_back(request, issuer),
            asked=oidc.Asked(**kept["asked"]),
            code=request.GET["code"],
        )
        return DO[kept["why"]](request, issuer, said, kept)
    except (oidc.NotReached, oidc.NotBelieved, outside.NotLinked, outside.NoSecret) as no:
        return _no(request, str(no))


def _issuer(slug: str) -> Issuer:
    found = outside.issuer_of(slug)
    if found is None:
        raise Http404
    return found


def _away(request: HttpRequest, issuer: Issuer, why: str, user: Any = None, proof: str = "") -> HttpResponse:
    try:
        there, asked = oidc.begin(issuer=issuer.issuer, client_id=issuer.client_id, back=_back(request, issuer))
    except (oidc.NotReached, oidc.NotBelieved) as no:
        return _no(request, str(no), status=502)
    request.session[ASKED] = {
        "asked": asdict(asked),
        "issuer": str(issuer.id),
        "why": why,
        "user": str(user.pk) if user else "",
        "proof": proof,
        "next": session.safe_next(request),
        "at": session.now(),
    }
    if request.method == "GET":
        return redirect(there)
    return render(request, "signin/away.html", {"there": there, "place": issuer.tenant.name})


def _back(request: HttpRequest, issuer: Issuer) -> str:
    return questions.place_of(request).origins[0] + reverse("outside_back", kwargs={"slug": issuer.tenant.slug})


def _fits(request: HttpRequest, issuer: Issuer, kept: Any) -> bool:
    """Whether this is the answer to what this session asked, of this issuer, a short while ago."""
    return (
        bool(kept)
        and kept["issuer"] == str(issuer.id)
        and session.now() - kept["at"] <= SECONDS
        and constant_time_compare(request.GET.get("state", ""), kept["asked"]["state"])
    )


def _enter(request: HttpRequest, issuer: Issuer, said: oidc.Said, kept: dict[str, Any]) -> HttpResponse:
    user = outside.user_of(issuer, said.subject)
    if user is None:
        return _no(request, NOT_KNOWN)
    session.open_half(request, user)
    request.session[session.BY] = str(issuer.tenant_id)
    if said.words & set(issuer.factor_words):
        session.open_fully(request, user, factor=True)
    elif second_factor.is_set_up(user):
        return redirect(session.with_next("second_factor", kept["next"]))
    elif queries.needs_second_factor(user):
        return redirect(session.with_next("set_up_factor", kept["next"]))
    else:
        session.open_fully(request, user, factor=False)
    return redirect(session.with_next("next_step", kept["next"]))


def _link(request: HttpRequest, issuer: Issuer, said: oidc.Said, kept: dict[str, Any]) -> HttpResponse:
    """Only the user who asked, and still signed in."""
    user: Any = request.user
    if not user.is_authenticated or str(user.pk) != kept["user"]:
        return _no(request, STALE)
    outside.link(issuer=issuer, subject=said.subject, user=user, address=session.address_of(request))
    return redirect("ways_in")


def _take_up(request: HttpRequest, issuer: Issuer, said: oidc.Said, kept: dict[str, Any]) -> HttpResponse:
    """The invitation must still hold: it is good for one."""
    user: User | None = outside.invited(kept["user"], kept["proof"])
    if user is None or request.user.is_authenticated:
        return _no(request, STALE)
    outside.link(issuer=issuer, subject=said.subject, user=user, address=session.address_of(request))
    return _enter(request, issuer, said, kept)


DO: dict[str, Callable[[HttpRequest, Issuer, oidc.Said, dict[str, Any]], HttpResponse]] = {
    "enter": _enter,
    "link": _link,
    "invited": _take_up,
}


def _no(request: HttpRequest, words: str, status: int = 403) -> HttpResponse:
    user = request.user if request.user.is_authenticated else None
    door.note(Event.Kind.OUTSIDE_REFUSED, user=user, address=session.address_of(request))
    return render(request, "signin/outside_over.html", {"words": words, "signed_in": user is not None}, status=status)
