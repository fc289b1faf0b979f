"""Somebody is written down for the first time: person and facts in one step, once, however often the form is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kith.access.reader import Reader
from kith.people import actions
from kith.people.models import Person
from kith.tenancy import current
from kith.tenancy.models import Holder

__all__ = ["Told", "files_of", "write_down"]


@dataclass(frozen=True)
class Told:
    """What somebody tells of a person nobody here knows. `enrolment` names the organisation and the first day."""

    forename: str = ""
    middle: str = ""
    surname: str = ""
    birth: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    other_names: Sequence[Mapping[str, Any]] = ()
    address: Mapping[str, Any] | None = None
    contact: Mapping[str, Any] | None = None
    enrolment: Mapping[str, Any] | None = None
    source: str = ""


def write_down(*, token: UUID, told: Told, reader: Reader, confirmed_new: bool = False) -> Person:
    """The person of this form: made now, or the one the same form has made before.

    Raises PerhapsKnown unless the writer has looked and says it is somebody new.
    """
    mine = Person.objects.filter(token=token)
    if before := mine.first():
        return before  # type: ignore[no-any-return]
    try:
        with transaction.atomic():
            return _written(token, told, reader, confirmed_new)
    except IntegrityError:
        return mine.get()


def files_of(reader: Reader) -> UUID:
    """Whose files a new person comes into: the council's index where there is one, so that its front door finds
    every child; else those this post keeps."""
    index = Holder.objects.filter(id__in=current().holders, is_index=True).values_list("id", flat=True).first()
    return index or reader.holder_id or current().holders[0]


def _written(token: UUID, told: Told, reader: Reader, confirmed_new: bool) -> Person:
    person = actions.create_person(
        holder=files_of(reader),
        forename=told.forename,
        middle=told.middle,
        surname=told.surname,
        numbers=told.numbers,
        postcode=(told.address or {}).get("postcode", ""),
        source=told.source,
        reader=reader,
        confirmed_new=confirmed_new,
        token=token,
        **told.birth,
    )
    for name in told.other_names:
        actions.add_name(person=person, **name)
    if told.address:
        actions.add_address(person=person, **told.address)
    if told.contact:
        actions.add_contact(person=person, **told.contact)
    if told.enrolment:
        actions.enrol(person=person, **told.enrolment)
    return person
