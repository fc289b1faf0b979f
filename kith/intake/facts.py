"""A pupil of a file as people keeps it: as something to match, and as facts to write.

What a file says about somebody already known is compared fact by fact. What is new is added. What differs from
something an earlier file said takes its place, as a further version. What differs from something a person wrote or
verified, or stands beside a protected address, is never written: it is proposed.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kith.foundation.names import normalise
from kith.intake.pupils import Pupil
from kith.organisations.models import Organisation
from kith.people.looked_for import name_pair
from kith.people.matching import Child
from kith.people.models import Enrolment, PersonAddress, PersonBirth, PersonIdentifier, PersonName
from kith.tenancy.models import Fact

__all__ = ["DUAL", "PROTECTED", "SOURCES", "Change", "Difference", "Proposed", "child_of", "difference", "facts_of"]

# What facts written by imports give as their source: a later file may bring them up to date.
SOURCES = ("school census", "class list", "transfer file", "school system")

# Beside a protected address nothing is written, and nobody reads here what the file said.
PROTECTED = ("Address", "Protected address", "")

Facts = dict[type[Fact], list[dict[str, Any]]]
# A file's words for a child who is rightly on two rolls: at the main school, or at the subsidiary one.
DUAL = ("M", "S")

# What differs: the fact, how we hold it, how the file says it.
Proposed = tuple[str, str, str]


@dataclass(frozen=True)
class Change:
    """A further version of a fact; without an id, a further fact."""

    model: type[Fact]
    id: UUID | None
    n: int | None
    values: dict[str, Any]


@dataclass
class Difference:
    """What a row adds to somebody known, what it brings up to date, and what it may only propose."""

    # Facts that a person made to say what they say (`authors.by_people`).
    people: Set[UUID] = frozenset()
    # How the row names its school, and whether it says that the child is rightly on two rolls.
    school: str = ""
    dual: bool = False
    added: Facts = field(default_factory=dict)
    changed: list[Change] = field(default_factory=list)
    proposed: list[Proposed] = field(default_factory=list)
    # What would be written if somebody accepts what is proposed. Nothing, where an address is protected.
    would: dict[Proposed, Change] = field(default_factory=dict)

    def propose(self, words: Proposed, change: Change) -> None:
        self.proposed.append(words)
        self.would[words] = change


def child_of(pupil: Pupil) -> Child:
    """A pupil as matching compares it: every name it goes by, and only numbers whose check holds."""
    names = {name_pair(name["forename"], name["surname"]) for name in _names(pupil, "")}
    upns = frozenset(number for kind, number in pupil.numbers.items() if kind in ("upn", "former_upn"))
    postcodes = frozenset(a.postcode for a in pupil.addresses if a.postcode)
    middles = frozenset({normalise(pupil.middle)} - {""})
    return Child(frozenset(names), pupil.born, {"upn": upns} if upns else {}, postcodes, middles)


def facts_of(pupil: Pupil, *, school: Organisation | None, holder_id: UUID, source: str) -> Facts:
    """Everything a row says, as facts of a new person."""
    birth = {"born_on": pupil.born, "sex": pupil.sex, "source": source}
    facts: Facts = {
        PersonName: _names(pupil, source),
        PersonBirth: [birth],
        PersonIdentifier: _identifiers(pupil, source),
        PersonAddress: _addresses(pupil, source),
    }
    if school is not None:
        facts[Enrolment] = [_enrolment(pupil, school, holder_id, source)]
    return {model: rows for model, rows in facts.items() if rows}


def difference(
    arriving: Facts,
    stored: Mapping[type[Fact], Sequence[Any]],
    *,
    older: bool,
    people: Set[UUID] = frozenset(),
    school: str = "",
    dual: bool = False,
) -> Difference:
    """What to do with these facts of somebody known. `older`: a newer file has spoken, so nothing is replaced."""
    found = Difference(people, school, dual)
    for model, rows in arriving.items():
        for values in rows:
            _COMPARE[model](found, values, stored.get(model, ()), older)
    return found


def _names(pupil: Pupil, source: str) -> list[dict[str, Any]]:
    def name(kind: str, forename: str, surname: str, middle: str = "") -> dict[str, Any]:
        return {"kind": kind, "forename": forename, "surname": surname, "middle": middle, "source": source}

    names = [name("legal", pupil.forename, pupil.surname, pupil.middle)]
    if pupil.preferred_forename or pupil.preferred_surname:
        shown = (pupil.preferred_forename or pupil.forename, pupil.preferred_surname or pupil.surname)
        if shown != (pupil.forename, pupil.surname):
            names.append(name("preferred", *shown))
    if pupil.former_surname and pupil.former_surname != pupil.surname:
        names.append(name("former", pupil.forename, pupil.former_surname))
    return names


def _identifiers(pupil: Pupil, source: str) -> list[dict[str, Any]]:
    trusted = [(kind, value, True) for kind, value in pupil.numbers.items()]
    as_text = [(kind, value, False) for kind, value in pupil.unverified.items()]
    return [
        {
            "kind": "temporary_upn" if kind == "upn" and good and value[-1].isalpha() else kind,
            "value": value,
            "trusted": good,
            "source": source,
        }
        for kind, value, good in trusted + as_text
    ]


def _addresses(pupil: Pupil, source: str) -> list[dict[str, Any]]:
    return [{"lines": "\n".join(a.lines), "postcode": a.postcode, "source": source} for a in pupil.addresses]


def _enrolment(pupil: Pupil, school: Organisation, holder_id: UUID, source: str) -> dict[str, Any]:
    return {
        "organisation_id": school.id,
        "holder_id": holder_id,
        "from_on": pupil.started_on,
        "until_on": pupil.left_on,
        "year_group": pupil.year,
        "class_name": pupil.group[:40],
        "source": source,
    }


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
    _replace(found, PersonName, now[0], wanted, older or held_otherwise, "Name", ("forename", "surname"))


def _compare_middle(found: Difference, values: dict[str, Any], ours: Any, older: bool) -> None:
    """The same name, perhaps with a middle name we do not have, or another one."""
    wanted = {**values, "forename": ours.forename, "surname": ours.surname}
    if values["middle"] and normalise(values["middle"]) != normalise(ours.middle):
        _replace(
            found, PersonName, ours, wanted, older and bool(ours.middle), "Name", ("forename", "middle", "surname")
        )


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
        _replace(found, PersonBirth, ours, wanted, older and replaces, "Born", ("born_on", "sex"))


def _compare_identifier(found: Difference, values: dict[str, Any], stored: Sequence[Any], older: bool) -> None:
    if not any((s.kind, s.value) == (values["kind"], values["value"]) for s in stored):
        found.added.setdefault(PersonIdentifier, []).append(values)


def _compare_address(found: Difference, values: dict[str, Any], stored: Sequence[Any], older: bool) -> None:
    if any(_is_same_home(s, values) for s in stored):
        return
    if any(s.protected for s in stored):
        found.proposed.append(PROTECTED)
    elif older or any(_is_a_persons(found, s) for s in stored):
        ours = next((s for s in stored if _is_a_persons(found, s)), stored[0] if stored else None)
        words = ("Address", _said(ours, "lines", "postcode"), _in_words(values, "lines", "postcode"))
        found.propose(words, Change(PersonAddress, None, None, values))
    else:
        found.added.setdefault(PersonAddress, []).append(values)


def _is_same_home(ours: Any, values: Mapping[str, Any]) -> bool:
    """One file writes 3, Mill Lane and another 3 Mill Lane; a postcode alone says nothing that lines do not."""
    if ours.postcode != values["postcode"]:
        return False
    return not (values["lines"] or ours.protected) or _letters(ours.lines) == _letters(values["lines"])


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _compare_enrolment(found: Difference, values: dict[str, Any], stored: Sequence[Any], older: bool) -> None:
    """The same spell at a school is brought up to date. Two schools that both have a child now are for a person.

    A child on two rolls who is registered at both (main and subsidiary) is no question.
    """
    same = _same_spell(values, [s for s in stored if s.organisation_id == values["organisation_id"]])
    claims = [s for s in stored if s.organisation_id != values["organisation_id"] and s.until_on is None]
    if same is not None:
        names = ("until_on", "year_group", "class_name", "from_on")
        wanted = {name: values[name] or getattr(same, name) for name in names}
        if differs := [name for name in names if getattr(same, name) != wanted[name]]:
            shown = tuple(name for name in names if name != "from_on" or name in differs)
            # An older file may say what nobody has said yet, but not that a child has left since.
            replaces = "until_on" in differs or any(getattr(same, name) for name in differs)
            _replace(found, Enrolment, same, wanted, older and replaces, "School", shown)
    elif claims and values["until_on"] is None and not found.dual:
        words = (
            "Two schools",
            f"On roll at {claims[0].organisation.name}",
            f"On roll at {found.school}{_since(values)}",
        )
        found.propose(words, Change(Enrolment, None, None, values))
    else:
        found.added.setdefault(Enrolment, []).append(values)


def _same_spell(values: Mapping[str, Any], there: Sequence[Any]) -> Any:
    """The time at this school that a row speaks of: it began on the same day, or both go on; a day may be lacking."""
    began = values["from_on"]
    exact = (s for s in there if began and s.from_on == began)
    open_ = (s for s in there if s.until_on is None and (values["until_on"] is None or None in (began, s.from_on)))
    lacking = (s for s in there if began is None or s.from_on is None)
    return next(exact, None) or next(open_, None) or next(lacking, None)


def _since(values: Mapping[str, Any]) -> str:
    return f" since {values['from_on']:%-d %b %Y}" if values["from_on"] else ""


def _replace(
    found: Difference,
    model: type[Fact],
    ours: Any,
    values: dict[str, Any],
    older: bool,
    label: str,
    shown: Sequence[str],
) -> None:
    """Bring a fact up to date if a file wrote it and no newer file has spoken; else propose, as `shown` says it."""
    change = Change(model, ours.id, ours.n, values)
    if not older and not _is_a_persons(found, ours):
        found.changed.append(change)
    else:
        found.propose((label, _said(ours, *shown), _in_words(values, *shown)), change)


def _is_a_persons(found: Difference, fact: Any) -> bool:
    """Written, corrected or verified by a person: no file replaces it."""
    return fact.id in found.people or fact.source not in SOURCES or bool(getattr(fact, "verified_on", None))


def _said(row: Any, *names: str) -> str:
    return "" if row is None else _in_words({name: getattr(row, name) for name in names}, *names)


def _in_words(values: Mapping[str, Any], *names: str) -> str:
    return " ".join(str(values[name]).replace("\n", ", ") for name in names if values.get(name))


_COMPARE = {
    PersonName: _compare_name,
    PersonBirth: _compare_birth,
    PersonIdentifier: _compare_identifier,
    PersonAddress: _compare_address,
    Enrolment: _compare_enrolment,
}
