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
from kith.organisations.queries import live_posts, team_named, teams_of
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
from kith.web.record.takers import TEAM

MOST = 300
GONE = "Somebody whose post has ended"


@page(policy="person.allocate")
def allocations(request: HttpRequest, id: UUID) -> HttpResponse:
    """Those who work with this child now, and a form to give the child to somebody or to a team, or to end that."""
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
    to, why = post.get("to", ""), post.get("why", "")
    if to not in dict(_takers(one)):
        raise rules.NotReady({"to": "Choose who is to work with this child."})
    if to.startswith(TEAM):
        working.allocate_team(person=one, team_id=UUID(to.removeprefix(TEAM)), why=why)
    else:
        working.allocate(person=one, post_id=UUID(to), why=why)


def _end(one: Person, post: Any) -> None:
    wanted = id_of(post.get("grant", ""))
    about = {"subject_id": one.id, "relation__in": (Relation.ALLOCATED, Relation.TEAM)}
    found = Grant.objects.filter(id=wanted, **about).first()
    if found is None:
        raise Http404
    try:
        working.end_allocation(grant=found, why=post.get(f"why.{found.id}", ""))
    except rules.NotReady as not_yet:
        raise rules.NotReady({f"why.{found.id}": " ".join(not_yet.problems.values())}) from None


def _takers(one: Person) -> tuple[tuple[str, str], ...]:
    """Posts that write about a child who is given to them, where this child is known; then the teams they work in."""
    posts = live_posts().filter(role__in=[role.value for role in Role if _writes_by_it(role)], user__is_active=True)
    where = list(known_at(one.id))
    if not any(holder.is_index for holder in where):
        posts = posts.filter(organisation__files_of__in=where)
    teams = teams_of(posts)
    found = posts.order_by("user__display_name", "id")[:MOST]
    people = tuple((str(p.id), f"{p.user.display_name}, {p.title}, {p.organisation.name}") for p in found)
    return people + tuple((f"{TEAM}{t.id}", f"The team {t.name}, {t.organisation.name}") for t in teams)


def _writes_by_it(role: Role) -> bool:
    """Whether the table lets this role write anything about a child that is allocated to it."""
    every = (permit for kind in RecordType for permit in permits(role, kind))
    return any(Relation.ALLOCATED in permit.because and Verb.WRITE in permit.verbs for permit in every)


def _shown(request: HttpRequest, one: Person, errors: dict[str, str] | None = None) -> HttpResponse:
    given = list(working.allocated(one.id))
    ids = [two.grantee_id for two in given]
    whose = team_named(ids) | {p.id: f"{p.user.display_name}, {p.title}" for p in live_posts().filter(id__in=ids)}
    rows = tuple((two.id, whose.get(two.grantee_id, GONE), _since(two)) for two in given)
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


def _since(grant: Grant) -> str:
    """Since when and why. Who gave it is in the ledger."""
    since = f"since {in_words(london(grant.since).date())}"
    return f"{since}: {grant.purpose}" if grant.purpose else since
