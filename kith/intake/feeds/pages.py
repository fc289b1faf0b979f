"""The pages of an answer, one after the other, each kept when it came: what was cut off goes on after the last one.

Only when every page of every part is there is there a delivery. One whose arriving was interrupted is whole, but
somebody may have slipped from one page to another meanwhile: it adds and changes, and nobody in it is taken to be gone.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from django.utils import timezone

from kith.intake.cells import Origin
from kith.intake.feeds.asking import Ask, NotGranted, Refused, patiently, same_place
from kith.intake.feeds.counting import first_of_weeks
from kith.intake.feeds.delivered import Delivered, Filled
from kith.intake.feeds.paths import record_of, several
from kith.intake.feeds.profiles import CONTACTS, PUPILS, Profile, Table
from kith.intake.models import Feed, FeedPage, FeedRun

__all__ = ["INTERRUPTED", "Fetching", "delivered_of", "fetch"]

Open = Callable[[], AbstractContextManager[Any]]
A_PAGE = 200
# More pages than this no school has: an answer that leads round in a circle ends here.
MOST_PAGES = 2000
NOT_SHARED = "not shared"
INTERRUPTED = "It was cut off on its way and went on later."


@dataclass(frozen=True)
class Fetching:
    """How one run asks: in which units, of what, with which token, and how it waits."""

    opened: Open
    run: FeedRun
    feed: Feed
    profile: Profile
    token: str
    ask: Ask
    pause: Callable[[float], None]
    go_on: Callable[[], None]


def fetch(how: Fetching) -> None:
    """Ask for every page there is not yet. Raises Away or Refused; what came until then is kept."""
    for table in _parts(how.profile):
        part = table.at[0]
        with how.opened():
            last = FeedPage.objects.filter(run=how.run, part=part).order_by("-n").first()
        url, n = (last.next, last.n + 1) if last else (_first(how.feed, table), 0)
        while url and url != NOT_SHARED:
            how.go_on()
            data, url = _page(how, table, url)
            with how.opened():
                _keep(how.run, how.feed, part, n, url, data)
            n += 1
            if n > MOST_PAGES:
                raise Refused("The school’s system gives page after page without an end.")


def delivered_of(run: FeedRun, profile: Profile, day: date) -> Delivered:
    """All pages that came, as one delivery."""
    digest, filled, remarks = hashlib.sha256(), [], []
    for table in _parts(profile):
        pages = list(FeedPage.objects.filter(run=run, part=table.at[0]).order_by("n"))
        if pages and pages[0].next == NOT_SHARED:
            remarks.append(f"The school does not share {table.at[0].strip('/')}: nothing of it was changed.")
            continue
        rows = [row for page in pages for row in json.loads(zlib.decompress(page.packed))]
        digest.update(json.dumps(rows, sort_keys=True).encode())
        filled.append(_filled(profile, table, rows))
    doubt = INTERRUPTED if run.tries or run.words else ""
    return Delivered(profile, tuple(filled), (run.feed.address,), digest.hexdigest(), day, doubt, tuple(remarks))


def _parts(profile: Profile) -> Iterator[Table]:
    """What is asked for: lists inside another come with it."""
    yield from (table for table in profile.tables if not table.within)


def _first(feed: Feed, table: Table) -> str:
    weeks = first_of_weeks(timezone.localdate()).isoformat()
    asked = {name: value.replace("{four_weeks_ago}", weeks) for name, value in table.asked.items()}
    query = urlencode({**asked, "per_page": A_PAGE}, safe=",")
    return f"{feed.address.rstrip('/')}/schools/{quote(feed.outside_id, safe='')}/{table.at[0]}?{query}"


def _page(how: Fetching, table: Table, url: str) -> tuple[list[Any], str]:
    """The rows of one page, and where the next is."""
    try:
        said = patiently(how.ask, url, how.token, how.pause)
    except NotGranted:
        if table.required:
            raise Refused("The school has not granted its pupils, or is not known there by this name.") from None
        return [], NOT_SHARED
    meta = said.get("meta")
    paging = meta.get("pagination") if isinstance(meta, dict) else None
    further = paging.get("next") if isinstance(paging, dict) else None
    if not further:
        return said["data"], ""
    if not isinstance(further, str) or not same_place(further, how.feed.address) or further == url:
        raise Refused("The school’s system leads to another address for its next page, and is not followed there.")
    return said["data"], further


def _keep(run: FeedRun, feed: Feed, part: str, n: int, next: str, data: list[Any]) -> None:
    packed = zlib.compress(json.dumps(data).encode())
    FeedPage.objects.create(run=run, holder_id=feed.holder_id, part=part, n=n, next=next, packed=packed)


def _filled(profile: Profile, table: Table, rows: list[Any]) -> Filled:
    name = table.at[0].strip("/")
    records = [record_of(row, table, Origin(name, n)) for n, row in enumerate(rows, start=1)]
    within = [one for one in profile.of(CONTACTS) if one.within] if table.of == PUPILS and not table.leavers else []
    inside = [
        [record_of(adult, one, Origin(name, n)) for one in within for adult in several(row, one.within)]
        for n, row in enumerate(rows, start=1)
    ]
    return Filled(table, records, inside)
