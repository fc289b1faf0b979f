"""What somebody was told by mail that is no record and no task: on their first page until it is well again."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from kith.conduct import lending
from kith.foundation.dates import in_words, moment_in_words
from kith.intake.models import Feed
from kith.sharing.models import Notice
from kith.sharing.notice_rules import Word
from kith.web import asks
from kith.web.alerts.told import Told
from kith.web.conduct.readers import last_day

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
    return (*_chairs(reader, found), *_feeds(found))


def _let_read(reader: Any) -> Iterable[Told]:
    """As long as it lasts: no other page leads to it."""
    for concern, until in lending.lent_to(reader):
        why = f"It opens to you until {in_words(last_day(until))}."
        yield Told(concern, LET_READ, "", reverse("staff_concern", args=[concern]), why, stays=True)


def _feeds(found: Iterable[Notice]) -> Iterable[Told]:
    of = {one.about: one for one in found if one.word == Word.FEED}
    for feed in Feed.objects.filter(id__in=of).select_related("school").order_by("school__name") if of else ():
        at = moment_in_words(of[feed.id].made_at)
        where = reverse("feed", kwargs={"school": feed.school_id})
        yield Told(feed.id, FEED.format(feed.school.name), at, where, "How it fared stands on its page.", stays=True)


def _chairs(reader: Any, found: Iterable[Notice]) -> Iterable[Told]:
    for one in found:
        if one.word == Word.CHAIR:
            here = reader.holder_id == one.about
            where, why = ("chair_of_governors", WHY_A_CHAIR) if here else ("setting_up", WHY_TO_A_SCHOOL)
            yield Told(one.about, CHAIR, moment_in_words(one.made_at), reverse(where), why, stays=True)
