"""The first of what is due is read in the order of days: what is found is what going through everything would find."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kith.access.queries import records_visible_to
from kith.cases.models import Record
from kith.foundation.dates import today
from kith.reference.roles import Role
from kith.tasks import queries, soonest
from kith.tasks.actions import open_task
from kith.tasks.models import RunningClock
from tests.cases.council import open_council

pytestmark = pytest.mark.django_db
OFFICER, MANAGER = Role.MASH_OFFICER, Role.MASH_MANAGER


@pytest.fixture
def council(db):
    return open_council()


@pytest.fixture
def front(council):
    """Twelve contacts, each due on another day; every third has an owner and is nobody's to screen any more."""
    front = council["front"]
    with front.at_work(OFFICER):
        records = [front.send("contact") for _ in range(12)]
    with front.at_work(OFFICER):
        for n, record in enumerate(records):
            # Not in the order in which they were sent.
            due = today() + timedelta(days=n * 7 % 12)
            RunningClock.objects.filter(record=record).update(due_on=due)
            if n % 3 == 0:
                Record.objects.filter(id=record.id).update(owner_post=front.posts[MANAGER])
    return front


def both(front, role, most):
    """What is found in the order of days, and what going through everything finds."""
    with front.at_work(role):
        reader = front.reader(role)
        records = Record.objects.filter(area="contact", owner_post=None)
        everything = soonest.running().filter(record__in=records_visible_to(records, reader).values("id"))
        return soonest.first_of(records, reader, most), list(everything[:most])


@pytest.mark.parametrize("most", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("glance", [1, 2, 4])
def test_the_first_are_the_first_of_all(front, monkeypatch, most, glance):
    monkeypatch.setattr(soonest, "GLANCE", glance)
    found, expected = both(front, OFFICER, most)
    assert [one.id for one in found] == [one.id for one in expected] and found
    assert [one.record.reference for one in found] == [one.record.reference for one in expected]


def test_another_service_finds_none(front, council):
    assert both(council["education"], Role.EWO, 3) == ([], [])


def test_what_is_due_later_is_looked_at_only_where_the_first_are_not_enough(front):
    """Both ways are gone: otherwise the test above would compare one with itself."""
    assert gone_through_everything(front, most=1) is False
    assert gone_through_everything(front, most=5, glance=1) is True


def gone_through_everything(front, most, glance=4):
    with pytest.MonkeyPatch.context() as patch, front.at_work(OFFICER):
        patch.setattr(soonest, "GLANCE", glance)
        reader = front.reader(OFFICER)
        records = Record.objects.filter(area="contact", owner_post=None)
        with CaptureQueriesContext(connection) as asked:
            soonest.first_of(records, reader, most)
        return any('FROM "tasks_runningclock" INNER JOIN' in (one["sql"] or "") for one in asked.captured_queries)


def test_the_tasks_of_a_post_and_of_its_role_stand_in_one_order_and_none_twice(front):
    due = today()
    with front.at_work(OFFICER):
        about = {"kind": "referral_arrived", "holder": front.holder}
        for days, whose in ((3, {"for_post": front.posts[OFFICER]}), (1, {"for_role": OFFICER.value}),
                            (2, {"for_post": front.posts[OFFICER], "for_role": OFFICER.value}),
                            (0, {"for_post": front.posts[MANAGER]}), (4, {"for_role": MANAGER.value})):  # fmt: skip
            open_task(words=f"In {days}", due_on=due + timedelta(days=days), **about, **whose)
    with front.at_work(OFFICER):
        reader = front.reader(OFFICER)
        assert [one.title for one in queries.waiting(reader)] == ["In 1", "In 2", "In 3"]
        assert [one.title for one in queries.waiting(reader, 2)] == ["In 1", "In 2"]
        assert [one.words for one in queries.tasks(reader)] == ["In 1", "In 2", "In 3"]
