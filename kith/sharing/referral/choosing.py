"""What of a record may go to a council: whom the sender may refer, and which answers and facts there are to choose.

Asked for one reader. What they may not read is not in it, and what is not in it cannot be chosen: the body is made
from this and from nothing else. A protected address never is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kith.access.queries import parts_visible_to, visible_to
from kith.access.reader import Reader
from kith.audit import keys
from kith.cases import declarations
from kith.cases.linking import carried_over
from kith.cases.models import Part, Record
from kith.foundation.dates import london
from kith.people import queries as people
from kith.people.grown_up import CARERS, grown_up
from kith.people.models import Person
from kith.reference.codes import code_set
from kith.sharing.referral.content import FACTS
from kith.tenancy.models import Controller
from kith.vocabulary.worded import Said, said

__all__ = ["Around", "Fact", "Offer", "Offered", "councils", "offer", "who_they_are"]

# Shared answers that a form about a child who may be at risk can do without, unless the sender chooses them.
LEFT_OUT = frozenset({"who_saw", "told_whom", "category_suggested"})
# How a role in a concern is said at a front door; the sender may change it.
ROLES = {"victim": "subject", "sibling": "sibling"}


@dataclass(frozen=True)
class Answer:
    """One answer that may go: by its name in the form, in words; `carried` under which name a contact takes it."""

    name: str
    said: Said
    carried: str
    usual: bool


@dataclass(frozen=True)
class Fact:
    """One thing that tells who a child is."""

    name: str
    title: str
    words: str
    value: Mapping[str, Any]


@dataclass(frozen=True)
class Offered:
    """One child the sender may refer."""

    part: UUID
    person: UUID
    card: people.Card
    forename: str
    surname: str
    role: str
    facts: tuple[Fact, ...]
    answers: tuple[Answer, ...]
    # An address is protected: it is said that it is, and never what it is.
    hidden_address: bool


@dataclass(frozen=True)
class Offer:
    """All of a record that may go."""

    record: Record
    answers: tuple[Answer, ...]
    children: tuple[Offered, ...]
    # How many more are part of it whom this reader may not refer.
    others: int


def councils() -> list[Controller]:
    """To whom a referral can be sealed."""
    every = Controller.objects.filter(kind=Controller.Kind.COUNCIL).order_by("name")
    return [one for one in every if keys.to_write_to(one.id) is not None]


def offer(record: Record, reader: Reader) -> Offer:
    """What this reader may send of this record."""
    shared = Part.objects.get(record=record, person=None)
    own = Part.objects.filter(record=record, struck=False, person__isnull=False)
    own = own.exclude(person__in=grown_up(own.values_list("person_id", flat=True), london(record.occurred_at).date()))
    readable = parts_visible_to(own, reader).filter(person__in=_open(reader))
    parts = list(readable.order_by("id"))
    return Offer(
        record=record,
        answers=tuple(_answers(record, shared)),
        children=tuple(_child(record, part, reader) for part in parts),
        others=own.exclude(id__in=[part.id for part in parts]).count(),
    )


def _open(reader: Reader) -> QuerySet[Person]:
    """Whose page the sender may open: the gate asks the same."""
    return visible_to(Person.objects.all(), reader, "person.view")


def _answers(record: Record, part: Part) -> Iterator[Answer]:
    declared, carried = declarations.for_part(part), _carried(record)
    asked = [one for one in declared.fields if one.own is (part.person_id is not None) and not one.spine]
    for one in asked:
        if one.name in part.answers:
            (words,) = said([one], part.answers)
            yield Answer(one.name, words, carried.get(one.name, ""), one.name not in LEFT_OUT)


def _carried(record: Record) -> Mapping[str, str]:
    """A question of this record's area -> the question of a contact it answers."""
    carries = declarations.for_new("contact").carries
    return next((one.answers for one in carries if one.area == record.area), {})


@dataclass(frozen=True)
class Around:
    """What tells who a child is, and whether an address of theirs is protected."""

    facts: tuple[Fact, ...]
    hidden_address: bool


def who_they_are(person: Person, reader: Reader) -> Around:
    """What this reader may say of where a child lives and with whom, and never an address that is protected."""
    return _around(people.facts(person, others=lambda: _open(reader)))


def _around(facts: people.Facts) -> Around:
    return Around(tuple(_facts(facts)), any(one.protected for one in facts.addresses))


def _child(record: Record, part: Part, reader: Reader) -> Offered:
    person = Person.objects.get(id=part.person_id)
    facts = people.facts(person, others=lambda: _open(reader))
    around = _around(facts)
    legal = next((one for one in facts.names if one.kind == "legal"), facts.names[0] if facts.names else None)
    return Offered(
        part=part.id,
        person=person.id,
        card=facts.card,
        forename=legal.forename if legal else "",
        surname=legal.surname if legal else "",
        role=ROLES.get(part.role, "other"),
        facts=around.facts,
        answers=tuple(_answers(record, part)),
        hidden_address=around.hidden_address,
    )


def _facts(facts: people.Facts) -> Iterator[Fact]:
    for name, found in _told(facts).items():
        yield Fact(name, FACTS[name], _in_words(name, found, facts.card), found)


def _in_words(name: str, found: Mapping[str, Any], card: people.Card) -> str:
    if name == "born_on":
        return f"{card.born_on:%-d %B %Y}"
    return "; ".join(found["carers"]) if name == "carers" else ", ".join(str(one) for one in found.values())


def _told(facts: people.Facts) -> dict[str, dict[str, Any]]:
    """Fact -> what the body then says. What is not known, and an address that is protected, is not among them."""
    card = facts.card
    found: dict[str, dict[str, Any]] = {}
    if card.born_on and card.precision == "day":
        found["born_on"] = {"born_on": card.born_on.isoformat()}
    if facts.sex:
        found["sex"] = {"sex": code_set("sex").label(facts.sex)}
    for kind in ("upn", "nhs"):
        if number := next((one.value for one in facts.identifiers if one.kind == kind and one.trusted), ""):
            found[kind] = {kind: number}
    if any(one.protected for one in facts.addresses):
        pass
    elif home := next((one for one in facts.addresses if one.until_on is None and one.lines), None):
        found["address"] = {"address": ", ".join(home.lines.splitlines()), "postcode": home.postcode}
    if place := ", ".join(one for one in (card.school, _year(card), card.class_name) if one):
        found["school"] = {"school": place}
    if carers := [_carer(one) for one in facts.relatives if one.has_pr or one.type in CARERS]:
        found["carers"] = {"carers": carers}
    return found


def _year(card: people.Card) -> str:
    return f"Year {card.year_group}" if card.year_group.isdigit() else card.year_group


def _carer(one: people.Relative) -> str:
    more = (
        "has parental responsibility" if one.has_pr else "",
        "lives with the child" if one.lives_with else "",
    )
    kind = code_set("relationship_type").label(one.type).lower()
    return ", ".join(word for word in (one.card.name, kind, *more) if word)


def begun(record: Record) -> dict[str, Any]:
    """What a referral of this record finds already answered."""
    return carried_over(record, "contact")[0]
