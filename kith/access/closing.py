"""Who is kept from a person, how far a person is closed to everybody, and to whom that opens: set, and ended again.

Each with a reason in the ledger. Twice said is once: whoever calls holds the person's row.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith import audit
from kith.access import actions, leaving
from kith.access.holders import live
from kith.access.models import Bar, Grant, Grantee, Subject
from kith.access.table import DUTIES
from kith.access.words import RESTRICTED, BarKind, Relation
from kith.organisations.models import Post
from kith.organisations.queries import live_post, live_posts
from kith.tenancy import current

__all__ = [
    "LastOne",
    "Sealed",
    "bars_on",
    "can_be_lifted",
    "check_not_sealed",
    "close",
    "end_bar",
    "keep_from",
    "keepers",
    "level_on",
    "lift",
    "listed",
    "put_on_list",
    "take_off_list",
    "who_may_end",
]


class LastOne(Exception):
    """Somebody who may open it again has to be left, or it would be closed for ever."""


class Sealed(Exception):
    """What is sealed takes two to open, and is not opened or lowered here."""


STAY = "Somebody who may open this record again has to stay on its list. Put another who leads on it first."
GONE = "Your post has ended."
STAY_ON_RECORD = (
    "Only they may open a record about this person that is restricted by itself. Another has to be on its list."
)
LEFT = "Nobody would be left who may open this record again. Whoever leads here has to stay."


def bars_on(person_id: UUID) -> QuerySet[Bar]:
    """The accounts that are kept from this person now, oldest first."""
    return live(Bar).filter(subject_id=person_id, grantee_kind=Grantee.USER).order_by("since", "id")


def level_on(person_id: UUID) -> Bar | None:
    """How far this person is closed to everybody now; none where they are not."""
    closed = live(Bar).filter(subject_id=person_id, grantee_kind=Grantee.EVERYBODY)
    return closed.order_by("-level", "since").first()


def listed(person_id: UUID) -> QuerySet[Grant]:
    """To whom a restricted person opens, oldest first."""
    return live(Grant).filter(subject_id=person_id, relation=Relation.RESTRICTED_LIST).order_by("since", "id")


def keep_from(*, user_id: UUID, person_id: UUID, kind: BarKind, reason: str, record_ids: Collection[UUID] = ()) -> Bar:
    """Keep an account from this person, from this minute. Kept already for the same cause, it stays as it is.

    Raises LastOne where nobody else could end it, or lift what closes the person or one of their records by itself.
    """
    stands = bars_on(person_id).filter(grantee_id=user_id, kind=kind).first()
    if stands is None and not can_be_lifted(person_id, without_user=user_id):
        raise LastOne(STAY)
    if stands is None and not all(can_be_lifted(one, without_user=user_id) for one in record_ids):
        raise LastOne(STAY_ON_RECORD)
    if stands is None and not _custodians_here(person_id).exclude(user_id=user_id).exists():
        raise LastOne(LEFT)
    return stands or actions.bar(user_id=user_id, person_id=person_id, kind=kind, reason=reason)


def end_bar(*, bar: Bar, reason: str) -> None:
    """It ends now; what else opens the person to them opens it again. Ends once."""
    if live(Bar).filter(id=bar.id).update(until=timezone.now()):
        audit.record("access.bar_end", subjects=[bar.subject_id], reason=reason, detail={"kind": bar.kind})


def close(*, person_id: UUID, level: int, reason: str, post_id: UUID) -> Bar:
    """Close a person to a level. Restricted opens to those named for it; whoever closes it is the first of them.

    Raises LastOne where their post has ended meanwhile, so that nobody would be left.
    """
    stands = level_on(person_id)
    if stands is not None and stands.level == level:
        return stands
    check_not_sealed(stands)
    if stands is not None:
        lift(person_id=person_id, reason=reason)
    if level == RESTRICTED:
        leaving.one_at_a_time()
        if live_post(post_id) is None:
            raise LastOne(GONE)
        put_on_list(person_id=person_id, to=post_id, to_kind=Grantee.POST, reason=reason)
    return actions.close_to(subject_id=person_id, subject_kind=Subject.PERSON, level=level, reason=reason)


def lift(*, person_id: UUID, reason: str) -> None:
    """They are as open as everybody again, and the list of those named for it ends. Lifted once."""
    closed = live(Bar).filter(subject_id=person_id, grantee_kind=Grantee.EVERYBODY)
    check_not_sealed(level_on(person_id))
    levels = list(closed.values_list("level", flat=True))
    if not levels:
        return
    closed.update(until=timezone.now())
    audit.record("access.level_end", subjects=[person_id], reason=reason, detail={"level": max(levels)})
    for tie in listed(person_id):
        actions.end_grant(grant_id=tie.id, reason=reason)


def put_on_list(*, person_id: UUID, to: UUID, to_kind: Grantee, reason: str) -> Grant:
    """A restricted person opens to them as far as their role goes. Listed already, it stays as it is."""
    stands = listed(person_id).filter(grantee_id=to).first()
    tie = {"about": person_id, "about_kind": Subject.PERSON, "relation": Relation.RESTRICTED_LIST}
    return stands or actions.grant(to=to, to_kind=to_kind, **tie, purpose=reason)  # type: ignore[arg-type]


def take_off_list(*, grant: Grant, reason: str) -> None:
    """It closes to them now. Raises LastOne for the last there is."""
    there = listed(grant.subject_id)
    if not there.filter(id=grant.id).exists():
        return
    if not can_be_lifted(grant.subject_id, without=grant.id):
        raise LastOne(STAY)
    actions.end_grant(grant_id=grant.id, reason=reason)


def check_not_sealed(level: Bar | None) -> None:
    if level is not None and level.level > RESTRICTED:
        raise Sealed("This record is sealed. It takes two to open it, and not on this page.")


def _custodians_here(person_id: UUID) -> QuerySet[Post]:
    """The posts that keep the same files as whoever asks, may open a person again, and are not kept from this one."""
    kept = bars_on(person_id).values("grantee_id")
    here = live_posts().filter(role__in=DUTIES["person.close"], organisation__files_of__in=current().holders)
    return here.exclude(user_id__in=kept)


def can_be_lifted(id: UUID, *, without: UUID | None = None, without_user: UUID | None = None) -> bool:
    """Whether somebody on the list may lift what closes this, for as long as now. Nobody else goes meanwhile."""
    leaving.one_at_a_time()
    before = leaving.keepers_of([id]).get(id)
    if before is None:
        return True
    stay = [one for one in before if one.grant_id != without and one.post.user_id != without_user]
    return leaving.lasts(before, stay)


def who_may_end(person_id: UUID) -> list[Post]:
    """Those here who may end that somebody is kept from this person: of a restricted one, those on its list."""
    here = _custodians_here(person_id).select_related("user").order_by("user__display_name", "id")
    return keepers(person_id) if leaving.keepers_of([person_id]) else list(here)


def keepers(id: UUID) -> list[Post]:
    """Those on the list of a restricted person or record who may put others on it, by name."""
    posts = {one.post.id: one.post for one in leaving.keepers_of([id]).get(id, ())}
    return sorted(posts.values(), key=lambda post: (post.user.display_name, post.id))
