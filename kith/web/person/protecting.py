"""Keeping an address secret: for one person, or for everybody who lives there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kith import audit
from kith.people import actions, queries, rules
from kith.people.addresses import at_same_address
from kith.people.models import PersonAddress
from kith.tenancy.history import Conflict
from kith.web import asks
from kith.web.frame import show
from kith.web.person.about import About, about
from kith.web.policy import page
from kith.web.presenters import Problems

CHOOSE = "Choose whose address is kept secret."
MOVED_ON = "Somebody has changed this address since you opened the page. Look at it, then choose again."


@dataclass(frozen=True)
class Home:
    """The address and who else is recorded there; of those closed to this reader only that there are some."""

    id: UUID
    words: str
    based_on: int
    names: tuple[str, ...]
    more: bool


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
                VERBS[scope](address=home, based_on=int(request.POST.get("based_on", "0") or 0))
            return redirect("person", id=id)
        except (Conflict, ValueError):
            errors = {"scope": MOVED_ON}
    context = {"whom": whom, "home": _home(request, whom, home), "errors": errors, "problems": Problems.of(errors)}
    return show(request, "person/protect.html", status=422 if errors else 200, **context)


VERBS: dict[str, Any] = {"household": actions.protect_household, "one": actions.protect_address}


def _home(request: HttpRequest, whom: About, home: PersonAddress) -> Home:
    ids = [other.person_id for other in at_same_address(home)]
    seen = asks.persons(request.reader).filter(id__in=ids).values_list("id", flat=True)  # type: ignore[attr-defined]
    cards = queries.cards(seen)
    audit.record("person.view", subjects=[whom.person.id, *cards], detail={"page": "protect_address"})
    names = tuple(card.name for card in cards.values())
    return Home(home.id, rules.address_shown(home), home.n, names, len(cards) < len(set(ids)))
