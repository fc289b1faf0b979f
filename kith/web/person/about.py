"""Whom a page is about, and whether this reader may write there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from kith.people import queries, said
from kith.people.models import Person, Relationship
from kith.web import asks
from kith.web.person.kinds import KINDS, FactKind
from kith.web.presenters import Child, child

__all__ = ["About", "about", "fact_of", "kind_named"]


@dataclass(frozen=True)
class About:
    """The person, how bars name them, and whether there are buttons."""

    person: Person
    child: Child
    may_edit: bool


def about(request: HttpRequest, id: UUID, *, write: bool = False) -> About:
    """Somebody this reader may read, and write about where `write` says so. Raises Refused, or "not found"."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    one, _ = asks.person(reader, id, full=True)
    if write:
        reader.check("person.edit", id)
    return About(one, child(queries.cards([id])[id]), reader.may("person.edit", id).allowed)


def kind_named(slug: str) -> FactKind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def fact_of(request: HttpRequest, whom: About, kind: FactKind, id: UUID) -> said.Said:
    """One fact about them, with its versions. "Not found" where it is a tie to somebody closed to this reader."""
    found = said.of_fact(kind.model, whom.person, id)
    if found is None or not _may_name(request, [found]):
        raise Http404
    return found


def named_only(request: HttpRequest, facts: list[said.Said]) -> list[said.Said]:
    """Without the ties to people this reader may not see."""
    ties = [one for one in facts if one.model is Relationship]
    open_to = set(_may_name(request, ties)) if ties else set()
    return [one for one in facts if one.model is not Relationship or one.last.other_id in open_to]


def _may_name(request: HttpRequest, facts: list[said.Said]) -> list[UUID]:
    """Of these facts, the ids of whoever may be named; the fact's own id where it names nobody else."""
    others = [one.last.other_id for one in facts if one.model is Relationship]
    if not others:
        return [one.id for one in facts]
    reader: Any = request.reader  # type: ignore[attr-defined]
    return list(asks.persons(reader).filter(id__in=others).values_list("id", flat=True))
