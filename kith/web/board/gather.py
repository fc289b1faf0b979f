"""What the board and the page of a concern show, read in a bounded number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from kith.areas import area
from kith.audit.queries import lines_about
from kith.cases import queries as cases
from kith.cases.models import Part, PartVersion, Record
from kith.organisations.queries import named
from kith.people import merged
from kith.people.queries import cards
from kith.tasks import queries as tasks
from kith.tasks.said import Due
from kith.web import asks
from kith.web.outcome import Line

MOST_LINES = 1000
OPEN = tuple(stage.name for stage in area("concern").stages if not stage.closes)
# The groups of the board, and how many stand in one: the oldest, so that what is new never crowds out what waits.
GROUPS = (
    ("New", ("submitted",)),
    ("Looking into it", ("triaged", "active", "reopened")),
    ("Watching", ("monitoring",)),
)
MOST_IN_GROUP = 100


@dataclass(frozen=True)
class Row:
    """One concern on the board."""

    record: Record
    people: tuple[Any, ...]
    words: str
    due: Due | None

    @property
    def at_once(self) -> bool:
        """Whether it cannot wait."""
        return self.due is not None and self.due.at_once


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


def open_rows(reader: Any) -> tuple[list[Row], dict[UUID, str], bool]:
    """Concerns that are not closed, what cannot wait first, then the oldest; who wrote them, by name; and whether a
    group has more of them."""
    ids, more = _on_the_board(reader)
    records = list(cases.records(reader, area="concern").filter(id__in=ids))[::-1]
    said = dict(Part.objects.filter(record__in=records, person=None).values_list("record_id", "answers"))
    known = cards({part.person_id for record in records for part in record.seen_parts})
    running = most_urgent(tasks.running_on(ids))
    rows = [
        Row(
            record=record,
            people=tuple(known[part.person_id] for part in record.seen_parts if not part.struck),
            words=str(said.get(record.id, {}).get("description", "")),
            due=running.get(record.id),
        )
        for record in records
    ]
    return sorted(rows, key=lambda row: not row.at_once), named([record.written_by for record in records]), more


def _on_the_board(reader: Any) -> tuple[set[UUID], bool]:
    """The oldest of each group, and all that cannot wait however new it is."""
    here = asks.records(reader).values_list("id", "stage").order_by("written_at", "id")
    first, *others = [here.filter(stage__in=stages)[: MOST_IN_GROUP + 1] for _, stages in GROUPS]
    groups: dict[str, list[UUID]] = defaultdict(list)
    for id, stage in first.union(*others, all=True):
        groups[next(title for title, stages in GROUPS if stage in stages)].append(id)
    at_once = {one.record.id for one in tasks.worklist(reader, area="concern", most=MOST_IN_GROUP) if one.at_once}
    shown = {id for ids in groups.values() for id in ids[:MOST_IN_GROUP]}
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
    changed = any(len(of_part) > 1 for of_part in versions.values())
    subjects = [part.person_id for part in sight.own if part.person_id]
    return Whole(
        sight=sight,
        versions=versions,
        why=_reasons(subjects) if changed else {},
        cards=cards([part.person_id for part in sight.own]),
        clocks=tuple(tasks.clocks_of(record)),
        posts=named([id for id in posts if id]),
        workable=asks.workable(reader, record),
    )


def _reasons(subjects: Iterable[UUID]) -> dict[UUID, str]:
    """Ledger line -> why something was put right."""
    told = lines_about(merged.written_under(subjects), limit=MOST_LINES)
    return {line.id: line.reason for line in told}


def subjects(rows: Sequence[Row]) -> list[UUID]:
    """Everybody a board names, for its ledger line."""
    return list(dict.fromkeys(card.id for row in rows for card in row.people))
