"""Bars, levels and ties when two persons are made one, and when they are taken apart again. Read and written here;
what may stay is decided by `joining`.

The doer is the matcher, who sees the posts and files of the whole controller.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q
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


def type_of(area: str, category: str = "") -> RecordType:
    """The column of the access model that what is written in an area belongs to."""
    usual, stricter = AREAS[area]
    return stricter.get(category, usual)


def level_of(person: UUID) -> int:
    """How far somebody is closed to everybody now."""
    closed = live(Bar).filter(subject_id=person, grantee_kind=Grantee.EVERYBODY).values_list("level", flat=True)
    return max(closed, default=0)


def ends(two: Sequence[UUID], types: Sequence[frozenset[RecordType]]) -> list[Grant]:
    """End the ties to either of two persons that may not stay once they are one. Gives those it ended, as they were."""
    now = timezone.now()
    # One that has not begun yet would open as much on its day.
    standing = Grant.objects.filter(Q(until=None) | Q(until__gt=now), subject_id__in=two, subject_kind=Subject.PERSON)
    there = list(standing.order_by("id"))
    ties = [joining.Tie(tie.id, tie.subject_id, tie.grantee_id, Relation(tie.relation)) for tie in there]
    first, second = (joining.One(id, level_of(id), kinds) for id, kinds in zip(two, types, strict=True))
    ended = joining.ending((first, second), ties, whoever(two, ties))
    Grant.objects.filter(id__in=ended).update(until=now)
    return [tie for tie in there if tie.id in ended]


def has_keeper(person: UUID) -> bool:
    """Whether somebody may open again whom a level closes; true of whoever nothing closes so far."""
    leaving.one_at_a_time()
    return level_of(person) != RESTRICTED or bool(leaving.keepers_of([person]).get(person))


def whoever(two: Sequence[UUID], ties: Iterable[joining.Tie]) -> list[joining.Somebody]:
    """Everybody one of these ties may open something to: the posts there are, and of teams and places every role."""
    named = {tie.grantee for tie in ties}
    posts = live_posts().select_related("user", "organisation").filter(
        Q(id__in=named) | Q(team_id__in=named) | Q(organisation_id__in=named) | Q(user_id__in=named)
    )  # fmt: skip
    bars: dict[UUID, dict[UUID, set[BarKind]]] = {}
    for bar in live(Bar).filter(subject_id__in=two).exclude(grantee_kind=Grantee.EVERYBODY):
        bars.setdefault(bar.grantee_id, {}).setdefault(bar.subject_id, set()).add(BarKind(bar.kind))
    found = [one for post in posts for one in _somebody(post, two, bars)]
    places = live(Grant).filter(id__in=[tie.id for tie in ties]).exclude(grantee_kind__in=[Grantee.POST, Grantee.USER])
    for grantee in set(places.values_list("grantee_id", flat=True)):
        found += [joining.Somebody(_facts(role), frozenset({grantee})) for role in Role]
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
