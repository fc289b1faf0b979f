"""Training of staff: what each has had, until when it counts, and whose is due. Kept by account, not by post."""

import calendar
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith import audit
from kith.accounts.models import AgreementAccepted, AgreementVersion, User
from kith.foundation.dates import today
from kith.organisations.models import Post, Training
from kith.organisations.queries import live_posts
from kith.organisations.staff import NotYours
from kith.reference.codes import code_set
from kith.reference.roles import Role

__all__ = [
    "KINDS",
    "WARN",
    "Need",
    "Tally",
    "Trained",
    "agreed",
    "colleagues",
    "due_of",
    "ending",
    "needs_of",
    "take_back",
    "tallies",
    "trained",
    "write",
]

KINDS = "training_kind"
# From so many days before its last one somebody is told.
WARN = timedelta(days=30)
LEADS = frozenset({Role.DSL, Role.DEPUTY_DSL})
MOST = 200


@dataclass(frozen=True)
class Need:
    """A training somebody needs: had until when, or never; due once it has ended, was never had, or ends soon."""

    kind: str
    until_on: date | None = None
    had: bool = False

    def ends_soon(self, on: date) -> bool:
        return self.until_on is not None and on <= self.until_on <= on + WARN

    def is_due(self, on: date) -> bool:
        return not self.had or (self.until_on is not None and self.until_on < on)


@dataclass(frozen=True)
class Trained:
    """Somebody who works here, what they have had, the newest of a kind first, and what they need."""

    user: User
    posts: tuple[Post, ...]
    had: tuple[Training, ...]
    needs: tuple[Need, ...]

    def due(self, on: date) -> tuple[Need, ...]:
        """What is due now or ends soon."""
        return tuple(one for one in self.needs if one.is_due(on) or one.ends_soon(on))


@dataclass(frozen=True)
class Tally:
    """How many people of a place need a training, and of how many it counts today."""

    kind: str
    needed: int
    up_to_date: int


def needs_of(roles: Collection[str], had: Iterable[Training]) -> tuple[Need, ...]:
    """What these roles need, with the last day each counts. Pure."""
    newest: dict[str, Training] = {}
    for one in sorted(had, key=lambda t: (t.until_on or date.max, t.done_on)):
        newest[one.kind] = one
    groups = {"everybody", *(["lead"] if LEADS & set(roles) else [])}
    wanted = [code.code for code in code_set(KINDS) if code.more["who"] in groups]
    return tuple(Need(kind, newest[kind].until_on if kind in newest else None, had=kind in newest) for kind in wanted)


def counts_until(kind: str, done_on: date) -> date | None:
    """The last day a training of this kind counts where nobody says otherwise: 1 September 2026 to 31 August 2027."""
    months = code_set(KINDS)[kind].more["months"]
    if not months:
        return None
    ahead = done_on.month - 1 + int(months)
    year, month = done_on.year + ahead // 12, ahead % 12 + 1
    return date(year, month, min(done_on.day, calendar.monthrange(year, month)[1])) - timedelta(days=1)


def colleagues(by: Post) -> QuerySet[Post]:
    """The posts whose training this post keeps: of its own place, of all of it for the administrator of all of it."""
    found = live_posts()
    return found if by.role == Role.SYSTEM_ADMIN else found.filter(organisation_id=by.organisation_id)


def trained(by: Post) -> list[Trained]:
    """Everybody who works there now, by name."""
    return _trained(colleagues(by))


def tallies(organisation_id: UUID, on: date) -> list[Tally]:
    """Of each training somebody at a place needs, how many are up to date: numbers, and nobody's name."""
    needed: dict[str, list[bool]] = {}
    for one in _trained(live_posts().filter(organisation_id=organisation_id)):
        for need in one.needs:
            needed.setdefault(need.kind, []).append(not need.is_due(on))
    return [Tally(one.code, len(got), sum(got)) for one in code_set(KINDS) if (got := needed.get(one.code))]


def _trained(working: QuerySet[Post]) -> list[Trained]:
    posts: dict[UUID, list[Post]] = {}
    for post in working.order_by("user__display_name", "user_id", "id"):
        posts.setdefault(post.user_id, []).append(post)
    had = _had(posts)
    return [
        Trained(mine[0].user, tuple(mine), had.get(id, ()), needs_of([one.role for one in mine], had.get(id, ())))
        for id, mine in posts.items()
    ]


def due_of(post: Post) -> tuple[Need, ...]:
    """What is due of whoever holds this post, or ends soon. Only what was once begun: a place that keeps no training
    here reminds nobody."""
    had = _had([post.user_id]).get(post.user_id, ())
    day = today()
    return tuple(one for one in needs_of([post.role], had) if one.had and (one.is_due(day) or one.ends_soon(day)))


def ending(by: Post) -> int:
    """How many of those whose training this post keeps have one that has ended, or ends soon; one question if none."""
    soon = Training.objects.filter(taken_back_at=None, until_on__lte=today() + WARN)
    if not soon.filter(user_id__in=colleagues(by).values("user_id")).exists():
        return 0
    day = today()
    return sum(any(need.had for need in one.due(day)) for one in trained(by))


def _had(user_ids: Iterable[UUID]) -> dict[UUID, tuple[Training, ...]]:
    found: dict[UUID, list[Training]] = {}
    rows = Training.objects.filter(user_id__in=list(user_ids), taken_back_at=None).order_by("-done_on", "-id")
    for one in rows:
        found.setdefault(one.user_id, []).append(one)
    return {id: tuple(rows) for id, rows in found.items()}


def agreed(user_ids: Iterable[UUID], version: AgreementVersion | None) -> dict[UUID, date]:
    """Account -> the day it last accepted this wording."""
    rows = AgreementAccepted.objects.filter(user_id__in=list(user_ids), version=version).order_by("at")
    return {user: timezone.localtime(at).date() for user, at in rows.values_list("user_id", "at")} if version else {}


def write(
    *, by: Post, user_ids: Collection[UUID], kind: str, done_on: date | None, until_on: date | None, note: str = ""
) -> list[Training]:
    """They were trained on this day; without a last day it counts as long as its kind does. Said twice is once.

    Raises NotYours.
    """
    there = set(colleagues(by).filter(user_id__in=user_ids).values_list("user_id", flat=True))
    wrong: dict[str, str] = {}
    if not user_ids or there != set(user_ids):
        wrong["who"] = "Choose who was trained."
    if kind not in code_set(KINDS):
        wrong["kind"] = "Choose what the training was."
    if done_on is None or done_on > today():
        wrong["done_on"] = "Say on which day it was. A day to come is written down once it has been."
    elif until_on and until_on < done_on:
        wrong["until_on"] = "This day is before the training."
    if len(note) > MOST:
        wrong["note"] = f"Shorten this: at most {MOST} characters."
    if wrong or done_on is None:
        raise NotYours.all_of(wrong)
    last = until_on or counts_until(kind, done_on)
    what = {"kind": kind, "done_on": done_on, "until_on": last, "note": note.strip()}
    stands = set(
        Training.objects.filter(user_id__in=there, taken_back_at=None, **what).values_list("user_id", flat=True)
    )
    made = [Training.objects.create(user_id=id, by=by.id, **what) for id in sorted(there - stands)]
    audit.record("training.write", detail={"training": [str(one.id) for one in made], "kind": kind})
    return made


def take_back(*, by: Post, training_id: UUID | None) -> None:
    """Written down by mistake: it counts no more. Raises NotYours."""
    theirs = colleagues(by).values("user_id")
    if not Training.objects.filter(id=training_id, user_id__in=theirs, taken_back_at=None).update(
        taken_back_at=timezone.now()
    ):
        raise NotYours("Choose one of those shown.", "training")
    audit.record("training.take_back", detail={"training": str(training_id)})
