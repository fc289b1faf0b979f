"""Where people may prove who they are elsewhere: set by a system administrator; the secret is never shown again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.accounts import outside
from kith.organisations import controller_settings as kept
from kith.web.admin.views import me
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems


@page(policy="posts.keep")
def own_issuer(request: HttpRequest) -> HttpResponse:
    """What is set, and the form to set it anew or to do without."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            kept.choose_issuer(by=me(request), **_typed(request))
            return redirect("own_issuer")
        except kept.NotAllowed as no:
            errors = no.problems
    one, shown = outside.here(), dict.fromkeys(("issuer", "client_id", "factor_words"), "")
    if one is not None:
        shown = {"issuer": one.issuer, "client_id": one.client_id, "factor_words": " ".join(one.factor_words)}
    context = {
        "is_set": one is not None,
        "may_choose": kept.may_choose(me(request)),
        "typed": shown | (request.POST.dict() if errors else {}),
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "admin/issuer.html", status=422 if errors else 200, **context)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed; nothing where it is to go."""
    if request.POST.get("do") == "forget":
        return {}
    typed: dict[str, Any] = {name: request.POST.get(name, "").strip() for name in ("issuer", "client_id", "secret")}
    return typed | {"factor_words": request.POST.get("factor_words", "").split()}
