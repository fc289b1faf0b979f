"""Who may search in the words of records: the roles the model allows, and from which of them it is taken."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.access import searching
from kith.organisations import controller_settings as kept
from kith.organisations import staff
from kith.web.admin.views import me
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems


@page(policy="posts.keep")
def who_searches(request: HttpRequest) -> HttpResponse:
    """Ticked: may search. Saved with a line; whoever keeps one place of several reads it only."""
    roles = [role for role in searching.searchers() if role in staff.roles()]
    errors: dict[str, str] = {}
    if request.method == "POST":
        taken = [role.value for role in roles if role.value not in request.POST.getlist("roles")]
        try:
            kept.choose(by=me(request), **{kept.NO_SEARCH: taken or None})
            return redirect("who_searches")
        except kept.NotAllowed as no:
            errors = {"roles": " ".join(no.problems.values())}
    context: dict[str, Any] = {
        "roles": [(role.value, role.words) for role in roles],
        "ticked": [role.value for role in roles if role not in searching.taken_from()],
        "may_choose": kept.may_choose(me(request)),
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "setup/searching.html", status=422 if errors else 200, **context)
