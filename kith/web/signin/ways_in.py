"""How somebody signs in: their passkeys, the app, the codes on paper. Their own page, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kith.accounts import outside, passkeys, queries, second_factor
from kith.accounts.models import Issuer, User
from kith.foundation.dates import in_words, london
from kith.web.answers import id_of
from kith.web.policy import page
from kith.web.signin import questions, session

NOT_BY = "You came by your organisation’s account. To change how you sign in, sign in with your password or a passkey."


@page(policy="signed_in")
@never_cache
def ways_in(request: HttpRequest) -> HttpResponse:
    """Every way in there is, and what may be done about it."""
    return _page(request)


@page(policy="signed_in")
@never_cache
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Add, rename or remove a passkey, or untie an outside identity: never in a session that came by one."""
    if session.BY in request.session:
        return _page(request, NOT_BY, status=422)
    try:
        codes = DO.get(request.POST.get("do", ""), _nothing)(request)
    except (passkeys.NotThis, passkeys.LastOne) as no:
        return _page(request, str(no), status=422)
    if codes:
        return render(request, "signin/recovery_codes.html", {"codes": codes, "next": "/"})
    return redirect("ways_in")


def add_passkey(request: HttpRequest) -> list[str]:
    """Keep the passkey a browser has made. Gives recovery codes to who had none. Raises NotThis."""
    user, state = session.may_add_factor(request), questions.take(request, "new")
    if user is None:
        raise passkeys.NotThis(passkeys.NOT_TAKEN)
    return passkeys.add(
        user=user,
        place=questions.place_of(request),
        state=state,
        given=request.POST.get("credential", ""),
        name=request.POST.get("name", ""),
        address=session.address_of(request),
    )


def _rename(request: HttpRequest) -> list[str]:
    passkeys.rename(user=request.user, id=_number(request), name=request.POST.get("name", ""))
    return []


def _remove(request: HttpRequest) -> list[str]:
    """Other sessions end; this one goes on."""
    user: Any = request.user
    passkeys.remove(user=user, id=_number(request), address=session.address_of(request))
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    return []


def _untie(request: HttpRequest) -> list[str]:
    identity = id_of(request.POST.get("identity", ""))
    outside.unlink(user=request.user, id=identity, address=session.address_of(request))
    return []


def _nothing(request: HttpRequest) -> list[str]:
    return []


DO: dict[str, Callable[[HttpRequest], list[str]]] = {
    "add": add_passkey,
    "rename": _rename,
    "remove": _remove,
    "untie": _untie,
}


def _number(request: HttpRequest) -> int:
    given = request.POST.get("passkey", "")
    return int(given) if given.isdecimal() and len(given) < 19 else 0


def _page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    user: Any = request.user
    place = questions.place_of(request)
    context = {
        "passkeys": [_line(one) for one in passkeys.held(user)],
        "works": place.works,
        "by_name": "" if request.is_secure() else f"http://localhost:{request.get_port()}",
        "by_issuer": NOT_BY if session.BY in request.session else "",
        "identities": outside.links_of(user),
        "issuers": _could_link(user),
        "may_add": session.may_add_factor(request) is not None,
        "has_app": second_factor.has_app(user),
        "has_factor": second_factor.is_set_up(user),
        "left": second_factor.recovery_codes_left(user),
        "problem": problem,
    }
    return render(request, "signin/ways_in.html", context, status=status)


def _could_link(user: User) -> list[Issuer]:
    """Issuers of where this user works that do not know them yet."""
    works, tied = {one.controller_id for one in queries.reaches(user)}, {one.issuer for one in outside.links_of(user)}
    return [one for one in outside.issuers() if one.tenant_id in works and one.id not in tied]


def _line(one: passkeys.Passkey) -> dict[str, Any]:
    used = f"last used on {in_words(london(one.used).date())}" if one.used else "not used yet"
    return {"id": one.id, "name": one.name, "words": f"Added on {in_words(london(one.added).date())}, {used}"}
