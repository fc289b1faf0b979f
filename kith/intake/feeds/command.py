"""The feeds of one controller, for the command line: the verbs behind bin/kith sync and bin/kith feed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from kith.intake.feeds.folders import place_of
from kith.intake.feeds.going import Means, Went, go, slug_of
from kith.intake.feeds.keeping import feeds, set_feed, stop
from kith.intake.models import Feed
from kith.intake.placing import place
from kith.tenancy import tenancy
from kith.tenancy.models import Controller

__all__ = ["Known", "known", "set_here", "stop_here", "sync"]

Known = tuple[str, str, str, str]


def sync(slug: str, means: Means | None = None) -> list[Went]:
    """Every feed of a controller, one after the other. Raises LookupError where there is no such controller."""
    controller = _controller(slug)
    opened = _opener(controller)
    with opened():
        ids = [feed.id for feed in feeds().filter(stopped_at=None)]
    return [_gone(opened, id, means) for id in ids]


def _gone(opened: Any, id: UUID, means: Means | None) -> Went:
    """One that fails keeps no other from its turn."""
    try:
        return go(opened, id, means)
    except Exception as wrong:
        with opened():
            name = Feed.objects.select_related("school").get(id=id).school.name
        return Went(name, "refused", f"It could not be taken ({type(wrong).__name__}).", {})


def known(slug: str) -> list[Known]:
    """The feeds of a controller: school, profile, where it comes from, and whether it goes on."""
    with _opener(_controller(slug))():
        return [
            (one.school.name, one.profile, _from(slug, one), "stopped" if one.stopped_at else "on") for one in feeds()
        ]


def set_here(slug: str, school: str, **asked: Any) -> Known:
    """Set the feed of a school. Raises LookupError, NoPlace or FeedNotSet, each with a sentence."""
    with _opener(_controller(slug))():
        feed = set_feed(school=_school(school), **asked)
        return feed.school.name, feed.profile, _from(slug, feed), "on"


def stop_here(slug: str, school: str) -> str:
    """Stop it. Raises LookupError where there is none."""
    with _opener(_controller(slug))():
        at = _school(school)
        feed = Feed.objects.select_related("school").filter(school=at, stopped_at=None).first()
        if feed is None:
            raise LookupError(f"{at.name} has no feed that goes on.")
        stop(feed=feed)
        return feed.school.name


def _from(slug: str, feed: Feed) -> str:
    return feed.address if feed.way == Feed.Way.ASKED else str(place_of(slug, slug_of(feed)))


def _school(number: str) -> Any:
    found = place(school=number).school
    if found is None:
        raise LookupError("Say which school it is for: --school with its DfE number.")
    return found


def _controller(slug: str) -> Controller:
    found: Controller | None = Controller.objects.filter(slug=slug).first()
    if found is None:
        raise LookupError(f"There is no {slug} here: bin/kith controllers lists those there are.")
    return found


def _opener(controller: Controller) -> Any:
    @contextmanager
    def opened() -> Iterator[Any]:
        with tenancy(controller.id, system="importer") as unit:
            yield unit

    return opened
