"""Where the pupils of a school come from each day: set by an administrator, who sees numbers and no child."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.intake.feeds import keeping
from kith.intake.feeds.standing import standings
from kith.intake.models import Feed, FeedRun
from kith.organisations.models import Organisation
from kith.sharing import outbox
from kith.web.admin.views import me
from kith.web.feeds import presenters
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems

RUNS = 12


@page(policy="posts.keep")
def feeds(request: HttpRequest) -> HttpResponse:
    """The schools whose posts this administrator keeps, and how the feed of each stands."""
    schools = presenters.schools_of(me(request))
    found = {one.feed.school_id: one for one in standings([one.id for one in schools], with_waiting=False)}
    outbox.read(post=me(request).id, about=[one.feed.id for one in found.values()])
    audit.record("feed.list")
    return show(request, "feeds/feeds.html", schools=presenters.listed(schools, found))


@page(policy="posts.keep")
def feed(request: HttpRequest, school: UUID) -> HttpResponse:
    """How one feed fared, and the form that sets it."""
    at = _school(request, school)
    if request.method != "POST":
        return _shown(request, at, {})
    try:
        keeping.set_feed(school=at, **presenters.asked(request.POST))
    except keeping.FeedNotSet as no:
        return _shown(request, at, no.problems)
    return redirect("feed", school=school)


@page(policy="posts.keep")
@require_POST
def stop_feed(request: HttpRequest, school: UUID) -> HttpResponse:
    """Nothing comes by it any more; its token is destroyed."""
    kept = Feed.objects.select_related("school").filter(school=_school(request, school), stopped_at=None).first()
    if kept is not None:
        keeping.stop(feed=kept)
    return redirect("feed", school=school)


def _school(request: HttpRequest, id: UUID) -> Organisation:
    found = next((one for one in presenters.schools_of(me(request)) if one.id == id), None)
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, at: Organisation, errors: dict[str, str]) -> HttpResponse:
    kept = Feed.objects.select_related("school__files_of").filter(school=at).first()
    runs = list(FeedRun.objects.filter(feed=kept).order_by("-began_at")[:RUNS]) if kept else []
    if kept:
        outbox.read(post=me(request).id, about=[kept.id])
    audit.record("feed.view", detail={"school": at.name})
    typed: dict[str, Any] = presenters.standing_values(kept) | (request.POST.dict() if errors else {})
    context = {"page": presenters.feed_page(at, kept, runs), "typed": typed, "errors": errors}
    return show(request, "feeds/feed.html", status=422 if errors else 200, problems=Problems.of(errors), **context)
