"""Who keeps the posts of a school is told by e-mail when its daily feed needs somebody, until it comes again.

Which reaction follows which event stands in kith/wiring.py.
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from kith.intake.events import FeedArrived, FeedTroubled
from kith.intake.models import Feed
from kith.organisations.models import Post
from kith.organisations.queries import live_posts
from kith.reference.roles import Role
from kith.sharing.notice_rules import Word
from kith.sharing.outbox import done, tell

__all__ = ["on_feed_arrived", "on_feed_troubled"]


def on_feed_troubled(event: FeedTroubled) -> None:
    for post in _whose(event.feed_id):
        tell(post=post.id, word=Word.FEED, about=event.feed_id, anew=True)


def on_feed_arrived(event: FeedArrived) -> None:
    """It is well again."""
    done(about=event.feed_id)


def _whose(feed_id: UUID) -> QuerySet[Post]:
    """The administrators of all of it, and those of the school."""
    school = Feed.objects.get(id=feed_id).school_id
    return live_posts().filter(Q(role=Role.SYSTEM_ADMIN) | Q(role=Role.LOCAL_ADMIN, organisation_id=school))
