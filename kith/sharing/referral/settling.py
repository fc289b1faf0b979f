"""Who is the child a referral names? A screener says so, one by one, with the likeness before their eyes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access.queries import parts_visible_to
from kith.access.reader import Reader
from kith.cases import front_door, naming
from kith.cases.models import Part, PartVersion
from kith.people.rules import read_number
from kith.sharing.models import Arrival, Named, Settled
from kith.sharing.referral.taking_in import index_of

__all__ = ["Might", "named_in", "newest", "proposals", "settle"]


@dataclass(frozen=True)
class Might:
    """Somebody we know whom a named child might be: why we think so, and what came before about them."""

    n: int
    person: UUID
    reasons: tuple[str, ...]
    before: tuple[Part, ...]


def named_in(arrival: Arrival) -> list[Named]:
    """The children a referral names, in its order, each with its part as it stands."""
    return list(Named.objects.filter(arrival=arrival).select_related("part").order_by("n"))


def newest(arrival: Arrival) -> dict[int, Settled]:
    """Place -> what was said last of who the child there is. Who is not in it nobody has looked at yet."""
    rows = Settled.objects.filter(named__arrival=arrival).select_related("named").order_by("at", "id")
    return {row.named.n: row for row in rows}


def proposals(arrival: Arrival, reader: Reader) -> list[Might]:
    """For each named child those of our children it might be and this reader may find, likeliest first."""
    body = json.loads(arrival.told)
    told = {n: front_door.as_told(child, _numbers(child)) for n, child in enumerate(body["children"])}
    made = set(Named.objects.filter(arrival=arrival).values_list("part__person_id", flat=True))
    found = front_door.might_be(told, reader, holder_id=index_of(arrival.holder_id))
    return [
        Might(one.row, one.person_id, one.match.reasons, _before(arrival, one.person_id, reader))
        for one in found
        if one.person_id not in made
    ]


def _numbers(child: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Numbers whose check holds, by kind."""
    read = [read_number(kind, child[kind]) for kind in ("upn", "nhs") if child.get(kind)]
    return {kind.removeprefix("temporary_"): frozenset({value}) for kind, value, trusted in read if trusted}


def _before(arrival: Arrival, person: UUID, reader: Reader) -> tuple[Part, ...]:
    """Contacts about them that came earlier and this reader may read, newest first."""
    earlier = Part.objects.filter(record__area="contact", person_id=person, struck=False)
    rows = parts_visible_to(earlier.exclude(record_id=arrival.record_id), reader).select_related("record")
    return tuple(rows.order_by("-record__written_at", "-id"))


def settle(*, named: Named, person_id: UUID | None, reason: str, reader: Reader) -> Settled:
    """Say who this child is: somebody we know, or (without `person_id`) somebody new. May be said again, otherwise.

    Raises cases' NotReady and NotAllowed.
    """
    part, files = named.part, index_of(named.part.holder_id)
    first = PartVersion.objects.values_list("person_id", flat=True).get(of_id=part.id, n=1)
    who = naming.say_who(part=part, person_id=person_id, files=files, reason=reason, reader=reader)
    said = {"record": str(part.record_id), "new": who == first}
    audit.record("referral.settle", subjects=[who], holder=part.holder_id, reason=reason, detail=said)
    return Settled.objects.create(
        named=named,
        holder_id=part.holder_id,
        person_id=who,
        is_new=who == first,
        reason=reason,
        at=timezone.now(),
        by=reader.post_id,
    )
