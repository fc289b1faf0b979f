"""People and their posts in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kith.foundation.dates import in_words, london, moment_in_words
from kith.organisations.staff import Colleague

__all__ = ["account_page", "people_page", "until_words", "wording"]


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
class AccountPage:
    id: UUID
    name: str
    email: str
    state: str
    signed_in: str
    posts: tuple[PostLine, ...]
    is_open: bool
    elsewhere: bool


def people_page(found: Iterable[Colleague], now: datetime) -> tuple[Person, ...]:
    return tuple(_person(one, now) for one in found)


def _person(one: Colleague, now: datetime) -> Person:
    posts = tuple(f"{post.title}, {post.organisation.name}" for post in one.live(now))
    return Person(one.user.id, one.user.display_name, one.user.email, posts, _state(one, now))


def _state(one: Colleague, now: datetime) -> str:
    if not one.user.is_active:
        return "Account closed"
    return "Account open" if one.live(now) else "No post any more"


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
    """The wording in force: its number, since when, its paragraphs. None where there is none."""
    if version is None:
        return None
    since = f"In force since {moment_in_words(version.in_force_from)}"
    return {"number": version.number, "since": since, "paragraphs": version.text.split("\n\n")}
