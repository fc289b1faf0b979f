"""What has been said about a person, version by version: by whom, when, and what was taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.audit.queries import lines_about
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
from kith.tenancy.history import versions_model

__all__ = ["KINDS", "everything", "of_fact", "reasons"]

# Every kind of fact there is about a person, in the order a page says them.
KINDS = (
    PersonName,
    PersonBirth,
    PersonIdentifier,
    PersonAddress,
    PersonContact,
    Relationship,
    Enrolment,
    Support,
    Destination,
)
MOST_LINES = 1000


@dataclass(frozen=True)
class Said:
    """One fact through all its versions, first to last. `stands` is the row as it is now, if it was not taken back."""

    model: type[Any]
    id: UUID
    versions: Sequence[Any]
    stands: Any | None

    @property
    def last(self) -> Any:
        return self.versions[-1]


def of_fact(model: type[Any], person: Person, fact_id: UUID) -> Said | None:
    """One fact of this person. None where there is no such fact of theirs that this reader's holders see."""
    found = [one for one in _said(model, person, of_id=fact_id) if one.id == fact_id]
    return found[0] if found else None


def everything(person: Person) -> list[Said]:
    """Every fact there is or was about a person, two queries for each kind."""
    return [one for model in KINDS for one in _said(model, person)]


def reasons(person: Person) -> Mapping[UUID, str]:
    """Ledger line -> the reason that was given with it: why something was corrected or taken back."""
    return {line.id: line.reason for line in lines_about(merged.all_ids(person.id), limit=MOST_LINES) if line.reason}


def _said(model: type[Any], person: Person, **narrowed: Any) -> list[Said]:
    # What was said under the id of a record that was merged into theirs is theirs as well.
    whose = merged.all_ids(person.id)
    stand = {row.id: row for row in model.objects.filter(person__in=whose)}
    versions: dict[UUID, list[Any]] = {}
    for version in versions_model(model).objects.filter(person__in=whose, **narrowed).order_by("of_id", "n"):
        versions.setdefault(version.of_id, []).append(version)
    return [Said(model, id, rows, stand.get(id)) for id, rows in versions.items()]
