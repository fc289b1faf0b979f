"""A record begun from another: what was said already is not typed again, and the two are joined once it is sent."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.access.queries import records_visible_to
from kith.access.reader import Reader, require
from kith.access.rules import Decision
from kith.areas import all_areas
from kith.cases import actions, drafts, linking
from kith.cases.models import Record
from kith.foundation.ids import random_id
from kith.web import asks
from kith.web.answers import given_of, id_of
from kith.web.area_form import AreaForm
from kith.web.policy import page
from kith.web.record import areas
from kith.web.record import sight as sights

# The record a form was begun from, kept with the draft.
BEGUN_FROM = "begun_from"


def begins(reader: Reader, area: str) -> tuple[tuple[str, str], ...]:
    """The areas that take something over from one of this, and in which this post may write."""
    takes = (one for one in all_areas() if any(carry.area == area for carry in one.carries))
    return tuple((one.name, one.title) for one in takes if one.name != "concern" and areas.may_begin(reader, one.name))


@page(policy="area.read")
@require_POST
def begin_from(request: HttpRequest, area: str, id: UUID) -> HttpResponse:
    """A draft in another area, with what this record says that the other asks: of the persons this reader may see."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    seen, to = sights.look(reader, asks.record(reader, id, area)), request.POST.get("to", "")
    allowed = to in dict(begins(reader, area)) and reader.holder_id is not None
    require(Decision(allowed, "This reader begins no such record from one of these."))
    form = AreaForm({BEGUN_FROM: str(id)}, areas.in_force(to))
    form.begin()
    shared, own = linking.carried_over(seen.record, to)
    form.given |= given_of(form.shared_fields, shared)
    among = asks.persons(reader, f"{to}.work")
    for part in seen.own:
        if part.person_id and not part.struck:
            form.add(str(part.person_id), among=among)
    for n, person in enumerate(form.people):
        form.given |= given_of(form.own_fields, own.get(person, {}), f"own.{n}.")
    token = random_id()
    drafts.save(token=token, area=to, answers=form.given, holder=reader.holder_id)  # type: ignore[arg-type]
    return redirect("write_record", area=to, token=token)


def join_to_first(reader: Reader, record: Record, form: AreaForm) -> None:
    """Say that the one led to the other, if this reader may still open the first."""
    first = records_visible_to(Record.objects.filter(id=id_of(form.given.get(BEGUN_FROM, ""))), reader).first()
    if first is not None:
        actions.link_records(record=first, other=record, kind="led_to")
