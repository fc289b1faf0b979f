"""One go of a feed, from looking whether anything is there to what came of it: behind the schedule and the command.

Each go ends in one of few ways: nothing was there; it was taken; it can't be used, and says why; it is still on its
way, and goes on the next time where it stopped. Whatever happens to one feed, the next one has its turn.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from time import sleep
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from kith import audit
from kith.foundation.dates import today
from kith.intake.events import FeedArrived, FeedTroubled
from kith.intake.feeds import files as by_files
from kith.intake.feeds.asking import Ask, Away, ask
from kith.intake.feeds.days import AGAIN, by_day, check_day
from kith.intake.feeds.delivered import Delivered
from kith.intake.feeds.folders import DONE, REFUSED, arrived, folder_of, put_away
from kith.intake.feeds.keeping import begin_again, token_of
from kith.intake.feeds.pages import INTERRUPTED, Fetching, delivered_of, fetch
from kith.intake.feeds.profiles import BadProfile, Profile, profile
from kith.intake.feeds.taking import take
from kith.intake.feeds.unforeseen import why_not
from kith.intake.models import Feed, FeedRun
from kith.intake.stages import Stage
from kith.tenancy import announce, waiting
from kith.tenancy.models import Controller

__all__ = ["Means", "Went", "go", "slug_of"]

Open = Callable[[], AbstractContextManager[Any]]
# What has been on its way longer than this is asked for from the beginning: too much has changed meanwhile.
LONGEST = timedelta(hours=20)


@dataclass(frozen=True)
class Means:
    """How the network is asked, how one waits, and whether the worker is being stopped. Tests have their own."""

    ask: Ask = ask
    pause: Callable[[float], None] = sleep
    go_on: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Went:
    """What came of one go: nothing, taken, the same, refused or waiting, and a sentence."""

    school: str
    did: str
    words: str
    counts: dict[str, int]


def go(opened: Open, feed_id: UUID, means: Means | None = None) -> Went:
    """Look whether anything is there and take it. `opened` opens a unit of work by the importer."""
    means = means or Means()
    with opened():
        is_alone = waiting.held(f"feed {feed_id}")
        feed = Feed.objects.select_related("school").get(id=feed_id)
        controller = Controller.objects.get(id=feed.controller_id).slug
    if not is_alone:
        return Went(feed.school.name, "waiting", "It is being taken just now.", {})
    try:
        kind = profile(feed.profile)
        if feed.way == Feed.Way.FILES:
            return _by_files(opened, feed, kind, folder_of(controller, slug_of(feed)))
        return _asked(opened, feed, kind, means)
    except BadProfile as no:
        return _ended(opened, _new(opened, feed), str(no))
    finally:
        with opened():
            waiting.release(f"feed {feed_id}")


def slug_of(feed: Feed) -> str:
    """What the folder of a school is called: by its DfE number, else by its files."""
    return feed.school.laestab or feed.school.files_of.slug


def _by_files(opened: Open, feed: Feed, kind: Profile, folder: Path) -> Went:
    files, still = arrived(folder)
    if not files:
        return Went(feed.school.name, "nothing", "There is nothing in its folder.", {})
    told = Went(feed.school.name, "waiting", "Its files are still arriving.", {})
    for those in by_files.to_take(by_day(files, kind), kind) if still else ():
        told = _of_one_day(opened, feed, kind, those)
    return told


def _of_one_day(opened: Open, feed: Feed, kind: Profile, files: Sequence[Path]) -> Went:
    run = _new(opened, feed, files=[path.name for path in files])
    try:
        delivered = by_files.delivered_by(files, kind, today())
        told = _take(opened, run, delivered)
    except Exception as no:
        told = _ended(opened, run, why_not(no))
    put_away(files, REFUSED if told.did == "refused" else DONE, _report(told))
    return told


def _asked(opened: Open, feed: Feed, kind: Profile, means: Means) -> Went:
    with opened():
        run = FeedRun.objects.filter(feed=feed, state=FeedRun.State.GOING).order_by("-began_at").first()
        if run is not None and timezone.now() - run.began_at > LONGEST:
            begin_again(feed=feed)
            run = None
        elif run is not None and not run.words and run.pages.exists():
            # Whatever stopped it between two pages, a worker that was killed said nothing.
            run.words = INTERRUPTED
            run.save(update_fields=["words"])
    run = run or _new(opened, feed)
    with opened():
        token = token_of(feed, run=run.id)
    how = Fetching(opened, run, feed, kind, token, means.ask, means.pause, means.go_on)
    try:
        fetch(how)
        with opened():
            delivered = delivered_of(run, kind, today())
        return _take(opened, run, delivered)
    except Away as away:
        return _put_off(opened, run, str(away))
    except Exception as no:
        return _ended(opened, run, why_not(no))


def _take(opened: Open, run: FeedRun, delivered: Delivered) -> Went:
    """All of it in one unit of work. The very same as the last time is nothing new."""
    with opened():
        run = FeedRun.objects.select_related("feed__school").get(id=run.id)
        done = FeedRun.objects.filter(feed=run.feed, state=FeedRun.State.DONE)
        last = done.order_by("-began_at").first()
        if delivered.dated:
            check_day(delivered.day, done.aggregate(last=Max("day"))["last"])
        elif last and last.sha256 != delivered.sha256 and done.filter(sha256=delivered.sha256).exclude(files=[]):
            delivered = replace(delivered, older=AGAIN)
        same = last is not None and last.sha256 == delivered.sha256 and _stands(last)
        run.sha256, run.day = delivered.sha256, delivered.day if delivered.dated else None
        if same:
            run.state, run.ended_at = FeedRun.State.DONE, timezone.now()
            run.counts = {"seen": last.counts.get("seen", 0), "joined": 0, "left": 0, "changed": 0, "gone": 0}
            run.save()
        else:
            run = take(run, delivered)
        run.pages.all().delete()
        audit.record("feed.take", holder=run.feed.holder_id, detail={"run": str(run.id), **run.counts})
        announce(FeedArrived(run.feed_id, run.id))
        if asks(run):
            announce(FeedTroubled(run.feed_id, run.id))
    return Went(run.feed.school.name, "same" if same else "taken", _in_words(run), run.counts)


def asks(run: FeedRun) -> bool:
    """Whether a person has to say first that what it brought is right."""
    return any(batch is not None and batch.stage == Stage.REVIEW for batch in (run.batch, run.gone_batch))


def _stands(run: FeedRun) -> bool:
    """Whether what it brought was neither taken back nor thrown away: else the same is brought anew."""
    over = (Stage.UNDONE, Stage.CANCELLED)
    return all(batch is None or batch.stage not in over for batch in (run.batch, run.gone_batch))


def _new(opened: Open, feed: Feed, files: list[str] | None = None) -> FeedRun:
    with opened():
        return FeedRun.objects.create(feed=feed, began_at=timezone.now(), files=files or [])


def _put_off(opened: Open, run: FeedRun, words: str) -> Went:
    """It goes on the next time where it stopped."""
    with opened():
        run = FeedRun.objects.select_related("feed__school").get(id=run.id)
        run.tries, run.words = run.tries + 1, words
        run.save(update_fields=["tries", "words"])
        if run.tries == 1:
            announce(FeedTroubled(run.feed_id, run.id))
    return Went(run.feed.school.name, "waiting", f"{words} It goes on the next time.", {})


def _ended(opened: Open, run: FeedRun, words: str) -> Went:
    with opened():
        run = FeedRun.objects.select_related("feed__school").get(id=run.id)
        run.state, run.ended_at, run.words = FeedRun.State.REFUSED, timezone.now(), words
        run.save(update_fields=["state", "ended_at", "words"])
        run.pages.all().delete()
        audit.record("feed.refuse", holder=run.feed.holder_id, detail={"run": str(run.id)})
        announce(FeedTroubled(run.feed_id, run.id))
    return Went(run.feed.school.name, "refused", words, {})


def _in_words(run: FeedRun) -> str:
    counts = run.counts
    said = ", ".join(f"{counts.get(name, 0):,} {name}" for name in ("joined", "left", "changed"))
    return f"{counts.get('seen', 0):,} children in it: {said}."


def _report(told: Went) -> str:
    """For whoever looks into the folder: numbers, and nobody's name."""
    return f"{told.words}\nWhat waits for a person is on the page Imports."
