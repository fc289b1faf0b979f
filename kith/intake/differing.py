"""What a file says about somebody already known, compared fact by fact: what is new is added, the rest follows
`difference`. What a person took back is not written again because the next file still says it: it is proposed."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace as but_with
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.foundation.names import normalise
from kith.intake.difference import Change, Difference, in_words, replace
from kith.intake.facts import Facts
from kith.intake.given import NEXT, SUPPORT, compare_destination, compare_support, said_of_support
from kith.intake.homes import compare_address, is_same_home
from kith.intake.spells import compare_enrolment, is_same_time, on_roll
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

__all__ = ["ANOTHERS", "difference"]


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
    taken_back: Mapping[type[Fact], Sequence[Any]] | None = None,
    elsewhere: Set[str] = frozenset(),
) -> Difference:
    """What to do with these facts of somebody known. `older`: a newer file has spoken, so nothing is replaced.
    `close`: the row was only close to them, so that neither name nor birthday is: a slip must not rename a child.
    `day`: the day this one speaks of; `said_on`: that of the file which last said a fact. `taken_back`: last versions
    of what people took back; `elsewhere`: trusted numbers that another child has."""
    found = Difference(people, school, dual, close, day, said_on or {}, arriving, elsewhere=elsewhere)
    for model, rows in arriving.items():
        for values in rows:
            ours = stored.get(model, ())
            if gone := _gone(model, values, ours, (taken_back or {}).get(model, ())):
                _propose_again(found, model, values, ours, gone)
            else:
                _COMPARE[model](found, values, ours, older)
    return found


def _gone(model: type[Fact], values: Mapping[str, Any], ours: Sequence[Any], taken_back: Sequence[Any]) -> list[Any]:
    """What people took back and a row says again, unless somebody has said it again since."""
    gone = [one for one in taken_back if _SAME[model](one, values)]
    stands = (one for one in ours if model is Enrolment or one.until_on is None)
    return [] if gone and any(_SAME[model](one, values) for one in stands) else gone


def _propose_again(
    found: Difference, model: type[Fact], values: dict[str, Any], ours: Sequence[Any], gone: Sequence[Any]
) -> None:
    """All that would be written of it, were it new, is proposed."""
    alone = but_with(found, added={}, changed=[], proposed=[], would={})
    _COMPARE[model](alone, values, ours, False)
    found.proposed += alone.proposed
    found.would |= alone.would
    new = [Change(kind, None, None, row) for kind, rows in alone.added.items() for row in rows]
    if changes := [*alone.changed, *new]:
        on = timezone.localtime(max(one.recorded_at for one in gone))
        label, said = _SAID[model]
        found.propose((label, f"Was taken back by hand on {on:%-d %b %Y}", said(found, values)), *changes)


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
    """A trusted number that another child has, or that speaks against the child's own, is added by nobody unseen."""
    if any((s.kind, s.value) == (values["kind"], values["value"]) for s in stored):
        return
    if values["trusted"] and (against := _against(found, values, stored)):
        found.propose(("Number", against, values["value"]), Change(PersonIdentifier, None, None, values))
    else:
        found.added.setdefault(PersonIdentifier, []).append(values)


def _against(found: Difference, values: Mapping[str, Any], stored: Sequence[Any]) -> str:
    """What speaks against a number, in words. One the file calls a former one does not: they were given another."""
    if values["value"] in found.elsewhere:
        return ANOTHERS
    former = {one["value"] for one in found.arriving.get(PersonIdentifier, ()) if one["kind"] == "former_upn"}
    own = [s.value for s in stored if s.trusted and s.kind == "upn"] if values["kind"] == "upn" else []
    return "" if former.intersection(own) else next(iter(own), "")


ANOTHERS = "Another child has this number"


_COMPARE = {
    PersonName: _compare_name,
    PersonBirth: _compare_birth,
    PersonIdentifier: _compare_identifier,
    PersonAddress: compare_address,
    Enrolment: compare_enrolment,
    Support: compare_support,
    Destination: compare_destination,
}
# Whether a file says the same as a fact that was taken back.
_SAME: dict[type[Fact], Callable[[Any, Mapping[str, Any]], bool]] = {
    PersonName: lambda gone, values: name_pair(gone.forename, gone.surname) == _pair(values),
    PersonBirth: lambda gone, values: gone.born_on == values["born_on"],
    PersonIdentifier: lambda gone, values: gone.value == values["value"],
    PersonAddress: is_same_home,
    Enrolment: is_same_time,
    Support: lambda gone, values: (gone.kind, gone.value) == (values["kind"], values["value"]),
    Destination: lambda gone, values: gone.name == values["name"],
}
# How a proposal names it.
_SAID: dict[type[Fact], tuple[str, Callable[[Difference, Mapping[str, Any]], str]]] = {
    PersonName: ("Name", lambda found, values: in_words(values, "forename", "middle", "surname")),
    PersonBirth: ("Born", lambda found, values: in_words(values, "born_on", "sex")),
    PersonIdentifier: ("Number", lambda found, values: in_words(values, "value")),
    PersonAddress: ("Address", lambda found, values: in_words(values, "lines", "postcode")),
    Enrolment: ("School", on_roll),
    Support: (SUPPORT, lambda found, values: said_of_support(values)),
    Destination: (NEXT, lambda found, values: in_words(values, "name")),
}
