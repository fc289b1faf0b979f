"""The work that stands beside a concern, in the order in which it took place, as this reader may see it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.access.queries import records_visible_to
from kith.cases import declarations, linking
from kith.cases import queries as cases
from kith.cases.models import Part, Record
from kith.foundation.beginning import beginning_of
from kith.foundation.dates import moment_in_words
from kith.organisations.queries import named as posts_named
from kith.people.queries import cards
from kith.vocabulary import Area
from kith.vocabulary.saying import label_of
from kith.web.presenters import named

MOST = 200
SNIPPET = 300


@dataclass(frozen=True)
class Work:
    """One piece of it: what, when, about whom, and how it stands where it has not ended."""

    id: UUID
    area: str
    reference: str
    what: str
    title: str
    at: str
    by: str
    names: str
    told: str
    stage: str
    void: bool


def work(reader: Any, record: Record) -> tuple[Work, ...]:
    """Oldest first, so that it reads as it went."""
    found = list(records_visible_to(linking.beside([record.id]), reader)[:MOST])
    if not found:
        return ()
    own, known = _own_parts(reader, found)
    shared = dict(Part.objects.filter(record__in=found, person=None).values_list("record_id", "answers"))
    posts = posts_named([one.written_by for one in found if one.written_by])
    return tuple(_work(one, shared[one.id], [known[id].name for id in own[one.id]], posts) for one in found)


def _own_parts(reader: Any, found: list[Record]) -> tuple[dict[UUID, list[UUID]], dict[UUID, Any]]:
    people: dict[UUID, list[UUID]] = defaultdict(list)
    for part in cases.own_parts([one.id for one in found], reader):
        if part.person_id and not part.struck:
            people[part.record_id].append(part.person_id)
    return people, cards({id for ids in people.values() for id in ids})


def _work(record: Record, shared: dict[str, Any], names: list[str], posts: dict[UUID, str]) -> Work:
    declared = declarations.for_record(record)
    stage = declared.stage(record.stage)
    return Work(
        id=record.id,
        area=record.area,
        reference=record.reference,
        what=_kind(declared, shared) or declared.title,
        title=declared.title,
        at=moment_in_words(record.occurred_at),
        by=named(posts, record.written_by),
        names=", ".join(names),
        told=beginning_of(str(shared.get(declared.tells, "")), SNIPPET),
        stage="" if stage.closes and not stage.void else stage.title,
        void=stage.void,
    )


def _kind(declared: Area, shared: dict[str, Any]) -> str:
    """What the area calls this one of it: a phone call, a letter."""
    field = next((one for one in declared.fields if one.name == "kind" and not one.own), None)
    return label_of(field, str(shared["kind"])) if field and shared.get("kind") else ""
