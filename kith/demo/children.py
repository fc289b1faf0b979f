"""The children of the demo, each known to the school it goes to, some of them to the council too."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from kith import audit
from kith.audit.entries import Entry
from kith.demo.arrivals import arrivals, year_group
from kith.demo.build import SYSTEM, Built
from kith.demo.families import FAMILIES
from kith.demo.places import COUNCIL, SCHOOL, TRUST
from kith.demo.population import Child, Household, households, upn
from kith.people import bulk
from kith.people.bulk import Arrival
from kith.tenancy import tenancy

# Where children go to school, by the number the families give.
SCHOOLS = ((TRUST, "oakmere"), (TRUST, "hollin-bridge"), (TRUST, "st-wilfrids"), (SCHOOL, "larkfield"))
PRIMARY, SECONDARY = (0, 1, 3), 2
# Every so manyth family has a file at the council.
AMONG_COUNCIL = 6


class Upns:
    """The number of each child, the same wherever the child is known."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.given: dict[Child, str] = {}
        self.serials: dict[tuple[str, int], Iterator[int]] = {}

    def of(self, child: Child) -> str:
        if not child.has_upn or year_group(child, self.today) < 0:
            return ""
        if child not in self.given:
            self.given[child] = self._next(_laestab(child)[3:], child.started)
        return self.given[child]

    def _next(self, school: str, year: int) -> str:
        serials = self.serials.setdefault((school, year), iter(range(1, 1000)))
        return upn(school, year, next(serials))


def _laestab(child: Child) -> str:
    tenant, slug = SCHOOLS[child.school]
    return tenant.places[slug].laestab


def build_children(built: Built, *, children: int, seed: int, today: date) -> None:
    """The families of the stories and drawn ones beside them, each known to the schools its children go to."""
    drawn = households(children - sum(len(f.children) for f in FAMILIES), seed, today=today, schools=len(SCHOOLS))
    families = [*FAMILIES, *(_at_right_schools(household, today) for household in drawn)]
    numbers = Upns(today)
    for school in range(len(SCHOOLS)):
        _arrive_at_school(built, families, school, numbers, today)
    known = [f for n, f in enumerate(families) if n % AMONG_COUNCIL == 0 or _is_in_care(f)]
    _arrive_at_council(built, known, numbers)


def _at_right_schools(household: Household, today: date) -> Household:
    """Older children go to the secondary school, younger ones to a primary school."""
    moved = (
        replace(child, school=SECONDARY if year_group(child, today) > 6 else PRIMARY[child.school % len(PRIMARY)])
        for child in household.children
    )
    return replace(household, children=tuple(moved))


def _arrive_at_school(built: Built, families: Sequence[Household], school: int, numbers: Upns, today: date) -> None:
    """A school knows its own pupils and the adults at home; not their brother at the other school."""
    tenant, slug = SCHOOLS[school]
    place, holder = built.places[slug], built.holders[slug]

    def enrolled(child: Child) -> dict[str, Any] | None:
        year = year_group(child, today)
        if year < -1 or year > 13:
            return None
        here = {"holder_id": holder.id, "organisation_id": place.id}
        return here | in_year(year) | {"from_on": min(date(child.started + 7 * (school == SECONDARY), 9, 3), today)}

    came: list[Arrival] = []
    with tenancy(built.controllers[tenant.slug], system=SYSTEM):
        for family in families:
            here = replace(family, children=tuple(child for child in family.children if child.school == school))
            if any(enrolled(child) for child in here.children):
                some = arrivals(here, enrolled=enrolled, numbered=numbers.of)
                pupils = zip(here.children, some, strict=False)
                built.pupils[slug] += [(child, a.person_id) for child, a in pupils if enrolled(child)]
                came += some
        receive(came, holder=holder.id, because="demo")


def in_year(year: int) -> dict[str, str]:
    """Year group and class of a school year: reception is 0, nursery below."""
    if year < 0:
        return {"year_group": "N2", "class_name": "Nursery"}
    name = str(year) if year else "R"
    return {"year_group": name, "class_name": name if year > 6 else f"Class {name}"}


def _is_in_care(family: Household) -> bool:
    """Whoever lives with a foster carer has a file, whatever the draw says."""
    return any(adult.relationship == "foster_carer" for adult in family.adults)


def _arrive_at_council(built: Built, families: Sequence[Household], numbers: Upns) -> None:
    """The council has a file on some; its persons are its own, whoever else knows the family."""
    built.at_council |= {child for family in families for child in family.children}
    with tenancy(built.controllers[COUNCIL.slug], system=SYSTEM):
        came: list[Arrival] = []
        for family in families:
            some = arrivals(family, enrolled=lambda child: None, numbered=numbers.of)
            pairs = zip(family.children, some, strict=False)
            built.pupils[COUNCIL.slug] += [(child, a.person_id) for child, a in pairs]
            came += some
        receive(came, holder=built.holders["index"].id, because="demo")


def receive(came: Sequence[Arrival], *, holder: UUID, because: str) -> None:
    """Write persons with a ledger line each, in the open unit of work."""
    lines = audit.record_many(
        "person.create", [Entry(subjects=(a.person_id,), holder=holder, reason=because) for a in came]
    )
    bulk.add_many(
        [replace(a, line=line) for a, line in zip(came, lines, strict=True)], holder_id=holder, because=because
    )
