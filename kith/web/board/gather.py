"""What the board and the page of a concern show, read in a bounded number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.http import Http404

from kith.areas import area
from kith.audit.queries import lines_about
from kith.cases import naming
from kith.cases import queries as cases
from kith.cases.models import Part, PartVersion, Record, StageMove
from kith.cases.receipts import unread_words
from kith.organisations.queries import live_posts, named
from kith.people import merged
from kith.people.queries import cards
from kith.tasks import queries as tasks
from kith.tasks.chasing import unowned_now
from kith.tasks.said import Due
from kith.web import asks
from kith.web.board import narrowing
from kith.web.outcome import Line

MOST_LINES = 1000
PROTECTION = "child_protection"
OPEN = tuple(stage.name for stage in area("concern").stages if not stage.closes)
ENDED = tuple(stage.name for stage in area("concern").stages if stage.closes and not stage.void)
# The groups of the board, and how many stand in one: the oldest, so that what is new never crowds out what waits.
GROUPS = (
    ("New", ("submitted",)),
    ("Screening", ("triaged",)),
    ("Action", ("active", "reopened", "to_agree")),
    ("Monitoring", ("monitoring",)),
)
MOST_IN_GROUP = 100
# Of what has ended the newest.
MOST_ENDED = 20


@dataclass(frozen=True)
class Row:
    """One concern on the board."""

    record: Record
    people: tuple[Any, ...]
    # What its writer said of all of it: the shared answers.
    told: Mapping[str, Any]
    due: Due | None
    # Since when it has stood where it stands; and whether somebody who is still there has it.
    since: datetime
    owned: bool = True
    # Its writer did not find a child, and nobody has said who that is.
    unsettled: bool = False

    @property
    def at_once(self) -> bool:
        """Whether it cannot wait."""
        return self.due is not None and self.due.at_once

    @property
    def undecided(self) -> bool:
        """Whether nobody has said of what kind it is."""
        return not any(part.category for part in self.record.seen_parts if not part.struck)  # type: ignore[attr-defined]

    @property
    def suggested(self) -> str:
        """The kind its writer named, until somebody decides."""
        return str(self.told.get("category_suggested") or "") if self.undecided else ""

    @property
    def has_mark(self) -> bool:
        """Whether a mark was seen on a child this reader may read about."""
        return any(part.answers.get("mark_seen") is True for part in self.record.seen_parts if not part.struck)  # type: ignore[attr-defined]

    @property
    def is_protection(self) -> bool:
        """Whether it is of child protection, as somebody decided, or as its writer took it until somebody does."""
        decided = {part.category for part in self.record.seen_parts if not part.struck}  # type: ignore[attr-defined]
        return PROTECTION in (decided | {self.suggested})

    @property
    def place(self) -> tuple[bool, bool, bool]:
        """What cannot wait stands first, then child protection, then what nobody has."""
        return (not self.at_once, not self.is_protection, self.owned)


@dataclass(frozen=True)
class Whole:
    """One concern as this reader may see it."""

    sight: cases.Sight
    cards: dict[UUID, Any]
    clocks: tuple[Due, ...]
    posts: dict[UUID, str]
    # All that its parts have said, by part, latest first; and the reason given for each change, by ledger line.
    versions: dict[UUID, list[PartVersion]]
    why: dict[UUID, str]
    # The parts this reader may decide about, among those they may read.
    workable: frozenset[UUID]
    # Those about a child whom the writer did not find, and of whom nobody has said who it is.
    unsettled: frozenset[UUID]

    @property
    def subjects(self) -> tuple[UUID, ...]:
        """Everybody the page names."""
        return tuple(part.person_id for part in self.sight.own if part.person_id)

    @property
    def many(self) -> bool:
        """Whether somebody is left when one of them is struck out."""
        return sum(not part.struck for part in self.sight.own) + len(self.sight.others) > 1

    def look(self) -> Line:
        """What the ledger says of whoever is shown this."""
        record = self.sight.record
        return Line(
            "concern.view", subjects=self.subjects, holder=record.holder_id, detail={"reference": record.reference}
        )


@dataclass(frozen=True)
class Seen:
    """What the board shows: what is open, what ended last, who is who, and whether a group has more."""

    open: list[Row]
    ended: list[Row]
    # Open or not: its writer has added what nobody who decides has read.
    added: list[Row]
    posts: dict[UUID, str]
    more: bool


def board_of(reader: Any, wanted: narrowing.Wanted) -> Seen:
    """What is wanted of the concerns this reader may read: what cannot wait first, then child protection, then
    what nobody has, then the oldest."""
    ids, more = _on_the_board(reader, wanted)
    ended = list(narrowing.narrowed(reader, wanted).filter(stage__in=ENDED).order_by("-closed_at", "-id")[:MOST_ENDED])
    more_said = narrowing.narrowed(reader, wanted).filter(unread_words()).order_by("written_at", "id")
    added = set(more_said.values_list("id", flat=True)[:MOST_IN_GROUP])
    rows = _rows(reader, list({*ids, *added, *(one.id for one in ended)}))
    posts = named([id for row in rows for id in (row.record.written_by, row.record.owner_post) if id])
    open_ = [row for row in rows if row.record.id in ids or (row.record.id in added and row.record.stage in OPEN)]
    closed = [row for row in rows if row.record.id in {one.id for one in ended}]
    closed.sort(key=lambda row: row.since, reverse=True)
    open_.sort(key=lambda row: row.place)
    return Seen(open_, closed, [row for row in rows if row.record.id in added], posts, more)


def _rows(reader: Any, ids: list[UUID]) -> list[Row]:
    """Each of these, the oldest first."""
    records = list(cases.records(reader, area="concern").filter(id__in=ids))[::-1]
    said = dict(Part.objects.filter(record__in=records, person=None).values_list("record_id", "answers"))
    known = cards({part.person_id for record in records for part in record.seen_parts})
    running, here = most_urgent(tasks.running_on(ids)), set(live_posts().values_list("id", flat=True))
    since = dict(StageMove.objects.filter(record__in=ids).values_list("record_id").annotate(Max("at")))
    open_names = naming.unsettled(part for record in records for part in record.seen_parts)
    return [
        Row(
            record=record,
            people=tuple(known[part.person_id] for part in record.seen_parts if not part.struck),
            told=said.get(record.id, {}),
            due=running.get(record.id),
            since=since.get(record.id, record.written_at),
            owned=record.owner_post in here,
            unsettled=bool(open_names & {part.id for part in record.seen_parts}),
        )
        for record in records
    ]


def _on_the_board(reader: Any, wanted: narrowing.Wanted) -> tuple[set[UUID], bool]:
    """The oldest of each group, what nobody has, and all that cannot wait however new it is."""
    all_of = narrowing.narrowed(reader, wanted)
    here = all_of.values_list("id", "stage").order_by("written_at", "id")
    first, *others = [here.filter(stage__in=stages)[: MOST_IN_GROUP + 1] for _, stages in GROUPS]
    groups: dict[str, list[UUID]] = defaultdict(list)
    for id, stage in first.union(*others, all=True):
        groups[next(title for title, stages in GROUPS if stage in stages)].append(id)
    nobodys = here.filter(unowned_now(), stage__in=OPEN)[:MOST_IN_GROUP]
    now = [one.record.id for one in tasks.worklist(reader, area="concern", most=MOST_IN_GROUP) if one.at_once]
    at_once = set(all_of.filter(id__in=now).values_list("id", flat=True)) if now else set()
    shown = {id for ids in groups.values() for id in ids[:MOST_IN_GROUP]} | {id for id, _ in nobodys}
    return shown | at_once, any(len(ids) > MOST_IN_GROUP for ids in groups.values())


def most_urgent(clocks: Iterable[Due]) -> dict[UUID, Due]:
    """Of the clocks that run on a record the one to act on: what cannot wait, else the first to end."""
    ordered = sorted(clocks, key=lambda one: (not one.at_once, one.due_on))
    return {one.record.id: one for one in reversed(ordered)}


def whole(reader: Any, record: Record) -> Whole:
    """One concern: the shared part, the own parts this reader may read, the roles of the others."""
    sight = cases.look(record.id, reader)
    if sight is None:
        raise Http404
    versions = cases.versions(sight, reader)
    said = [one for of_part in versions.values() for one in of_part]
    done_by = [one.by for one in (*sight.steps, *sight.additions, *said)]
    posts = [record.written_by, record.owner_post, record.seen_by, *done_by]
    changed = any(one.line for one in said)
    subjects = [part.person_id for part in sight.own if part.person_id]
    return Whole(
        sight=sight,
        versions=versions,
        why=_reasons(subjects) if changed else {},
        cards=cards([part.person_id for part in sight.own]),
        clocks=tuple(tasks.clocks_of(record)),
        posts=named([id for id in posts if id]),
        workable=asks.workable(reader, record),
        unsettled=frozenset(naming.unsettled(sight.own)),
    )


def _reasons(subjects: Iterable[UUID]) -> dict[UUID, str]:
    """Ledger line -> why something was put right."""
    told = lines_about(merged.written_under(subjects), limit=MOST_LINES)
    return {line.id: line.reason for line in told}


def subjects(rows: Sequence[Row]) -> list[UUID]:
    """Everybody a board names, for its ledger line."""
    return list(dict.fromkeys(card.id for row in rows for card in row.people))
