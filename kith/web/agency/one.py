"""One referral to an agency: how it stands, everything that was said of it, and what may be said now."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from kith.foundation.ids import random_id
from kith.people.queries import cards
from kith.sharing import outbox
from kith.sharing.agency import saying
from kith.sharing.agency.local import policy_of
from kith.sharing.agency.rules import How, Stands
from kith.sharing.models import AgencyReferral, Pack
from kith.tasks import queries as tasks
from kith.web import asks
from kith.web.agency import presenters
from kith.web.answers import day_of, id_of
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems

FIELDS = ("how", "on", "name", "words", "outcome", "step")


@page(policy="agency.refer")
@require_safe
def agency_referral(request: HttpRequest, id: UUID) -> HttpResponse:
    """How it stands and what was said."""
    return shown(request, referral_of(request, id))


@page(policy="agency.refer")
@require_POST
def say_agency(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down what was said or done: a call, a letter, their answer, a step, what came of it."""
    found = referral_of(request, id)
    typed = {name: request.POST.get(name, "").strip()[:5000] for name in FIELDS}
    on, wrong = day_of("on", typed["on"])
    try:
        saying.write_down(
            referral=found,
            how=How(typed["how"]),
            on=on,
            name=typed["name"],
            words=typed["words"],
            outcome=typed["outcome"],
            step=int(typed["step"]) if typed["step"].isdigit() else 0,
            once=id_of(request.POST.get("token", "")),
        )
    except ValueError:
        return shown(request, found, {"how": "Choose what it is."}, typed)
    except saying.NotSaid as no:
        return shown(request, found, {**no.problems, **wrong}, typed)
    return redirect("agency_referral", id=id)


def referral_of(request: HttpRequest, id: UUID) -> AgencyReferral:
    """A referral of this school, of which the concern and each child are open to this reader."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    found = AgencyReferral.objects.select_related("organisation").filter(id=id).first()
    if found is None:
        raise Http404
    if found.record_id:
        asks.record(reader, found.record_id)
    for child in found.children.all():
        reader.check("person.view", child.person_id)
    return found


def stand(found: AgencyReferral) -> Stands:
    return saying.stand_of(saying.entries_of([found])[found.id])


def line_of(found: AgencyReferral) -> Line:
    people = tuple(found.children.values_list("person_id", flat=True))
    return Line("agency.view", subjects=people, holder=found.holder_id, detail={"referral": str(found.id)})


def shown(
    request: HttpRequest,
    found: AgencyReferral,
    problems: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page of a referral; with errors what was typed is still there."""
    errors, entries = dict(problems or {}), saying.entries_of([found])[found.id]
    reader = request.reader  # type: ignore[attr-defined]
    outbox.read(post=reader.post.id, about=tasks.about(found.id))
    known = cards([one.person_id for one in found.children.all()])
    pack = Pack.objects.filter(agency=found, closed_at=None).defer("sealed").first()
    context = {
        "page": presenters.referral_page(found, entries, known, policy_of(found.holder_id), pack),
        "typed": dict(typed or {}),
        "errors": errors,
        "problems": Problems.of(errors),
        "token": random_id(),
    }
    response = show(request, "agency/referral.html", status=422 if errors else 200, **context)
    return looked(response, line_of(found), kept=not errors)
