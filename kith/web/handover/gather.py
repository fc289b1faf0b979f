"""What the pages of the council show of a referral, gathered for one reader."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.access.reader import Reader
from kith.cases import declarations
from kith.cases.guarding import is_author
from kith.cases.models import Record
from kith.cases.queries import Sight
from kith.organisations.queries import named as posts_named
from kith.people.queries import Card, cards, kept_secret
from kith.sharing.models import Arrival, Named, Settled
from kith.sharing.referral import answering, decided, settling
from kith.sharing.referral.decided import Decision
from kith.sharing.referral.settling import Might
from kith.sharing.referral.told import Answer, words_heard
from kith.sharing.rules import Standing, State
from kith.tasks import queries as tasks
from kith.vocabulary import Move
from kith.vocabulary.worded import Said, said
from kith.web import asks
from kith.web.handover.said import ReferralSaid, referral_said

__all__ = ["Item", "Whole", "came_said", "decisions", "items", "may_send_back", "whole"]


@dataclass(frozen=True)
class Item:
    """One referral in the inbox."""

    arrival: Arrival
    record: Record
    body: dict[str, Any]
    names: tuple[str, ...]
    stage: str
    owner: str
    unsettled: int
    clock: Any


@dataclass(frozen=True)
class NamedChild:
    """A child a referral names whose part this reader may read."""

    named: Named
    settled: Settled | None
    might: tuple[Might, ...]


@dataclass(frozen=True)
class Whole:
    """One referral as this reader may see it."""

    arrival: Arrival
    record: Record
    body: dict[str, Any]
    standing: Standing
    stage: str
    children: tuple[NamedChild, ...]
    cards: dict[UUID, Card]
    found: tuple[UUID, ...]
    posts: dict[UUID, str]
    said: tuple[Answer, ...]
    ways: tuple[Move, ...]
    may_settle: frozenset[UUID]
    may_send_back: bool
    before: tuple[Record, ...]
    # What the front door found out, in words, and how it was decided, first to last.
    work: tuple[Said, ...]
    decided: tuple[Decision, ...]
    may_reopen: bool
    # The reader wrote part of what is to be decided: somebody else decides.
    wrote: bool
    # The places of children whose address is kept secret here.
    secret: frozenset[int]

    @property
    def subjects(self) -> list[UUID]:
        """Everybody the page names."""
        return list(self.cards)


def items(reader: Reader, found: Sequence[Arrival]) -> tuple[list[Item], list[UUID]]:
    """The inbox, and everybody it names."""
    records = {one.record_id: one.record for one in found}
    parts = asks.own_parts(reader, list(records))
    known = cards({part.person_id for part in parts})
    posts = posts_named([one.owner_post for one in records.values() if one.owner_post])
    settled = set(Settled.objects.filter(named__arrival__in=found).values_list("named__part_id", flat=True))
    clocks = {due.record.id: due for due in reversed(tasks.running_on(list(records)))}
    return [_item(one, parts, known, posts, settled, clocks.get(one.record_id)) for one in found], list(known)


def _item(one: Arrival, parts: Sequence[Any], known: Any, posts: Any, settled: set[UUID], clock: Any) -> Item:
    record = one.record
    mine = [part for part in parts if part.record_id == record.id]
    return Item(
        arrival=one,
        record=record,
        body=json.loads(one.told),
        names=tuple(known[part.person_id].name for part in mine),
        stage=declarations.for_record(record).stage(record.stage).title,
        owner=posts.get(record.owner_post, "") if record.owner_post else "",
        unsettled=sum(part.id not in settled for part in mine if not record.closed_at),
        clock=clock,
    )


def whole(reader: Reader, arrival: Arrival, sight: Sight, at: int | None, found: Sequence[UUID]) -> Whole:
    """`found`: who was looked for, for the child at place `at`."""
    record, readable = sight.record, {part.id for part in sight.own}
    settled = settling.newest(arrival)
    might = settling.proposals(arrival, reader)
    named = [one for one in settling.named_in(arrival) if one.part_id in readable]
    children = tuple(NamedChild(one, settled.get(one.n), tuple(m for m in might if m.n == one.n)) for one in named)
    shown = {m.person for child in children for m in child.might} | set(found)
    person_of = {part.id: part.person_id for part in sight.own}
    protected = kept_secret(person_of.values())
    told = decided.decisions(arrival, record)
    doers = [one.by for one in (*settled.values(), *told)] + [record.owner_post]
    return Whole(
        arrival=arrival,
        record=record,
        body=json.loads(arrival.told),
        standing=answering.stands(arrival),
        stage=declarations.for_record(record).stage(record.stage).title,
        children=children,
        cards=cards({part.person_id for part in sight.own} | shown),
        found=tuple(found),
        posts=posts_named([id for id in doers if id]),
        secret=frozenset(one.n for one in named if person_of[one.part_id] in protected),
        said=tuple(words_heard(arrival.envelope_id)),
        ways=decisions(reader, record),
        may_settle=asks.workable(reader, record) if not record.closed_at else frozenset(),
        may_send_back=may_send_back(reader, record) and answering.stands(arrival).state is State.RECEIVED,
        before=_before(reader, arrival),
        work=_work(record, sight),
        decided=told,
        may_reopen=any(one.end == decided.REOPENED for one in asks.moves_open_to(reader, record)),
        wrote=bool(decisions(reader, record)) and is_author(record),
    )


def _work(record: Record, sight: Sight) -> tuple[Said, ...]:
    """The answers that were found out since it came: what whoever decides has to read."""
    sight.shared.record = record
    declared = declarations.for_part(sight.shared)
    later = [one for one in declared.fields if one.asked_at and not one.own and not one.spine]
    return said(later, sight.shared.answers)


def came_said(reader: Reader, record: Record, sight: Sight) -> ReferralSaid | None:
    """All that was sent, where a contact came as a referral, of the children this reader may read."""
    arrival = answering.arrival_of(record.id)
    if arrival is None:
        return None
    person_of = {part.id: part.person_id for part in sight.own}
    named, protected = settling.named_in(arrival), kept_secret(person_of.values())
    mine = [one for one in named if one.part_id in person_of]
    secret = {one.n for one in mine if person_of[one.part_id] in protected}
    return referral_said(json.loads(arrival.told), [one.n for one in mine], secret)


def decisions(reader: Reader, record: Record) -> tuple[Move, ...]:
    """The steps that decide a contact and that this post may take from where it stands."""
    return tuple(one for one in asks.moves_open_to(reader, record) if one.end in decided.DECIDED)


def may_send_back(reader: Reader, record: Record) -> bool:
    """Whether this post may say that a referral is not taken on: whoever may mark the contact."""
    return any(one.end == answering.VOID for one in asks.moves_open_to(reader, record))


def _before(reader: Reader, arrival: Arrival) -> tuple[Record, ...]:
    """Contacts made of earlier referrals of the same concern, which this reader may read."""
    reference = json.loads(arrival.told)["reference"]
    earlier = Arrival.objects.filter(sender=arrival.sender, at__lt=arrival.at)
    same = [one.record_id for one in earlier if json.loads(one.told)["reference"] == reference]
    return tuple(asks.records(reader, "contact").filter(id__in=same).order_by("-written_at"))
