"""Setting where the pupils of a school come from each day, and the token for it, which is sealed and never shown."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith import audit
from kith.accounts.fetching import is_allowed
from kith.intake.feeds.profiles import BadProfile, profile
from kith.intake.models import Feed, FeedRun
from kith.intake.stages import Accept
from kith.organisations.models import Organisation
from kith.tenancy import current

__all__ = ["FeedNotSet", "begin_again", "feeds", "set_feed", "stop", "token_of"]

TOKEN = "feed_token"


class FeedNotSet(ValueError):
    """Why a feed is not taken: each question with its sentence."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(problems.values()))


def feeds() -> QuerySet[Feed]:
    """All there are here, by the name of their school."""
    return Feed.objects.select_related("school").order_by("school__name", "id")


def set_feed(
    *, school: Organisation, profile_name: str, accept: str = Accept.RULE, address: str = "", outside_id: str = "",
    token: str = "",
) -> Feed:  # fmt: skip
    """From now on this school's pupils come so. Without a token the one that is kept stays. Raises FeedNotSet."""
    kept = Feed.objects.filter(school=school).first()
    asked = _check(school, profile_name, accept, address, outside_id, token, kept)
    feed = kept or Feed(school=school)
    feed.profile, feed.way, feed.accept = profile_name, asked, accept
    feed.address, feed.outside_id = (address, outside_id) if asked == Feed.Way.ASKED else ("", "")
    feed.set_at, feed.stopped_at = timezone.now(), None
    feed.set_by = current().doer.post_id or current().doer.on_behalf_of
    if token:
        feed.token = audit.keys.seal(record=feed.id, kind=TOKEN, value=token)
    feed.save()
    FeedRun.objects.filter(feed=feed, state=FeedRun.State.GOING).update(state=FeedRun.State.STOPPED, words=SET_ANEW)
    told = {"school": school.name, "way": asked, "profile": profile_name, "accept": accept, "new_token": bool(token)}
    audit.record("feed.set", holder=school.files_of_id, detail=told)
    return feed


def stop(*, feed: Feed) -> None:
    """Nothing comes by it any more; its token becomes unreadable everywhere. What it brought stays."""
    feed.stopped_at, feed.token = timezone.now(), None
    feed.save(update_fields=["stopped_at", "token"])
    audit.keys.erase(record=feed.id, kind=TOKEN)
    audit.record("feed.stop", holder=feed.holder_id, detail={"school": feed.school.name})


def begin_again(*, feed: Feed) -> None:
    """Set aside what had arrived of one that does not come to its end, so that the next asks from the beginning."""
    going = FeedRun.objects.filter(feed=feed, state=FeedRun.State.GOING)
    for run in going:
        run.pages.all().delete()
    going.update(state=FeedRun.State.STOPPED, ended_at=timezone.now())


def token_of(feed: Feed, *, run: UUID) -> str:
    """The token, for asking with. It is written down that it was used."""
    audit.record("feed.ask", holder=feed.holder_id, detail={"feed": str(feed.id), "run": str(run)})
    return audit.keys.unseal(record=feed.id, kind=TOKEN, data=feed.token) if feed.token else ""


def _check(school: Any, name: str, accept: str, address: str, outside_id: str, token: str, kept: Feed | None) -> str:
    """The way it will come by."""
    wrong: dict[str, str] = {}
    try:
        way = profile(name).way
    except BadProfile as no:
        raise FeedNotSet({"profile": str(no)}) from None
    if school.files_of_id is None:
        wrong["school"] = f"{school.name} keeps no files here, so it can’t be given pupils."
    if accept not in list(Accept):
        wrong["accept"] = "Choose what goes in without anybody looking."
    if way == Feed.Way.ASKED:
        moved = kept is None or kept.token is None or urlsplit(kept.address)[:2] != urlsplit(address)[:2]
        if not is_allowed(address) or urlsplit(address).query:
            wrong["address"] = "Give the address of the school’s system, beginning with https."
        if not outside_id:
            wrong["outside_id"] = "Give the number or name the school has there."
        if not token and moved:
            wrong["token"] = "Give the token that belongs to this address."
    if wrong:
        raise FeedNotSet(wrong)
    return way


SET_ANEW = "The feed was set anew."
