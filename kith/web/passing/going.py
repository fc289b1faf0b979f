"""A file on its way out: where it goes, what goes, the look at all of it, and the sending."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kith.foundation.dates import today
from kith.foundation.ids import random_id
from kith.people.queries import cards
from kith.sharing import NotReleased
from kith.sharing.models import Leaver
from kith.sharing.passing import choosing, going, making, offering, schools
from kith.sharing.passing.leaving import begin_now
from kith.sharing.passing.rules import Stands
from kith.sharing.withheld import is_told
from kith.web import asks
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.passing import form, lists, presenters, sent, told
from kith.web.policy import page
from kith.web.presenters import Problems

TO = ("to", "to_name", "to_number", "to_lead", "held_why")
HIDDEN = "A protected address stands in what you chose. Leave that record out, or take the address out of its words."
CHANGED = "What was written has changed since you looked. This is what would go now: look again, then send it."
ELSEWHERE, UNKNOWN = "elsewhere", "unknown"


@page(policy="file.pass")
@require_safe
def leaver(request: HttpRequest, id: UUID) -> HttpResponse:
    """One file: to prepare while it has not gone, and afterwards what became of it; from there the rest is prepared."""
    found = leaver_of(request, id, receipt="rest" not in request.GET)
    asked = going.how_it_stands(found) is not Stands.SIGNED or "rest" in request.GET
    return _shown(request, found) if asked and _may_go(found) else sent.shown(request, found)


@page(policy="file.pass")
@require_POST
def begin_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """The file of a child whose last day is known, today and not in the night. One that has begun is shown."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    asks.person(reader, id, full=True)
    begun = begin_now(id, reader.holder_id, today()) or lists.going_of(id)
    return redirect("leaver", id=begun.id) if begun else redirect("person", id=id)


@page(policy="file.pass")
@require_POST
def address_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """The school it goes to, or that nobody knows it."""
    found = _to_go(request, id)
    typed = {name: request.POST.get(name, "").strip()[:200] for name in TO}
    there = {str(one.id): one for one in schools.on_kith(found.organisation)}
    problems = _problems(typed, set(there))
    if problems:
        return _shown(request, found, problems, typed)
    if typed["to"] == UNKNOWN:
        choosing.hold(leaver=found, why=typed["held_why"])
    else:
        number = "".join(one for one in typed["to_number"] if one.isdigit())
        numbers = {"urn": number} if len(number) == 6 else {"laestab": number[:7]}
        name = typed["to_name"]
        choosing.go_to(leaver=found, to=there.get(typed["to"]), name=name, lead=typed["to_lead"], **numbers)
    return redirect(reverse("leaver", kwargs={"id": id}) + "#what")


def _problems(typed: Mapping[str, str], there: set[str]) -> dict[str, str]:
    found = {}
    if typed["to"] not in {*there, ELSEWHERE, UNKNOWN}:
        found["to"] = "Choose the school, or that it isn’t on Kith, or that nobody knows it."
    if typed["to"] == ELSEWHERE and not typed["to_name"]:
        found["to_name"] = "Write the name of the school."
    if typed["to"] == UNKNOWN and not typed["held_why"]:
        found["held_why"] = "Say what you have tried, and whom you have told."
    if typed["to"] not in ("", UNKNOWN) and not typed["to_lead"]:
        found["to_lead"] = "Write who leads safeguarding there. Ring the school and ask."
    return found


@page(policy="file.pass")
@require_POST
def choose_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """What goes, and what becomes of each name. It is kept also where something is left to decide."""
    found = _to_go(request, id)
    offer = offering.offer(found, request.reader)  # type: ignore[attr-defined]
    choice = form.choice_of(offer, request.POST.dict())
    choosing.choose(leaver=found, choice=choice)
    if problems := making.problems_of(offer, choice):
        return _shown(request, found, problems)
    return redirect("send_file", id=id, token=random_id())


@page(policy="file.pass")
def send_file(request: HttpRequest, id: UUID, token: UUID) -> HttpResponse:
    """All of it, as it would go; and the sending, once for the form."""
    found = leaver_of(request, id)
    if not _may_go(found):
        return redirect("leaver", id=id)
    reader: Any = request.reader  # type: ignore[attr-defined]
    offer = offering.offer(found, reader)
    choice = choosing.chosen_of(found) or making.usual(offer)
    if problems := making.problems_of(offer, choice):
        return _shown(request, found, problems)
    made = making.make(offer, choice, found.organisation)
    if is_told([found.person_id], made.file):
        return _shown(request, found, {"records": HIDDEN})
    if request.method != "POST" or request.POST.get("seen") != made.sha256:
        return _preview(request, found, made, token, CHANGED if request.method == "POST" else "")
    try:
        outcome = going.pass_on(leaver=found, made=made, reader=reader, once=token)
    except (going.NotSent, NotReleased) as no:
        return _shown(request, found, {"records": str(no)})
    return sent.secret_once(request, found, outcome) if outcome.secret else redirect("leaver", id=id)


def leaver_of(request: HttpRequest, id: UUID, *, receipt: bool = False) -> Leaver:
    """A file of this school. Raises Refused where the child is closed to this reader; only for the `receipt` of one
    that was signed for the child need not be open."""
    found = Leaver.objects.select_related("organisation").filter(id=id, stayed_on=None).first()
    if found is None:
        raise Http404
    reader: Any = request.reader  # type: ignore[attr-defined]
    if not (receipt and presenters.is_receipt(found, going.how_it_stands(found), reader.barred)):
        reader.check("person.view", found.person_id)
    return found


def _may_go(found: Leaver) -> bool:
    return going.may_go(found) or going.how_it_stands(found) is Stands.HELD


def _to_go(request: HttpRequest, id: UUID) -> Leaver:
    found = leaver_of(request, id)
    if not _may_go(found):
        raise Http404
    return found


def line_of(found: Leaver) -> Line:
    return Line("file.view", subjects=(found.person_id,), holder=found.holder_id, detail={"leaver": str(found.id)})


def _shown(
    request: HttpRequest,
    found: Leaver,
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    offer = offering.offer(found, reader)
    choice = choosing.chosen_of(found) or making.usual(offer)
    errors = dict(problems or {})
    there = schools.on_kith(found.organisation)
    context = {
        "page": presenters.prepare_page(offer, choice, cards([found.person_id])[found.person_id], errors),
        "to": presenters.to_page(found, there, typed),
        "before": sent.before(found),
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "passing/prepare.html", status=422 if errors else 200, **context)
    return looked(response, line_of(found), kept=True)


def _preview(request: HttpRequest, found: Leaver, made: making.Made, token: UUID, changed: str) -> HttpResponse:
    context = {
        "id": found.id,
        "token": token,
        "to": found.to_name,
        "lead": found.to_lead,
        "on_kith": found.to_controller is not None,
        "said": told.file_page(made.file, made.sha256, made.pages),
        "too_large": made.too_large,
        "changed": changed,
    }
    return looked(show(request, "passing/preview.html", **context), line_of(found), kept=True)
