"""Teams in words: who works in each, what it has, and what would become of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from kith.foundation.dates import in_words, london
from kith.organisations.models import Post, Team
from kith.organisations.teams import Manned
from kith.web.admin.presenters import until_words

__all__ = ["TeamCard", "team_cards"]

NOBODYS = "It stands as nobody’s with those whose role takes such work up."


@dataclass(frozen=True)
class PostInTeam:
    id: UUID
    words: str
    days: str
    # What would become of the team's work without them; empty where others stay, or there is none.
    leaves: str


@dataclass(frozen=True)
class TeamCard:
    id: UUID
    name: str
    place: str
    posts: tuple[PostInTeam, ...]
    work: str
    # Work that nobody sees to.
    left: str
    lasts: bool
    choices: tuple[tuple[str, str], ...]


def team_cards(found: Iterable[Manned], work: Mapping[UUID, int], posts: Iterable[Post]) -> tuple[TeamCard, ...]:
    """A card for each team; `posts` are those who may be put in one."""
    free = list(posts)
    return tuple(_card(one, work.get(one.team.id, 0), free) for one in found)


def _card(one: Manned, work: int, free: list[Post]) -> TeamCard:
    here = [post for post in free if post.organisation_id == one.team.organisation_id]
    return TeamCard(
        id=one.team.id,
        name=one.team.name,
        place=one.team.organisation.name + _last_day(one.team),
        posts=tuple(PostInTeam(p.id, _said(p), _days(p), _leaves(one, p, work)) for p in one.posts),
        work=f"It has {_pieces(work)} of open work." if work and one.now else "",
        left=f"{_capital(_pieces(work))} of work {_stay(work)} with a team nobody works in. {NOBODYS}"
        if work and not one.now
        else "",
        lasts=one.team.until is None,
        choices=tuple((str(post.id), _said(post)) for post in here),
    )


def _leaves(one: Manned, post: Post, work: int) -> str:
    if not work or one.now != (post,):
        return ""
    would = "would stay with a team nobody works in"
    return f"Nobody else works in it now: without them {_pieces(work)} of work {would}."


def _pieces(number: int) -> str:
    return "one piece" if number == 1 else f"{number} pieces"


def _stay(number: int) -> str:
    return "stays" if number == 1 else "stay"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _last_day(team: Team) -> str:
    return (
        f". Its last day:{until_words(team.until).removeprefix(' to')}. Nothing more is given to it"
        if team.until
        else ""
    )


def _said(post: Post) -> str:
    return f"{post.user.display_name}, {post.title}"


def _days(post: Post) -> str:
    """From when to when it works there."""
    since = london(post.team_since or post.since).date()
    begins = "from" if since <= london(timezone.now()).date() else "will be from"
    return f"{begins} {in_words(since)}{until_words(post.team_until)}"
