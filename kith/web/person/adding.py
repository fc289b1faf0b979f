"""A further fact goes to the verb of its kind. The same one sent twice is written once.

What stands in plain columns is compared with what is there. A protected address is sealed, and nobody opens those that
are there to compare: its form has a number, and what came of a number is found by it.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from kith.cases.once import once
from kith.cases.rules import NotAllowed
from kith.people import actions
from kith.people.models import Person, PersonAddress
from kith.people.supports import add_support
from kith.web.person.kinds import FactKind

__all__ = ["NotAllowed", "add", "open_to"]

VERBS: dict[str, Callable[..., Any]] = {
    "name": actions.add_name,
    "birth": actions.add_birth,
    "number": actions.add_identifier,
    "address": actions.add_address,
    "contact": actions.add_contact,
    "school": actions.enrol,
    "support": add_support,
}
# What the school whose pupil it is writes down.
OF_SCHOOLS = ("school", "support")


def open_to(kind: FactKind, reader: Any) -> bool:
    """Whether this post adds such a fact by its form: a place on a roll is added by the school whose roll it is."""
    return kind.slug in VERBS and (kind.slug not in OF_SCHOOLS or reader.post.organisation.kind == "school")


ADD_PROTECTED = once(PersonAddress)(actions.add_address)


def add(kind: FactKind, person: Person, values: Mapping[str, Any], reader: Any, number: UUID | None = None) -> None:
    """Write it, unless the same stands there already: a second click changes nothing.

    Raises AlreadySaid; NotAllowed for the number of somebody else's form.
    """
    values = dict(values)
    whole = values.pop("scope", "") != "one"
    if kind.slug == "address" and values.get("protected"):
        ADD_PROTECTED(token=number, person=person, household=whole, **values)
        return
    Person.objects.select_for_update().get(id=person.id)
    if kind.model.objects.filter(person=person, **values).exists():
        return
    more = {"organisation": reader.post.organisation} if kind.slug in OF_SCHOOLS else {}
    VERBS[kind.slug](person=person, **values, **more)
