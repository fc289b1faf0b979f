"""The register: every referral to an agency, how it stands, what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from kith import audit
from kith.people.queries import cards
from kith.sharing.agency.local import policy_of
from kith.sharing.agency.saying import entries_of
from kith.sharing.models import AgencyReferral
from kith.web import asks
from kith.web.agency import presenters
from kith.web.frame import show
from kith.web.policy import page
from kith.web.record.lists import open_items

MOST = 200
# The area in which a school writes down what an agency does that was not asked here.
INVOLVED = "agency_involvement"


@page(policy="agency.refer")
def agencies(request: HttpRequest) -> HttpResponse:
    """What waits for an answer first, then the newest."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    rows = register(reader, AgencyReferral.objects.order_by("-begun_at", "-id"))
    open_ = [one for one in rows if not one.ended]
    ended = [one for one in rows if one.ended]
    involved = open_items(reader, INVOLVED)
    return show(request, "agency/agencies.html", waiting=open_, ended=ended, involved=involved)


def agencies_beside(reader: Any, record: Any) -> dict[str, Any]:
    """Those that began from this concern, and whether this reader may begin another."""
    may = asks.may_open(reader, "agency.refer")
    return {
        "agencies": register(reader, AgencyReferral.objects.filter(record=record).order_by("begun_at")) if may else [],
        "may_ask_agency": may,
    }


def register(reader: Any, referrals: Any) -> list[presenters.Row]:
    """Of these the ones all of whose children are open to this reader, with its line."""
    found = list(referrals.prefetch_related("children")[:MOST])
    if not found:
        return []
    named = {child.person_id for one in found for child in one.children.all()}
    seen = cards(asks.persons(reader).filter(id__in=named).values_list("id", flat=True))
    reads = set(asks.records(reader).filter(id__in=[one.record_id for one in found]).values_list("id", flat=True))
    mine = [
        one
        for one in found
        if one.record_id in {None, *reads} and all(child.person_id in seen for child in one.children.all())
    ]
    entries, policy = entries_of(mine), policy_of(reader.holder_id)
    if mine:
        audit.record("agency.list", subjects=sorted({c.person_id for one in mine for c in one.children.all()}))
    rows = [
        presenters.row(one, entries[one.id], [seen[c.person_id] for c in one.children.all()], policy) for one in mine
    ]
    return sorted(rows, key=lambda one: one.order)
