"""What was said about a person before: by whom, when, why, and what was taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kith import audit
from kith.foundation.dates import in_words, moment_in_words
from kith.organisations.queries import named as names_of
from kith.people import queries, said
from kith.people.models import Relationship
from kith.web.frame import show
from kith.web.person.about import About, about, fact_of, kind_named, named_only
from kith.web.person.kinds import KINDS, FactKind, kind_of
from kith.web.policy import page
from kith.web.presenters import Problems, named

__all__ = ["everything", "fact", "shown"]


@dataclass(frozen=True)
class Version:
    """One thing that was said: what happened to the fact, the words, and where they came from."""

    did: str
    words: str
    note: str
    who: str
    when: str
    reason: str
    void: bool


@dataclass(frozen=True)
class FactPage:
    id: UUID
    kind: FactKind
    words: str
    note: str
    based_on: int
    stands: bool
    protected: bool
    lasts: bool
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Row:
    """One fact in the list of all."""

    id: UUID
    slug: str
    words: str
    note: str
    gone: bool


@dataclass(frozen=True)
class Group:
    title: str
    rows: tuple[Row, ...]


@page(policy="person.view")
def everything(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every fact there is or was about a person, with what was taken back."""
    whom = about(request, id)
    audit.record("person.view_history", subjects=[id], reason=request.reader.why(id))  # type: ignore[attr-defined]
    facts = named_only(request, said.everything(whom.person))
    return show(request, "person/said.html", whom=whom, groups=_groups(facts))


@page(policy="person.view")
def fact(request: HttpRequest, id: UUID, slug: str, fact: UUID) -> HttpResponse:
    """One fact and all that was said of it, with what can be done about it."""
    whom = about(request, id)
    return shown(request, whom, fact_of(request, whom, kind_named(slug), fact))


def shown(
    request: HttpRequest,
    whom: About,
    one: said.Said,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page of one fact, also when what was asked of it could not be done."""
    errors, why = errors or {}, request.reader.why(whom.person.id)  # type: ignore[attr-defined]
    what = one.model._meta.model_name
    audit.record("person.view_history", subjects=[whom.person.id], reason=why, detail={"what": what})
    context = {"page": _page(whom, one), "whom": whom, "typed": typed or {}, "errors": errors}
    problems = Problems.of(errors)
    return show(request, "person/fact.html", status=422 if errors else 200, problems=problems, **context)


def _groups(facts: Sequence[said.Said]) -> tuple[Group, ...]:
    others = _others(facts)
    rows = [(kind_of(one.model).slug, _row(one, others)) for one in facts]
    groups = (Group(kind.several, tuple(row for slug, row in rows if slug == kind.slug)) for kind in KINDS.values())
    return tuple(group for group in groups if group.rows)


def _row(one: said.Said, others: Mapping[UUID, str]) -> Row:
    kind = kind_of(one.model)
    more = len(one.versions) - 1
    changes = "never changed" if more == 0 else "changed once" if more == 1 else f"changed {more} times"
    told = "taken back" if one.stands is None else changes
    note = ", ".join(part for part in (_dates(one.last), told) if part)
    return Row(
        id=one.id,
        slug=kind.slug,
        words=_words(kind, one.last, others),
        note=note[0].upper() + note[1:],
        gone=one.stands is None,
    )


def _page(whom: About, one: said.Said) -> FactPage:
    kind, others = kind_of(one.model), _others([one])
    who, why = names_of([v.by for v in one.versions if v.by]), said.reasons(whom.person)
    told = [_version(kind, n, one.versions, who, why, others) for n in range(len(one.versions))]
    return FactPage(
        id=one.id,
        kind=kind,
        words=_words(kind, one.last, others),
        note=_dates(one.last),
        based_on=one.last.n,
        stands=one.stands is not None,
        protected=getattr(one.last, "protected", True),
        lasts=kind.lasts and one.last.until_on is None,
        versions=tuple(reversed(told)),
    )


def _version(
    kind: FactKind,
    n: int,
    versions: Sequence[Any],
    who: Mapping[UUID, str],
    why: Mapping[UUID, str],
    others: Mapping[UUID, str],
) -> Version:
    one, before = versions[n], versions[n - 1] if n else None
    source = f"from {one.source}" if one.source else ""
    return Version(
        did=_did(one, before),
        words=_words(kind, one, others),
        note=", ".join(part for part in (_dates(one), source) if part),
        who=named(who, one.by) if one.by else "Kith",
        when=moment_in_words(one.recorded_at),
        reason=why.get(one.line, "") if before is not None else "",
        void=one.void,
    )


def _did(one: Any, before: Any) -> str:
    """What happened to a fact with this version."""
    if before is None:
        return "First said"
    if one.void or before.void:
        return "Taken back" if one.void else "Put back"
    if getattr(one, "protected", False) and not getattr(before, "protected", False):
        return "Protected"
    return "Ended" if one.until_on and not before.until_on else "Corrected"


def _words(kind: FactKind, row: Any, others: Mapping[UUID, str]) -> str:
    said_so = kind.said(row)
    return f"{others[row.other_id]}: {said_so}" if kind.model is Relationship else said_so


def _others(facts: Sequence[said.Said]) -> dict[UUID, str]:
    """The people of the ties among these, by their names today."""
    ids = [one.last.other_id for one in facts if one.model is Relationship]
    return {id: card.name for id, card in queries.cards(ids).items()} if ids else {}


def _dates(row: Any) -> str:
    since = f"from {in_words(row.from_on)}" if row.from_on else ""
    until = f"until {in_words(row.until_on)}" if row.until_on else ""
    return " ".join(part for part in (since, until) if part)
