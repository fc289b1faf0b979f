"""A clock that counts hours, on a record: late by the minute, told of within the quarter, to filters and guards too."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kith.cases import declarations
from kith.foundation.days import Period, Unit
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
    """Contacts that are to be decided within 24 hours of their coming in, not by the end of a day."""
    real = declarations.for_record

    def by_the_hour(record):
        area = real(record)
        day = Period(24, Unit.HOURS)
        return replace(area, clocks=tuple(replace(c, period=day) if c.name == "decided" else c for c in area.clocks))

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
    with front.at_work(OFFICER):
        due = RunningClock.objects.get(record=record, clock="decided").due_at
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


def test_it_rings_by_the_hour_and_not_in_the_morning_and_each_time_once(front):
    record = sent(front)
    with front.at_work(OFFICER):
        due = RunningClock.objects.get(record=record, clock="decided").due_at
    with tenancy(front.controller, system="bell"):
        assert ringing.ring_hours(due - timedelta(hours=7)) == 0
        assert ringing.ring_hours(due - timedelta(hours=5)) == 1
        assert ringing.ring_hours(due) == 0
        assert ringing.ring_hours(due + timedelta(minutes=1)) == 1
        assert ringing.ring_hours(due + timedelta(hours=90)) == 0
    with front.at_work(Role.MASH_MANAGER):
        assert list(Task.objects.filter(record=record).order_by("opened_at").values_list("kind", flat=True)) == [
            "clock_75",
            "clock_late_service_manager",
        ]
    with tenancy(front.controller, system="bell"):
        day = timezone.localdate(due) + timedelta(days=1)
        ringing.ring(day)
    with front.at_work(Role.MASH_MANAGER):
        assert Task.objects.filter(record=record, words__contains="decides").count() == 2
