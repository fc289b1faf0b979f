"""What is due at a moment: how it stands and is said, by elapsed hours whatever the clocks on the wall do."""

from datetime import UTC, datetime, timedelta

import pytest

from kith.foundation.dates import LONDON
from kith.foundation.days import Period, Unit, due_moment
from kith.tasks import by_day, hours
from kith.tasks.by_day import Standing
from kith.tasks.rules import began
from kith.vocabulary import Clock

DUE = datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("now", "standing", "how_long"),
    [
        (DUE - 30 * HOUR, Standing.IN_TIME, "30 hours left"),
        (DUE - 4 * HOUR, Standing.SOON, "4 hours left"),
        (DUE - HOUR / 2, Standing.SOON, "less than an hour left"),
        (DUE, Standing.SOON, "less than an hour left"),
        (DUE + HOUR / 60, Standing.LATE, "less than an hour late"),
        (DUE + HOUR, Standing.LATE, "1 hour late"),
    ],
)
def test_how_a_moment_stands(now, standing, how_long):
    assert (hours.standing(DUE, now), hours.how_long(DUE, now)) == (standing, how_long)


def test_the_moment_is_said_with_how_it_stands():
    assert hours.words(DUE, DUE + 2 * HOUR) == "Fri 27 Nov, 14:30, 2 hours late"


def test_done_is_judged_by_when_it_was_done():
    assert hours.standing(DUE, DUE + 90 * HOUR, DUE) is Standing.DONE
    late = DUE + 3 * HOUR
    assert (hours.standing(DUE, DUE + 90 * HOUR, late), hours.how_long(DUE, DUE + 90 * HOUR, late)) == (
        Standing.LATE,
        "3 hours late",
    )


def test_what_is_held_is_never_late():
    assert hours.how_long(DUE, DUE + HOUR, held=True) == "held"


@pytest.mark.parametrize(
    ("stopped", "held", "said"),
    [(None, None, "late"), (None, DUE, "paused"), (DUE, None, "stopped in time"), (DUE + HOUR, None, "stopped late")],
)
def test_the_words_of_guards(stopped, held, said):
    assert by_day.how_it_stands(DUE, DUE + HOUR, stopped, held) == said


def test_seventy_two_hours_over_the_night_the_clocks_go_back_end_an_hour_earlier_on_the_wall():
    begun = datetime(2026, 10, 23, 14, 0, tzinfo=LONDON)
    clock = Clock(
        "held", "Police protection ends", ("began",), ("ended",), Period(72, Unit.HOURS), "CA 1989, s.46(6)", True
    )
    end = began(clock, begun, begun.date()).due_at
    assert end == due_moment(begun, 72) and f"{end.astimezone(LONDON):%d %H:%M}" == "26 13:00"


def test_somebody_is_told_by_how_much_of_the_hours_is_gone():
    assert hours.rings(DUE - 8 * HOUR, DUE, (75, 100)) == [(75, DUE - 2 * HOUR), (100, DUE)]
