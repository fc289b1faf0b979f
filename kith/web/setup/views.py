"""Setting up: the schools there are, the steps of one, and the names and numbers of places with a form for one more."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith import audit
from kith.organisations import controller_settings, places, staff
from kith.organisations.models import LookedAt, Organisation
from kith.organisations.staff import NotYours
from kith.reference.roles import Role
from kith.web.admin.views import first_link, me
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems
from kith.web.setup import steps
from kith.web.setup.facts import facts_of, schools_of

OF_ONE_SCHOOL = frozenset({"feed", "terms"})


@page(policy="posts.keep")
def setting_up(request: HttpRequest) -> HttpResponse:
    """The schools whose posts this administrator keeps, with what is left of each; of one alone, its steps."""
    found = schools_of(staff.places(me(request)))
    if len(found) == 1:
        return redirect("set_up", school=found[0].id)
    audit.record("place.list")
    every = [(one.place, steps.sentence(_steps(request, one))) for one in facts_of(found)]
    return show(request, "setup/schools.html", schools=every, may_open=places.may_open(me(request)))


@page(policy="posts.keep")
def set_up(request: HttpRequest, school: UUID) -> HttpResponse:
    """The steps of one school. What may be left as it is, is left with a button."""
    at = school_of(request, school)
    (facts,) = facts_of([at])
    found = _steps(request, facts)
    if request.method == "POST":
        _leave(request, at, [one.name for one in found if one.may_stay])
        return redirect("set_up", school=school)
    audit.record("place.view", detail={"organisation": str(at.id)})
    links = {one.name: _address(one, at) for one in found}
    return show(request, "setup/steps.html", place=at, steps=found, links=links, sentence=steps.sentence(found))


@page(policy="posts.keep")
def named_places(request: HttpRequest) -> HttpResponse:
    """Names and numbers of the schools, and a form for one more with its first administrator."""
    if request.method != "POST":
        return _places(request)
    try:
        return _name(request)
    except NotYours as no:
        return _places(request, no.problems)


@page(policy="posts.keep")
@require_POST
def open_school(request: HttpRequest) -> HttpResponse:
    """A school of the trust, and the account of who goes on with it: their link is shown once. Both, or neither."""
    try:
        return _opened(request)
    except NotYours as no:
        return _places(request, no.problems)


def _opened(request: HttpRequest) -> HttpResponse:
    typed, by = request.POST, me(request)
    words = {name: typed.get(name, "") for name in ("name", "laestab", "urn")}
    admin = {"email": typed.get("email", ""), "name": typed.get("admin_name", "")}
    if not places.may_open(by):
        raise NotYours(places.NOT_THEIRS, "name")
    wrong = places.problems_with(**words)
    account = staff.wrong_about(by=by, user=staff.account(admin["email"]), **admin)
    wrong |= {{"name": "admin_name"}.get(about, about): told for about, told in account.items()}
    if wrong:
        raise NotYours.all_of(wrong)
    school = places.open_school(by=by, **words)
    what = {"organisation_id": school.id, "role": Role.LOCAL_ADMIN.value, "from_on": None, "last_on": None}
    post, new = staff.give(by=by, **admin, **what)
    link = first_link(request, post.user) if new else ""
    return show(request, "setup/opened.html", place=school, who=post.user.display_name, link=link)


def _name(request: HttpRequest) -> HttpResponse:
    typed, id = request.POST, id_of(request.POST.get("place", ""))
    words = {name: typed.get(f"{name}-{id}", "") for name in ("name", "laestab", "urn")}
    try:
        places.name_numbers(by=me(request), organisation_id=id, **words)
    except NotYours as no:
        raise NotYours.all_of({f"{about}-{id}": told for about, told in no.problems.items()}) from no
    return redirect("set_up", school=id)


def _places(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    by = me(request)
    audit.record("place.list")
    context: dict[str, Any] = {
        "schools": schools_of(staff.places(by)),
        "may_open": places.may_open(by),
        "typed": request.POST,
        "errors": errors or {},
        "problems": Problems.of(errors or {}),
    }
    return show(request, "setup/places.html", status=422 if errors else 200, **context)


def _leave(request: HttpRequest, at: Organisation, may_stay: Collection[str]) -> None:
    """Looked at, and left as it is: said once."""
    step = request.POST.get("step", "")
    if (
        step in may_stay
        and LookedAt.objects.get_or_create(organisation=at, step=step, defaults={"by": me(request).id})[1]
    ):
        audit.record("place.looked_at", detail={"organisation": str(at.id), "step": step})


def school_of(request: HttpRequest, id: UUID) -> Organisation:
    """A school whose posts this administrator keeps."""
    found = next((one for one in schools_of(staff.places(me(request))) if one.id == id), None)
    if found is None:
        raise Http404
    return found


def _steps(request: HttpRequest, facts: Any) -> tuple[steps.Shown, ...]:
    here: Any = request.reader  # type: ignore[attr-defined]
    is_here = here.holder_id == facts.place.files_of_id
    return steps.shown(facts, keeps_all=_keeps_all(request), is_here=is_here)


def _keeps_all(request: HttpRequest) -> bool:
    return controller_settings.may_choose(me(request))


def _address(one: steps.Shown, at: Organisation) -> str:
    if one.page in OF_ONE_SCHOOL:
        return reverse(one.page, kwargs={"school": at.id})
    return reverse(one.page)
