"""What a file says about somebody already known, compared fact by fact: what is new is added, the rest follows
`difference`."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any
from uuid import UUID

from kith.foundation.names import normalise
from kith.intake.difference import Difference, replace
from kith.intake.facts import Facts
from kith.intake.given import compare_destination, compare_support
from kith.intake.homes import compare_address
from kith.intake.spells import compare_enrolment
from kith.people.looked_for import name_pair
from kith.people.models import (
    Destination,
    Enrolment,
    PersonAddress,
    PersonBirth,
    PersonIdentifier,
    PersonName,
    Support,
)
from kith.tenancy.models import Fact

__all__ = ["difference"]


def difference(
    arriving: Facts,
    stored: Mapping[type[Fact], Sequence[Any]],
    *,
    older: bool,
    people: Set[UUID] = frozenset(),
    school: str = "",
    dual: bool = False,
    close: bool = False,
    day: date | None = None,
    said_on: Mapping[UUID, date] | None = None,
) -> Difference:
    """What to do with these facts of somebody known. `older`: a newer file has spoken, so nothing is replaced.
    `close`: the row was only close to them, so that neither name nor birthday is: a slip must not rename a child.
    `day`: the day this one speaks of; `said_on`: that of the file which last said a fact."""
    found = Difference(people, school, dual, close, day, said_on or {}, arriving)
    for model, rows in arriving.items():
        for values in rows:
            _COMPARE[model](found, values, stored.get(model, ()), older)
    return found


def _compare_name(found: Difference, values: dict[str, Any], stored: Sequence[Any], older: bool) -> None:
    """Names are compared within their kind. Of former names there may be several, and each is kept.

    A legal name that we hold as another name of theirs is a list that is out of date, or a child who went back to
    an earlier name: a person says which.
    """
    pair = _pair(values)
    now = [s for s in stored if s.kind == values["kind"]]
    now = [s for s in now if s.until_on is None] or now
    if held := next((s for s in now if name_pair(s.forename, s.surname) == pair), None):
        _compare_middle(found, values, held, older)
        return
    if not now or values["kind"] == PersonName.Kind.FORMER:
        found.added.setdefault(PersonName, []).append(values)
        return
    held_otherwise = any(name_pair(s.forename, s.surname) == pair for s in stored)
    wanted = {**values, "middle": values["middle"] or now[0].middle}
    replace(found, PersonName, now[0], wanted, older or found.close or held_otherwise, "Name", ("forename", "surname"))


def _compare_middle(found: Difference, values: dict[str, Any], ours: Any, older: bool) -> None:
    """The same name, perhaps with a middle name we do not have, or another one."""
    wanted = {**values, "forename": ours.forename, "surname": ours.surname}
    if values["middle"] and normalise(values["middle"]) != normalise(ours.middle):
        stays = (older or found.close) and bool(ours.middle)
        replace(found, PersonName, ours, wanted, stays, "Name", ("forename", "middle", "surname"))


def _pair(values: Mapping[str, Any]) -> tuple[str, str]:
    return name_pair(values["forename"], values["surname"])


def _compare_birth(found: Difference, values: dict[str, Any], stored: Sequence[Any], older: bool) -> None:
    if not stored:
        found.added.setdefault(PersonBirth, []).append(values)
        return
    ours = stored[0]
    wanted = {**values, "sex": values["sex"] or ours.sex}
    if (ours.born_on, ours.sex) != (wanted["born_on"], wanted["sex"]):
        replaces = ours.born_on != wanted["born_on"] or bool(ours.sex)
        replace(found, PersonBirth, ours, wanted, (older or found.close) and replaces, "Born", ("born_on", "sex"))


def _compare_identifier(found: Difference, values: dict[str, Any], stored: Sequence[Any], older: bool) -> None:
    if not any((s.kind, s.value) == (values["kind"], values["value"]) for s in stored):
        found.added.setdefault(PersonIdentifier, []).append(values)


_COMPARE = {
    PersonName: _compare_name,
    PersonBirth: _compare_birth,
    PersonIdentifier: _compare_identifier,
    PersonAddress: compare_address,
    Enrolment: compare_enrolment,
    Support: compare_support,
    Destination: compare_destination,
}
