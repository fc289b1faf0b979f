"""A record alone is restricted: it opens to those on its list, and to nobody else who may read whom it is about.

Whoever restricts it is the first on the list, and somebody is always left who may lift it again (`leaving`). `persons`
are those it is about: the line of each deed stands in the ledger of each. Twice said is once: whoever calls holds the
record's row.
"""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.access import actions, closing, leaving
from kith.access.closing import GONE, STAY, LastOne
from kith.access.holders import live
from kith.access.models import Bar, Grant, Grantee, Subject
from kith.access.words import RESTRICTED, Relation
from kith.organisations.queries import live_post

__all__ = ["lift", "put_on_list", "restrict", "take_off_list"]


def restrict(*, record_id: UUID, persons: Collection[UUID], reason: str, post_id: UUID) -> Bar:
    """It opens to those named for it. Raises LastOne where the post that would be the first has ended meanwhile."""
    if stands := closing.level_on(record_id):
        return stands
    leaving.one_at_a_time()
    if live_post(post_id) is None:
        raise LastOne(GONE)
    put_on_list(record_id=record_id, persons=persons, to=post_id, to_kind=Grantee.POST, reason=reason)
    return actions.close_to(
        subject_id=record_id, subject_kind=Subject.RECORD, level=RESTRICTED, reason=reason, persons=persons
    )


def lift(*, record_id: UUID, persons: Collection[UUID], reason: str) -> None:
    """It is as open as whom it is about again, and its list ends. Lifted once."""
    closing.check_not_sealed(closing.level_on(record_id))
    closed = live(Bar).filter(subject_id=record_id, grantee_kind=Grantee.EVERYBODY)
    if not closed.update(until=timezone.now()):
        return
    audit.record("access.level_end", subjects=list(persons), reason=reason, detail={"level": RESTRICTED})
    for tie in closing.listed(record_id):
        actions.end_grant(grant_id=tie.id, reason=reason, persons=persons)


def put_on_list(*, record_id: UUID, persons: Collection[UUID], to: UUID, to_kind: Grantee, reason: str) -> Grant:
    """It opens to them as far as their role goes. Listed already, it stays as it is."""
    return closing.listed(record_id).filter(grantee_id=to).first() or actions.grant(
        to=to,
        to_kind=to_kind,
        about=record_id,
        about_kind=Subject.RECORD,
        relation=Relation.RESTRICTED_LIST,
        purpose=reason,
        persons=persons,
    )


def take_off_list(*, grant: Grant, persons: Collection[UUID], reason: str) -> None:
    """It closes to them now. Raises LastOne for the last who may lift it."""
    if not closing.listed(grant.subject_id).filter(id=grant.id).exists():
        return
    if not closing.can_be_lifted(grant.subject_id, without=grant.id):
        raise LastOne(STAY)
    actions.end_grant(grant_id=grant.id, reason=reason, persons=persons)
