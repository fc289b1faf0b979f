"""The page on which a file is prepared: where it goes, what goes and what becomes of each name, in one form.

What stands in the form is kept as it is typed and ticked, by either of its buttons too, until all of it was looked at.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kith.foundation.ids import random_id
from kith.people.queries import cards
from kith.sharing.models import Leaver
from kith.sharing.packing import offering
from kith.sharing.packing.making import usual
from kith.sharing.passing import choosing, kept_back, making, schools, waking
from kith.web import keeping
from kith.web.frame import show
from kith.web.outcome import looked
from kith.web.packing import form
from kith.web.passing import presenters, sent, told
from kith.web.passing.opening import line_of, to_go
from kith.web.policy import page
from kith.web.presenters import Problems

__all__ = ["shown"]

PLACE = "safeguarding_file"
TO = ("to", "to_name", "to_number", "to_lead", "held_why")
ELSEWHERE, UNKNOWN = "elsewhere", "unknown"


@page(policy="file.pass")
@require_POST
def keep_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """What stands in the form, sent by the page itself."""
    return _keep(request, to_go(request, id)) or redirect("leaver", id=id)


@page(policy="file.pass")
@require_POST
def address_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """The school it goes to, or that nobody knows it. What was ticked below is kept, and chosen by the other button."""
    found = to_go(request, id)
    problems = _address(found, _typed(request.POST))
    _keep(request, found)
    return shown(request, found, problems) if problems else redirect(reverse("leaver", kwargs={"id": id}) + "#what")


@page(policy="file.pass")
@require_POST
def choose_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """What goes, and what becomes of each name. It is kept also where something is left to decide."""
    found = to_go(request, id)
    typed = _typed(request.POST)
    problems = _address(found, typed) if any(typed.values()) and typed != _stands(found) else {}
    offer = offering.offer(found, request.reader)  # type: ignore[attr-defined]
    choice = form.choice_of(offer, request.POST.dict())
    choosing.choose(leaver=found, choice=choice)
    if problems := problems | making.problems_of(offer, choice):
        _keep(request, found)
        return shown(request, found, problems)
    keeping.done_beside(request, id, PLACE)
    return redirect("send_file", id=id, token=random_id())


def shown(request: HttpRequest, found: Leaver, problems: Mapping[str, str] | None = None) -> HttpResponse:
    """The page, with what this reader had begun to choose on it."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    offer, begun, errors = offering.offer(found, reader), keeping.beside([found.id]), dict(problems or {})
    given = request.POST.dict() if errors else begun.given
    ticked = form.choice_of(offer, given) if "ticked" in given else choosing.chosen_of(found)
    context = {
        "page": presenters.prepare_page(
            offer, ticked or usual(offer), cards([found.person_id])[found.person_id], errors
        ),
        "to": presenters.to_page(
            found,
            schools.on_kith(found.organisation),
            _typed(given) if "to" in given else None,
            waking.known_school(found),
        ),
        "before": sent.before(found),
        "earlier_time": sent.earlier_time(request, found),
        "closed": told.closed_to_you(kept_back.closed_to(found, reader)),
        "keeps": [one.reference for one in kept_back.asked_of(found, reader)],
        "begun": begun,
        "typed_on": begun.page(request, PLACE),
        "writer": reader.post.id,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    response = show(request, "passing/prepare.html", status=422 if errors else 200, **context)
    return looked(response, line_of(found), kept=True)


def _keep(request: HttpRequest, found: Leaver) -> HttpResponse | None:
    return keeping.keep_beside(request, about=found.id, place=PLACE, area=PLACE, holder=found.holder_id)


def _typed(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(given.get(name, "")).strip()[:200] for name in TO}


def _stands(found: Leaver) -> dict[str, str]:
    return dict(presenters.to_page(found, schools.on_kith(found.organisation), None).values)


def _address(found: Leaver, typed: Mapping[str, str]) -> dict[str, str]:
    """Keep where it goes, or say what is missing."""
    there = {str(one.id): one for one in schools.on_kith(found.organisation)}
    if problems := _problems(typed, set(there)):
        return problems
    if typed["to"] == UNKNOWN:
        choosing.hold(leaver=found, why=typed["held_why"])
    else:
        number = "".join(one for one in typed["to_number"] if one.isdigit())
        numbers = {"urn": number} if len(number) == 6 else {"laestab": number[:7]}
        name = typed["to_name"]
        choosing.go_to(leaver=found, to=there.get(typed["to"]), name=name, lead=typed["to_lead"], **numbers)
    return {}


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
