"""How things stood on a day gone by: by what we know now, or by what we knew then."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from kith.foundation.dates import LONDON
from kith.people import merged
from kith.people.models import (
    Destination,
    Enrolment,
    Person,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonIdentifier,
    PersonName,
    Relationship,
    Support,
)
from kith.people.queries import Card, cards
from kith.tenancy import history

__all__ = ["Then", "end_of", "facts_then"]


@dataclass(frozen=True)
class Then:
    """The facts about one person as of a day: rows as they stand, or versions of them."""

    names: Sequence[Any] = ()
    births: Sequence[Any] = ()
    identifiers: Sequence[Any] = ()
    addresses: Sequence[Any] = ()
    contacts: Sequence[Any] = ()
    enrolments: Sequence[Any] = ()
    support: Sequence[Any] = ()
    destinations: Sequence[Any] = ()
    relationships: Sequence[Any] = ()
    # The people of the relationships whom the reader may see, as lists name them today.
    others: dict[UUID, Card] = field(default_factory=dict)


def facts_then(person: Person, *, on: date, known: bool, others: Any) -> Then:
    """What was true on that day: by what we know now, or (`known`) by what was known when it ended.

    `others`: of the people around them only these are named (`access.visible_to`).
    """
    whose = merged.all_ids(person.id)
    ties = _then(Relationship, whose, on, known)
    seen = others.filter(id__in=[tie.other_id for tie in ties]).values_list("id", flat=True)
    named = cards(seen)
    return Then(
        names=_then(PersonName, whose, on, known),
        births=_then(PersonBirth, whose, on, known),
        identifiers=_then(PersonIdentifier, whose, on, known),
        addresses=_then(PersonAddress, whose, on, known),
        contacts=_then(PersonContact, whose, on, known),
        enrolments=_then(Enrolment, whose, on, known),
        support=_then(Support, whose, on, known),
        destinations=_then(Destination, whose, on, known),
        relationships=[tie for tie in ties if tie.other_id in named],
        others=named,
    )


def end_of(day: date) -> datetime:
    """The last moment of a day in London."""
    return datetime.combine(day + timedelta(days=1), time.min, LONDON) - timedelta(microseconds=1)


def _then(model: Any, whose: Sequence[UUID], on: date, known: bool) -> list[Any]:
    if known:
        return history.as_known(model, on=on, moment=end_of(on), person_id__in=whose)
    return history.as_at(model, on=on, person_id__in=whose)
