"""Whose rows a question counts: what one reader may read, or the totals of a place for who may read none of it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.access.holders import live
from kith.access.models import Bar, Grantee
from kith.access.queries import parts_visible_to, visible_to
from kith.access.reader import Reader
from kith.access.words import RESTRICTED
from kith.cases.models import Part
from kith.insight import register
from kith.insight.audiences import LEADS
from kith.people.models import Person

__all__ = ["Sight", "as_read", "as_totals"]


@dataclass(frozen=True)
class Sight:
    """The persons' own parts of concerns that are counted, and the persons. `beyond`: of files the reader does not
    keep, so that numbers come and no row does. `outside`: for readers outside. `by_hand`: which groups that somebody
    puts a child in count."""

    parts: QuerySet[Part]
    persons: QuerySet[Person]
    holder: UUID
    beyond: bool = False
    outside: bool = False
    by_hand: frozenset[str] = field(default_factory=register.kinds)


def as_read(reader: Reader, holder: UUID) -> Sight:
    """What this reader may read of a place: of own categories only those, and nothing that is closed to them."""
    parts = parts_visible_to(_concerns(), reader, all_of="concern")
    persons = visible_to(Person.objects.all(), reader, "person.list")
    by_hand = register.kinds() if reader.facts.role in LEADS else register.kinds_of(reader.own("concern"))
    return Sight(parts, persons, holder, by_hand=by_hand)


def as_totals(holder: UUID, *, beyond: bool = False) -> Sight:
    """All of a place, to be suppressed before anybody is told; what is restricted is counted for nobody outside, and a
    group whose name somebody typed is told to nobody there."""
    closed = live(Bar).filter(grantee_kind=Grantee.EVERYBODY, level__gte=RESTRICTED).values("subject_id")
    parts = _concerns().exclude(Q(person_id__in=closed) | Q(record_id__in=closed))
    return Sight(
        parts,
        Person.objects.exclude(id__in=closed),
        holder,
        beyond,
        outside=True,
        by_hand=register.kinds() - {register.OWN},
    )


def _concerns() -> QuerySet[Any]:
    return Part.objects.filter(record__area="concern", person__isnull=False, struck=False)
