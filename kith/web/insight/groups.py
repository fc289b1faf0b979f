"""Vulnerable groups: how many children are in each, and who."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from kith import audit
from kith.insight import cohorts
from kith.people.queries import cards
from kith.web import asks, presenters
from kith.web.frame import show
from kith.web.insight import asked as given
from kith.web.insight.register import child_page, may_write
from kith.web.policy import page

MOST = 400


@page(policy="report.read")
def child_groups(request: HttpRequest, id: UUID) -> HttpResponse:
    """The groups one child is in, as far as this reader may read what puts a child in one."""
    return child_page(request, id)


@page(policy="report.read")
def groups(request: HttpRequest) -> HttpResponse:
    """Every group with its number, and what it waits for where nothing is known."""
    sight = given.sight_of(request)
    audit.record("group.view", holder=sight.holder)
    roll, found = len(cohorts.on_roll(sight)), cohorts.members(sight)
    return show(request, "insight/groups.html", groups=found, roll=roll, may_write=may_write(request))


@page(policy="report.read")
def group(request: HttpRequest, which: str) -> HttpResponse:
    """The children of one group this reader may find. Seeing their names is a line."""
    sight = given.sight_of(request)
    found = next((one for one in cohorts.members(sight) if one.cohort.name == which), None)
    if found is None or found.ids is None:
        raise Http404
    seen = asks.persons(request.reader).filter(id__in=found.ids)  # type: ignore[attr-defined]
    children = sorted(cards(seen.values_list("id", flat=True)[:MOST]).items(), key=lambda one: one[1].name)
    audit.record("group.list", subjects=[id for id, _ in children], holder=sight.holder, detail={"group": which})
    shown = [presenters.child(card) for _, card in children]
    return show(request, "insight/group.html", group=found.cohort, children=shown)
