"""Who works with a child: given to somebody, and ended, by those who lead the work. It opens the child to them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.access.models import Grant
from kith.access.rules import permits
from kith.access.words import RecordType, Relation
from kith.cases import rules, working
from kith.foundation.dates import in_words, london
from kith.organisations.queries import live_posts
from kith.people import queries
from kith.people.models import Person
from kith.reference.roles import Role
from kith.web import asks
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems, child

MOST = 300


@page(policy="person.allocate")
def allocations(request: HttpRequest, id: UUID) -> HttpResponse:
    """Those who work with this child now, and a form to give the child to somebody or to end that."""
    one, _ = asks.person(request.reader, id)
    if request.method != "POST":
        return _shown(request, one)
    verbs = {"give": _give, "end": _end}
    try:
        verbs.get(request.POST.get("do", ""), _give)(one, request.POST)
    except rules.NotReady as not_yet:
        return _shown(request, one, not_yet.problems)
    return redirect("allocations", id=id)


def _give(one: Person, post: Any) -> None:
    to = id_of(post.get("to", ""))
    if str(to) not in dict(_takers()):
        raise rules.NotReady({"to": "Choose who is to work with this child."})
    working.allocate(person=one, post_id=to, why=post.get("why", ""))


def _end(one: Person, post: Any) -> None:
    found = next((two for two in working.allocated(one.id) if str(two.id) == post.get("grant", "")), None)
    if found is None:
        raise Http404
    working.end_allocation(grant=found)


def _takers() -> tuple[tuple[str, str], ...]:
    """Posts whose work begins with a child being given to them."""
    roles = [role.value for role in Role if _gains_by_it(role)]
    found = live_posts().filter(role__in=roles, user__is_active=True).order_by("user__display_name", "id")[:MOST]
    return tuple((str(p.id), f"{p.user.display_name}, {p.title}, {p.organisation.name}") for p in found)


def _gains_by_it(role: Role) -> bool:
    """Whether the table gives this role anything for a child that is allocated to it."""
    return any(Relation.ALLOCATED in permit.because for kind in RecordType for permit in permits(role, kind))


def _shown(request: HttpRequest, one: Person, errors: dict[str, str] | None = None) -> HttpResponse:
    given = working.allocated(one.id)
    posts = {p.id: p for p in live_posts().filter(id__in=[two.grantee_id for two in given])}
    rows = tuple((two.id, _whose(posts.get(two.grantee_id)), _since(two)) for two in given)
    context = {
        "child": child(queries.cards([one.id])[one.id]),
        "rows": rows,
        "takers": _takers(),
        "typed": request.POST if errors else {},
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    response = show(request, "person/allocations.html", status=422 if errors else 200, **context)
    return looked(response, Line("allocation.view", subjects=(one.id,)), kept=not errors)


def _whose(post: Any) -> str:
    return f"{post.user.display_name}, {post.title}" if post else "Somebody whose post has ended"


def _since(grant: Grant) -> str:
    since = f"since {in_words(london(grant.since).date())}"
    return f"{since}: {grant.purpose}" if grant.purpose else since
