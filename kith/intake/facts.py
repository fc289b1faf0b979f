"""A pupil of a file as people keeps it: as something to match, and as facts to write."""

from typing import Any
from uuid import UUID

from kith.foundation.names import normalise
from kith.intake.pupils import Pupil
from kith.intake.school_facts import at_school
from kith.organisations.models import Organisation
from kith.people.looked_for import NUMBER_FAMILY, name_pair, street
from kith.people.matching import Child
from kith.people.models import Enrolment, PersonAddress, PersonBirth, PersonIdentifier, PersonName
from kith.tenancy.models import Fact

__all__ = ["DUAL", "PROTECTED", "SOURCES", "Facts", "child_of", "facts_of"]

# What facts written by imports give as their source: a later file may bring them up to date.
SOURCES = ("school census", "class list", "transfer file", "school system")

# Beside a protected address nothing is written, and nobody reads here what the file said.
PROTECTED = ("Address", "Protected address", "")

Facts = dict[type[Fact], list[dict[str, Any]]]
# A file's words for a child who is rightly on two rolls: at the main school, or at the subsidiary one.
DUAL = ("M", "S")


def child_of(pupil: Pupil) -> Child:
    """A pupil as matching compares it: every name it goes by; numbers whose check holds apart from the others."""
    names = {name_pair(name["forename"], name["surname"]) for name in _names(pupil, "")}
    upns = frozenset(number for kind, number in pupil.numbers.items() if kind in ("upn", "former_upn"))
    postcodes = frozenset(a.postcode for a in pupil.addresses if a.postcode)
    middles = frozenset({normalise(pupil.middle)} - {""})
    kinds = [*pupil.unverified.items(), *(one for one in pupil.numbers.items() if one[0] not in ("upn", "former_upn"))]
    others = {NUMBER_FAMILY.get(kind, kind): frozenset({number}) for kind, number in kinds}
    streets = frozenset(line for a in pupil.addresses for line in street(a.lines))
    numbers = {"upn": upns} if upns else {}
    return Child(frozenset(names), pupil.born, numbers, postcodes, middles, others, streets, pupil.sex)


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
        facts |= at_school(pupil, holder_id=holder_id, source=source)
    return {model: rows for model, rows in facts.items() if rows}


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
