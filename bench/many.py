"""Very many records of an area, written by the database itself in the shape the rooms' own actions give them.

A hundred thousand records by `cases.submit` would take the afternoon. What a page shows of them is asserted by each
bench, and `tests/bench/test_many.py` holds them against a record that was sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

LATER = timedelta(minutes=7)
_DRAWN = """
CREATE TEMPORARY TABLE drawn ON COMMIT DROP AS
SELECT uuidv7() AS id, uuidv7() AS shared, uuidv7() AS own, n, at, at + %(later)s AS written,
       (%(persons)s::uuid[])[1 + n %% cardinality(%(persons)s::uuid[])] AS person,
       %(prefix)s || '-' || (%(first)s + n) AS reference
FROM (SELECT n, now() - %(every)s::interval * (n + 1) AS at FROM generate_series(0, %(count)s - 1) n) made
"""
_RECORDS = """
INSERT INTO cases_record (id, area, version, stage, reference, occurred_at, written_at, written_by, owner_post,
                          seen_at, seen_by, closed_at, token, holder_id)
SELECT id, %(area)s, %(version)s, %(stage)s, reference, at, written, %(writer)s, %(owner)s, written, %(writer)s,
       CASE WHEN %(closed)s THEN written END, uuidv7(), %(holder)s FROM drawn
"""
_MOVES = """
INSERT INTO cases_stagemove (id, from_stage, to_stage, at, by, rationale, holder_id, record_id)
SELECT uuidv7(), '', %(stage)s, written, %(writer)s, '', %(holder)s, id FROM drawn
"""
_SAID = "role, category, outcome, answers, area_version, struck, holder_id, person_id, record_id"
_SHARED = "'', '', '', %(shared)s::jsonb, %(version)s, false, %(holder)s, NULL, id"
_OWN = "%(role)s, %(category)s, '', '{}'::jsonb, %(version)s, false, %(holder)s, person, id"
_PARTS = [
    statement
    for part, words in (("shared", _SHARED), ("own", _OWN))
    for statement in (
        f"INSERT INTO cases_partversion (id, of_id, n, recorded_at, by, void, {_SAID})"
        f" SELECT uuidv7(), {part}, 1, written, %(writer)s, false, {words} FROM drawn",
        f"INSERT INTO cases_part (id, n, {_SAID}) SELECT {part}, 1, {words} FROM drawn",
    )
]
_ENTRIES = """
INSERT INTO chronology_entry
 (id, area, category, occurred_at, line, told, childs_words, void, holder_id, person_id, record_id)
SELECT uuidv7(), %(area)s, %(category)s, at, reference || ': ' || %(line)s, %(happened)s, '', false,
       %(holder)s, person, id
FROM drawn
"""
_CLOCKS = """
INSERT INTO tasks_runningclock (id, clock, started_at, due_on, stopped_by, counts_from, estimated, paused_days,
                                holder_id, record_id)
SELECT uuidv7(), clock, written, (written + interval '1 day')::date, '', written::date, false, 0, %(holder)s, id
FROM drawn, unnest(%(clocks)s::text[]) clock
"""

_TASKS = """
INSERT INTO tasks_task (id, kind, words, for_role, about, opened_at, due_on, outcome, holder_id, record_id)
SELECT uuidv7(), 'clock_75', 'Contact and referral: ' || c.clock, %(told)s, c.id, c.started_at, c.due_on, '',
       %(holder)s, c.record_id
FROM tasks_runningclock c JOIN drawn ON drawn.id = c.record_id
WHERE c.clock = (%(clocks)s::text[])[1] AND %(told)s::varchar <> ''
"""


@dataclass(frozen=True)
class Records:
    """What to write: so many records of one area at one stage, one person each, in turns from `persons`."""

    controller: UUID
    holder: UUID
    writer: UUID
    persons: Sequence[UUID]
    count: int
    area: str
    stage: str
    role: str
    shared: dict[str, Any]
    prefix: str
    category: str = ""
    first: int = 1001
    closed: bool = False
    clocks: tuple[str, ...] = ()
    # The role that was told of the first clock.
    told: str = ""
    owner: UUID | None = None
    # How far apart they happened; the newest has just been written.
    every: timedelta = timedelta(hours=1)
    line: str = "written for a bench"


def write(connection: Any, what: Records) -> None:
    """Write them, on a connection that passes policies (`inside.Place.filling`)."""
    from psycopg.types.json import Jsonb

    from kith.areas import area
    from kith.chronology.rules import told_of

    values = {**vars(what), "persons": list(what.persons), "clocks": list(what.clocks), "shared": Jsonb(what.shared)}
    declared = area(what.area)
    values |= {"version": declared.version, "later": LATER, "happened": told_of(declared, what.shared)}
    with connection.transaction():
        connection.execute("SELECT set_config('app.controller', %s, true)", [str(what.controller)])
        for statement in (_DRAWN, _RECORDS, _MOVES, *_PARTS, _ENTRIES, _CLOCKS, _TASKS):
            connection.execute(statement, values)
