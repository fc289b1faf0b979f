"""My day: what is late, what is due, what is on its way."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from kith import audit
from kith.access.table import is_named
from kith.cases import drafts, lending, receipts
from kith.cases.models import Draft
from kith.foundation.colour import Colour, NotAColour
from kith.organisations.own_classes import choose
from kith.people import roll
from kith.sharing import outbox
from kith.tenancy.models import Controller
from kith.web import asks
from kith.web.adjust import views as adjust
from kith.web.agreements.presenters import ending
from kith.web.alerts.told import told
from kith.web.concern.form import Form
from kith.web.frame import show
from kith.web.handover import refer
from kith.web.home import gather, presenters
from kith.web.home.noticed import noticed
from kith.web.home.unread import unread
from kith.web.imports.keys import KEYS
from kith.web.person import kept_out
from kith.web.policy import page
from kith.web.record import areas, sending
from kith.web.setup.training import reminders

LOOKS = ("calm", "desk", "night", "day", "no-slash")
A_YEAR = 365 * 24 * 60 * 60


@page(policy="at_work")
def home(request: HttpRequest) -> HttpResponse:
    """What this post has to know first, by what it may do."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    may_log = asks.may_open(reader, "concern.submit")
    (rows, more_due), (tasks, more_asked) = gather.rows(reader), gather.to_answer(reader)
    undated, more_undated = gather.undated(reader)
    _has_read(reader, tasks)
    sends = sending.open_to(reader)
    seen_of = {one.name for one in sends} | ({"concern"} if may_log else set())
    written = [one for one in receipts.mine(newest=10) if one.area in seen_of] if seen_of else []
    started = _started(reader, may_log)
    people = [id for one in started if one.area == "concern" for id in Form(one.answers).people]
    if named := [*gather.subjects([*rows, *undated]), *people]:
        audit.record("day.list", subjects=named)
    leads = asks.may_open(reader, "concern.work") or bool(tasks) or any(row.whose for row in [*rows, *undated])
    day = presenters.my_day(
        rows,
        written,
        started,
        tasks,
        undated,
        leads=leads,
        may_log=may_log,
        sends={one.name for one in sends},
        more=more_due or more_asked or more_undated,
        unread=unread(reader),
        told=(*told(reader), *noticed(reader)),
        ending=ending(reader),
        off_duty=asks.is_off_duty(reader),
    )
    may_find = asks.may_open(reader, "person.list")
    nothing = presenters.empty(reader.post, is_named(reader.facts.role))
    more = {"shown_to_me": _shown_to_me(reader), "may_log": may_log, "may_find": may_find, "sends": sends}
    more["training"] = reminders(reader)
    return show(request, "home/home.html", page=day, empty=nothing, kept_out=kept_out.told(request), **more)


def _shown_to_me(reader: Any) -> str:
    """What the link to documents shown to this post says; of one that waits for a code that it does."""
    waits = lending.waits_for_a_code(reader)
    count = waits or lending.how_many(reader)
    words = {0: "", 1: "A document is shown to you for a time"}.get(
        count, f"{count} documents are shown to you for a time"
    )
    return f"{words}. Set up a code or a passkey to see {'it' if waits == 1 else 'them'}" if waits else words


def _has_read(reader: Any, tasks: Sequence[gather.Task]) -> None:
    """Who sees that a clock runs out is reminded of it no longer. What is answered on a page is read there."""
    if seen := [one.waiting.id for one in tasks if not presenters.is_answered(one.waiting)]:
        outbox.read(post=reader.post.id, about=seen)


def _started(reader: Any, may_log: bool) -> list[Draft]:
    """Drafts of this post, of areas it may still write in; not a form that was opened and looked at."""
    begun = [one for one in drafts.mine() if one.area != "concern" or Form(one.answers).is_begun]
    return [one for one in begun if _may_go_on(reader, one.area, may_log)]


def _may_go_on(reader: Any, area: str, may_log: bool) -> bool:
    if area == "concern":
        return may_log
    if area == refer.DRAFT:
        return asks.may_open(reader, "concern.work")
    return areas.may_begin(reader, area) or sending.may_send(reader, area)


@page(policy="at_work")
def you(request: HttpRequest) -> HttpResponse:
    """This post, its looks, and the way to another post or out."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    role, may_adjust = reader.facts.role.words.capitalize(), adjust.may_adjust(reader)
    may_find = asks.may_open(reader, "person.find")
    keeps_training = asks.may_open(reader, "training.keep")
    gives_kinds = asks.may_open(reader, "kinds.give") and reader.holder_id is not None
    may = {"gives_kinds": gives_kinds, "may_adjust": may_adjust, "may_find": may_find, "keeps_training": keeps_training}
    may |= {"classes": _classes(reader), "own": reader.post.classes}
    return show(request, "home/you.html", role=role, imports=asks.may_open(reader, "import.run"), keys=KEYS, **may)


@page(policy="concern.submit")
@require_POST
def own_classes(request: HttpRequest) -> HttpResponse:
    """Whose children stand first where this reader looks for a child to write about."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    there = _classes(reader)
    choose(reader.post, [one for one in request.POST.getlist("class") if one in there])
    return redirect("you")


def _classes(reader: Any) -> list[str]:
    """The classes of the school, for who may write about its children."""
    may = reader.holder_id is not None and asks.may_open(reader, "concern.submit")
    return roll.classes(reader.holder_id) if may else []


@page(policy="at_work")
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """How pages look to this reader and which key they hear: words in a cookie, about nobody."""
    chosen = (request.POST.get(name) for name in ("density", "light", "slash"))
    words = [word for word in chosen if word in LOOKS]
    response = redirect("you")
    response.set_cookie(
        "look", ".".join(words), max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@page(policy="at_work")
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody is still there: asked by the notice before a time-out."""
    return HttpResponse("Still signed in", content_type="text/plain; charset=utf-8")


@page(policy="public")
@cache_control(public=True, max_age=300)
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """A controller's own colour, for the stripe at the top and nowhere else."""
    found = Controller.objects.filter(slug=slug).first()
    colour = str(found.settings.get("colour", "")) if found else ""
    try:
        colour = str(Colour.parse(colour))
    except NotAColour:
        raise Http404 from None
    return HttpResponse(f":root {{ --k-tenant: {colour}; }}\n", content_type="text/css; charset=utf-8")
