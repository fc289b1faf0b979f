"""Attendance and behaviour of a delivery, as numbers for a stretch of days: those it gives, or its events by week."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kith import audit
from kith.foundation.dates import NotADate, parse_date
from kith.intake.cells import Record
from kith.intake.feeds.delivered import Delivered, Filled
from kith.intake.feeds.profiles import ATTENDANCE, BEHAVIOUR
from kith.intake.feeds.rows import cell_of
from kith.people.models import AttendanceTally, BehaviourTally
from kith.people.tallies import count

__all__ = ["WEEKS", "count_all", "first_of_weeks"]

SESSIONS = ("possible", "attended", "authorised", "unauthorised", "late")
KINDS = ("credits", "incidents")
# Events are asked for since the Monday of the week so long ago, so that every week that is counted is whole.
WEEKS = 4
# A number no pupil has: a column was mistaken for another.
MOST = 10_000
SCHOOL_YEAR = 8, 31


def first_of_weeks(day: date) -> date:
    """The Monday from which events are counted."""
    return day - timedelta(days=day.weekday() + 7 * WEEKS)


def count_all(delivered: Delivered, persons: Mapping[str, UUID], *, holder_id: UUID, at: datetime) -> int:
    """Write the numbers of pupils who are in the records. Gives of how many pupils some number is another now."""
    sessions = [row for filled in delivered.of(ATTENDANCE) for row in _sessions(filled, persons, delivered.day)]
    events = _whole(list(_events(delivered, persons)), holder_id)
    changed = count(AttendanceTally, sessions, holder_id=holder_id, at=at)
    changed |= count(BehaviourTally, events, holder_id=holder_id, at=at)
    if changed:
        audit.record("feed.count", subjects=sorted(changed), holder=holder_id)
    return len(changed)


def _sessions(filled: Filled, persons: Mapping[str, UUID], day: date) -> Iterator[dict[str, Any]]:
    for record in filled.records:
        person = persons.get(record.cell(filled.table.key).text)
        numbers = {name: _number(cell_of(record, filled.table, name)) for name in SESSIONS}
        days = _days(record, filled, day)
        if person and days and numbers["possible"] is not None and numbers["attended"] is not None:
            yield {"person_id": person, **days, **{name: number or 0 for name, number in numbers.items()}}


def _events(delivered: Delivered, persons: Mapping[str, UUID]) -> Iterator[dict[str, Any]]:
    """Numbers as they are given; and events counted by week, a week without one among them. Of a kind that did not
    come nothing is said."""
    counted: Counter[tuple[UUID, date, str]] = Counter()
    first, shared = first_of_weeks(delivered.day), set[str]()
    for filled in delivered.of(BEHAVIOUR):
        shared |= {filled.table.counts_as} - {""}
        for record in filled.records:
            person = persons.get(record.cell(filled.table.key).text)
            if person is None:
                continue
            if filled.table.counts_as:
                day = _day(cell_of(record, filled.table, "day"))
                if day and first <= day <= delivered.day:
                    counted[person, day - timedelta(days=day.weekday()), filled.table.counts_as] += 1
            elif days := _days(record, filled, delivered.day):
                numbers = {name: _number(cell_of(record, filled.table, name)) for name in KINDS}
                yield {"person_id": person, **days, **{k: n for k, n in numbers.items() if n is not None}}
    if shared:
        yield from _by_week(counted, sorted(shared), persons.values(), delivered.day)


def _by_week(
    counted: Counter[tuple[UUID, date, str]], kinds: Sequence[str], persons: Iterable[UUID], day: date
) -> Iterator[dict[str, Any]]:
    """Of everybody who has an event in these weeks, or had one, each of the weeks: one that was struck out leaves a
    nought."""
    weeks = [first_of_weeks(day) + timedelta(days=7 * n) for n in range(WEEKS + 1)]
    before = BehaviourTally.objects.filter(person_id__in=list(persons), from_on__in=weeks)
    had = set(before.values_list("person_id", flat=True))
    for person in sorted(had | {person for person, _, _ in counted}):
        for week in weeks:
            numbers = {kind: counted[person, week, kind] for kind in kinds}
            yield {"person_id": person, "from_on": week, "until_on": week + timedelta(days=6), **numbers}


def _whole(rows: Sequence[dict[str, Any]], holder_id: UUID) -> list[dict[str, Any]]:
    """Rows with every kind of number: of one they do not say what was counted before stands, or nought."""
    which = ("person_id", "from_on", "until_on")
    there = BehaviourTally.objects.filter(holder=holder_id, person_id__in={row["person_id"] for row in rows})
    before = {tuple(one[name] for name in which): one for one in there.values(*which, *KINDS)}
    nothing = dict.fromkeys(KINDS, 0)
    kept = ({kind: before.get(tuple(row[name] for name in which), nothing)[kind] for kind in KINDS} for row in rows)
    return [{**numbers, **row} for numbers, row in zip(kept, rows, strict=True)]


def _days(record: Record, filled: Filled, day: date) -> dict[str, date] | None:
    """The stretch a row is about; where it gives none, the school year it stands in."""
    from_on = _day(cell_of(record, filled.table, "from"))
    until_on = _day(cell_of(record, filled.table, "until"))
    if from_on is None and until_on is None:
        year = day.year if (day.month, day.day) <= SCHOOL_YEAR else day.year + 1
        from_on, until_on = date(year - 1, 9, 1), date(year, *SCHOOL_YEAR)
    if from_on is None or until_on is None or until_on < from_on:
        return None
    return {"from_on": from_on, "until_on": until_on}


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except NotADate:
        return None


def _number(text: str) -> int | None:
    plain = text.removesuffix(".0")
    figures = plain.isascii() and plain.isdigit() and len(plain.lstrip("0")) <= len(str(MOST))
    return int(plain) if figures and int(plain) <= MOST else None
