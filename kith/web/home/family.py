"""A child here is somebody’s own family: they say so, and from then on nothing about that child opens to them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.access import closing
from kith.access.holders import live
from kith.access.models import Bar
from kith.access.words import BarKind
from kith.foundation.dates import in_words, london
from kith.people import finding
from kith.people.queries import cards
from kith.web import asks
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems, child

MOST = 12
WHY = "Own family: they said so themselves"


@page(policy="person.find")
def own_family(request: HttpRequest) -> HttpResponse:
    """Looked for by name, and said. Whoever leads here can end it; they themselves cannot."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    typed = {name: request.POST.get(name, "").strip() for name in ("look_for", "who")}
    errors: dict[str, str] = {}
    if request.method == "POST" and request.POST.get("do") == "say":
        errors = _say(reader, typed["who"])
        if not errors:
            return redirect("own_family")
    there = asks.persons(reader, "person.find")
    found = [one.id for one in finding.likely(there, words=typed["look_for"], most=MOST)] if typed["look_for"] else []
    if found:
        audit.record("pupil.search", subjects=found, holder=reader.holder_id, terms=typed["look_for"])
    known = cards(found)
    context = {
        "found": [child(known[id]) for id in found],
        "said": [in_words(london(one.since).date()) for one in _mine(reader)],
        "typed": typed,
        "errors": errors,
        "problems": Problems.of(errors),
    }
    return show(request, "home/family.html", status=422 if errors else 200, **context)


def _say(reader: Any, who: str) -> dict[str, str]:
    """Close the child to them; what stands in the way, by the field that says it."""
    id = id_of(who)
    if id is None or not asks.persons(reader, "person.find").filter(id=id).exists():
        return {"who": "Choose the child."}
    try:
        closing.keep_from(user_id=reader.post.user_id, person_id=id, kind=BarKind.CONFLICT, reason=WHY)
    except closing.LastOne as no:
        return {"who": str(no)}
    return {}


def _mine(reader: Any) -> list[Bar]:
    """How often they said so, and when. Not of whom: that is closed to them too."""
    return list(live(Bar).filter(grantee_id=reader.post.user_id, kind=BarKind.CONFLICT).order_by("since", "id"))
