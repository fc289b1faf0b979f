"""What is asked of the records, each question as a declaration: what is counted, by what, over which days. No Django.

One engine answers all of them (`counting`), over the reporting views, for the page, the report and the file alike.
"""

import enum
from dataclasses import dataclass

__all__ = ["AXES", "CLOCKS", "CONCERNS", "QUESTIONS", "Axis", "Plot", "Question", "Source", "Time", "question"]


class Time(enum.StrEnum):
    """By which stretches days are counted."""

    HALF_TERM = "half-term"
    WEEK = "week"


class Plot(enum.StrEnum):
    """How the answer is drawn."""

    GRID = "grid"
    BARS = "bars"
    RUN = "run"


@dataclass(frozen=True)
class Source:
    """Where rows come from, as SQL: a view, the moment of each row, and by what a reader's sight holds it."""

    rows: str
    moment: str
    where: str
    held_by: tuple[str, ...]


CONCERNS = Source("reporting.concern v", "v.occurred_at", "v.stage <> 'void'", ("record_id", "person_id"))
# How soon the lead looked at a concern: one row for each time the clock was started.
CLOCKS = Source(
    "tasks_runningclock c JOIN (SELECT DISTINCT holder_id, record_id, stage FROM reporting.concern) v"
    " ON v.record_id = c.record_id",
    "c.started_at",
    "c.clock = 'looked_at' AND v.stage <> 'void'",
    ("record_id",),
)


@dataclass(frozen=True)
class Axis:
    """By what numbers are split. `sql` gives its key; the words of a key come from a question of concerns as the
    controller words its list (`field`), a list here, or the row.

    `typed`: somebody wrote it freely, so it is shown to nobody outside, and its key is a digest.
    """

    name: str
    words: str
    sql: str = ""
    field: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    time: Time | None = None
    typed: str = ""


_LOCAL = "({moment} AT TIME ZONE 'Europe/London')"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS = ("Before 9:00", "9:00 to 10:59", "11:00 to 12:59", "13:00 to 14:59", "From 15:00")
_PLACE = "btrim(regexp_replace(lower(coalesce(v.place, '')), '\\s+', ' ', 'g'), ' .,')"
# What no code of the set has said yet.
UNDECIDED = ("", "Not decided yet")
AXES = {
    one.name: one
    for one in (
        Axis("category", "Kind of concern", "v.category", field="category", keys=(UNDECIDED,)),
        Axis("outcome", "What came of it", "v.outcome", field="outcome", keys=(UNDECIDED,)),
        Axis("origin", "Where it came from", "coalesce(v.origin, '')", field="origin"),
        Axis(
            "weekday",
            "Day of the week",
            f"extract(isodow FROM {_LOCAL})::int::text",
            keys=tuple((str(n), day) for n, day in enumerate(_DAYS, 1)),
        ),
        Axis(
            "hour",
            "Time of day",
            f"width_bucket(extract(hour FROM {_LOCAL})::int, ARRAY[9, 11, 13, 15])::text",
            keys=tuple((str(n), words) for n, words in enumerate(_HOURS)),
        ),
        Axis("place", "Place", f"left(md5({_PLACE}), 12)", typed="btrim(coalesce(v.place, ''))"),
        Axis("half_term", "Half-term", time=Time.HALF_TERM),
        Axis("week", "Week beginning", time=Time.WEEK),
        Axis("all", "Concerns", "'all'", keys=(("all", "Concerns"),)),
        Axis(
            "in_time",
            "Looked at by the lead",
            "CASE WHEN c.stopped_at IS NULL THEN CASE WHEN c.due_on < %(today)s THEN 'late' ELSE 'open' END"
            " WHEN (c.stopped_at AT TIME ZONE 'Europe/London')::date <= c.due_on THEN 'in_time' ELSE 'late' END",
            keys=(("in_time", "In time"), ("late", "Late"), ("open", "Not looked at yet, and still in time")),
        ),
    )
}


@dataclass(frozen=True)
class Question:
    """`stretches`: how many of the time it is asked over. `outside`: whether readers outside may be told at all."""

    name: str
    title: str
    counted: str
    down: Axis
    across: Axis
    plot: Plot
    stretches: int = 6
    source: Source = CONCERNS
    outside: bool = False
    most: int = 40

    @property
    def time(self) -> Time:
        return self.down.time or self.across.time or Time.HALF_TERM


_EACH = "A concern is counted once for each child it is about, on the day it happened."
QUESTIONS = (
    Question(
        "category", "Kinds of concern by half-term", _EACH, AXES["category"], AXES["half_term"], Plot.GRID, outside=True
    ),
    Question("time_of_day", "When concerns happen", _EACH, AXES["weekday"], AXES["hour"], Plot.GRID),
    Question("place", "Where concerns happen", _EACH, AXES["place"], AXES["all"], Plot.BARS, most=12),
    Question("weeks", "Concerns a week", _EACH, AXES["week"], AXES["all"], Plot.RUN, stretches=26),
    Question(
        "weekday", "Days of the week by half-term", _EACH, AXES["weekday"], AXES["half_term"], Plot.GRID, outside=True
    ),
    Question(
        "outcome", "What came of concerns", _EACH, AXES["outcome"], AXES["half_term"], Plot.GRID, outside=True
    ),
    Question("origin", "Where concerns come from", _EACH, AXES["origin"], AXES["half_term"], Plot.GRID),
    Question(
        "in_time",
        "Concerns looked at in time",
        "Each concern once, on the day it was sent; in time is by the day the school’s own rule sets.",
        AXES["in_time"],
        AXES["half_term"],
        Plot.GRID,
        source=CLOCKS,
        outside=True,
    ),
)  # fmt: skip


def question(name: str) -> Question:
    """The question of this name. Raises KeyError."""
    return {one.name: one for one in QUESTIONS}[name]
