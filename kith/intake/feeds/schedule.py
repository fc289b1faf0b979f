"""When feeds are taken: files soon after they lie there, a system that is asked once a day in the early morning."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from kith.foundation.dates import london
from kith.intake.events import FeedTroubled
from kith.intake.feeds.folders import clear_away, place_of
from kith.intake.feeds.going import Means, go, slug_of
from kith.intake.feeds.keeping import feeds
from kith.intake.feeds.standing import standings
from kith.intake.models import Feed, FeedRun
from kith.jobs import Interrupted, Work, nightly
from kith.tenancy import announce
from kith.tenancy.models import Controller

__all__ = ["clear_folders", "is_due", "say_who_is_late", "take_feeds"]

EARLIEST = time(6, 0)
# After each try in vain it is left alone for as many times as long.
APART = timedelta(minutes=30)


@nightly("feeds.take", system="importer", at="*/15 * * * *")
def take_feeds(work: Work) -> None:
    """Every feed that is due, each by itself: one that fails keeps no other from its turn."""
    failures: list[Exception] = []
    with work.opened():
        due = [feed.id for feed in feeds().filter(stopped_at=None) if is_due(feed, _last(feed.id), timezone.now())]
    for feed in due:
        work.go_on()
        try:
            go(work.opened, feed, Means(go_on=work.go_on))
        except Interrupted:
            raise
        except Exception as wrong:
            # Its folder can't be read or written, or worse: whoever runs Kith is told by the log.
            failures.append(wrong)
    if failures:
        raise failures[0]


@nightly("feeds.late", system="importer", at="0 9 * * *")
def say_who_is_late(work: Work) -> None:
    """Of feeds that have not come for two days somebody is told."""
    with work.opened():
        for one in standings(with_waiting=False):
            if one.late:
                announce(FeedTroubled(one.feed.id, None))


@nightly("feeds.clear", system="importer", at="30 3 * * *")
def clear_folders(work: Work) -> None:
    """What was taken is destroyed after a week, also of a feed that was stopped or comes by another way now: what lies
    in its folder still nobody will take."""
    with work.opened() as unit:
        slug = Controller.objects.get(id=unit.controller_id).slug
        folders = [(place_of(slug, slug_of(feed)), feed) for feed in feeds() if feed.school.files_of_id]
    for folder, feed in folders:
        work.go_on()
        clear_away(folder, untaken=feed.stopped_at is not None or feed.way != Feed.Way.FILES)


def is_due(feed: Feed, last: FeedRun | None, now: datetime) -> bool:
    """Files are looked for each time. Where somebody is asked: once after six in the morning, and again where that came
    to nothing, ever less often."""
    if feed.way == Feed.Way.FILES:
        return True
    here = london(now)
    if here.time() < EARLIEST:
        return False
    if last is not None and last.state == FeedRun.State.GOING:
        return now >= last.began_at + APART * last.tries
    six = datetime.combine(here.date(), EARLIEST, here.tzinfo)
    return last is None or last.state == FeedRun.State.STOPPED or london(last.began_at) < six


def _last(feed_id: UUID) -> FeedRun | None:
    return FeedRun.objects.filter(feed=feed_id).order_by("-began_at").first()
