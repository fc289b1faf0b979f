"""What the board and the page of a concern show, read in a bounded number of queries."""

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
from kith.people.queries import cards
from kith.tasks import queries as tasks
from kith.tasks.queries import Due
from kith.web import asks
from kith.web.outcome import Line

MOST_LINES = 1000
OPEN = tuple(stage.name for stage in area("concern").stages if not stage.closes)


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

    def look(self) -> Line:
        """What the ledger says of whoever is shown this."""
        record = self.sight.record
        return Line(
            "concern.view", subjects=self.subjects, holder=record.holder_id, detail={"reference": record.reference}
        )


def open_rows(reader: Any) -> tuple[list[Row], dict[UUID, str]]:
    """Concerns that are not closed, what cannot wait first, then the oldest; and who wrote them, by name."""
    records = list(cases.records(reader, area="concern", stages=OPEN))[::-1]
    said = dict(Part.objects.filter(record__in=records, person=None).values_list("record_id", "answers"))
    known = cards({part.person_id for record in records for part in record.seen_parts})
    running = most_urgent(tasks.worklist(reader, area="concern"))
    rows = [
        Row(
            record=record,
            people=tuple(known[part.person_id] for part in record.seen_parts),
            words=str(said.get(record.id, {}).get("description", "")),
            due=running.get(record.id),
        )
        for record in records
    ]
    return sorted(rows, key=lambda row: not row.at_once), named([record.written_by for record in records])


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
        why={line.id: line.reason for line in lines_about(subjects, limit=MOST_LINES)} if changed else {},
        cards=cards([part.person_id for part in sight.own]),
        clocks=tuple(tasks.clocks_of(record)),
        posts=named([id for id in posts if id]),
        workable=asks.workable(reader, record),
    )


def subjects(rows: Sequence[Row]) -> list[UUID]:
    """Everybody a board names, for its ledger line."""
    return list(dict.fromkeys(card.id for row in rows for card in row.people))
