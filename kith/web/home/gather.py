"""What stands on the list of a post, of every area, read in a bounded number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.access.queries import records_visible_to
from kith.areas import all_areas, area
from kith.cases.models import Record
from kith.people.queries import cards
from kith.tasks import queries as tasks
from kith.web import asks
from kith.web.board.gather import OPEN, most_urgent

# So many of each sort, soonest first: whoever has more of them works from the lists.
MOST = 100
NOT_SAID = ""
# A concern nobody has decided.
JUST_CAME = area("concern").stages[0].name


@dataclass(frozen=True)
class Row:
    """A clock on a record: whose children, which clock, whose work."""

    record: Record
    people: tuple[Any, ...]
    due: tasks.Due
    whose: str = NOT_SAID

    @property
    def at_once(self) -> bool:
        """Whether it cannot wait."""
        return self.due.at_once

    @property
    def is_new(self) -> bool:
        """Whether nobody who decides has read it yet: it stands before all that waits."""
        return self.record.stage == JUST_CAME and self.record.seen_at is None and not self.at_once


@dataclass(frozen=True)
class Undated:
    """Open work on which no clock runs."""

    record: Record
    people: tuple[Any, ...]
    whose: str


@dataclass(frozen=True)
class Task:
    """Something this post has to answer; `opens` where it may open the record it is about."""

    waiting: tasks.Waiting
    opens: bool


def rows(reader: Any) -> tuple[list[Row], bool]:
    """The due clocks of this post: of the concerns it may read, and of other areas what is its own to see to.

    And whether there are more than are listed.
    """
    concerns, others = _concerns(reader), _others(reader)
    listed = [*_to_act_on(concerns[:MOST]), *others[:MOST]]
    return _with_people(reader, listed), max(len(concerns), len(others)) > MOST


def undated(reader: Any) -> tuple[list[Undated], bool]:
    """What is this post's to go on with though no day is set, and whether there is more than is listed."""
    found = tasks.undated(reader, areas=_areas(reader), most=MOST + 1)
    people = _people_of(reader, {record.id for record, _ in found})
    listed = [Undated(record, people[record.id], whose.value) for record, whose in found[:MOST]]
    return listed, len(found) > MOST


def _with_people(reader: Any, due: Sequence[tuple[tasks.Due, str]]) -> list[Row]:
    people = _people_of(reader, {one.record.id for one, _ in due})
    return [Row(one.record, people[one.record.id], one, whose) for one, whose in due]


def _people_of(reader: Any, record_ids: Collection[UUID]) -> Mapping[UUID, tuple[Any, ...]]:
    """Whom each of these records is about, as far as this reader may read it."""
    if not record_ids:
        return {}
    about: dict[UUID, list[UUID]] = {id: [] for id in record_ids}
    for part in asks.own_parts(reader, record_ids):
        if part.person_id and not part.struck:
            about[part.record_id].append(part.person_id)
    known = cards({id for ids in about.values() for id in ids})
    return {record: tuple(known[id] for id in ids) for record, ids in about.items()}


def _concerns(reader: Any) -> list[tasks.Due]:
    return tasks.worklist(reader, area="concern", most=MOST + 1) if asks.may_open(reader, "concern.read") else []


def _to_act_on(concerns: Sequence[tasks.Due]) -> list[tuple[tasks.Due, str]]:
    """Of each concern the clock to act on. A lead sees to all of them, so it is not said whose they are."""
    return [(one, NOT_SAID) for one in most_urgent(concerns).values() if one.record.stage in OPEN]


def _others(reader: Any) -> list[tuple[tasks.Due, str]]:
    return [(one, whose.value) for one, whose in tasks.day_of(reader, areas=_areas(reader), most=MOST + 1)]


def _areas(reader: Any) -> list[str]:
    """Those this reader may open but the concern, whose board lists all of them."""
    return [one.name for one in all_areas() if one.name != "concern" and asks.may_open(reader, f"{one.name}.read")]


def to_answer(reader: Any) -> tuple[list[Task], bool]:
    """The tasks of this post, and whether there are more than are listed."""
    found = tasks.waiting(reader, MOST + 1)
    about = [one.record_id for one in found if one.record_id]
    visible = records_visible_to(Record.objects.filter(id__in=about), reader).values_list("id", flat=True)
    seen = set(visible) if about else set()
    return [Task(one, one.record_id in seen) for one in found[:MOST]], len(found) > MOST


def subjects(found: Sequence[Row | Undated]) -> list[UUID]:
    """Everybody the list names, for its ledger line."""
    return list(dict.fromkeys(card.id for row in found for card in row.people))
