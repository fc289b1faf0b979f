"""What must not go: a protected address, however it got into the words that are about to leave.

A family that hides is found through one line in a referral. So the gate looks for each protected address of the
persons concerned, and of those around them, in everything the body says.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from kith.audit import keys
from kith.people.models import PersonAddress, Relationship
from kith.sharing.whereabouts import finders, plain

__all__ = ["is_told", "texts"]


def is_told(subjects: Collection[UUID], body: Mapping[str, Any]) -> bool:
    """Whether the body says a protected address. The line of the release is the line of this look."""
    said = plain(" ".join(texts(body)))
    return any(one.search(said) for address in _protected(subjects) for one in finders(address))


def _protected(subjects: Collection[UUID]) -> Iterator[str]:
    around = Relationship.objects.filter(person_id__in=subjects).values("other_id")
    for whose in ({"person_id__in": subjects}, {"person_id__in": around}):
        for address in PersonAddress.objects.filter(protected=True, **whose):
            yield keys.unseal(record=address.id, kind="address", data=address.sealed)


def texts(value: Any) -> Iterator[str]:
    """Everything a body says in words, wherever it stands in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)
