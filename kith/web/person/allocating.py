"""Who works with a child: given to somebody, and ended, by those who lead the work. It opens the child to them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.access.models import Grant
from kith.access.table import permits
from kith.access.words import RecordType, Relation, Verb
from kith.cases import rules, working
from kith.foundation.dates import in_words, london
from kith.organisations.queries import live_posts
from kith.people import queries
from kith.people.keeping import known_at
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
    if to is None or str(to) not in dict(_takers(one)):
        raise rules.NotReady({"to": "Choose who is to work with this child."})
    working.allocate(person=one, post_id=to, why=post.get("why", ""))


def _end(one: Person, post: Any) -> None:
    about = {"subject_id": one.id, "relation": Relation.ALLOCATED}
    found = Grant.objects.filter(id=id_of(post.get("grant", "")), **about).first()
    if found is None:
        raise Http404
    try:
        working.end_allocation(grant=found, why=post.get(f"why.{found.id}", ""))
    except rules.NotReady as not_yet:
        raise rules.NotReady({f"why.{found.id}": " ".join(not_yet.problems.values())}) from None


def _takers(one: Person) -> tuple[tuple[str, str], ...]:
    """Posts that write about a child who is given to them, where this child is known."""
    posts = live_posts().filter(role__in=[role.value for role in Role if _writes_by_it(role)], user__is_active=True)
    where = list(known_at(one.id))
    if not any(holder.is_index for holder in where):
        posts = posts.filter(organisation__files_of__in=where)
    found = posts.order_by("user__display_name", "id")[:MOST]
    return tuple((str(p.id), f"{p.user.display_name}, {p.title}, {p.organisation.name}") for p in found)


def _writes_by_it(role: Role) -> bool:
    """Whether the table lets this role write anything about a child that is allocated to it."""
    every = (permit for kind in RecordType for permit in permits(role, kind))
    return any(Relation.ALLOCATED in permit.because and Verb.WRITE in permit.verbs for permit in every)


def _shown(request: HttpRequest, one: Person, errors: dict[str, str] | None = None) -> HttpResponse:
    given = working.allocated(one.id)
    posts = {p.id: p for p in live_posts().filter(id__in=[two.grantee_id for two in given])}
    rows = tuple((two.id, _whose(posts.get(two.grantee_id)), _since(two)) for two in given)
    context = {
        "child": child(queries.cards([one.id])[one.id]),
        "rows": rows,
        "takers": _takers(one),
        "typed": request.POST if errors else {},
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    response = show(request, "person/allocations.html", status=422 if errors else 200, **context)
    return looked(response, Line("allocation.view", subjects=(one.id,)), kept=not errors)


def _whose(post: Any) -> str:
    return f"{post.user.display_name}, {post.title}" if post else "Somebody whose post has ended"


def _since(grant: Grant) -> str:
    """Since when and why. Who gave it is in the ledger."""
    since = f"since {in_words(london(grant.since).date())}"
    return f"{since}: {grant.purpose}" if grant.purpose else since
