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
    return not kept_from(post, subjects)


def kept_from(post: Post, subjects: Collection[UUID]) -> frozenset[UUID]:
    """Of these persons and records, those they may not hear of."""
    closed = live(Bar).filter(subject_id__in=list(subjects), grantee_kind=Grantee.EVERYBODY, level__gte=RESTRICTED)
    return kept_by_name(post, subjects).union(bar.subject_id for bar in closed if not _opens(post, bar))


def kept_by_name(post: Post, subjects: Collection[UUID]) -> frozenset[UUID]:
    """Of these, those they are kept from by a bar of their own: not even that there is one is said to them."""
    theirs = live(Bar).filter(subject_id__in=list(subjects), grantee_id__in=grantees(post))
    return frozenset(theirs.exclude(grantee_kind=Grantee.EVERYBODY).values_list("subject_id", flat=True))


def _opens(post: Post, bar: Bar) -> bool:
    mine = live(Grant).filter(subject_id=bar.subject_id, grantee_id__in=grantees(post))
    return mine.filter(relation__in=OPENERS[bar.level]).exists()
