"""Groups beside one another: concerns for each hundred children of a group, and of all who are not in it."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Count

from kith.foundation.dates import today
from kith.insight import cohorts
from kith.insight.periods import Stretch, half_terms
from kith.insight.sight import Sight
from kith.insight.suppressing import FEW, WITHHELD, Shown, protect

__all__ = ["Compared", "Group", "compare", "protected"]

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Group:
    """A group: how many of the children on roll, how many concerns about them."""

    name: str
    title: str
    children: int
    concerns: int
    ids: frozenset[UUID] = frozenset()

    @property
    def rate(self) -> float:
        """Concerns for each hundred children; nought where there are none."""
        return 100 * self.concerns / self.children if self.children else 0.0


@dataclass(frozen=True)
class Compared:
    """Groups over the same days, and everybody."""

    groups: tuple[Group, ...]
    everybody: Group
    first: date
    until: date

    @cached_property
    def too_like(self) -> frozenset[str]:
        """Groups that fewer than six children tell from everybody, or from a group that is said: taken from one another
        their numbers would be those of these children."""
        said, found = [self.everybody], set()
        for one in self.groups:
            if any(0 < len(one.ids ^ other.ids) < FEW for other in said):
                found.add(one.name)
            else:
                said.append(one)
        return frozenset(found)


def compare(sight: Sight, on: date | None = None) -> Compared:
    """Over this half-term and the two before; for readers outside over the last one that has ended, of the children
    who were in a group on its last day: of two reports a day apart neither says who came between them."""
    day = on or today()
    stretches = half_terms(day, 1 if sight.outside else 3, ended=sight.outside)
    day = stretches[-1].until_on - ONE_DAY if sight.outside else day
    of_each = _concerns(sight, stretches)
    years = cohorts.year_groups(sight, day)
    everybody = _group("all", "All children", years, years, of_each)
    found = [_group(f"year_{year}", f"Year {year}", _of(years, year), years, of_each) for year in _in_order(years)]
    for one in cohorts.members(sight, day):
        if one.ids is not None:
            found.append(_group(one.cohort.name, one.cohort.title, one.ids, years, of_each))
    return Compared(tuple(found), everybody, stretches[0].from_on, stretches[-1].until_on)


def protected(compared: Compared, group: Group) -> tuple[Shown, Shown, Shown]:
    """Children, concerns and rate of a group as readers outside may know them, who know both of everybody."""
    whole = compared.everybody
    if group.name in compared.too_like:
        return (Shown(None, WITHHELD),) * 3
    children, _ = protect({"in": group.children, "out": whole.children - group.children})
    concerns, _ = protect({"in": group.concerns, "out": whole.concerns - group.concerns})
    # Either number and the rate give the other.
    if children["in"].is_hidden or concerns["in"].is_hidden:
        return children["in"], concerns["in"], Shown(None, WITHHELD)
    return children["in"], concerns["in"], Shown(round(group.rate), f"{group.rate:.0f}")


def _group(name: str, title: str, ids: Collection[UUID], roll: Collection[UUID], of_each: Counter[UUID]) -> Group:
    here = frozenset(ids) & frozenset(roll)
    return Group(name, title, len(here), sum(of_each[id] for id in here), here)


def _concerns(sight: Sight, stretches: tuple[Stretch, ...]) -> Counter[UUID]:
    first, last = stretches[0].from_on, stretches[-1].until_on
    happened = sight.parts.filter(record__occurred_at__date__gte=first, record__occurred_at__date__lt=last)
    counted = happened.exclude(record__stage="void").order_by().values("person_id").annotate(n=Count("id"))
    return Counter(dict(counted.values_list("person_id", "n")))


def _of(years: Mapping[UUID, str], year: str) -> set[UUID]:
    return {id for id, theirs in years.items() if theirs == year}


def _in_order(years: Mapping[UUID, str]) -> list[str]:
    """Nursery and reception before the numbers, as a school says them."""
    found = {year for year in years.values() if year}
    return sorted(found, key=lambda year: (year.isdigit(), int(year) if year.isdigit() else 0, year))
