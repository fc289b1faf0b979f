"""Keeping an address secret: for one person, or for everybody who lives there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kith import audit
from kith.people import actions, queries, rules
from kith.people.models import PersonAddress
from kith.people.same_address import at_same_address
from kith.tenancy.history import Conflict
from kith.web import asks
from kith.web.frame import show
from kith.web.person.about import About, about
from kith.web.policy import page
from kith.web.presenters import Problems

CHOOSE = "Choose whose address is kept secret."
# Of so many who only may live there it is chosen whose address is hidden.
FEW = 10
MOVED_ON = "Somebody has changed this address since you opened the page. Look at it, then choose again."


@dataclass(frozen=True)
class Home:
    """The address and who else is recorded there; of those closed to this reader only that there are some."""

    id: UUID
    words: str
    based_on: int
    names: tuple[str, ...]
    more: bool
    perhaps: "Perhaps"


@dataclass(frozen=True)
class Perhaps:
    """Who may live in the same house, to choose from; or how many there are, where they are many, and what is done."""

    names: tuple[tuple[str, str], ...]
    ticked: tuple[str, ...]
    many: int
    more: bool
    hidden: bool


@page(policy="person.edit")
def protect(request: HttpRequest, id: UUID, address: UUID) -> HttpResponse:
    """Ask whose address is to be kept secret, and do it. One that is secret already needs nothing."""
    whom = about(request, id, write=True)
    home = get_object_or_404(PersonAddress, person=whom.person, id=address)
    if home.protected:
        return redirect("person", id=id)
    scope = request.POST.get("scope", "")
    errors = {"scope": CHOOSE} if request.method == "POST" and scope not in VERBS else {}
    if request.method == "POST" and not errors:
        try:
            with transaction.atomic():
                _keep(request, home, scope)
            return redirect("person", id=id)
        except (Conflict, ValueError):
            errors = {"scope": MOVED_ON}
    context = {"whom": whom, "home": _home(request, whom, home), "errors": errors, "problems": Problems.of(errors)}
    return show(request, "person/protect.html", status=422 if errors else 200, **context)


def _keep(request: HttpRequest, home: PersonAddress, scope: str) -> None:
    """Hide it. Raises Conflict, or ValueError for what the page did not send."""
    based_on = int(request.POST.get("based_on", "0") or 0)
    VERBS[scope](address=home, based_on=based_on, **(_chosen(request) if scope == "household" else {}))


def _chosen(request: HttpRequest) -> dict[str, list[UUID]]:
    """Whom the page asked about, and who of them was chosen."""
    return {"asked": [*map(UUID, request.POST.getlist("asked"))], "chosen": [*map(UUID, request.POST.getlist("house"))]}


VERBS: dict[str, Any] = {"household": actions.protect_household, "one": actions.protect_address}


def _home(request: HttpRequest, whom: About, home: PersonAddress) -> Home:
    beside = at_same_address(home)
    there = {one.person_id for one in beside.same}
    perhaps = {one.person_id for one in beside.may_be} - there
    seen = asks.persons(request.reader).filter(id__in=there | perhaps).values_list("id", flat=True)  # type: ignore[attr-defined]
    cards = queries.cards(seen)
    audit.record("person.view", subjects=[whom.person.id, *cards], detail={"page": "protect_address"})
    names = {id: card.name for id, card in cards.items()}
    may_be = _perhaps(request, {id: names.get(id, "") for id in perhaps}, beside.says_house)
    shown = tuple(name for id, name in names.items() if id in there)
    return Home(home.id, rules.address_shown(home), home.n, shown, len(shown) < len(there), may_be)


def _perhaps(request: HttpRequest, who: dict[UUID, str], says_house: bool) -> Perhaps:
    """Ticked at first where the address says a house: what is kept back by mistake a person puts right."""
    if len(who) > FEW:
        return Perhaps((), (), len(who), more=False, hidden=says_house)
    named = tuple(sorted(((str(id), name) for id, name in who.items() if name), key=lambda one: one[1]))
    ticked = request.POST.getlist("house") if "asked" in request.POST else [id for id, _ in named if says_house]
    return Perhaps(named, tuple(ticked), 0, more=len(named) < len(who), hidden=says_house)
