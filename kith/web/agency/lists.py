"""The register: every referral to an agency, how it stands, what came of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kith import audit
from kith.foundation.dates import today
from kith.people.queries import cards
from kith.sharing.agency.local import policy_of
from kith.sharing.agency.rules import OWED
from kith.sharing.agency.saying import entries_of, stand_of
from kith.sharing.models import AgencyReferral
from kith.tasks import queries as tasks
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


def late_with_an_answer(reader: Any) -> int:
    """How many agencies have not answered by their day, whichever way they were asked."""
    if not asks.may_open(reader, "agency.refer"):
        return 0
    late = list(_open_to(reader, AgencyReferral.objects.filter(answer_by__lt=today()))[0])
    owed = sum(stand_of(entries) in OWED for entries in entries_of(late).values()) if late else 0
    written = asks.records(reader, INVOLVED).order_by().filter(id__in=tasks.late_records(), closed_at=None)
    return owed + written.count()


def register(reader: Any, referrals: Any) -> list[presenters.Row]:
    """Of these the ones all of whose children are open to this reader, with its line."""
    mine, seen = _open_to(reader, referrals)
    if not mine:
        return []
    entries, policy = entries_of(mine), policy_of(reader.holder_id)
    audit.record("agency.list", subjects=sorted({c.person_id for one in mine for c in one.children.all()}))
    rows = [
        presenters.row(one, entries[one.id], [seen[c.person_id] for c in one.children.all()], policy) for one in mine
    ]
    return sorted(rows, key=lambda one: one.order)


def _open_to(reader: Any, referrals: Any) -> tuple[list[AgencyReferral], Mapping[UUID, Any]]:
    """Of these the ones whose concern and all of whose children this reader may open, and those children."""
    found = list(referrals.prefetch_related("children")[:MOST])
    if not found:
        return [], {}
    named = {child.person_id for one in found for child in one.children.all()}
    seen = cards(asks.persons(reader).filter(id__in=named).values_list("id", flat=True))
    reads = set(asks.records(reader).filter(id__in=[one.record_id for one in found]).values_list("id", flat=True))
    mine = [
        one
        for one in found
        if one.record_id in {None, *reads} and all(child.person_id in seen for child in one.children.all())
    ]
    return mine, seen
