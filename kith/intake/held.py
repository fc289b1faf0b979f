"""What we hold of the children of a file, for comparing what the file says with it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.intake.authors import by_people, said_on, taken_back
from kith.intake.facts import Facts
from kith.people.bulk import known_to
from kith.people.looked_for import NUMBER_FAMILY
from kith.people.models import (
    Destination,
    Enrolment,
    Person,
    PersonAddress,
    PersonBirth,
    PersonIdentifier,
    PersonName,
    Support,
)
from kith.tenancy.models import Fact

__all__ = ["COMPARED", "Held", "Holders", "holders_of", "trusted_in"]

COMPARED: tuple[type[Fact], ...] = (
    PersonName,
    PersonBirth,
    PersonIdentifier,
    PersonAddress,
    Enrolment,
    Support,
    Destination,
)
# Of trusted numbers, who has them.
Holders = Mapping[str, Set[UUID]]


@dataclass(frozen=True)
class Held:
    """By person and table: what stands, and what people took back; and of what stands, what people made it say."""

    facts: Mapping[UUID, Mapping[type[Fact], list[Any]]]
    taken_back: Mapping[UUID, Mapping[type[Fact], list[Any]]]
    people: Set[UUID]
    said_on: Mapping[UUID, Any]
    holders: Holders

    @classmethod
    def of(cls, persons: Iterable[UUID], *, holder_id: UUID, arriving: Iterable[Facts]) -> "Held":
        """For these persons, about whom these facts arrive."""
        facts: Any = defaultdict(lambda: defaultdict(list))
        gone: Any = defaultdict(lambda: defaultdict(list))
        people: set[UUID] = set()
        ids = list(persons)
        for model in COMPARED:
            standing = list(model.objects.filter(person_id__among=ids))
            people |= by_people(model, standing)
            for fact in standing:
                facts[fact.person_id][model].append(fact)
            for version in taken_back(model, ids):
                gone[version.person_id][model].append(version)
        homes = said_on(PersonAddress, [home for of in facts.values() for home in of[PersonAddress]])
        numbers = {number for one in arriving for number in trusted_in(one)}
        return cls(facts, gone, people, homes, holders_of(numbers, holder_id=holder_id))

    def against(self, person: UUID) -> dict[str, Any]:
        """What `difference` asks of one of them."""
        return {
            "stored": self.facts[person],
            "taken_back": self.taken_back[person],
            "people": self.people,
            "said_on": self.said_on,
            "elsewhere": {number for number, whose in self.holders.items() if whose - {person}},
        }


def trusted_in(facts: Facts) -> set[str]:
    """The numbers that settle who it is."""
    told = facts.get(PersonIdentifier, ())
    return {one["value"] for one in told if one["trusted"] and one["kind"] in NUMBER_FAMILY}


def holders_of(numbers: Iterable[str], *, holder_id: UUID) -> dict[str, set[UUID]]:
    """Which children a holder knows that have these numbers. What stayed with one who was merged is nobody's."""
    found: dict[str, set[UUID]] = defaultdict(set)
    if wanted := list(numbers):
        trusted = PersonIdentifier.objects.filter(value__among=wanted, trusted=True, kind__in=list(NUMBER_FAMILY))
        known = trusted.filter(
            person__in=known_to(holder_id).exclude(person__status=Person.Status.MERGED).values("person")
        )
        for value, person in known.values_list("value", "person_id"):
            found[value].add(person)
    return found
