"""Who works where."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from kith.organisations.models import Organisation, Post, Team
from kith.tenancy import Doer, current
from kith.tenancy.prepared import Asked, Given, Prepared, first_of, together


def live_posts(now: Any = None) -> QuerySet[Post]:
    """Posts that hold now, with user and organisation."""
    now = now or timezone.now()
    return Post.objects.filter(Q(until=None) | Q(until__gt=now), since__lte=now).select_related("user", "organisation")


_LIVE_POST = Prepared(lambda: live_posts(Given("now")).filter(id=Given("id")))
# Asked when a unit opens, so with every page.
_POST = Prepared(lambda: Post.objects.select_related("user", "organisation").filter(id=Given("id")))


def live_post(post_id: UUID | None) -> Post | None:
    post: Post | None = _LIVE_POST.first(id=post_id, now=timezone.now())
    return post


def acting(post_id: UUID | None) -> Post | None:
    """The post that acts in the open unit, read once however many ask."""
    if ("post", post_id) not in current().kept:
        acting_with(post_id)
    return current().kept["post", post_id]  # type: ignore[no-any-return]


def acting_with(post_id: UUID | None, *more: Asked) -> list[list[Any]]:
    """Reads the post that acts, and what else is asked with the same journey. The answers to that."""
    found, *answers = together(_POST.of(id=post_id), *more)
    current().kept["post", post_id] = first_of(found)
    return answers


def read_again(post_id: UUID) -> None:
    """The post has changed inside the open unit."""
    current().kept.pop(("post", post_id), None)


def acting_now(post_id: UUID | None) -> Post | None:
    """The same, if it holds at this moment."""
    post, now = acting(post_id), timezone.now()
    return post if post and post.since <= now and (post.until is None or post.until > now) else None


def words_of(doer: Doer) -> Mapping[str, str]:
    """How a doer is named today: the words a ledger line keeps, whatever becomes of the post."""
    post = acting(doer.post_id or doer.on_behalf_of)
    if post is None:
        return {"name": "", "post": doer.system or "", "organisation": ""}
    title = post.title
    return {
        "name": post.user.display_name,
        "post": f"{doer.system} for {title}" if doer.system else title,
        "organisation": post.organisation.name,
    }


def posts_at(holder_id: UUID, roles: Iterable[str]) -> list[Post]:
    """Who works where these files are kept, in one of these roles, by name."""
    found = live_posts().filter(organisation__files_of=holder_id, role__in=list(roles))
    return list(found.order_by("user__display_name", "id"))


def posts_in(team_id: UUID) -> QuerySet[Post]:
    """The posts that work in this team now."""
    return _in_teams().filter(team=team_id)


def takes_work(team_id: UUID) -> bool:
    """Whether something may be given to this team: somebody works in it, and it has no last day.

    It holds until this unit is over: whoever ends the team waits, and then counts what was given.
    """
    _hold(team_id)
    return posts_in(team_id).filter(team__until=None).exists()


def _hold(team_id: UUID) -> None:
    """Shared, which Django has no word for: those who give to one team do not wait for one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM organisations_team WHERE id = %s FOR SHARE", [team_id])


def manned() -> set[UUID]:
    """The teams in which somebody works now: what any other has, nobody has."""
    return set(_in_teams().order_by().values_list("team_id", flat=True).distinct())


def _in_teams() -> QuerySet[Post]:
    now = timezone.now()
    begun = Q(team_since=None) | Q(team_since__lte=now)
    return live_posts(now).filter(begun, Q(team_until=None) | Q(team_until__gt=now), team__isnull=False)


def teams_at(holder_id: UUID) -> list[Team]:
    """The teams that something may be given to where these files are kept, by name."""
    there = Team.objects.filter(
        organisation__files_of=holder_id, until=None, id__in=_in_teams().order_by().values("team_id")
    )
    return list(there.order_by("name", "id"))


def teams_of(posts: QuerySet[Post]) -> list[Team]:
    """The teams that something may be given to in which one of these posts works now, by name."""
    theirs = _in_teams().filter(id__in=posts.values("id")).order_by().values("team")
    found = Team.objects.filter(id__in=theirs, until=None).select_related("organisation")
    return list(found.order_by("name", "organisation__name", "id"))


def named(post_ids: list[UUID]) -> dict[UUID, str]:
    """Post id -> the name people know it by, e.g. "J Marsh". One query for a whole page."""
    rows = Post.objects.filter(id__in=post_ids).values_list("id", "user__display_name")
    return dict(rows)


def team_named(team_ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Team id -> its name as pages say it. One query for a whole page, and none where no team is meant."""
    ids = {id for id in team_ids if id}
    found = Team.objects.filter(id__in=ids).values_list("id", "name") if ids else ()
    has = manned() if ids else set()
    return {id: f"The team {name}{'' if id in has else ' (nobody works in it)'}" for id, name in found}


def school(laestab: str) -> Organisation | None:
    return Organisation.objects.filter(laestab=laestab).first()
