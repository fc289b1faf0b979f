"""Teams, and who works in them when: what an administrator may do about them. Nobody puts themselves in or out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith.foundation.visible import is_blank
from kith.organisations import actions
from kith.organisations.models import Post, Team
from kith.organisations.queries import live_posts
from kith.organisations.staff import ONESELF, NotYours, midnight, places

__all__ = ["Manned", "choosable", "end", "make", "put_in", "put_out", "rename", "teams"]

NAMED = "There is a team of this name already."


@dataclass(frozen=True)
class Manned:
    """A team and the posts that work in it, now or from a day to come."""

    team: Team
    posts: tuple[Post, ...]

    @property
    def now(self) -> tuple[Post, ...]:
        """Those who work in it at this moment."""
        return tuple(post for post in self.posts if post.team_now)


def teams(by: Post) -> list[Manned]:
    """The teams at the places this administrator keeps, by place and name."""
    found = list(_theirs(by).select_related("organisation").order_by("organisation__name", "name", "id"))
    now = timezone.now()
    of: dict[UUID, list[Post]] = {team.id: [] for team in found}
    for post in live_posts().filter(team__in=found).order_by("user__display_name", "id"):
        if post.team_until is None or post.team_until > now:
            of[post.team_id].append(post)
    return [Manned(team, tuple(of[team.id])) for team in found]


def choosable(by: Post) -> list[Post]:
    """The posts that may be put in a team: those that hold now, and are in none."""
    now = timezone.now()
    found = live_posts().filter(organisation__in=places(by)).exclude(user_id=by.user_id)
    ordered = found.order_by("user__display_name", "id")
    return [post for post in ordered if not _is_in_one(post, now)]


def make(*, by: Post, organisation_id: UUID | None, name: str) -> Team:
    """A new team at one of their places. Raises NotYours."""
    place = places(by).filter(id=organisation_id).first()
    if place is None:
        raise NotYours("Choose a place from the list.", "place")
    if is_blank(name):
        raise NotYours("Say what the team is called.", "name")
    if _lasting().filter(organisation=place, name__iexact=name.strip()).exists():
        raise NotYours(NAMED, "name")
    return actions.add_team(organisation=place, name=name.strip()[:100])


def rename(*, by: Post, team_id: UUID | None, name: str) -> None:
    """It is called otherwise. Raises NotYours."""
    team, called = _team(by, team_id), name.strip()[:100]
    if is_blank(called):
        raise NotYours("Say what the team is called.", "called")
    if _lasting().filter(organisation=team.organisation_id, name__iexact=called).exclude(id=team.id).exists():
        raise NotYours(NAMED, "called")
    if called != team.name:
        actions.rename_team(team=team, name=called)


def end(*, by: Post, team_id: UUID | None, last_on: date | None, work: Callable[[UUID], int]) -> None:
    """It ends now, or with a last day, once it has no work and nobody works in it beyond that. Raises NotYours.

    `work` counts what it has. It is asked once the team is locked, so that nothing is given to it meanwhile.
    """
    team, until = _team(by, team_id), _end_of(last_on) or timezone.now()
    if last_on and until < timezone.now():
        raise NotYours("This day is over. Leave it empty, and the team ends now.", "ends")
    if many := work(team.id):
        has = "A piece of work is" if many == 1 else f"{many} pieces of work are"
        raise NotYours(f"{has} with this team. Whoever leads that work gives it to somebody else first.", "ends")
    stay = live_posts().filter(team=team).exclude(team_until__lte=until).exclude(until__lte=until)
    if names := [post.user.display_name for post in stay.order_by("user__display_name", "id")]:
        raise NotYours(f"Put out of it first, on that day or before: {', '.join(names)}.", "ends")
    actions.end_team(team=team, until=until)


def put_in(*, by: Post, team_id: UUID | None, post_id: UUID | None, from_on: date | None, last_on: date | None) -> None:
    """A post works in a team from the first day to the end of the last; without days from now, until it is ended."""
    team, post = _team(by, team_id), _post(by, post_id)
    if post.organisation_id != team.organisation_id:
        raise NotYours("Choose somebody who works at the place of this team.", "post")
    if team.until is not None:
        raise NotYours("This team is ending.", "post")
    if _is_in_one(post, timezone.now()):
        raise NotYours("This post is in a team. Put it out of that one first.", "post")
    if from_on and last_on and last_on < from_on:
        raise NotYours("The last day is before the first.", "last_on")
    since = midnight(from_on) if from_on else None
    actions.put_in_team(post=post, team=team, since=since, until=_end_of(last_on))


def put_out(*, by: Post, post_id: UUID | None, last_on: date | None) -> None:
    """It works there no longer: now, or after a last day. Raises NotYours."""
    post = _post(by, post_id)
    if not _is_in_one(post, timezone.now()):
        raise NotYours("This post is in no team any more.", "post")
    end = _end_of(last_on)
    if end and post.team_until and end > post.team_until:
        raise NotYours("It leaves the team before that day already.", "post")
    actions.put_out_of_team(post=post, until=end)


def _theirs(by: Post) -> QuerySet[Team]:
    return _lasting().filter(organisation__in=places(by))


def _lasting() -> QuerySet[Team]:
    """The teams that have not ended."""
    return Team.objects.filter(Q(until=None) | Q(until__gt=timezone.now()))


def _team(by: Post, team_id: UUID | None) -> Team:
    """One of their teams, locked: two administrators do one thing after the other."""
    team = _theirs(by).select_for_update().filter(id=team_id).first()
    if team is None:
        raise NotYours("This team has ended already.", "gone")
    return team


def _post(by: Post, post_id: UUID | None) -> Post:
    """One of their posts that holds now, locked: two administrators do not put it in two teams."""
    live = live_posts().filter(id=post_id, organisation__in=places(by))
    post = Post.objects.select_for_update().filter(id__in=live.values("id")).first()
    if post is None:
        raise NotYours("Choose one of the posts shown.", "post")
    if post.user_id == by.user_id:
        raise NotYours(ONESELF, "post")
    return post


def _is_in_one(post: Post, now: datetime) -> bool:
    """Now, or from a day to come."""
    return post.team_id is not None and (post.team_until is None or post.team_until > now)


def _end_of(day: date | None) -> datetime | None:
    return midnight(day + timedelta(days=1)) if day else None
