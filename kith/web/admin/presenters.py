"""People and their posts in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kith.foundation.dates import in_words, london, moment_in_words
from kith.organisations.models import Organisation, Post
from kith.organisations.staff import Colleague
from kith.web.signin.steps import paragraphs

__all__ = ["account_page", "people_page", "told_apart", "until_words", "wording"]

NOWHERE = "No post any more"


@dataclass(frozen=True)
class PostLine:
    """A post, when it holds, and whether it can still be ended."""

    id: UUID
    words: str
    dates: str
    lasts: bool


@dataclass(frozen=True)
class Person:
    id: UUID
    name: str
    email: str
    posts: tuple[str, ...]
    state: str


@dataclass(frozen=True)
class Place:
    """A place and who works there."""

    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class AccountPage:
    id: UUID
    name: str
    email: str
    state: str
    signed_in: str
    posts: tuple[PostLine, ...]
    is_open: bool
    elsewhere: bool


def people_page(found: Iterable[Colleague], now: datetime, look_for: str = "") -> tuple[Place, ...]:
    """Everybody by the places they work at, those who work nowhere any more last; only those who were looked for."""
    by_place: dict[UUID, dict[UUID, list[Post]]] = defaultdict(lambda: defaultdict(list))
    places: dict[UUID, Organisation] = {}
    of = {one.user.id: one for one in found if _fits(one, look_for)}
    for one in of.values():
        for post in one.live(now):
            places[post.organisation_id] = post.organisation
            by_place[post.organisation_id][one.user.id].append(post)
    groups = [
        Place(name, tuple(_person(of[id], posts, now) for id, posts in by_place[place].items()))
        for place, name in told_apart(places.values())
    ]
    gone = tuple(_person(one, (), now) for one in of.values() if not one.live(now))
    return (*groups, Place(NOWHERE, gone)) if gone else tuple(groups)


def told_apart(places: Iterable[Organisation]) -> list[tuple[UUID, str]]:
    """Places by name; those that share one with what they are and their number."""
    every = sorted(places, key=lambda one: (one.name, one.laestab, one.id))
    names = Counter(one.name for one in every)
    return [(one.id, _in_full(one) if names[one.name] > 1 else one.name) for one in every]


def _in_full(place: Organisation) -> str:
    kind = Organisation.Kind(place.kind).label
    return f"{place.name} ({kind}, LAESTAB {place.laestab})" if place.laestab else f"{place.name} ({kind})"


def _fits(one: Colleague, look_for: str) -> bool:
    """Whether name, address and posts have every word that was looked for."""
    told = [one.user.display_name, one.user.email, *(p.title for p in one.posts)]
    said = " ".join(told).casefold()
    return all(word in said for word in look_for.casefold().split())


def _person(one: Colleague, posts: Iterable[Post], now: datetime) -> Person:
    titles = tuple(post.title for post in posts)
    return Person(one.user.id, one.user.display_name, one.user.email, titles, _state(one, now))


def _state(one: Colleague, now: datetime) -> str:
    if not one.user.is_active:
        return "Account closed"
    if one.asleep:
        return "Account asleep: nobody has signed in with it for too long"
    return "Account open" if one.live(now) else NOWHERE


def account_page(one: Colleague, now: datetime, *, elsewhere: bool) -> AccountPage:
    last = one.user.last_signed_in_at
    return AccountPage(
        id=one.user.id,
        name=one.user.display_name,
        email=one.user.email,
        state=_state(one, now),
        signed_in=f"Last signed in {moment_in_words(last)}" if last else "Has never signed in",
        posts=tuple(_post(post, now) for post in one.posts),
        is_open=one.user.is_active,
        elsewhere=elsewhere,
    )


def _post(post: Any, now: datetime) -> PostLine:
    begun = f"from {in_words(london(post.since).date())}"
    lasts = post.until is None or post.until > now
    return PostLine(post.id, f"{post.title}, {post.organisation.name}", begun + until_words(post.until), lasts)


def until_words(until: datetime | None) -> str:
    """Its last day: what ends at midnight ended the day before."""
    if until is None:
        return ""
    return f" to {in_words(london(until - timedelta(microseconds=1)).date())}"


def wording(version: Any) -> Any:
    """The wording in force: its number, since when, its paragraphs and lists. None where there is none."""
    if version is None:
        return None
    since = f"In force since {moment_in_words(version.in_force_from)}"
    return {"number": version.number, "since": since, "parts": paragraphs(version.text)}
