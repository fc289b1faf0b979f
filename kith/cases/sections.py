"""Sections of one record written by several agencies: who may write which, and who wrote what when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.access.holders import live
from kith.access.models import Grant, Grantee
from kith.access.reader import Reader
from kith.access.words import Verb
from kith.cases import declarations, guarding, queries, rules
from kith.cases.merging import differing
from kith.cases.models import Part, PartVersion, Record
from kith.tenancy import current
from kith.vocabulary import Area


@dataclass(frozen=True)
class Written:
    """One answer of a section: what stands there, whose it is, and when they wrote it."""

    section: str
    question: str
    answer: Any
    by: UUID | None
    at: datetime


def check_changed(part: Part, area: Area, changed: frozenset[str]) -> None:
    """Raise NotReady where somebody changed a section that is another agency's to write."""
    rules.check_sections(area, changed, guarding.role_of_doer(), named_for(part))


def named_for(part: Part) -> frozenset[str]:
    """The sections the post at work was asked to write, where its tie to this work names any. None named: all."""
    about = [id for id in (part.record_id, part.person_id) if id]
    mine = live(Grant).filter(grantee_kind=Grantee.POST, grantee_id=current().doer.post_id, subject_id__in=about)
    return frozenset(name for parts in mine.values_list("parts", flat=True) for name in parts)


def open_to(record: Record, reader: Reader) -> frozenset[str]:
    """The sections this reader may write: as they may work on the record, or own the section and may read it."""
    declared, role = declarations.for_record(record), reader.facts.role
    read = queries.own_parts([record.id], reader)
    if not read:
        return frozenset()
    may_write, named = bool(queries.own_parts([record.id], reader, Verb.WRITE)), named_for(read[0])
    return frozenset(
        p.name
        for p in declared.parts
        if (role in p.owned_by and (not named or p.name in named)) or (not p.owned_by and may_write)
    )


def written(part: Part) -> list[Written]:
    """Every answer of a part in the order asked, with its author. Ask only for a part the reader may read."""
    declared, who = declarations.for_part(part), authors(part)
    return [
        Written(section.title, field.question, part.answers[field.name], *who[field.name])
        for section in declared.parts
        for field in section.fields
        if field.name in part.answers and field.name in who
    ]


def authors(part: Part) -> dict[str, tuple[UUID | None, datetime]]:
    """Question -> who wrote the answer that stands, and when: authorship within one record, kept by its versions."""
    wrote: dict[str, tuple[UUID | None, datetime]] = {}
    before: dict[str, Any] = {}
    for version in PartVersion.objects.filter(of_id=part.id).order_by("n"):
        for name in differing(before, version.answers):
            wrote[name] = (version.by, version.recorded_at)
        before = version.answers
    return {name: who for name, who in wrote.items() if name in before}
