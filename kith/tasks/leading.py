"""Whose a task of a role is, today: the first of its line whom somebody has where the files are kept.

Ms Green is the head of a small school without a safeguarding lead: what waits for the lead is on her list, and she is
told of it. On the day a lead is there it is the lead's.
"""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, When

from kith.access.reader import Reader
from kith.areas import area
from kith.cases.models import Record
from kith.organisations.models import Post
from kith.organisations.queries import live_posts
from kith.reference.leading import LEADERS, LEADS_SAFEGUARDING, OVER_THEM, TOGETHER, line
from kith.reference.roles import Role
from kith.tasks.models import Task

__all__ = ["Answers", "answering", "answers_of", "leading", "whose", "whose_step"]


def whose(task: Task) -> QuerySet[Post]:
    """Who is told of it: its post, or the first who answer for its role there; never whose own doing it looks at."""
    if task.for_post:
        return _but(live_posts().filter(id=task.for_post), task.opened_for)
    return answering(task.holder_id, task.for_role, but=task.opened_for)


def answering(holder: UUID, role: str, *, but: UUID | None = None) -> QuerySet[Post]:
    """The posts of the first role of the line that somebody has there, without whoever this post belongs to."""
    there = _but(live_posts().filter(organisation__files_of_id=holder, role__in=line(role)), but)
    present = set(there.values_list("role", flat=True))
    first = next((one for one in line(role) if one in present), role)
    return there.filter(role=first)


def whose_step(record: Record) -> str:
    """The first of the roles that may take its next step whom somebody has there; else the first of all."""
    declared = area(record.area)
    moves = declared.moves_from(record.stage) or declared.moves
    movers = [role for move in moves for role in move.moved_by]
    there = live_posts().filter(organisation__files_of=record.holder_id)
    present = set(there.values_list("role", flat=True))
    return next((role.value for role in movers if role.value in present), movers[0].value)


def leading(holder: UUID) -> list[Post]:
    """Everybody who leads safeguarding there; where nobody does, the head."""
    there = live_posts().filter(organisation__files_of_id=holder)
    return list(there.filter(role__in=LEADS_SAFEGUARDING)) or list(there.filter(role__in=OVER_THEM))


def _but(posts: QuerySet[Post], but: UUID | None) -> QuerySet[Post]:
    return posts.exclude(user_id__in=Post.objects.filter(id=but).values("user_id"))


@dataclass(frozen=True)
class Answers:
    """Whose tasks are on somebody's list: those of these roles, and of these others what looks at the doing of users
    each of whom alone comes first there."""

    roles: tuple[str, ...]
    others: tuple[str, ...] = ()
    openers: tuple[UUID, ...] = ()

    @property
    def which(self) -> Q:
        theirs = Post.objects.filter(user_id__in=self.openers).values("id")
        return Q(for_role__in=self.roles) | Q(for_role__in=self.others, opened_for__in=theirs)


def answers_of(reader: Reader) -> Answers:
    """Which roles this reader answers for today, where they keep the files."""
    mine = reader.facts.role.value
    if reader.holder_id is None or mine not in LEADERS:
        return Answers((mine,))
    theirs = {one.value for those in TOGETHER if mine in those for one in those} | {mine}
    there = live_posts().filter(organisation__files_of_id=reader.holder_id).exclude(user_id=reader.post.user_id)
    # Who leads by name, and of the others only that there are some.
    leader = Case(When(role__in=LEADERS, then=F("user_id")))
    by_role = defaultdict(set)
    for role, user in there.order_by().values_list("role", leader).distinct():
        by_role[role].add(user)
    first = {one.value: set().union(*(by_role[role] for role in _before(one.value, mine))) for one in Role}
    alone = {role: those for role, those in first.items() if len(those) == 1 and None not in those}
    return Answers(
        roles=tuple(sorted(theirs | {role for role, those in first.items() if not those})),
        others=tuple(sorted(alone)),
        openers=tuple(sorted({user for those in alone.values() for user in those})),
    )


def _before(role: str, mine: str) -> tuple[str, ...]:
    order = line(role)
    return order[: order.index(mine)]
