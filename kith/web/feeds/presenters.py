"""Daily feeds in words: when each last came, what it brought, what is the matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kith.foundation.dates import london, moment_in_words, today
from kith.intake.feeds.folders import place_of
from kith.intake.feeds.going import slug_of
from kith.intake.feeds.profiles import profiles
from kith.intake.models import Feed, FeedRun
from kith.intake.stages import ACCEPTS, Accept
from kith.organisations import controller_settings, staff
from kith.organisations.models import Organisation, Post
from kith.web.presenters import Status

__all__ = ["FeedPage", "Listed", "Told", "asked", "feed_page", "listed", "schools_of", "standing_values", "told"]


@dataclass(frozen=True)
class Told:
    """A feed in one sentence, in which tone it is said, and the imports in which something waits."""

    school: str
    status: Status
    words: str
    trouble: str
    waiting: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Listed:
    id: UUID
    name: str
    told: Told | None


@dataclass(frozen=True)
class Run:
    when: str
    state: str
    words: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class FeedPage:
    school: UUID
    name: str
    goes_on: bool
    folder: str
    has_token: bool
    runs: tuple[Run, ...]
    profiles: tuple[tuple[str, str], ...]
    accepts: tuple[tuple[str, str], ...]


def schools_of(by: Post) -> list[Organisation]:
    """The schools with files of their own whose posts an administrator keeps."""
    ids = [place.id for place in staff.places(by)]
    kept = Organisation.objects.filter(id__in=ids, kind=Organisation.Kind.SCHOOL).exclude(files_of=None)
    return list(kept.order_by("name", "id"))


def listed(schools: Sequence[Organisation], found: Mapping[UUID, Any]) -> tuple[Listed, ...]:
    return tuple(Listed(one.id, one.name, told(found[one.id]) if one.id in found else None) for one in schools)


def told(standing: Any) -> Told:
    """Last arrived today 06:10: 3 joined, 1 left, 2 wait for you."""
    arrived, waits = standing.arrived, sum(count for _, count in standing.waiting)
    words = "It has not come yet."
    if arrived is not None:
        parts = [*_brought(arrived.counts), *([f"{waits:,} wait for you"] if waits else [])]
        words = f"Last arrived {_when(arrived.ended_at)}: {', '.join(parts) or 'nothing was new'}."
    trouble = standing.trouble.words if standing.trouble else ""
    if standing.late:
        trouble = f"It has not come for two days. {trouble}".strip()
    tone = Status("late", "late", "Needs you") if trouble else Status("ok", "ok", "Arrives")
    waiting = tuple((id, f"{count:,} {'child' if count == 1 else 'children'}") for id, count in standing.waiting)
    return Told(standing.feed.school.name, tone, words, trouble, waiting)


def feed_page(at: Organisation, kept: Feed | None, runs: Sequence[FeedRun]) -> FeedPage:
    slug = controller_settings.here().slug
    by_files = kept is None or kept.way == Feed.Way.FILES
    return FeedPage(
        school=at.id,
        name=at.name,
        goes_on=kept is not None and kept.stopped_at is None,
        folder=str(place_of(slug, slug_of(kept or Feed(school=at)))) if by_files else "",
        has_token=kept is not None and kept.token is not None,
        runs=tuple(_run(one) for one in runs),
        profiles=tuple((one.name, one.title) for one in profiles().values()),
        accepts=tuple((code.value, words) for code, (words, _) in ACCEPTS.items()),
    )


def asked(typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, as the verb takes it."""
    plain = {name: typed.get(name, "").strip() for name in ("address", "outside_id", "token", "accept")}
    return {"profile_name": typed.get("profile", ""), **plain}


def standing_values(kept: Feed | None) -> dict[str, str]:
    if kept is None:
        return {"profile": "", "address": "", "outside_id": "", "accept": Accept.RULE.value}
    return {name: str(getattr(kept, name)) for name in ("profile", "address", "outside_id", "accept")}


def _when(moment: datetime) -> str:
    """today 06:10, yesterday 06:10, Fri 27 Nov, 06:10"""
    here = london(moment)
    near = {today(): "today", today() - timedelta(days=1): "yesterday"}
    return f"{near[here.date()]} {here:%H:%M}" if here.date() in near else moment_in_words(moment)


def _run(one: FeedRun) -> Run:
    state = FeedRun.State(one.state).label
    words = one.words or ", ".join(_brought(one.counts)) or ("Nothing was new" if one.state == "done" else "")
    return Run(moment_in_words(one.began_at), state, words, tuple(one.remarks))


def _brought(counts: Mapping[str, int]) -> list[str]:
    """3 joined, 1 left, 12 changed, 1 row can't be used"""
    parts = [f"{counts[name]:,} {name}" for name in ("joined", "left", "changed") if counts.get(name)]
    refused = counts.get("refused", 0)
    return [*parts, *([f"{refused:,} {'row' if refused == 1 else 'rows'} can’t be used"] if refused else [])]
