"""Whether somebody may be told that a child is spoken of, whatever their role may read."""

from collections.abc import Collection
from uuid import UUID

from kith.access.holders import grantees, live
from kith.access.models import Bar, Grant, Grantee
from kith.access.rules import OPENERS
from kith.access.words import RESTRICTED
from kith.organisations.models import Post


def may_hear_of(post: Post, subjects: Collection[UUID]) -> bool:
    """False where they are kept from any of these persons or records, or one is closed to all but those on its list."""
    about = live(Bar).filter(subject_id__in=list(subjects))
    if about.filter(grantee_id__in=grantees(post)).exclude(grantee_kind=Grantee.EVERYBODY).exists():
        return False
    closed = about.filter(grantee_kind=Grantee.EVERYBODY, level__gte=RESTRICTED)
    return all(_opens(post, bar) for bar in closed)


def _opens(post: Post, bar: Bar) -> bool:
    mine = live(Grant).filter(subject_id=bar.subject_id, grantee_id__in=grantees(post))
    return mine.filter(relation__in=OPENERS[bar.level]).exists()
