"""A record begun from another: what was said already is not typed again, and the two are joined once it is sent."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kith.access.queries import records_visible_to
from kith.access.reader import Reader, require
from kith.access.rules import Decision
from kith.areas import all_areas
from kith.areas import area as area_named
from kith.cases import actions, drafts, following, linking
from kith.cases.actions import OwnAnswers
from kith.cases.models import Part, Record
from kith.foundation.ids import random_id
from kith.reference.codes import code_set
from kith.web import asks
from kith.web.answers import given_of, id_of
from kith.web.area_form import AreaForm
from kith.web.policy import page
from kith.web.record import areas
from kith.web.record import sight as sights

# The record a form was begun from, kept with the draft.
BEGUN_FROM = "begun_from"
# Said of a person whose part in it the first record says already.
ROLE_STANDS = "role_stands"


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
    declared = areas.in_force(to)
    if area in declared.stands_beside:
        asks.check_work(reader, seen.record)
    form = AreaForm({BEGUN_FROM: str(id)}, declared)
    form.begin()
    shared, _ = linking.carried_over(seen.record, to)
    form.given |= given_of(form.shared_fields, shared)
    among, there = asks.persons(reader, f"{to}.work"), _there(seen.own)
    proposed = following.proposed_of(there)
    for person in there:
        if person in proposed:
            form.add(str(person), among=among)
    take_over(form, seen.record, form.people)
    token = random_id()
    drafts.save(token=token, area=to, answers=form.given, holder=reader.holder_id)  # type: ignore[arg-type]
    return redirect("write_record", area=to, token=token)


def take_over(form: AreaForm, first: Record, people: Collection[UUID]) -> None:
    """What the first record says of these persons already: their part in it, and what is asked here too."""
    _, own = linking.carried_over(first, form.declared.name)
    roles = following.roles_in(first) if first.area in form.declared.stands_beside else {}
    for n, person in enumerate(form.people):
        if person in people:
            form.given |= {f"own.{n}.role": roles[person], f"own.{n}.{ROLE_STANDS}": "yes"} if person in roles else {}
            form.given |= given_of(form.own_fields, own.get(person, {}), f"own.{n}.")


def left_out(reader: Reader, form: AreaForm) -> dict[UUID, str]:
    """Who else is part of the record it was begun from, as far as this reader may see it, and the part they had."""
    first = begun_from(reader, form)
    there = _there(asks.own_parts(reader, [first.id])) if first else {}
    roles = code_set(area_named(first.area).roles_of_persons) if first else None
    return {one: roles.label(role) if roles and role else "" for one, role in there.items() if one not in form.people}


def _there(parts: Iterable[Part]) -> dict[UUID, str]:
    return {part.person_id: part.role for part in parts if part.person_id and not part.struck}


def begun_from(reader: Reader, form: AreaForm) -> Record | None:
    """The record it was begun from, if this reader may still open it."""
    id = id_of(form.given.get(BEGUN_FROM, ""))
    first: Record | None = records_visible_to(Record.objects.filter(id=id), reader).first() if id else None
    return first


def first_of(reader: Reader, form: AreaForm) -> Record | None:
    """The same, if they may also write beside it, where ours stays there."""
    first = begun_from(reader, form)
    if first is not None and first.area in form.declared.stands_beside:
        asks.check_work(reader, first)
    return first


def own_of(first: Record | None, form: AreaForm) -> list[OwnAnswers]:
    """What is written about each person, of the kind it is of in the first record."""
    return form.own if first is None else following.of_their_kind(first, form.declared.name, form.own)


def join_to_first(first: Record | None, record: Record) -> None:
    """Say that the one led to the other."""
    if first is not None:
        actions.link_records(record=first, other=record, kind=linking.BESIDE)
