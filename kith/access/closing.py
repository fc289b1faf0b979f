"""Who is kept from a person, how far a person is closed to everybody, and to whom that opens: set, and ended again.

Each with a reason in the ledger. Twice said is once: whoever calls holds the person's row.
"""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith import audit
from kith.access import actions
from kith.access.holders import live
from kith.access.models import Bar, Grant, Grantee, Subject
from kith.access.words import RESTRICTED, BarKind, Relation

__all__ = [
    "LastOne",
    "bars_on",
    "close",
    "end_bar",
    "keep_from",
    "level_on",
    "lift",
    "listed",
    "put_on_list",
    "take_off_list",
]


class LastOne(Exception):
    """Somebody has to stay on the list of what is restricted, or nobody could lift it."""


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


def keep_from(*, user_id: UUID, person_id: UUID, kind: BarKind, reason: str) -> Bar:
    """Keep an account from this person, from this minute. Kept already for the same cause, it stays as it is."""
    stands = bars_on(person_id).filter(grantee_id=user_id, kind=kind).first()
    return stands or actions.bar(user_id=user_id, person_id=person_id, kind=kind, reason=reason)


def end_bar(*, bar: Bar, reason: str) -> None:
    """It ends now; what else opens the person to them opens it again. Ends once."""
    if live(Bar).filter(id=bar.id).update(until=timezone.now()):
        audit.record("access.bar_end", subjects=[bar.subject_id], reason=reason, detail={"kind": bar.kind})


def close(*, person_id: UUID, level: int, reason: str, post_id: UUID) -> Bar:
    """Close a person to a level. Restricted opens to those named for it; whoever closes it is the first of them."""
    stands = level_on(person_id)
    if stands is not None and stands.level == level:
        return stands
    if stands is not None:
        lift(person_id=person_id, reason=reason)
    if level == RESTRICTED:
        put_on_list(person_id=person_id, to=post_id, to_kind=Grantee.POST, reason=reason)
    return actions.close_to(subject_id=person_id, subject_kind=Subject.PERSON, level=level, reason=reason)


def lift(*, person_id: UUID, reason: str) -> None:
    """They are as open as everybody again, and the list of those named for it ends. Lifted once."""
    closed = live(Bar).filter(subject_id=person_id, grantee_kind=Grantee.EVERYBODY)
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
    if there.count() == 1:
        raise LastOne("Somebody has to stay on the list, or nobody could open this record any more.")
    actions.end_grant(grant_id=grant.id, reason=reason)
