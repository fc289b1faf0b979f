"""What is known already where it is decided: other concerns about these children and their brothers and sisters, as
far as this reader may read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from kith.access.queries import parts_visible_to
from kith.areas import area
from kith.cases.models import Part, Record
from kith.foundation.dates import in_words, london
from kith.people.queries import cards
from kith.web import asks
from kith.web.board.kinds import category_words
from kith.web.family import siblings_of

# Of each child so many, the newest first, however much there is of another; what is older stands in their own record.
MOST = 20
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
    # Of all that this reader may read, whether or not it stands here.
    count: int

    @property
    def older(self) -> str:
        """How many more there are than stand here."""
        more = self.count - len(self.concerns)
        words = "one older concern" if more == 1 else f"{more:,} older concerns"
        return f"And {words}, in their own record." if more else ""


def earlier(reader: Any, record: Record, people: Collection[UUID]) -> tuple[About, ...]:
    """Each child this is about, whether or not there is anything, then the brothers and sisters of whom there is."""
    siblings = siblings_of(people, asks.persons(reader))
    found: dict[UUID, list[Any]] = {id: [] for id in (*dict.fromkeys(people), *siblings)}
    for part in _parts(reader, record, found):
        found[part.person_id].append(part)
    told = {id: parts for id, parts in found.items() if parts or id in people}
    known = cards(told)
    return tuple(_about(id, known[id].name, id not in people, parts) for id, parts in told.items())


def _about(person: UUID, name: str, sibling: bool, parts: Sequence[Any]) -> About:
    count = parts[0].of_all if parts else 0
    return About(person, name, sibling, tuple(_one(part) for part in parts), count)


def _parts(reader: Any, record: Record, people: Collection[UUID]) -> Any:
    """The newest of each person, each with how many there are of them in all."""
    of_concerns = Part.objects.filter(record__area="concern", person_id__in=list(people), struck=False)
    others = of_concerns.exclude(record=record).exclude(record__stage__in=VOID).select_related("record")
    newest, each = ("-record__occurred_at", "-id"), [F("person_id")]
    ranked = parts_visible_to(others, reader, all_of="concern").annotate(
        place=Window(RowNumber(), partition_by=each, order_by=newest),
        of_all=Window(Count("id"), partition_by=each),
    )
    return ranked.filter(place__lte=MOST).order_by(*newest)


def _one(part: Part) -> One:
    record = part.record
    return One(
        id=record.id,
        reference=record.reference,
        on=in_words(london(record.occurred_at).date()),
        kind=category_words(part.category) if part.category else "Not yet categorised",
        stage=area(record.area).stage(record.stage).title,
    )
