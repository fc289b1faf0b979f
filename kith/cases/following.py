"""Work that stands beside a record for good: of whatever kind each person's part is there, it is here.

So whoever may not open the one does not open the other, also once the kind is decided anew. Which areas do so they say
themselves (`Carry.follows`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from kith.areas import area as area_named
from kith.cases import events, linking, rules
from kith.cases.models import Link, Part, Record
from kith.cases.writing import OwnAnswers, line
from kith.tenancy import announce, history

SAID_TO_HAVE_DONE_IT = "alleged"
ELSEWHERE = "This is of the kind its {} is of. Decide it there."


def of_their_kind(first: Record, to: str, own: Sequence[OwnAnswers]) -> list[OwnAnswers]:
    """What is written about each person beside `first`, each of the kind their part there is of."""
    if first.area not in area_named(to).stands_beside:
        return list(own)
    kinds, usual = _kinds([first])
    return [replace(one, category=kinds.get(one.person_id, usual)) for one in own]


def roles_in(record: Record) -> dict[UUID, str]:
    """What part each person has in a record."""
    parts = Part.objects.filter(record=record, person__isnull=False, struck=False)
    return dict(parts.values_list("person_id", "role"))


def proposed_of(roles: Mapping[UUID, str]) -> set[UUID]:
    """Whom work that is begun from a record is about, as far as their part there says: not who is said to have done
    it, for what is then written of the others would stand with them too. Somebody may choose them all the same."""
    return {person for person, role in roles.items() if role != SAID_TO_HAVE_DONE_IT} or set(roles)


def on_kind_decided(event: Any) -> None:
    """A part was decided about, or two records joined: what stands beside them is of that kind from now on."""
    for record in linking.beside([event.record_id]):
        _follow(record)


def _follow(record: Record) -> None:
    kinds, usual = _kinds(_firsts(record))
    parts = Part.objects.filter(record=record, person__isnull=False).order_by("id")
    for part in parts.select_for_update():
        kind = kinds.get(part.person_id, usual)
        if part.category != kind:
            why = line(record, "follow", people=[part.person_id])
            history.write(Part, id=part.id, based_on=part.n, values={"category": kind}, line=why)
            announce(events.PartCorrected(record.id, part.id))


def check_kind(part: Part, columns: Mapping[str, str]) -> None:
    """Raise NotReady where the kind of this part is decided in the record it stands beside."""
    if columns.get("category", part.category) == part.category or not area_named(part.record.area).stands_beside:
        return
    if firsts := _firsts(part.record):
        raise rules.NotReady({"category": ELSEWHERE.format(area_named(firsts[0].area).title.lower())})


def _firsts(record: Record) -> list[Record]:
    """The records this one stands beside."""
    joined = Link.objects.filter(other=record, kind=linking.BESIDE).values("record")
    areas = area_named(record.area).stands_beside
    return list(Record.objects.filter(id__in=joined, area__in=areas).order_by("written_at", "id"))


def _kinds(firsts: Sequence[Record]) -> tuple[dict[UUID, str], str]:
    """Person -> of what kind it is there; and of what kind it is for anybody else: the strictest there is."""
    stricter = {kind for first in firsts for kind in area_named(first.area).stricter}
    parts = Part.objects.filter(record__in=firsts, person__isnull=False, struck=False)
    kinds: dict[UUID, str] = {}
    for person, kind in parts.order_by("id").values_list("person_id", "category"):
        kinds[person] = kind if kind in stricter else kinds.get(person) or kind
    return kinds, next((kind for kind in kinds.values() if kind in stricter), "")
