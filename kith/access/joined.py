"""Bars, levels and ties when two persons are made one, and when they are taken apart again. Read and written here;
what may stay is decided by `joining`.

The doer is the matcher, who sees the posts and files of the whole controller.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith.access import joining, leaving
from kith.access.holders import grantees, live
from kith.access.kinds import AREAS
from kith.access.models import Bar, Grant, Grantee, Subject
from kith.access.rules import ReaderFacts
from kith.access.words import RESTRICTED, BarKind, RecordType, Relation
from kith.organisations.models import Post
from kith.organisations.queries import live_posts
from kith.reference.roles import Role

__all__ = ["ends", "has_keeper", "level_of", "type_of", "whoever"]

Lasting = TypeVar("Lasting", Grant, Bar)


def type_of(area: str, category: str = "") -> RecordType:
    """The column of the access model that what is written in an area belongs to."""
    usual, stricter = AREAS[area]
    return stricter.get(category, usual)


def level_of(person: UUID, moment: datetime | None = None) -> int:
    """How far somebody is closed to everybody now, or at another moment."""
    closed = live(Bar, moment).filter(subject_id=person, grantee_kind=Grantee.EVERYBODY).values_list("level", flat=True)
    return max(closed, default=0)


def ends(two: Sequence[UUID], types: Sequence[frozenset[RecordType]]) -> list[Grant]:
    """End the ties to either of two persons that may not stay once they are one. Gives those it ended, as they were."""
    now = timezone.now()
    there = list(_lasting(Grant, now, two).order_by("id"))
    ended: set[UUID] = set()
    for moment in _moments(now, [*there, *_lasting(Bar, now, two)]):
        ended |= _ending(two, types, [tie for tie in there if _holds(tie, moment)], ended, moment)
    Grant.objects.filter(id__in=ended).update(until=now)
    return [tie for tie in there if tie.id in ended]


def _ending(
    two: Sequence[UUID], types: Sequence[frozenset[RecordType]], there: list[Grant], ended: set[UUID], moment: datetime
) -> frozenset[UUID]:
    """Which of the ties that hold at a moment may not stay, beside those that end already."""
    ties = [joining.Tie(tie.id, tie.subject_id, tie.grantee_id, Relation(tie.relation)) for tie in there]
    first, second = (joining.One(id, level_of(id, moment), kinds) for id, kinds in zip(two, types, strict=True))
    return joining.ending((first, second), ties, whoever(two, there, moment), frozenset(ended))


def _lasting(model: type[Lasting], now: datetime, two: Sequence[UUID]) -> QuerySet[Lasting]:
    """What stands about either of two persons and has not ended, begun or not."""
    about = {"subject_id__in": two, "subject_kind": Subject.PERSON}
    return model.objects.filter(Q(until=None) | Q(until__gt=now), **about)


def _moments(now: datetime, standing: Iterable[Grant | Bar]) -> list[datetime]:
    """Now, and each moment at which one of these begins or ends.

    What begins tomorrow shows nothing today and may show too much then. Worked example: an officer is allocated to one
    child from today, their whole place to the other from tomorrow. Tomorrow they see both by right; today they may not.
    """
    changes = {moment for one in standing for moment in (one.since, one.until) if moment is not None}
    return [now, *sorted(moment for moment in changes if moment > now)]


def _holds(tie: Grant, moment: datetime) -> bool:
    return tie.since <= moment and (tie.until is None or moment < tie.until)


def has_keeper(person: UUID) -> bool:
    """Whether somebody may open again whom a level closes; true of whoever nothing closes so far."""
    leaving.one_at_a_time()
    return level_of(person) != RESTRICTED or bool(leaving.keepers_of([person]).get(person))


def whoever(two: Sequence[UUID], ties: Sequence[Grant], moment: datetime) -> list[joining.Somebody]:
    """Everybody one of these ties may open something to: the posts there are, and of teams and places every role."""
    named = {tie.grantee_id for tie in ties}
    posts = live_posts(moment).filter(
        Q(id__in=named) | Q(team_id__in=named) | Q(organisation_id__in=named) | Q(user_id__in=named)
    )  # fmt: skip
    bars: dict[UUID, dict[UUID, set[BarKind]]] = {}
    for bar in live(Bar, moment).filter(subject_id__in=two).exclude(grantee_kind=Grantee.EVERYBODY):
        bars.setdefault(bar.grantee_id, {}).setdefault(bar.subject_id, set()).add(BarKind(bar.kind))
    found = [one for post in posts for one in _somebody(post, two, bars)]
    for place in {tie.grantee_id for tie in ties if tie.grantee_kind not in (Grantee.POST, Grantee.USER)}:
        found += [joining.Somebody(_facts(role), frozenset({place})) for role in Role]
    return found


def _somebody(post: Post, two: Sequence[UUID], bars: dict[UUID, dict[UUID, set[BarKind]]]) -> list[joining.Somebody]:
    """A post, and where it has an emergency duty both on and off it."""
    mine = frozenset(grantees(post))
    own = {id: frozenset(kind for one in mine for kind in bars.get(one, {}).get(id, ())) for id in two}
    role = Role(post.role)
    duties = [frozenset[Relation]()] + ([frozenset({Relation.EDT})] if role is Role.EDT_WORKER else [])
    return [joining.Somebody(_facts(role), mine, standing, own) for standing in duties]


def _facts(role: Role) -> ReaderFacts:
    """A reader of that role with all that could help them: a code, an agreement about everything, one file for all."""
    return ReaderFacts(
        role=role,
        holders=frozenset({UUID(int=0)}),
        account_open=True,
        post_live=True,
        second_factor=True,
        agreement=True,
        agreed_types=frozenset(RecordType),
    )
