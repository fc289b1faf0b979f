"""A clock that stops when something was told is judged by the day it was told on, not the day that was written."""

from datetime import date, timedelta

import pytest

from kith.cases import actions, standings
from kith.cases.actions import OwnAnswers, rules
from kith.cases.models import Part, Record
from kith.foundation.dates import in_words, today
from kith.reference.roles import Role
from kith.tasks import queries, running
from kith.tasks.by_day import Standing
from kith.tasks.models import RunningClock

from .council import open_council, take, write
from .test_clocks_at_work import tell_calendar

pytestmark = pytest.mark.django_db
INCLUSION = Role.INCLUSION_OFFICER
DECIDED = date(2026, 9, 15)
NEXT_DAY, LATER = DECIDED + timedelta(days=1), DECIDED + timedelta(days=8)


@pytest.fixture
def education():
    education = open_council()["education"]
    tell_calendar(education)
    return education


@pytest.fixture
def record(education):
    """A suspension the head decided on weeks ago, that is only now written down."""
    own = OwnAnswers(education.children[0], "pupil", {"over_five_days": False}, "SUSP")
    with education.at_work(INCLUSION):
        record = education.send("exclusion", own, decided_on=DECIDED.isoformat(), first_day=NEXT_DAY.isoformat())
        education.tie(INCLUSION, record)
    return record


def told(education, record, parents, governors):
    """Write down the days on which they were told; a day that is not given is taken out."""
    days = {"parents_told_on": parents, "governors_told_on": governors}
    with education.at_work(INCLUSION):
        part = Part.objects.get(record=record, person=None)
        left = {name: answer for name, answer in part.answers.items() if name not in days}
        said = {name: day.isoformat() for name, day in days.items() if day}
        actions.correct(part=part, answers=left | said, based_on=part.n, reason="Found out.")


def to_the_governors(education, record):
    with education.at_work(INCLUSION):
        write(record, duty="meet_15")
        take(record, "governors")


def the_governors_met(education, record):
    with education.at_work(INCLUSION):
        write(record, governors_met_on=LATER.isoformat(), parents_told_decision_on=LATER.isoformat())


def stands(education, record):
    """(as lists say it, as guards read it) of the clock that runs until parents and governors are told."""
    with education.at_work(INCLUSION):
        record = Record.objects.get(id=record.id)
        (due,) = [one for one in queries.clocks_of(record) if one.title == "Parents and governors are told"]
        return due.standing, running.facts(record)["told"]


def test_told_in_time_and_written_late_is_in_time(education, record):
    assert stands(education, record) == (Standing.LATE, "late")
    told(education, record, DECIDED, DECIDED)
    assert stands(education, record) == (Standing.DONE, "stopped in time")
    with education.at_work(INCLUSION):
        RunningClock.objects.filter(record=record).update(met_on=None)
    # The control: by the day it was written down, which is today, it would be late.
    assert stands(education, record) == (Standing.LATE, "stopped late")


def test_what_was_done_before_the_clock_begins_has_stopped_it():
    """The care plan was prepared before the child came into care; the other plan was not, and its clock runs."""
    care, worker, manager = open_council()["care"], Role.SOCIAL_WORKER, Role.TEAM_MANAGER
    child, began = care.children[0], date(2026, 3, 3)
    with care.at_work(worker):
        record = care.send("looked_after")
        care.tie(worker, record)
        care.tie(manager, record)
        for kind, code in (("legal_status", "V2"), ("placement", "U6")):
            standings.begin(record=record, person_id=child, kind=kind, code=code, on=began)
        write(record, care_plan_on=began.isoformat())
    with care.at_work(manager):
        take(record, "current")
    with care.at_work(worker):
        clock = RunningClock.objects.get(record=record, clock="care_plan")
        assert (clock.met_on, clock.stopped_by, clock.stopped_at) == (began, "", clock.started_at)
        stands = running.facts(record)
        assert (stands["care_plan"], stands["placement_plan"]) == ("stopped in time", "late")


def test_told_late_is_late(education, record):
    told(education, record, DECIDED, LATER)
    assert stands(education, record) == (Standing.LATE, "stopped late")
    with education.at_work(INCLUSION):
        (due,) = [one for one in queries.clocks_of(record) if one.title == "Parents and governors are told"]
        assert due.how_long == "6 working days late"


def test_one_of_the_two_told_is_not_told(education, record):
    told(education, record, DECIDED, None)
    assert stands(education, record) == (Standing.LATE, "late")


def test_a_day_that_has_not_come_is_refused(education, record):
    ahead = today() + timedelta(days=1)
    with education.at_work(INCLUSION), pytest.raises(rules.NotReady) as refused:
        write(record, parents_told_on=ahead.isoformat())
    assert refused.value.problems == {
        "parents_told_on": f"It can’t be in the future: today is {in_words(today())}. Write it down once it was done."
    }
    told(education, record, today(), today())
    assert stands(education, record) == (Standing.LATE, "stopped late")


def test_a_day_that_may_lie_ahead_is_taken(education, record):
    """The control: who teaches the pupil from which day is planned, and no clock is judged by it."""
    with education.at_work(INCLUSION):
        day = (today() + timedelta(days=3)).isoformat()
        assert write(record, provision_from=day).answers["provision_from"] == day


def test_a_corrected_day_is_judged_again(education, record):
    told(education, record, LATER, LATER)
    assert stands(education, record)[1] == "stopped late"
    told(education, record, DECIDED, DECIDED)
    assert stands(education, record)[1] == "stopped in time"
    with education.at_work(INCLUSION):
        write(record, decided_on=(DECIDED - timedelta(days=7)).isoformat())
    assert stands(education, record)[1] == "stopped late"


def test_a_day_that_is_taken_out_lets_the_clock_go_on(education, record):
    told(education, record, DECIDED, DECIDED)
    told(education, record, DECIDED, None)
    assert stands(education, record) == (Standing.LATE, "late")
    told(education, record, DECIDED, DECIDED)
    assert stands(education, record) == (Standing.DONE, "stopped in time")


def test_what_a_step_has_ended_does_not_go_on(education, record):
    """It is judged by the day of the step then."""
    told(education, record, DECIDED, DECIDED)
    to_the_governors(education, record)
    told(education, record, DECIDED, None)
    assert stands(education, record) == (Standing.LATE, "stopped late")
    told(education, record, DECIDED, DECIDED)
    assert stands(education, record) == (Standing.DONE, "stopped in time")


def test_what_a_step_would_have_ended_does_not_go_on_after_a_later_one(education, record):
    """Answers had stopped it before the step came. The control is above: before any step it goes on."""
    told(education, record, DECIDED, DECIDED)
    to_the_governors(education, record)
    the_governors_met(education, record)
    with education.at_work(INCLUSION):
        take(record, "review_window")
    told(education, record, DECIDED, None)
    with education.at_work(INCLUSION):
        clock = RunningClock.objects.get(record=record, clock="told")
        assert (clock.stopped_by, clock.met_on) == ("governors", None) and clock.stopped_at
    told(education, record, DECIDED, DECIDED)
    assert stands(education, record) == (Standing.DONE, "stopped in time")


def test_the_governors_met_in_time_though_it_was_written_weeks_after(education, record):
    told(education, record, DECIDED, DECIDED)
    to_the_governors(education, record)
    the_governors_met(education, record)
    with education.at_work(INCLUSION):
        clock = RunningClock.objects.get(record=record, clock="governors_soon")
        assert (clock.met_on, clock.stopped_by) == (LATER, "")
        assert running.facts(record)["governors_soon"] == "stopped in time"
        take(record, "review_window")
    with education.at_work(INCLUSION):
        assert running.facts(record)["governors_soon"] == "stopped in time"
