"""Two records side by side, as one reader may see them: what is the same, what differs, what only one has."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.access.queries import parts_visible_to
from kith.access.reader import Reader
from kith.cases.models import Part
from kith.people import queries
from kith.people.models import Person
from kith.reference.codes import code_set
from kith.web import asks
from kith.web.person.kinds import KINDS
from kith.web.presenters import Child, Status, child

__all__ = ["Beside", "Line", "side_by_side"]

SAME, DIFFERS = Status("ok", "ok", "Same"), Status("due", "due", "Differs")
ONLY_ONE, NEITHER = Status("pause", "pause", "Only one says it"), Status("pause", "pause", "Neither says it")


@dataclass(frozen=True)
class Line:
    """One fact of both."""

    fact: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    status: Status


@dataclass(frozen=True)
class Beside:
    one: Child
    other: Child
    lines: tuple[Line, ...]


def side_by_side(reader: Reader, one: UUID, other: UUID) -> Beside:
    """Both, whom this reader may open."""
    facts = [queries.facts(Person.objects.get(id=id), others=lambda: asks.persons(reader)) for id in (one, other)]
    lines = (
        Line(title, left, right, _so(left, right))
        for title, said in _ASKED
        for left, right in [tuple(tuple(said(each)) for each in facts)]
    )
    counts = [(_count(reader, id),) for id in (one, other)]
    work = Line("Records you may read", *counts, _so(*counts))
    return Beside(child(facts[0].card), child(facts[1].card), (*lines, work))


def _so(left: Sequence[str], right: Sequence[str]) -> Status:
    if sorted(left) == sorted(right):
        return SAME if left else NEITHER
    return DIFFERS if left and right else ONLY_ONE


def _count(reader: Reader, id: UUID) -> str:
    """How much work there is about somebody that this reader may read; no other number is said."""
    records = parts_visible_to(Part.objects.filter(person_id=id), reader).values("record").distinct().count()
    return "None" if records == 0 else str(records)


def _each(slug: str, name: str) -> Callable[[Any], Iterator[str]]:
    return lambda facts: (KINDS[slug].said(row) for row in getattr(facts, name))


def _born(facts: Any) -> Iterator[str]:
    if facts.card.born_on or facts.card.expected_on:
        yield child(facts.card).born


def _sex(facts: Any) -> Iterator[str]:
    if facts.sex:
        yield code_set("sex").label(facts.sex)


def _family(facts: Any) -> Iterator[str]:
    for one in facts.relatives:
        yield f"{code_set('relationship_type').label(one.type)}: {one.card.name}"


_ASKED: tuple[tuple[str, Callable[[Any], Iterator[str]]], ...] = (
    ("Names", _each("name", "names")),
    ("Born", _born),
    ("Sex", _sex),
    ("Numbers", _each("number", "identifiers")),
    ("Addresses", _each("address", "addresses")),
    ("Ways to reach them", _each("contact", "contacts")),
    ("Family", _family),
    ("Schools", _each("school", "enrolments")),
)
