"""Due dates and how they are said."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.areas import area
from kith.tasks import by_day, rules
from kith.tasks.by_day import Standing
from kith.vocabulary import Adjustment, adjusted

CONCERN = area("concern")


def test_a_concern_sent_on_friday_afternoon_is_looked_at_by_monday():
    sent = datetime(2026, 11, 27, 16, 45, tzinfo=UTC)
    (clock,) = rules.started(CONCERN, "submitted", sent)
    assert (clock.clock, clock.due_on) == ("looked_at", date(2026, 11, 30))


def test_the_day_is_londons():
    """Half past eleven at night in summer is past midnight in London."""
    (clock,) = rules.started(CONCERN, "submitted", datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert clock.due_on == date(2026, 7, 2)


def test_a_school_may_set_its_own_length():
    ours = adjusted(CONCERN, [Adjustment("looked_at", 2)])
    (clock,) = rules.started(ours, "submitted", datetime(2026, 11, 27, 16, 45, tzinfo=UTC))
    assert clock.due_on == date(2026, 12, 1)


def test_what_starts_and_stops():
    assert rules.started(CONCERN, "triaged", datetime(2026, 11, 27, tzinfo=UTC)) == []
    assert rules.stopped(CONCERN, "triaged") == ["looked_at"], "to say of what kind it is makes nobody safe"
    assert rules.stopped(CONCERN, "closed") == ["danger", "looked_at", "agreed"]
    assert rules.stopped(CONCERN, "active") == ["agreed"]


def test_what_cannot_wait_runs_only_where_it_was_said_and_is_due_now():
    sent, danger = datetime(2026, 11, 27, 16, 45, tzinfo=UTC), {"shared.danger_now": True}
    assert [c.clock for c in rules.started(CONCERN, "submitted", sent, [danger])] == ["danger", "looked_at"]
    assert [c.clock for c in rules.started(CONCERN, "submitted", sent, [{"shared.danger_now": False}])] == ["looked_at"]
    due = rules.started(CONCERN, "submitted", sent, [danger])[0].due_on
    assert due == date(2026, 11, 27)
    assert (
        by_day.standing(due, due, at_once=True) is by_day.standing(due, date(2026, 12, 1), at_once=True) is Standing.NOW
    )
    assert by_day.words(due, due, at_once=True) == "due now"
    assert by_day.words(due, date(2026, 12, 1), at_once=True) == "due now, since Fri 27 Nov"
    assert by_day.standing(due, due, due, at_once=True) is Standing.DONE


@pytest.mark.parametrize(
    ("today", "done", "standing", "words"),
    [
        (date(2026, 11, 20), None, Standing.IN_TIME, "Fri 27 Nov, 5 working days left"),
        (date(2026, 11, 26), None, Standing.SOON, "Fri 27 Nov, 1 working day left"),
        (date(2026, 11, 27), None, Standing.TODAY, "Fri 27 Nov, due today"),
        (date(2026, 11, 28), None, Standing.LATE, "Fri 27 Nov, less than a working day late"),
        (date(2026, 12, 1), None, Standing.LATE, "Fri 27 Nov, 2 working days late"),
        (date(2026, 12, 9), date(2026, 11, 27), Standing.DONE, "Fri 27 Nov, done in time"),
        (date(2026, 12, 9), date(2026, 11, 30), Standing.LATE, "Fri 27 Nov, 1 working day late"),
    ],
)
def test_how_a_due_date_stands(today, done, standing, words):
    due = date(2026, 11, 27)
    assert by_day.standing(due, today, done) is standing
    assert by_day.words(due, today, done) == words


def test_a_held_clock_is_not_late_until_it_goes_on_and_counts_as_any_other_once_done():
    due, late = date(2026, 11, 27), date(2026, 12, 1)
    assert by_day.standing(due, late, held=True) is Standing.HELD
    assert by_day.words(due, late, held=True) == "Fri 27 Nov, held"
    assert by_day.standing(due, late, late, held=True) is Standing.LATE


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_it_is_late_exactly_after_its_last_day(due, today):
    assert (by_day.standing(due, today) is Standing.LATE) is (today > due)
