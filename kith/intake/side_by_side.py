"""A row of a file beside a child it is or might be: each fact as sent, as held, and how the two compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kith.access.reader import Reader
from kith.intake.facts import PROTECTED, child_of, facts_of
from kith.intake.models import Row
from kith.intake.pupils import Pupil
from kith.intake.sight import hidden, offered
from kith.intake.stages import Outcome
from kith.people import likeness
from kith.people.likeness import Likeness
from kith.people.looked_for import name_pair
from kith.people.models import Enrolment, PersonAddress, PersonBirth, PersonIdentifier, PersonName
from kith.people.rules import address_shown, full_name

__all__ = ["Compared", "Review", "beside", "leader_of", "review"]


@dataclass(frozen=True)
class Compared:
    """One fact as the file says it, as we hold it, and how the two compare."""

    fact: str
    sent: str
    held: str
    since: date | None
    compared: Likeness


@dataclass(frozen=True)
class Review:
    """One row beside one child it might be; without a person, beside another row of the file."""

    row: Row
    person_id: UUID | None
    name: str
    facts: tuple[Compared, ...]
    reasons: tuple[str, ...]


def review(row: Row, reader: Reader | None = None) -> list[Review]:
    """The row beside each child it might be, for a reader beside none they may not see; or beside the row it is like,
    where that is of nobody known yet."""
    ids = offered([row])
    closed = hidden(ids, reader) if reader is not None else set()
    found = [beside(row, person) for person in ids if person not in closed]
    like = leader_of(row)
    if like is not None and like.person_id is None:
        found.append(_beside_row(row, like))
    return [one for one in found if one is not None]


def leader_of(row: Row) -> Row | None:
    """The row of the file this one is like, where that one goes into the records."""
    if row.like_row is None:
        return None
    goes_in = (Outcome.NEW, Outcome.MATCHED)
    return Row.objects.filter(batch_id=row.batch_id, n=row.like_row, outcome__in=goes_in).first()


def _beside_row(row: Row, like: Row) -> Review:
    """The row beside another one that would make a new child."""
    sent, other = Pupil.from_json(row.staged), Pupil.from_json(like.staged)
    said = facts_of(other, school=None, holder_id=row.holder_id, source="")
    names, births, numbers, addresses = (
        [model(**values) for values in said.get(model, ())]
        for model in (PersonName, PersonBirth, PersonIdentifier, PersonAddress)
    )
    facts = (
        _name(sent, names),
        _birth(sent, births[0]),
        _sex(sent, births[0]),
        _upn(sent, numbers),
        _address(row, sent, addresses),
    )
    return Review(row, None, f"{full_name(names)}, {like.place}", facts, tuple(row.reasons))


def beside(row: Row, person: UUID) -> Review | None:
    """The row beside this child, fact by fact; nothing where nobody of that name is known here."""
    sent = Pupil.from_json(row.staged)
    names = list(PersonName.objects.filter(person_id=person))
    if not names:
        return None
    birth = PersonBirth.objects.filter(person_id=person).first()
    numbers = list(PersonIdentifier.objects.filter(person_id=person))
    addresses = list(PersonAddress.objects.filter(person_id=person).defer("sealed"))
    schools = list(Enrolment.objects.filter(person_id=person).select_related("organisation").order_by("-from_on"))
    facts = (
        _name(sent, names),
        _birth(sent, birth),
        _sex(sent, birth),
        _upn(sent, numbers),
        _address(row, sent, addresses),
        _school(row, sent, schools),
    )
    return Review(row, person, full_name(names), facts, tuple(row.reasons))


def _name(sent: Pupil, names: Sequence[Any]) -> Compared:
    pairs = [(name, name_pair(name.forename, name.surname)) for name in names]
    theirs = name_pair(sent.forename, sent.surname)
    held, best = min(
        ((name, _likeness_of_names(theirs, pair)) for name, pair in pairs), key=lambda found: _ORDER.index(found[1])
    )
    said = " ".join(filter(None, (sent.forename, sent.middle, sent.surname)))
    ours = " ".join(filter(None, (held.forename, held.middle, held.surname)))
    return Compared("Name", said, ours, held.from_on, best)


def _likeness_of_names(one: tuple[str, str], other: tuple[str, str]) -> Likeness:
    answers = likeness.forenames(one[0], other[0]), likeness.surnames(one[1], other[1])
    return max(answers, key=_ORDER.index)


def _birth(sent: Pupil, birth: Any) -> Compared:
    ours = birth.born_on if birth else None
    words = f"{ours:%d / %m / %Y}" if ours else ""
    return Compared("Born", f"{sent.born:%d / %m / %Y}", words, None, likeness.births(sent.born, ours))


def _sex(sent: Pupil, birth: Any) -> Compared:
    ours = birth.sex if birth else ""
    same = likeness.sets({sent.sex} - {""}, {ours} - {""})
    return Compared("Sex", _SEX.get(sent.sex, sent.sex), _SEX.get(ours, ours), None, same)


def _upn(sent: Pupil, numbers: Sequence[Any]) -> Compared:
    upns = [n for n in numbers if n.kind in ("upn", "former_upn", "temporary_upn")]
    ours = {n.value for n in upns if n.trusted}
    held = ", ".join(sorted(ours)) or ", ".join(f"{n.value} (not valid)" for n in upns)
    theirs = child_of(sent).numbers.get("upn", frozenset())
    said = ", ".join(sorted(theirs)) or (f"{sent.unverified['upn']} (not valid)" if "upn" in sent.unverified else "")
    return Compared("UPN", said, held, None, likeness.sets(theirs, ours))


def _address(row: Row, sent: Pupil, addresses: Sequence[Any]) -> Compared:
    if list(PROTECTED) in row.proposals or any(a.protected for a in addresses):
        return Compared("Address", "Not shown", "; ".join(map(address_shown, addresses)), None, Likeness.UNKNOWN)
    theirs = {a.postcode for a in sent.addresses if a.postcode}
    ours = {a.postcode for a in addresses if a.postcode}
    said = "; ".join(", ".join((*a.lines, a.postcode)).strip(", ") for a in sent.addresses)
    held = "; ".join(address_shown(a) for a in addresses)
    return Compared("Address", said, held, None, likeness.sets(theirs, ours))


def _school(row: Row, sent: Pupil, schools: Sequence[Any]) -> Compared:
    ours = schools[0] if schools else None
    theirs = row.batch.school.name if row.batch.school else sent.school
    held = ours.organisation.name if ours else ""
    same = likeness.sets({theirs} - {""}, {held} - {""})
    return Compared("School", theirs, held, ours.from_on if ours else None, same)


_SEX = {"M": "Male", "F": "Female"}
_ORDER = [
    Likeness.SAME,
    Likeness.SHORT_FORM,
    Likeness.PART,
    Likeness.SOUND,
    Likeness.ONE_SLIP,
    Likeness.SWAPPED,
    Likeness.ONE_DIGIT,
    Likeness.UNKNOWN,
    Likeness.DIFFERENT,
]
