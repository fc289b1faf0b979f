"""A feed is set by whoever keeps the posts; its token is sealed, moves to no other address, and goes with it."""

import pytest

from kith.demo.school_system import SCHOOL, TOKEN
from kith.intake.feeds import schedule
from kith.intake.feeds.keeping import FeedNotSet, set_feed, stop, token_of
from kith.intake.feeds.standing import standing_of
from kith.intake.models import FeedRun
from kith.jobs import Work
from kith.sharing.models import Notice
from kith.tenancy import tenancy
from tests.intake.feeds.conftest import STUDENTS
from tests.rooms import open_school

pytestmark = pytest.mark.django_db


def test_a_token_stays_with_its_address_and_goes_with_the_feed(asking):
    with asking.opened():
        same = {"school": asking.world.oak, "profile_name": "wonde", "outside_id": SCHOOL}
        kept = set_feed(**same, address=f"{asking.server.address}/")
        assert token_of(kept, run=kept.id) == TOKEN
        for address in ("https://elsewhere.example/v1.0", "http://elsewhere.example", "ftp://x", ""):
            with pytest.raises(FeedNotSet):
                set_feed(**same, address=address)
        stop(feed=kept)
        assert kept.token is None


def test_a_council_and_a_profile_that_is_not_there_are_told_why(world):
    with world.trust_open(), pytest.raises(FeedNotSet, match="no mapping profile"):
        set_feed(school=world.oak, profile_name="nothing")


def test_whoever_keeps_the_posts_is_told_of_trouble_until_it_comes_again(db, tmp_path, monkeypatch):
    from kith.intake.feeds.folders import folder_of
    from kith.reference.roles import Role
    from tests.intake.feeds.conftest import Dropping

    monkeypatch.setenv("KITH_FEEDS", str(tmp_path))
    school = open_school("oak", Role.SYSTEM_ADMIN, Role.DSL, laestab="8654001")

    class World:
        oak = school.organisation

        @staticmethod
        def trust_open():
            return tenancy(school.controller.id, system="importer")

    feed = Dropping(World, folder_of("oak", "8654001"))

    def told():
        with feed.opened():
            return [(one.post_id, one.read_at is None) for one in Notice.objects.all()]

    feed.comes()
    assert told() == []
    feed.comes(STUDENTS.replace("DateOfBirth", "Birthday"))
    admin = school.posts[Role.SYSTEM_ADMIN].id
    assert told() == [(admin, True)]
    feed.put()
    schedule.take_feeds(Work(school.controller.id, None, "importer"))
    assert told() == [(admin, False)]
    with feed.opened():
        assert standing_of(feed.feed).trouble is None
        FeedRun.objects.update(ended_at=None)
        feed.feed.set_at = feed.feed.set_at.replace(year=2020)
        feed.feed.save()
    schedule.say_who_is_late(Work(school.controller.id, None, "importer"))
    assert told() == [(admin, True)]
