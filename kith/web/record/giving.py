"""Whose work a record is: given to somebody else, handed back; the same for many at once, which can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith import audit
from kith.access.reader import Reader
from kith.areas import area as area_named
from kith.cases import actions, rules
from kith.cases.models import Record
from kith.web import asks
from kith.web.answers import id_of
from kith.web.frame import show
from kith.web.policy import page
from kith.web.record import views
from kith.web.record.takers import TEAM, takers

# So many records in one go: as many as a list shows.
MOST = 200
NOBODY_ELSE = "Choose somebody who works here and may write in this area."


@dataclass(frozen=True)
class Given:
    """One record that was given away, and who had it before: enough to take it back."""

    id: UUID
    reference: str
    before: UUID | None


@page(policy="area.work")
@require_POST
def give_record(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """Give it to somebody. It closes to who had it, unless something else ties them to it."""
    to, why = request.POST.get("give_to", ""), request.POST.get("give_why", "").strip()

    def give(record: Record) -> None:
        _give(record, _taker(area, record.holder_id, to), reason=why, token=views.token_of(request))

    return views.done(request, area, id, give, "give_to", leaves=True)


@page(policy="area.work")
@require_POST
def hand_record_back(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """Whoever has it can't go on: it stands unowned again, with the reason."""
    why = request.POST.get("back_why", "")
    return views.done(
        request,
        area,
        id,
        lambda record: actions.hand_back(record=record, reason=why, token=views.token_of(request)),
        "back_why",
        leaves=True,
    )


@page(policy="area.work")
@require_POST
def many_records(request: HttpRequest, area: str) -> HttpResponse:
    """Do one thing to every record that was ticked: give it to somebody, or say that it was seen."""
    records = _ticked(request, area)
    if not records:
        return redirect("work_list", area=area)
    if request.POST.get("do") == "seen":
        for one in records:
            actions.mark_seen(record=one)
        return _told(request, area, f"{_many(records)} marked as seen. Their writers see it: it is not taken back.", ())
    try:
        to = _taker(area, request.reader.holder_id, request.POST.get("give_to", ""))  # type: ignore[attr-defined]
    except rules.NotReady as no:
        return _told(request, area, " ".join(no.problems.values()), (), status=422)
    moved = [one for one in records if str(one.owner_post) != to]
    given = tuple(Given(one.id, one.reference, one.owner_post) for one in moved)
    for one in moved:
        _give(one, to, reason="Given with others from the list.")
    name = dict(takers(area, request.reader.holder_id))[to]  # type: ignore[attr-defined]
    # What a team was given is not taken back at once: each of it may have taken one on by then.
    back = () if to.startswith(TEAM) else given
    return _told(request, area, f"{_many(given)} given to {name}.", back, to=id_of(to))


@page(policy="area.work")
@require_POST
def many_records_back(request: HttpRequest, area: str) -> HttpResponse:
    """Take back what was given in one go: what has gone on since stays where it is."""
    given_to = id_of(request.POST.get("to", ""))
    before = {str(name).removeprefix("before."): str(value) for name, value in request.POST.items()}
    records = {str(one.id): one for one in Record.objects.filter(area=area, id__in=_ids(list(before)))}
    back = [
        records[id]
        for id, was in before.items()
        if id in records
        and given_to is not None
        and actions.put_back(record=records[id], given_to=given_to, before=id_of(was)) is not None
    ]
    return _told(request, area, f"{_many(back)} taken back. What has gone on since was left as it is.", ())


def _taker(area: str, holder: UUID | None, to: str) -> str:
    if to not in dict(takers(area, holder)):
        raise rules.NotReady({"give_to": NOBODY_ELSE})
    return to


def _give(record: Record, to: str, **more: Any) -> None:
    """To somebody, or to a team."""
    if to.startswith(TEAM):
        actions.assign_team(record=record, team_id=UUID(to.removeprefix(TEAM)), **more)
    else:
        actions.assign(record=record, post_id=UUID(to), **more)


def _ticked(request: HttpRequest, area: str) -> list[Record]:
    """The records that were ticked, of those kept where this reader works and that it may work on."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    mine = asks.records_to_work(reader, area).filter(holder_id=reader.holder_id)
    return list(mine.filter(id__in=_ids(request.POST.getlist("record"))).order_by("id"))


def _ids(texts: Sequence[str]) -> list[UUID]:
    return [id for text in texts[:MOST] if (id := id_of(text)) is not None]


def _many(records: Sequence[Any]) -> str:
    return "One record" if len(records) == 1 else f"{len(records)} records"


def _told(
    request: HttpRequest, area: str, words: str, given: tuple[Given, ...], to: UUID | None = None, status: int = 200
) -> HttpResponse:
    """What was done, by number: the page names nobody a record is about."""
    audit.record("record.many", detail={"area": area, "records": len(given)})
    context = {"area": area_named(area), "words": words, "given": given, "to": to}
    return show(request, "record/many.html", status=status, **context)
