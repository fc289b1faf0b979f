"""Which agency is asked for what, about whom, and on what basis."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.cases import following
from kith.cases.models import Record
from kith.foundation.ids import random_id
from kith.organisations.models import Organisation
from kith.people.queries import cards
from kith.reference.codes import code_set
from kith.sharing.agency import going, preparing
from kith.sharing.agency.preparing import Asked
from kith.sharing.agency.rules import BASES
from kith.web import asks
from kith.web.agency import one
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems

FIELDS = tuple(Asked.__dataclass_fields__)
LONGEST = {"asks": 5000, "consent_why": 2000}


@page(policy="agency.refer")
def new_agency(request: HttpRequest, id: UUID) -> HttpResponse:
    """From a concern, about one or several of its children."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    record = asks.record(reader, id)
    there = _children(reader, record)
    typed = _typed(request)
    if request.method != "POST":
        return _form(request, record, there, typed, _proposed(record, there))
    people = {one for one in there if request.POST.get(f"child.{one}")}
    asked = _asked(typed)
    if problems := preparing.problems_of(asked, people):
        return _form(request, record, there, typed, people, problems)
    school = Organisation.objects.get(id=reader.post.organisation_id)
    token = id_of(request.POST.get("token", ""))
    made = preparing.begin(organisation=school, record=record, asked=asked, people=sorted(people), token=token)
    return redirect("choose_agency", id=made.id)


@page(policy="agency.refer")
def change_agency(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same words, before they have gone."""
    found = one.referral_of(request, id)
    if one.stand(found) not in going.MAY_GO:
        return redirect("agency_referral", id=id)
    people = [each.person_id for each in found.children.all()]
    if request.method != "POST":
        typed = {name: getattr(found, name) for name in FIELDS}
        return _form(request, None, {}, typed, set(people), of=found)
    asked = _asked(_typed(request))
    if problems := preparing.problems_of(asked, people):
        return _form(request, None, {}, _typed(request), set(people), problems, of=found)
    preparing.change(found, asked)
    return redirect("choose_agency", id=id)


def _children(reader: Any, record: Record) -> Mapping[UUID, Any]:
    """The children of the concern whom this reader may open."""
    parts = asks.own_parts(reader, [record.id])
    named = [part.person_id for part in parts if part.person_id and not part.struck]
    return cards(asks.persons(reader).filter(id__in=named).values_list("id", flat=True))


def _proposed(record: Record, there: Mapping[UUID, Any]) -> set[UUID]:
    """The one child it is surely about; of several nobody is proposed."""
    proposed = following.proposed_of(following.roles_in(record)) & set(there)
    return proposed if len(proposed) == 1 else set()


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "").strip()[: LONGEST.get(name, 200)] for name in FIELDS}


def _asked(typed: Mapping[str, str]) -> Asked:
    return Asked(**typed)


def _form(
    request: HttpRequest,
    record: Record | None,
    there: Mapping[UUID, Any],
    typed: Mapping[str, str],
    people: Collection[UUID],
    problems: Mapping[str, str] | None = None,
    of: Any = None,
) -> HttpResponse:
    errors = dict(problems or {})
    context = {
        "record": record,
        "referral": of,
        "children": [(f"child.{id}", card.name, id in people) for id, card in there.items()],
        "agencies": code_set("agency").choices(),
        "bases": BASES,
        "consents": code_set("consent").choices(),
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
        "token": request.POST.get("token") or random_id(),
    }
    response = show(request, "agency/ask.html", status=422 if errors else 200, **context)
    holder = of.holder_id if of else record.holder_id if record else None
    return looked(response, Line("agency.view", subjects=tuple(there or people), holder=holder), kept=not errors)
