"""One concern read by the designated lead or a deputy too: for a reason and a time, as whoever answers for it says."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith.access import actions as access
from kith.access.holders import live
from kith.access.models import Grant, Grantee, Subject
from kith.access.reader import Reader
from kith.access.words import Relation, Verb
from kith.conduct import sight
from kith.conduct.events import LetRead, LetReadNoLonger
from kith.conduct.models import StaffConcern
from kith.conduct.rules import NotReady
from kith.foundation.dates import LONDON, today
from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.tenancy import announce

__all__ = ["USUAL", "end", "end_all", "lent", "lent_to", "let_read", "may_be_let", "tell_what_is_over"]

# Who may be asked to read one, besides.
DEPUTISE = (Role.DSL, Role.DEPUTY_DSL)
# So long where no day is said; and no longer than a term and its holidays.
USUAL, LONGEST = timedelta(days=28), timedelta(days=120)


def may_be_let(one: StaffConcern) -> QuerySet[Post]:
    """The designated lead and the deputies whom it is not about; of what is closed nobody."""
    if one.stage == "closed":
        return Post.objects.none()
    return sight.colleagues(one.holder_id).filter(role__in=DEPUTISE).exclude(user_id__in=sight.may_be_about(one))


def let_read(*, one: StaffConcern, to: UUID | None, reason: str, last_on: date) -> Grant:
    """One of them reads it too, until this day is over, whatever was said to them before. Raises NotReady."""
    one = StaffConcern.objects.select_for_update().get(id=one.id)
    post = may_be_let(one).filter(id=to).first()
    problems = {}
    if post is None:
        problems["to"] = "Choose the designated lead or a deputy whom it is not about."
    if not reason.strip():
        problems["reason"] = "Say why they are to read it."
    if not today() <= last_on <= today() + LONGEST:
        problems["until"] = f"Name its last day: today or later, and within {LONGEST.days} days."
    if problems or post is None:
        raise NotReady(problems)
    for before in lent(one).filter(grantee_id=post.id):
        access.end_grant(grant_id=before.id, reason="Another last day was said.")
    given = access.grant(
        to=post.id, to_kind=Grantee.POST, about=one.id, about_kind=Subject.RECORD, relation=Relation.DELEGATED,
        purpose=reason.strip(), until=datetime.combine(last_on + timedelta(days=1), time(), LONDON),
    )  # fmt: skip
    announce(LetRead(one.id, post.id))
    return given


def lent(one: StaffConcern) -> QuerySet[Grant]:
    """Who reads it besides now, and until when."""
    return live(Grant).filter(subject_id=one.id, relation=Relation.DELEGATED).order_by("since", "id")


def lent_to(reader: Reader) -> list[tuple[UUID, datetime]]:
    """What this reader was let read now, and until when; the longest first."""
    tied = reader.tied(frozenset({Relation.DELEGATED}))
    mine = live(Grant).filter(grantee_id=reader.post.id, subject_id__in=tied, relation=Relation.DELEGATED)
    ends = dict(mine.order_by("until").values_list("subject_id", "until")) if tied else {}
    there = StaffConcern.objects.filter(id__in=ends) if ends else ()
    open_ = [(one.id, ends[one.id]) for one in there if sight.may(reader, Verb.READ, one).allowed]
    return sorted(open_, key=lambda pair: pair[1], reverse=True)


def end(*, one: StaffConcern, grant: UUID | None) -> None:
    """It is read by them no longer. Ended before, it stays so."""
    _end(one, lent(one).filter(id=grant), "Ended by whoever answers for it.")


def end_all(one: StaffConcern) -> None:
    """It is closed: nobody reads it besides whoever answers for it."""
    _end(one, lent(one), "The concern was closed.")


def tell_what_is_over() -> None:
    """Nobody is chased to read what opens to them no longer."""
    lately = Grant.objects.filter(relation=Relation.DELEGATED, until__range=(timezone.now() - USUAL, timezone.now()))
    for one in StaffConcern.objects.filter(id__in=lately.values("subject_id")):
        still = set(lent(one).values_list("grantee_id", flat=True))
        over = set(lately.filter(subject_id=one.id).values_list("grantee_id", flat=True))
        for post in sorted(over - still):
            announce(LetReadNoLonger(one.id, post))


def _end(one: StaffConcern, these: Iterable[Grant], reason: str) -> None:
    for grant in these:
        access.end_grant(grant_id=grant.id, reason=reason)
        announce(LetReadNoLonger(one.id, grant.grantee_id))
