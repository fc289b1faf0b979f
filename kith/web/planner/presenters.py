"""A stretch of days in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from kith.foundation.dates import in_words, today
from kith.web.planner.gather import Item

__all__ = ["Stretch", "planner_page", "stretch"]

WEEK, MONTH = "week", "month"


@dataclass(frozen=True)
class Stretch:
    """A week from its Monday, or a month."""

    show: str
    first: date
    last: date

    @property
    def before(self) -> date:
        return _beginning(self.show, self.first - timedelta(days=1))

    @property
    def after(self) -> date:
        return self.last + timedelta(days=1)


def stretch(show: str, day: date | None, now: date) -> Stretch:
    """The week or month in which a day lies; of a day that is too far from now to be meant, the present one."""
    show = MONTH if show == MONTH else WEEK
    first = _beginning(show, day if day and abs(day.year - now.year) <= 20 else now)
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1) if show == MONTH else first + timedelta(days=7)
    return Stretch(show, first, after - timedelta(days=1))


def _beginning(show: str, day: date) -> date:
    return day.replace(day=1) if show == MONTH else day - timedelta(days=day.weekday())


def planner_page(found: Sequence[Item], asked: Stretch, *, named: bool) -> dict[str, Any]:
    """Day by day. Without `named` nobody stands in it and nothing somebody wrote."""
    now = today()
    old = [one for one in found if one.on < asked.first]
    days = [one for one in found if one.on >= asked.first]
    groups = [("Late", False, [_row(one, named, dated=True) for one in old])] if old else []
    for on, those in groupby(days, key=lambda one: one.on):
        title = f"Today, {in_words(on)}" if on == now else in_words(on)
        groups.append((title, on == now, [_row(one, named) for one in those]))
    return {
        "title": _title(asked.show, asked.first),
        "show": asked.show,
        "first": asked.first.isoformat(),
        "before": asked.before.isoformat(),
        "after": asked.after.isoformat(),
        "before_words": _title(asked.show, asked.before),
        "after_words": _title(asked.show, asked.after),
        "here": asked.first <= now <= asked.last,
        "groups": groups,
        "count": len(found),
    }


def _title(show: str, first: date) -> str:
    return f"{first:%B %Y}" if show == MONTH else f"Week of {in_words(first)}"


def _row(one: Item, named: bool, *, dated: bool = False) -> dict[str, Any]:
    sort = one.sort.capitalize()
    return {
        "sort": sort,
        "on": in_words(one.on) if dated else "",
        "title": one.title if named else sort,
        "names": ", ".join(card.name for card in one.people) if named else "",
        "words": one.words if named else "",
        "url": one.url if named else "",
        "late": one.late or one.on < today(),
    }
