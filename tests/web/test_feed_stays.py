"""A daily feed that broke stays on My day until it comes again: to have read that it broke does not mend it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.intake.events import FeedArrived, FeedTroubled
from kith.intake.feeds.keeping import set_feed, stop
from kith.intake.models import Feed, FeedRun
from kith.reference.roles import Role
from kith.tenancy import announce
from tests.rooms import open_school
from tests.web.casework import HEAD, LEAD, Casework

pytestmark = pytest.mark.django_db
ADMIN = Role.LOCAL_ADMIN
NEEDS = "needs you"


@pytest.fixture
def work() -> Casework:
    work = Casework(HEAD, LEAD, ADMIN, Role.SYSTEM_ADMIN, ann="bullying")
    with work.open():
        set_feed(school=work.school.organisation, profile_name="xporter")
    return work


def ran(work, state, words="", *, event=None):
    """It ran and ended so, and whoever keeps it is told."""
    with work.open():
        feed = Feed.objects.get()
        run = FeedRun.objects.create(
            feed=feed, began_at=timezone.now(), ended_at=timezone.now(), state=state, words=words
        )
        if event is not None:
            announce(event(feed.id, run.id))


def read(work, role=ADMIN):
    assert work.client(role).get(f"/staff/feeds/{work.school.organisation.id}/").status_code == 200


@pytest.mark.parametrize("state", [FeedRun.State.REFUSED, FeedRun.State.STOPPED, FeedRun.State.GOING])
def test_it_stays_when_its_page_was_read_until_it_comes_again(work, state):
    assert NEEDS not in work.page(ADMIN, "/")
    ran(work, state, "It could not be read.", event=FeedTroubled)
    assert NEEDS in work.page(ADMIN, "/")
    read(work)
    assert NEEDS in work.page(ADMIN, "/") and NEEDS in work.page(Role.SYSTEM_ADMIN, "/")
    assert NEEDS not in work.page(LEAD, "/"), "who keeps no posts mends no feed"
    ran(work, FeedRun.State.DONE, event=FeedArrived)
    assert NEEDS not in work.page(ADMIN, "/")


def test_one_that_does_not_come_stays_too(work):
    with work.open():
        Feed.objects.update(set_at=timezone.now() - timedelta(days=3))
        announce(FeedTroubled(Feed.objects.get().id, None))
    read(work)
    assert NEEDS in work.page(ADMIN, "/")


def test_one_that_came_and_only_asked_something_leaves_once_it_was_read(work):
    """The control."""
    ran(work, FeedRun.State.DONE, event=FeedTroubled)
    assert NEEDS in work.page(ADMIN, "/")
    read(work)
    assert NEEDS not in work.page(ADMIN, "/")


def test_one_that_was_ended_on_purpose_is_no_trouble(work):
    """The control."""
    ran(work, FeedRun.State.REFUSED, "It could not be read.", event=FeedTroubled)
    read(work)
    with work.open():
        stop(feed=Feed.objects.get())
    assert NEEDS not in work.page(ADMIN, "/")


def test_many_feeds_are_asked_for_in_as_many_queries_as_one(work):
    ran(work, FeedRun.State.REFUSED, "It could not be read.", event=FeedTroubled)
    one = asked(work)
    for name in ("birch", "cedar"):
        other = open_school(name, HEAD, controller=work.school.controller)
        with work.open():
            set_feed(school=other.organisation, profile_name="xporter")
    assert asked(work) == one


def asked(work):
    client = work.client(Role.SYSTEM_ADMIN)
    client.get("/")
    with CaptureQueriesContext(connection) as found:
        client.get("/")
    return len(found)
