"""Somebody else is brought into a concern: a brother or sister first of all. Which part is a child's alone, and who is
one, the cases room says."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith.cases import actions, rules
from kith.cases.models import Part, Record
from kith.foundation.dates import london
from kith.foundation.ids import random_id
from kith.people import queries
from kith.people.grown_up import grown_up
from kith.reference.codes import code_set
from kith.web import asks
from kith.web.answers import id_of
from kith.web.board import hinted
from kith.web.concern.picking import own_first
from kith.web.family import siblings_of
from kith.web.frame import show
from kith.web.outcome import Line, looked
from kith.web.policy import page
from kith.web.presenters import Problems, child

MOST = 20


@page(policy="concern.work")
def link_child(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who it is, then what part they had. Those at home are offered; anybody else they may find is looked for. Of
    what kind it is for them is decided with the others', on the page of the concern."""
    record = asks.record(request.reader, id)
    asks.check_work(request.reader, record)
    typed = {name: request.POST.get(name, "").strip() for name in ("look_for", "who", "role", "token")}
    if request.method != "POST" or request.POST.get("do") == "look":
        return _shown(request, record, typed, {})
    try:
        _link(request.reader, record, typed)
    except rules.NotReady as no:
        return _shown(request, record, typed, {_AT.get(name, name): words for name, words in no.problems.items()})
    except rules.NotAllowed as no:
        return _shown(request, record, typed, {"who": str(no)})
    return redirect("concern", id=id)


_AT = {"person": "who"}


def _link(reader: Any, record: Record, typed: Mapping[str, str]) -> None:
    who = id_of(typed["who"])
    if who is None or not asks.persons(reader).filter(id=who).exists():
        raise rules.NotReady({"who": "Choose a child."})
    if record.parts.filter(person_id=who).exists():
        raise rules.NotReady({"who": "This concern is about them already."})
    if typed["role"] not in code_set("concern_role"):
        raise rules.NotReady({"role": "Say what part this child had in it."})
    actions.link_person(record=record, person_id=who, role=typed["role"], token=id_of(typed["token"]))


def _shown(request: HttpRequest, record: Record, typed: Mapping[str, str], errors: dict[str, str]) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    parts = asks.own_parts(reader, [record.id])
    there = [part.person_id for part in parts]
    home = siblings_of(there, asks.persons(reader))
    grown = grown_up(home, london(record.occurred_at).date())
    home = [id for id in home if id not in grown]
    meant = [id for id in _meant(reader, record, there) if id not in home]
    looked_for = own_first(reader, asks.persons(reader), typed["look_for"], MOST)
    found = [id for id in looked_for if id not in (*there, *home, *meant)]
    known = queries.cards([*there, *home, *meant, *found])
    context = {
        "record": record,
        "there": [known[part.person_id].name for part in parts if not part.struck],
        "home": [child(known[id]) for id in home],
        "meant": [child(known[id]) for id in meant],
        "found": [child(known[id]) for id in found],
        "roles": code_set("concern_role").choices(),
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
        "token": random_id(),
    }
    response = show(request, "board/link.html", status=422 if errors else 200, **context)
    line = Line("concern.view", subjects=tuple(known), holder=record.holder_id, detail={"reference": record.reference})
    return looked(response, line, kept=not errors)


def _meant(reader: Any, record: Record, there: Collection[UUID]) -> list[UUID]:
    """Whom initials in the words may mean."""
    said = Part.objects.get(record=record, person=None).answers
    return hinted.hinted(reader, str(said.get("description", "")), there)
