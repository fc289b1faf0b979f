"""Which child a concern is about: found by name, the children of the writer's own classes first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kith import audit
from kith.people import finding, queries, roll
from kith.people.models import Person
from kith.web import asks
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import child

__all__ = ["likely", "own_first", "pupils"]

MOST = 12


def pupils(request: HttpRequest) -> QuerySet[Person]:
    """Those on the roll, or expected there, whom this post may write about."""
    return asks.persons(request.reader, "concern.submit").filter(id__in=roll.here_or_to_come().values("person_id"))  # type: ignore[attr-defined]


def likely(request: HttpRequest, words: str) -> list[UUID]:
    """Who on the roll may be meant."""
    return own_first(request.reader, pupils(request), words, MOST)  # type: ignore[attr-defined]


def own_first(reader: Any, among: QuerySet[Person], words: str, most: int) -> list[UUID]:
    """Of those who answer to the name, the reader's own classes first; then who is only close."""
    if not words:
        return []
    own: Sequence[finding.Hit] = ()
    if reader.post.classes and reader.holder_id:
        theirs = roll.in_classes(reader.holder_id, reader.post.classes).values("person_id")
        own = finding.find(among.filter(id__in=theirs), words=words, most=most)
    found = sorted((*own, *finding.find(among, words=words, most=most)), key=lambda hit: hit.fit.is_close)
    return list(dict.fromkeys(hit.person.id for hit in found))[:most]


@page(policy="concern.submit")
@require_POST
def look_for_pupil(request: HttpRequest) -> HttpResponse:
    """Who answers to what was typed so far. The form beside it stays as it is."""
    words = request.POST.get("look_for", "").strip()
    found = likely(request, words)
    audit.record("pupil.search", subjects=found, holder=request.reader.holder_id, terms=words)  # type: ignore[attr-defined]
    cards, chosen = queries.cards(found), {v for k, v in request.POST.items() if k.startswith("own.")}
    shown = [child(cards[id]) for id in found if str(id) not in chosen]
    return show(request, "concern/found.html", found=shown, looked_for=words)
