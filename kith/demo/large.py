"""A council's worth of invented children, to measure with: 105,000 in minutes."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from kith.demo.arrivals import arrivals, year_group
from kith.demo.build import SYSTEM, Built, build_places
from kith.demo.children import in_year, receive
from kith.demo.places import COUNCIL
from kith.demo.population import Child, Household, households, upn
from kith.organisations import actions as organisations
from kith.organisations.models import Organisation
from kith.tenancy import tenancy
from kith.tenancy.models import Controller, Holder

# A unit of work of so many children keeps memory and locks small.
AT_ONCE = 4000
CHILDREN_A_SCHOOL = 350
FIRST_SCHOOL = 2000


def grow(*, children: int, seed: int, today: date, say: Callable[[str], None]) -> None:
    """Add so many children, with their households, to the council of the demo; it is made if it is not there."""
    began, made = time.monotonic(), 0
    council = _council()
    schools = _schools(council, max(1, children // CHILDREN_A_SCHOOL), seed)
    serials: dict[tuple[int, int], int] = {}
    drawn = households(children, seed, today=today, schools=len(schools))
    for batch in _in_batches(drawn):
        with tenancy(council, system=SYSTEM):
            index = Holder.objects.get(is_index=True)
            came = [a for household in batch for a in _arrivals(household, index.id, schools, serials, today)]
            receive(came, holder=index.id, because="drawn")
        made += sum(len(household.children) for household in batch)
        say(f"{made:>9,} of {children:,} children, {time.monotonic() - began:.0f} s")


def _council() -> UUID:
    found = Controller.objects.filter(slug=COUNCIL.slug).values_list("id", flat=True).first()
    if found is None:
        built = Built()
        build_places(built, [COUNCIL])
        found = built.controllers[COUNCIL.slug]
    return found


def _schools(council: UUID, count: int, seed: int) -> list[Organisation]:
    """Schools of the council's area, numbered on from those that are there."""
    with tenancy(council, system=SYSTEM):
        there = Organisation.objects.filter(kind="school").count()
        numbers = range(FIRST_SCHOOL + there, FIRST_SCHOOL + there + count)
        return [
            organisations.add_organisation(kind="school", name=f"Wexshire School {n}", laestab=f"899{n}")
            for n in numbers
        ]


def _arrivals(
    household: Household, index: UUID, schools: list[Organisation], serials: dict[tuple[int, int], int], today: date
) -> Any:
    def enrolled(child: Child) -> dict[str, Any] | None:
        year = year_group(child, today)
        if not 0 <= year <= 13:
            return None
        school = schools[child.school].id
        return {"holder_id": index, "organisation_id": school, "from_on": date(child.started, 9, 3)} | in_year(year)

    def numbered(child: Child) -> str:
        key = child.school, child.started
        serials[key] = serials.get(key, 0) + 1
        known = child.has_upn and year_group(child, today) >= 0 and serials[key] < 1000
        return upn(schools[child.school].laestab[3:], child.started, serials[key]) if known else ""

    return arrivals(household, enrolled=enrolled, numbered=numbered)


def _in_batches(drawn: Iterator[Household]) -> Iterator[list[Household]]:
    batch: list[Household] = []
    size = 0
    for household in drawn:
        batch.append(household)
        size += len(household.children)
        if size >= AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
