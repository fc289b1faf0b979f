"""What of a child's file there is to go: what this lead may read about this child, and of others their roles only.

What they may not read is not in it, and what is not in it cannot be chosen: the file is made from this alone. Another
child's own part never is. Concerns about members of staff stand in no child's file, so none is offered.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kith.access.queries import parts_visible_to
from kith.access.reader import Reader
from kith.areas import area as area_named
from kith.cases import declarations, filing
from kith.cases.models import Part, Record
from kith.chronology.queries import Line, entries
from kith.documents.queries import Kept
from kith.foundation.names import normalise
from kith.organisations.models import Post
from kith.people.models import Enrolment, Person, PersonName
from kith.reference.codes import code_set
from kith.sharing.packing.beside import Beside, beside_of
from kith.sharing.packing.earlier import Earlier, earlier_of
from kith.sharing.packing.naming import Found, Names, find
from kith.sharing.packing.worked import Asked, Step, asked_of, decided_of
from kith.sharing.referral.choosing import Fact, who_they_are
from kith.vocabulary import Area
from kith.vocabulary.worded import Said, said

__all__ = ["DocumentOffer", "Offer", "Piece", "Whose", "offer"]


class Whose(Protocol):
    """A child of whose file something goes, and the school that keeps it."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def organisation_id(self) -> UUID: ...


@dataclass(frozen=True)
class Piece:
    """One record, as it would go. `asks`: words in it that may name somebody else. `why_not`: it stays behind unless
    the lead says otherwise."""

    record: Record
    title: str
    role: str
    category: str
    stage: str
    outcome: str
    shared: tuple[Said, ...]
    own: tuple[Said, ...]
    additions: tuple[tuple[datetime, str], ...]
    views: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    lines: tuple[Line, ...]
    decided: tuple[Step, ...] = ()
    asked: tuple[Asked, ...] = ()
    asks: tuple[Found, ...] = ()
    why_not: str = ""

    @property
    def id(self) -> UUID:
        return self.record.id


@dataclass(frozen=True)
class DocumentOffer:
    """One document. `closed`: it concerns somebody else too and cannot go. `came`: it came with an earlier file."""

    kept: Kept
    closed: str = ""
    came: bool = False


@dataclass(frozen=True)
class Offer:
    """All of a child's file this lead may send."""

    whose: Whose
    person: Person
    pieces: tuple[Piece, ...]
    documents: tuple[DocumentOffer, ...]
    names: Names
    # What earlier schools wrote.
    earlier: tuple[Earlier, ...] = ()
    # Where the child lives, and the adults around them. A protected address is not among it.
    facts: tuple[Fact, ...] = ()
    hidden_address: bool = False


RESTRICTED_HERE = "It is closed to all but some here."
ABOUT_OTHERS = "It concerns somebody else too. Bring a copy without them, and send that."


HOME = ("address", "carers")


def offer(whose: Whose, reader: Reader, *, whole: bool = True) -> Offer:
    """What there is. The whole file says also what was decided and done here, what earlier schools wrote, and who the
    child lives with."""
    mine = Part.objects.filter(person_id=whose.person_id, struck=False)
    parts = list(parts_visible_to(mine, reader).select_related("record").order_by("record__occurred_at", "record_id"))
    names = names_around(whose)
    pieces = list(_pieces(parts, whose, reader, names, whole))
    person = Person.objects.get(id=whose.person_id)
    home = who_they_are(person, reader) if whole else None
    earlier = earlier_of(whose.person_id, whose.organisation_id) if whole else ()
    return Offer(
        whose=whose,
        person=person,
        pieces=tuple(pieces),
        documents=tuple(_documents(whose, reader, {mark for one in earlier for mark in one.brought()})),
        names=names,
        earlier=earlier,
        facts=tuple(one for one in home.facts if one.name in HOME) if home else (),
        hidden_address=bool(home and home.hidden_address),
    )


def _pieces(parts: list[Part], whose: Whose, reader: Reader, names: Names, whole: bool) -> Iterator[Piece]:
    told: dict[UUID, list[Line]] = defaultdict(list)
    for line in entries(whose.person_id, reader):
        told[line.record_id].append(line)
    beside = beside_of([part.record_id for part in parts], whose.person_id)
    decided, asked = (decided_of(parts), asked_of(parts)) if whole else ({}, {})
    for part in parts:
        id = part.record_id
        piece = replace(_piece(part, beside, told[id]), decided=decided.get(id, ()), asked=asked.get(id, ()))
        yield _asked(piece, names, RESTRICTED_HERE if id in beside.shut else "")


def _asked(piece: Piece, names: Names, why: str) -> Piece:
    return replace(piece, asks=tuple(find(texts_of(piece), names)), why_not=why)


def _piece(part: Part, beside: Beside, lines: list[Line]) -> Piece:
    record, declared = part.record, declarations.for_part(part)
    shared = beside.shared.get(record.id)
    if shared is not None:
        shared.record = record
    roles = code_set(declared.roles_of_persons)
    return Piece(
        record=record,
        title=area_named(record.area).title,
        role=roles.label(part.role) if part.role else "",
        category=_label(declared, "category", part.category),
        stage=declarations.for_record(record).stage(record.stage).title,
        outcome=_label(declared, "outcome", part.outcome),
        shared=_said(shared, _kept_back(part, beside.others.get(record.id, ()))) if shared else (),
        own=_said(part),
        additions=tuple(beside.additions.get(record.id, ())),
        views=tuple(beside.views.get(record.id, ())),
        others=tuple(roles.label(one) for one in beside.others.get(record.id, ()) if one),
        lines=tuple(line for line in lines if not line.void),
    )


def _label(declared: Area, question: str, code: str) -> str:
    asked = next((one for one in declared.fields if one.name == question), None)
    known = declarations.answers_ever(declared.name, asked) if asked and asked.code_set else {}
    return known.get(code, code)


def _said(part: Part, kept_back: Collection[str] = ()) -> tuple[Said, ...]:
    own = part.person_id is not None
    asked = [one for one in declarations.for_part(part).fields if one.own is own and not one.spine]
    return said([one for one in asked if one.name not in kept_back], part.answers)


def _kept_back(part: Part, others: Collection[str]) -> set[str]:
    """The answers for all that are about the family of another child in it. The declaration of today says which, under
    whatever version they were given."""
    kept = [field for field in area_named(part.record.area).fields if part.role in field.kept_from]
    return {field.name for field in kept if any(role and role not in field.kept_from for role in others)}


def texts_of(piece: Piece) -> Iterator[str]:
    """Everything a piece says in somebody's words."""
    for one in (*piece.shared, *piece.own):
        yield one.words
        yield from one.rows
    for _, words in (*piece.additions, *piece.views):
        yield words
    for line in piece.lines:
        yield line.line
        yield line.told
        yield line.childs_words
    yield from (one.why for one in piece.decided)
    for asked in piece.asked:
        yield from (asked.words, asked.how)


def _documents(whose: Whose, reader: Reader, came: set[str]) -> Iterator[DocumentOffer]:
    for kept in filing.of_person(whose.person_id, reader):
        if kept.void or kept.now.destroyed:
            continue
        others = {one.person_id for one in filing.filings_of(kept.id)} - {whose.person_id}
        yield DocumentOffer(kept, ABOUT_OTHERS if others else "", kept.now.sha256 in came)


def names_around(whose: Whose) -> Names:
    """The names of whoever was ever a pupil here or stands in a record with the child, and of who ever worked here."""
    pupils = Enrolment.objects.filter(organisation_id=whose.organisation_id).values("person_id")
    with_them = Part.objects.filter(
        record__in=Part.objects.filter(person_id=whose.person_id).values("record_id"), person__isnull=False
    ).values("person_id")
    own: set[str] = set()
    more: set[str] = set()
    others: dict[str, set[str]] = defaultdict(set)
    for one in PersonName.objects.filter(person_id__in=pupils) | PersonName.objects.filter(person_id__in=with_them):
        first, last = normalise(one.forename).split(), normalise(one.surname).split()
        if one.person_id == whose.person_id:
            own.update(first[:1])
            more.update(first[1:], normalise(one.middle).split(), last)
        else:
            for name in first or [""]:
                others[name].add(" ".join(part for part in (*first, *last) if part != name))
    return Names(pupils=others, staff=_staff(whose.organisation_id), own=frozenset(own), own_more=frozenset(more))


def _staff(organisation_id: UUID) -> Mapping[str, set[str]]:
    """Surname -> first names. Who has left is named in old words still."""
    found: dict[str, set[str]] = defaultdict(set)
    posts = Post.objects.filter(organisation_id=organisation_id)
    for name in posts.values_list("user__display_name", flat=True).distinct():
        *first, last = name.split() or [""]
        for part in normalise(last).split():
            found[part].update(*(normalise(one).split() for one in (*first, last)))
            found[part].discard(part)
    return found
