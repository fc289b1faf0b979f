"""Which governor chairs: whatever is written about a head goes to them alone."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.conduct import actions, sight
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems


@page(policy="posts.keep")
def chair(request: HttpRequest) -> HttpResponse:
    """Said by whoever keeps the posts, who reads none of it."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    if reader.holder_id is None:
        raise Http404
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            actions.name_chair(holder=reader.holder_id, to=id_of(request.POST.get("to", "")))
            return redirect("chair_of_governors")
        except actions.NotReady as no:
            errors = no.problems
    now = sight.chair_of(reader.holder_id)
    governors = [(str(one.id), one.user.display_name) for one in sight.governing(reader.holder_id)]
    context = {"now": now.user.display_name if now else "", "governors": governors, "errors": errors}
    return show(
        request, "conduct/chair.html", status=422 if errors else 200, problems=Problems.of(errors), **context,
        typed=request.POST.get("to", str(now.id) if now else ""),
    )  # fmt: skip
