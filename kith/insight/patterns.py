"""What may be a pattern: rules said aloud, and nothing is decided by them. No Django.

Each finding names the rows it rests on and says why in words. A person accepts it or dismisses it, with a reason; no
record changes by either. Worked: three concerns about one child on 2, 9 and 30 November lie within six weeks: a
possible pattern. With the third on 30 December they do not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

__all__ = ["RULES", "Finding", "Happened", "findings", "place_key"]

WEEKS_6 = timedelta(weeks=6)
SAME_CHILD, SAME_PLACE = 3, 4
# Rising: this many stretches of four weeks, each with more than the one before, the last with at least so many.
RISES, LAST_AT_LEAST = 3, 5
FOUR_WEEKS = timedelta(weeks=4)
RULES = {
    "same_child": f"{SAME_CHILD} or more concerns about one child within six weeks",
    "same_place": f"{SAME_PLACE} or more concerns at one place within six weeks",
    "rising": f"a kind of concern that rose {RISES - 1} times in a row, by stretches of four weeks, to {LAST_AT_LEAST} "
    "or more",
}


@dataclass(frozen=True)
class Happened:
    """One concern about one child, as much of it as a rule asks."""

    record: UUID
    person: UUID
    day: date
    place: str = ""
    category: str = ""


@dataclass(frozen=True)
class Finding:
    """What may be a pattern: by which rule, about what, because of which records. `about` is an id, a place or a kind.

    `person` is set where it is about one child.
    """

    rule: str
    about: str
    words: str
    records: tuple[UUID, ...]
    person: UUID | None = None


def findings(rows: Iterable[Happened], on: date) -> list[Finding]:
    """Everything the rules find up to this day, by rule."""
    every = sorted((row for row in rows if row.day <= on), key=lambda row: (row.day, row.record))
    return [*_same_child(every, on), *_same_place(every, on), *_rising(every, on)]


def place_key(place: str) -> str:
    """One place, however it was written."""
    return " ".join(place.casefold().split()).strip(" .,")


def _same_child(rows: Sequence[Happened], on: date) -> Iterator[Finding]:
    for person, theirs in _by(rows, lambda row: row.person).items():
        if close := _within(theirs, SAME_CHILD, on):
            words = f"{_count(close)} about the same child between {_days(close)}."
            yield Finding("same_child", str(person), words, _records(close), person)


def _same_place(rows: Sequence[Happened], on: date) -> Iterator[Finding]:
    named = [row for row in rows if place_key(row.place)]
    for place, there in _by(named, lambda row: place_key(row.place)).items():
        if close := _within(there, SAME_PLACE, on):
            words = f"{_count(close)} at the same place, “{there[0].place.strip()}”, between {_days(close)}."
            yield Finding("same_place", place, words, _records(close))


def _rising(rows: Sequence[Happened], on: date) -> Iterator[Finding]:
    begins = on - FOUR_WEEKS * RISES
    recent = [row for row in rows if row.category and row.day > begins]
    for category, of_kind in _by(recent, lambda row: row.category).items():
        each = [
            _once([row for row in of_kind if begins + FOUR_WEEKS * n < row.day <= begins + FOUR_WEEKS * (n + 1)])
            for n in range(RISES)
        ]
        numbers = [len(one) for one in each]
        if numbers[-1] >= LAST_AT_LEAST and all(before < after for before, after in pairwise(numbers)):
            told = ", then ".join(map(str, numbers))
            words = f"This kind of concern is rising: {told} in the last {RISES} stretches of four weeks."
            yield Finding("rising", category, words, _records([row for one in each for row in one]))


def _within(rows: Sequence[Happened], how_many: int, on: date) -> list[Happened]:
    """The concerns of the six weeks before the last one, if that lies in the last six weeks and they are enough."""
    last = rows[-1].day
    close = _once([row for row in rows if row.day > last - WEEKS_6])
    return close if last > on - WEEKS_6 and len(close) >= how_many else []


def _once(rows: Sequence[Happened]) -> list[Happened]:
    """Each record once, however many children it is about."""
    return list({row.record: row for row in rows}.values())


def _by(rows: Iterable[Happened], key: object) -> dict[object, list[Happened]]:
    found: dict[object, list[Happened]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)  # type: ignore[operator]
    return found


def _count(rows: Sequence[Happened]) -> str:
    return f"{len(rows)} concerns"


def _days(rows: Sequence[Happened]) -> str:
    """With the year: the words are kept."""
    first, last = rows[0].day, rows[-1].day
    return f"{first.day} {first:%B %Y} and {last.day} {last:%B %Y}"


def _records(rows: Sequence[Happened]) -> tuple[UUID, ...]:
    return tuple(row.record for row in rows)
