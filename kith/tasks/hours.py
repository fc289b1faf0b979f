"""How a moment stands where the law counts hours, and how that is said. Pure: moments in, words out.

Days have a last day that is still in time; hours have a moment, and the minute after it is late.
"""

from datetime import datetime, timedelta

from kith.foundation.dates import london, moment_in_words
from kith.tasks.by_day import Standing

# Amber for as long before the moment itself.
SOON = timedelta(hours=4)


def standing(due: datetime, now: datetime, done: datetime | None = None, *, held: bool = False) -> Standing:
    """How it stands now; once done, how it stood then."""
    if done is not None:
        return Standing.DONE if done <= due else Standing.LATE
    if held:
        return Standing.HELD
    if now > due:
        return Standing.LATE
    return Standing.SOON if due - now <= SOON else Standing.IN_TIME


def words(due: datetime, now: datetime, done: datetime | None = None, *, held: bool = False) -> str:
    """The moment and how it stands: "Fri 27 Nov, 14:30, 2 hours late"."""
    return f"{moment_in_words(due, as_of=london(now).date())}, {how_long(due, now, done, held=held)}"


def how_long(due: datetime, now: datetime, done: datetime | None = None, *, held: bool = False) -> str:
    """How it stands, for where the moment is beside it already: "2 hours late"."""
    match how := standing(due, now, done, held=held):
        case Standing.LATE:
            return f"{_count((done or now) - due)} late"
        case Standing.DONE:
            return "done in time"
        case Standing.HELD:
            return how.value
        case _:
            return f"{_count(due - now)} left"


def rings(started: datetime, due: datetime, alerts: tuple[int, ...]) -> list[tuple[int, datetime]]:
    """When somebody is told, by how much of the time is gone: [(75, a moment), (100, the end)]."""
    return [(percent, started + (due - started) * percent / 100) for percent in alerts]


def _count(time: timedelta) -> str:
    n = int(time / timedelta(hours=1))
    return f"{n} hour{'' if n == 1 else 's'}" if n else "less than an hour"
