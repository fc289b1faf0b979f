"""What is known already where it is decided: other concerns about these children and their brothers and sisters, as
far as this reader may read."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.access.queries import parts_visible_to
from kith.areas import area
from kith.cases.models import Part, Record
from kith.foundation.dates import in_words, london
from kith.people.queries import cards
from kith.web import asks
from kith.web.board.kinds import category_words
from kith.web.family import siblings_of

# Of each the newest stand first; what is older stands in the child's own record.
MOST = 100
VOID = tuple(stage.name for stage in area("concern").stages if stage.void)


@dataclass(frozen=True)
class One:
    id: UUID
    reference: str
    on: str
    kind: str
    stage: str


@dataclass(frozen=True)
class About:
    """One child, or a brother or sister of one, and the other concerns about them."""

    person: UUID
    name: str
    sibling: bool
    concerns: tuple[One, ...]


def earlier(reader: Any, record: Record, people: Collection[UUID]) -> tuple[About, ...]:
    """Each child this is about, whether or not there is anything, then the brothers and sisters of whom there is."""
    siblings = siblings_of(people, asks.persons(reader))
    found: dict[UUID, list[One]] = {id: [] for id in (*dict.fromkeys(people), *siblings)}
    for part in _parts(reader, record, found):
        found[part.person_id].append(_one(part))
    told = {id: ones for id, ones in found.items() if ones or id in people}
    known = cards(told)
    return tuple(About(id, known[id].name, id not in people, tuple(ones)) for id, ones in told.items())


def _parts(reader: Any, record: Record, people: Collection[UUID]) -> Any:
    of_concerns = Part.objects.filter(record__area="concern", person_id__in=list(people), struck=False)
    others = of_concerns.exclude(record=record).exclude(record__stage__in=VOID).select_related("record")
    return parts_visible_to(others, reader, all_of="concern").order_by("-record__occurred_at", "-id")[:MOST]


def _one(part: Part) -> One:
    record = part.record
    return One(
        id=record.id,
        reference=record.reference,
        on=in_words(london(record.occurred_at).date()),
        kind=category_words(part.category) if part.category else "Not yet categorised",
        stage=area(record.area).stage(record.stage).title,
    )
