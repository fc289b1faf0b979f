"""A clock that counts hours, on a record: late by the minute, told of within the quarter, to filters and guards too."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.cases import declarations
from kith.foundation.dates import london
from kith.foundation.days import Period, Unit
from kith.organisations.models import Organisation
from kith.reference.roles import Role
from kith.tasks import queries, ringing, running
from kith.tasks.by_day import Standing
from kith.tasks.models import RunningClock, Task
from kith.tenancy import tenancy

from .council import open_council
from .test_working_together import OFFICER

pytestmark = pytest.mark.django_db


@pytest.fixture
def front(db, monkeypatch):
    """Contacts that are to be decided within 24 hours of their coming in, but for the time somebody waits;
    the clock that counts days rings."""
    real = declarations.for_record

    by_hour = {"period": Period(24, Unit.HOURS), "pauses_on": ("awaiting_info",)}
    changed = {"decided": by_hour, "feedback": {"alerts": (75,)}}

    def by_the_hour(record):
        area = real(record)
        return replace(area, clocks=tuple(replace(c, **changed.get(c.name, {})) for c in area.clocks))

    monkeypatch.setattr(declarations, "for_record", by_the_hour)
    return open_council()["front"]


def sent(front):
    with front.at_work(OFFICER):
        return front.send("contact")


def how_it_stands(front, record):
    """As the page, a guard and the filter have it."""
    with front.at_work(OFFICER):
        titles = {c.name: c.title for c in declarations.for_record(record).clocks}
        due = next(one for one in queries.clocks_of(record) if one.title == titles["decided"])
        late = RunningClock.objects.filter(record=record, clock="decided", record__in=queries.late_records())
        return due.standing, running.facts(record)["decided"], late.exists()


def test_it_is_late_a_minute_after_its_moment_though_its_day_has_not_passed(front):
    record = sent(front)
    due = due_of(front, record)
    assert due - timezone.now() > timedelta(hours=23)
    with time_machine.travel(due - timedelta(minutes=1), tick=False):
        assert how_it_stands(front, record) == (Standing.SOON, "running", False)
    with time_machine.travel(due + timedelta(minutes=1), tick=False):
        assert how_it_stands(front, record) == (Standing.LATE, "late", True)


def test_a_task_about_it_says_its_moment(front):
    record = sent(front)
    with front.at_work(OFFICER):
        clock = RunningClock.objects.get(record=record, clock="decided")
    with tenancy(front.controller, system="bell"):
        ringing.ring_hours(clock.due_at)
    with front.at_work(OFFICER):
        told = [(one.about, one.due_at) for one in queries.waiting(front.reader(OFFICER))]
    assert told == [(clock.id, clock.due_at)]


def told_of(front, record):
    """The kinds of tasks in which somebody was told of it, in their order."""
    with front.at_work(Role.MASH_MANAGER):
        clock = RunningClock.objects.get(record=record, clock="decided")
        return list(Task.objects.filter(about=clock.id).order_by("opened_at").values_list("kind", flat=True))


def due_of(front, record):
    with front.at_work(OFFICER):
        return RunningClock.objects.get(record=record, clock="decided").due_at


def test_it_rings_by_the_hour_and_not_in_the_morning_and_each_time_once(front):
    record = sent(front)
    due = due_of(front, record)
    with tenancy(front.controller, system="bell"):
        # The control: a clock of days is told of that morning, and by no hour.
        assert ringing.ring(london(due).date() + timedelta(days=30)) > 0
    assert told_of(front, record) == []
    with tenancy(front.controller, system="bell"):
        assert ringing.ring_hours(due - timedelta(hours=7)) == 0
        assert ringing.ring_hours(due - timedelta(hours=5)) == 1
        assert ringing.ring_hours(due) == 0
        assert ringing.ring_hours(due + timedelta(minutes=1)) == 1
        assert ringing.ring_hours(due + timedelta(hours=90)) == 0
    assert told_of(front, record) == ["clock_75", "clock_late_service_manager"]


def test_no_clock_of_days_rings_by_the_hour(front):
    record = sent(front)
    with tenancy(front.controller, system="bell"):
        assert RunningClock.objects.filter(record=record, due_at=None).exists()
        assert ringing.ring_hours(timezone.now() + timedelta(minutes=1)) == 0
        assert ringing.ring(london(timezone.now()).date() + timedelta(days=30)) > 0


def test_every_quarter_of_an_hour_it_is_looked_for(front):
    record = sent(front)
    for minutes, kinds in ((-1, ["clock_75"]), (1, ["clock_75", "clock_late_service_manager"])):
        with time_machine.travel(due_of(front, record) + timedelta(minutes=minutes), tick=False):
            app.tasks["clocks.ring_hours"](context=None, timestamp=0)
        assert told_of(front, record) == kinds


def at_night(hour):
    """That hour in London, counted on from a midnight to come."""
    midnight = london(timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return midnight + timedelta(hours=hour)


@pytest.mark.parametrize(("since", "until"), [(8, 18), (-1, 1), (9, 33)])
def test_the_time_it_was_held_for_is_to_its_credit_to_the_minute(front, since, until):
    """Ten hours of one day, two over midnight, a day and a night. Held without an end it would be due as before."""
    record = sent(front)
    before = due_of(front, record)
    with front.at_work(OFFICER):
        running.hold(record, "awaiting_info", at_night(since))
        assert running.facts(record)["decided"] == "paused"
        running.hold(record, "screening", at_night(until))
        after = before + timedelta(hours=until - since)
        clock = RunningClock.objects.get(record=record, clock="decided")
        assert (clock.due_at, clock.due_on, clock.paused_at) == (after, london(after).date(), None)
        running.recount_school_days(Organisation.objects.get(files_of=front.holder))
    assert due_of(front, record) == after
