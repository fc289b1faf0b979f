"""A household as one holder comes to know it: persons and the facts about them, ready to be written set-based."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from kith.audit import keys
from kith.demo.population import Adult, Child, Household
from kith.foundation.ids import uuid7
from kith.people.actions import inverse_of
from kith.people.bulk import Arrival
from kith.people.models import (
    Enrolment,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonIdentifier,
    PersonName,
    Relationship,
)

SOURCE = "demo"
# A child -> what its enrolment says, or None for a child who goes to no school this holder knows of.
Enrolled = Callable[[Child], dict[str, Any] | None]
# A child -> its UPN, or no text.
Numbered = Callable[[Child], str]


def year_group(child: Child, today: date) -> int:
    """The school year a child is in: reception is 0, nursery -1; below that or above 13 not at school."""
    year = today.year if today.month >= 9 else today.year - 1
    return year - child.started


def arrivals(household: Household, *, enrolled: Enrolled, numbered: Numbered) -> list[Arrival]:
    """All persons of a household, with who they are to one another."""
    children = [(child, uuid7()) for child in household.children]
    adults = [(adult, uuid7()) for adult in household.adults]
    found = [
        Arrival(
            id, _facts_of_child(child, household, enrolled(child), numbered(child)) | _ties(child, id, adults, children)
        )
        for child, id in children
    ]
    return found + [
        Arrival(id, _facts_of_adult(adult, household) | _children_of(adult, children)) for adult, id in adults
    ]


def _facts_of_child(child: Child, household: Household, enrolment: dict[str, Any] | None, upn: str) -> dict[Any, Any]:
    facts: dict[Any, Any] = {
        PersonBirth: [{"born_on": child.born, "sex": child.sex, "source": SOURCE}],
        PersonName: list(_names(child)),
        PersonAddress: [_address(household)],
    }
    numbers = [{"kind": "upn", "value": upn}] if upn else []
    numbers += [{"kind": "nhs", "value": child.nhs_number}] if child.nhs_number else []
    if numbers:
        facts[PersonIdentifier] = [{**number, "trusted": True, "source": SOURCE} for number in numbers]
    if enrolment:
        facts[Enrolment] = [{**enrolment, "source": SOURCE}]
    return facts


def _facts_of_adult(adult: Adult, household: Household) -> dict[Any, Any]:
    return {
        PersonBirth: [{"born_on": adult.born, "sex": adult.sex, "source": SOURCE}],
        PersonName: [{"forename": adult.given, "surname": adult.family, "source": SOURCE}],
        PersonAddress: [_address(household)],
        PersonContact: [{"method": "mobile", "value": adult.phone, "source": SOURCE}],
    }


def _names(child: Child) -> Iterator[dict[str, Any]]:
    legal = {"forename": child.given, "middle": child.middle, "surname": child.family, "source": SOURCE}
    yield {**legal, "kind": "legal"}
    if child.preferred:
        yield {"forename": child.preferred, "surname": child.family, "kind": "preferred", "source": SOURCE}
    if child.former_family:
        yield {**legal, "surname": child.former_family, "kind": "former"}


def _address(household: Household) -> dict[str, Any]:
    lines = f"{household.street}\n{household.town}"
    if not household.protected:
        return {"lines": lines, "postcode": household.postcode, "source": SOURCE}
    id = uuid7()
    sealed = keys.seal(record=id, kind="address", value=f"{lines}\n{household.postcode}")
    return {"id": id, "protected": True, "sealed": sealed, "source": SOURCE}


def _ties(
    child: Child, id: UUID, adults: list[tuple[Adult, UUID]], children: list[tuple[Child, UUID]]
) -> dict[Any, list[dict[str, Any]]]:
    ties = [
        {
            "other_id": other,
            "type": adult.relationship,
            "has_pr": adult.has_responsibility,
            "lives_with": True,
            "source": SOURCE,
        }
        for adult, other in adults
    ]
    ties += [
        {"other_id": other, "type": "sibling" if sibling.family == child.family else "half_sibling", "lives_with": True}
        for sibling, other in children
        if other != id
    ]
    return {Relationship: ties} if ties else {}


def _children_of(adult: Adult, children: list[tuple[Child, UUID]]) -> dict[Any, list[dict[str, Any]]]:
    inverse = inverse_of(adult.relationship)
    ties = [{"other_id": id, "type": inverse, "lives_with": True, "source": SOURCE} for _, id in children]
    return {Relationship: ties} if ties else {}
