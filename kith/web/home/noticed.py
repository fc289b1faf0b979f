"""What somebody was told by mail that is no record and no task: on their first page until it is well again."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from kith.conduct import lending
from kith.foundation.dates import in_words, moment_in_words
from kith.intake.feeds.standing import standings
from kith.intake.models import Feed
from kith.sharing.models import Notice
from kith.sharing.notice_rules import Word
from kith.web import asks
from kith.web.alerts.told import Told
from kith.web.conduct.readers import last_day
from kith.web.feeds.presenters import schools_of

__all__ = ["noticed"]

FEED = "The daily feed of {} needs you"
CHAIR = "A chair of governors is to be named"
LET_READ = "You are asked to read something"
WHY_A_CHAIR = "What is written about a head goes to the chair alone: until one is named, nobody may read it."
WHY_TO_A_SCHOOL = "Whoever keeps the posts of the school names them. Where nobody does, give somebody that post."
WORDS = (Word.FEED, Word.CHAIR)


def noticed(reader: Any) -> tuple[Told, ...]:
    """The newest first, each with the page that does it."""
    if not asks.may_open(reader, "posts.keep"):
        return tuple(_let_read(reader))
    found = list(Notice.objects.filter(post=reader.post.id, word__in=WORDS, read_at=None).order_by("-made_at", "-id"))
    return (*_chairs(reader, found), *_feeds(reader, found))


def _let_read(reader: Any) -> Iterable[Told]:
    """As long as it lasts: no other page leads to it."""
    for concern, until in lending.lent_to(reader):
        why = f"It opens to you until {in_words(last_day(until))}."
        yield Told(concern, LET_READ, "", reverse("staff_concern", args=[concern]), why, stays=True)


def _feeds(reader: Any, found: Iterable[Notice]) -> Iterable[Told]:
    """Of which they were told and have not read; and each that broke, read of or not, until it comes again."""
    since = {one.about: one.made_at for one in found if one.word == Word.FEED}
    kept = standings([one.id for one in schools_of(reader.post)], with_waiting=False)
    since |= {one.feed.id: one.broke_at for one in kept if one.broke_at}
    for feed in Feed.objects.filter(id__in=since).select_related("school").order_by("school__name") if since else ():
        at, where = moment_in_words(since[feed.id]), reverse("feed", kwargs={"school": feed.school_id})
        yield Told(feed.id, FEED.format(feed.school.name), at, where, "How it fared stands on its page.", stays=True)


def _chairs(reader: Any, found: Iterable[Notice]) -> Iterable[Told]:
    for one in found:
        if one.word == Word.CHAIR:
            here = reader.holder_id == one.about
            where, why = ("chair_of_governors", WHY_A_CHAIR) if here else ("setting_up", WHY_TO_A_SCHOOL)
            yield Told(one.about, CHAIR, moment_in_words(one.made_at), reverse(where), why, stays=True)
