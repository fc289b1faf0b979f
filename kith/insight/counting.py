"""The engine: a question and a sight give numbers, or the rows behind one of them. One statement each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from kith.cases import declarations
from kith.foundation.dates import today
from kith.insight import periods
from kith.insight.periods import Stretch
from kith.insight.questions import UNDECIDED, Axis, Question, Time
from kith.insight.sight import Sight
from kith.tenancy import numbers

__all__ = ["NARROW", "Answer", "Row", "answer", "kind_words", "labels_of", "rows", "stretches_of"]

Key = tuple[str, str]
Label = tuple[str, str]
# What a question may be narrowed to: one kind of concern, or the children of one year group as it is today.
NARROW = {
    "category": "v.category = %(category)s",
    "year_group": "EXISTS (SELECT FROM people_enrolment e WHERE e.controller_id = v.controller_id"
    " AND e.person_id = v.person_id AND e.year_group = %(year_group)s"
    " AND (e.from_on IS NULL OR e.from_on <= %(today)s) AND (e.until_on IS NULL OR e.until_on >= %(today)s))",
}


@dataclass(frozen=True)
class Answer:
    """Numbers by what stands down and what stands across, each label with its key; `running` are keys of stretches
    that have not ended."""

    question: Question
    down: tuple[Label, ...]
    across: tuple[Label, ...]
    numbers: Mapping[Key, int]
    stretches: tuple[Stretch, ...]
    running: frozenset[str] = frozenset()

    def number(self, down: str, across: str) -> int:
        return self.numbers.get((down, across), 0)

    def of_row(self, down: str) -> int:
        return sum(self.number(down, across) for across, _ in self.across)

    def of_column(self, across: str) -> int:
        """All of it, also what is not worth a row of its own."""
        return sum(number for (_, at), number in self.numbers.items() if at == across)

    @property
    def total(self) -> int:
        return sum(self.numbers.values())


@dataclass(frozen=True)
class Row:
    """One row behind a number."""

    record_id: UUID
    person_id: UUID
    reference: str
    occurred_at: datetime
    category: str
    stage: str


def answer(asked: Question, sight: Sight, narrowed: Mapping[str, str] | None = None, on: date | None = None) -> Answer:
    """What a question gives under this sight. Outside it is asked of stretches that have ended, and of no part."""
    stretches = stretches_of(asked, on or today(), ended=sight.outside)
    told = _counted(asked, sight, dict(narrowed or {}), stretches)
    given = {(down, across): number for down, across, _, number in told}
    typed = {down: words for down, _, words, _ in told}
    running = frozenset(one.key for one in stretches if not one.is_over(on or today()))
    down = _labels(asked.down, stretches, typed)
    down = (*down, *_unlisted(asked.down, down, given))
    if asked.down.time is None and not sight.outside:
        down = _worth_showing(asked, down, given)
    return Answer(asked, down, _labels(asked.across, stretches, {}), given, stretches, running)


def rows(asked: Question, sight: Sight, cell: Key, narrowed: Mapping[str, str], most: int) -> list[Row]:
    """The rows behind one number, latest first; of all across where the second key is empty."""
    stretches = stretches_of(asked, today())
    values = _values(asked, stretches, narrowed) | {"down": cell[0], "across": cell[1], "most": most}
    try:
        open_to, held = _open_to(sight, ("record_id", "person_id"))
    except EmptyResultSet:
        return []
    down, across = (_key(axis, asked) for axis in (asked.down, asked.across))
    here = f"{down} = %(down)s" + (f" AND {across} = %(across)s" if cell[1] else "")
    ours, theirs = (", ".join(f"{of}.{name}" for name in asked.source.held_by) for of in "wv")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.record_id, w.person_id, w.reference, w.occurred_at, w.category, w.stage FROM reporting.concern w"
            f" WHERE w.holder_id = %(holder)s AND (w.record_id, w.person_id) IN ({open_to})"
            f" AND ({ours}) IN (SELECT {theirs} FROM {asked.source.rows} WHERE {_where(asked, narrowed)} AND {here})"
            " ORDER BY w.occurred_at DESC, w.record_id, w.person_id LIMIT %(most)s",
            values | held | {"holder": sight.holder},
        )
        return [Row(*row) for row in cursor.fetchall()]


def stretches_of(asked: Question, on: date, *, ended: bool = False) -> tuple[Stretch, ...]:
    """The stretches of time a question is asked over, oldest first."""
    if asked.time is Time.WEEK:
        return periods.weeks(on, asked.stretches)
    return periods.half_terms(on, asked.stretches, ended=ended)


def _counted(
    asked: Question, sight: Sight, narrowed: Mapping[str, str], stretches: tuple[Stretch, ...]
) -> list[tuple[str, str, str, int]]:
    """Key down, key across, words of what was typed, number."""
    try:
        open_to, held = _open_to(sight, asked.source.held_by)
    except EmptyResultSet:
        return []
    down, across = (_key(axis, asked) for axis in (asked.down, asked.across))
    mine = ", ".join(f"v.{name}" for name in asked.source.held_by)
    words = asked.down.typed or "''"
    statement = (
        f"SELECT {down}, {across}, min({words}), count(*) FROM {asked.source.rows}"
        f" WHERE v.holder_id = %(holder)s AND ({mine}) IN ({open_to}) AND {_where(asked, narrowed)} GROUP BY 1, 2"
    )
    values = _values(asked, stretches, narrowed) | held | {"holder": sight.holder}
    if sight.beyond:
        return numbers.grouped(statement, values, holder=sight.holder)  # type: ignore[return-value]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _open_to(sight: Sight, held_by: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """What the sight holds as a sub-query with named values. Raises EmptyResultSet where it holds nothing."""
    text, params = sight.parts.values_list(*held_by).query.sql_with_params()
    names = [f"open_{n}" for n in range(len(params))]
    return text % tuple(f"%({name})s" for name in names), dict(zip(names, params, strict=True))


def _where(asked: Question, narrowed: Mapping[str, str]) -> str:
    local = f"({asked.source.moment} AT TIME ZONE 'Europe/London')::date"
    days = f"{local} >= %(first)s AND {local} < %(last)s"
    return " AND ".join([asked.source.where, days, *(NARROW[name] for name in narrowed)])


def _values(asked: Question, stretches: tuple[Stretch, ...], narrowed: Mapping[str, str]) -> dict[str, Any]:
    days = {"first": stretches[0].from_on, "last": stretches[-1].until_on, "starts": [s.from_on for s in stretches]}
    return {**narrowed, **days, "keys": [one.key for one in stretches], "today": today()}


def _key(axis: Axis, asked: Question) -> str:
    """The key of an axis as SQL: of a time, that of the stretch the day lies in."""
    if axis.time is None:
        return axis.sql.replace("{moment}", asked.source.moment)
    local = f"({asked.source.moment} AT TIME ZONE 'Europe/London')::date"
    return f"(%(keys)s::text[])[width_bucket({local}, %(starts)s::date[])]"


def _labels(axis: Axis, stretches: tuple[Stretch, ...], typed: Mapping[str, str]) -> tuple[Label, ...]:
    if axis.time is not None:
        return tuple((one.key, one.words) for one in stretches)
    if axis.typed:
        return tuple((key, words or "Nobody said where") for key, words in typed.items())
    return (*(labels_of(axis.field).items() if axis.field else ()), *axis.keys)


def labels_of(field: str) -> dict[str, str]:
    """Every answer to this question about concerns, in the words of the controller."""
    return declarations.answers_ever("concern", declarations.for_new("concern").field(field))


def kind_words() -> Callable[[str], str]:
    """How a kind of concern is said here, also where none was decided."""
    known = labels_of("category")
    return lambda code: known.get(code, code) or UNDECIDED[1]


def _unlisted(axis: Axis, labels: tuple[Label, ...], given: Mapping[Key, int]) -> tuple[Label, ...]:
    """What was counted and no list has: it has a row of its own, or the rows would be less than they add up to."""
    known = dict(labels)
    found = sorted({down for down, _ in given if down not in known}) if axis.field else []
    return tuple((code, code) for code in found)


def _worth_showing(asked: Question, labels: tuple[Label, ...], given: Mapping[Key, int]) -> tuple[Label, ...]:
    """Of a list what there is any of; of what was typed the most frequent first; of a short list all, in order."""
    if not (asked.down.field or asked.down.typed):
        return labels
    of_each = {key: sum(n for (down, _), n in given.items() if down == key) for key, _ in labels}
    found = sorted((label for label in labels if of_each[label[0]]), key=lambda label: -of_each[label[0]])
    return tuple(found[: asked.most])
