"""Somebody who may open a restricted record again is always left: whoever leaves, whoever is put out or kept from it.

Until when a record has somebody is what counts: a last day set today closes it for ever on that day.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kith.access.holders import live
from kith.access.models import Bar, Grant, Grantee
from kith.access.table import DUTIES
from kith.access.words import RESTRICTED, Relation
from kith.accounts import actions as accounts
from kith.accounts.models import User
from kith.accounts.queries import reaches
from kith.organisations import staff
from kith.organisations.models import Post
from kith.organisations.opening import OPERATOR
from kith.organisations.queries import live_posts
from kith.organisations.staff import NotYours
from kith.tenancy import current, tenancy, waiting

__all__ = ["Keeper", "close_account", "close_account_here", "end_post", "keepers_of", "lasts", "one_at_a_time"]

FOR_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Keeper:
    """A post that may put others on the list of a restricted record or lift it, until when, and by which tie."""

    grant_id: UUID
    post: Post
    until: datetime


def one_at_a_time() -> None:
    """Whoever takes one away who may open records again waits for the others of this controller who do."""
    waiting.alone(f"keepers {current().controller_id}")


def keepers_of(ids: Iterable[UUID]) -> dict[UUID, list[Keeper]]:
    """Of these persons and records, each that is restricted -> those on its list who may open it again."""
    levels: dict[UUID, int] = {}
    kept: set[tuple[UUID, UUID | None]] = set()
    for bar in live(Bar).filter(subject_id__in=list(ids)):
        if bar.grantee_kind == Grantee.EVERYBODY:
            levels[bar.subject_id] = max(levels.get(bar.subject_id, 0), bar.level)
        else:
            kept.add((bar.subject_id, bar.grantee_id))
    closed = [id for id, level in levels.items() if level == RESTRICTED]
    ties = list(live(Grant).filter(relation=Relation.RESTRICTED_LIST, subject_id__in=closed))
    named = _who_open({tie.grantee_id for tie in ties})
    found: dict[UUID, list[Keeper]] = {id: [] for id in closed}
    for tie in ties:
        posts = (post for post in named.get(tie.grantee_id, ()) if (tie.subject_id, post.user_id) not in kept)
        found[tie.subject_id] += [Keeper(tie.id, post, post.until or FOR_EVER) for post in posts]
    return found


def _who_open(ids: Collection[UUID]) -> dict[UUID, list[Post]]:
    """Post or account -> its posts that hold now and may open a record again."""
    open_ones = live_posts().filter(role__in=DUTIES["person.close"], user__is_active=True)
    found: dict[UUID, list[Post]] = {}
    for post in open_ones.filter(Q(id__in=ids) | Q(user_id__in=ids)):
        for id in (post.id, post.user_id):
            found.setdefault(id, []).append(post)
    return found


def lasts(before: Collection[Keeper], after: Collection[Keeper]) -> bool:
    """Whether somebody is left for as long as there was somebody."""
    return bool(after) and max(one.until for one in after) >= max(one.until for one in before)


def end_post(*, by: Post, post_id: UUID | None, last_on: date | None) -> None:
    """A post ends with its last day; without one now. Raises NotYours."""
    _check(live_posts().filter(id=post_id, organisation__in=staff.places(by)), staff.end_of(last_on))
    staff.end(by=by, post_id=post_id, last_on=last_on)


def close_account_here(*, by: Post, user: User) -> None:
    """An administrator closes an account. Raises NotYours."""
    _check(live_posts().filter(user=user, organisation__in=staff.places(by)), staff.end_of(None))
    staff.close(by=by, user=user)


def close_account(*, user: User) -> None:
    """Whoever runs Kith closes an account, wherever it is used. Raises NotYours."""
    with transaction.atomic():
        for controller_id in sorted({one.controller_id for one in reaches(user)}):
            with tenancy(controller_id, system=OPERATOR):
                _check(live_posts().filter(user=user), staff.end_of(None))
        accounts.disable(user=user)


def _check(posts: Iterable[Post], until: datetime) -> None:
    """What only these may open again would be closed for ever once they end. Raises NotYours."""
    one_at_a_time()
    ending = {post.id: until for post in posts}
    if many := _closed_for_ever(ending):
        what = "a restricted record" if many == 1 else f"{many} restricted records"
        raise NotYours(f"Only they may open {what} again. Ask them to put another who leads on its list first.")


def _closed_for_ever(ending: Mapping[UUID, datetime]) -> int:
    """How many restricted persons and records would have somebody for a shorter time if these posts ended then."""
    users = Post.objects.filter(id__in=list(ending)).values_list("user_id", flat=True)
    theirs = live(Grant).filter(relation=Relation.RESTRICTED_LIST, grantee_id__in=[*ending, *users])
    people = theirs.values_list("subject_id", flat=True).distinct()
    return sum(not _stays_open(before, ending) for before in keepers_of(people).values())


def _stays_open(before: Collection[Keeper], ending: Mapping[UUID, datetime]) -> bool:
    """Whoever can open it no longer, or never could, does not close it by going."""
    now = staff.end_of(None)
    after = [replace(one, until=ending.get(one.post.id, one.until)) for one in before]
    return not any(one.post.id in ending for one in before) or lasts(before, [one for one in after if one.until > now])
