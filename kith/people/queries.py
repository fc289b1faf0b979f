"""What is asked about persons. Row security decides who is seen; access narrows it for this reader."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kith.foundation.dates import today
from kith.people import rules
from kith.people.models import (
    Enrolment,
    Person,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonIdentifier,
    PersonName,
    Relationship,
)
from kith.people.roll import is_over, until_the_end_of
from kith.tenancy.prepared import Asked, Given, Prepared, first_of, together

# Where somebody learns, the latest first.
LATEST = ("-from_on", "-id")


@dataclass(frozen=True)
class Card:
    """What a list says of a person: enough to tell two Marys apart."""

    id: UUID
    name: str
    born_on: date | None
    precision: str
    expected_on: date | None
    year_group: str
    class_name: str
    school: str
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relative:
    """Somebody around a child, as the child's page names them. `id` is the fact that says so."""

    id: UUID
    card: Card
    type: str
    has_pr: bool
    lives_with: bool
    contact_allowed: str


@dataclass(frozen=True)
class Facts:
    """Everything the person page says, read in a bounded number of queries."""

    person: Person
    card: Card
    sex: str
    names: Sequence[PersonName]
    identifiers: Sequence[PersonIdentifier]
    addresses: Sequence[PersonAddress]
    contacts: Sequence[PersonContact]
    relatives: Sequence[Relative] = field(default_factory=tuple)
    enrolments: Sequence[Enrolment] = field(default_factory=tuple)


def kept_secret(person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these persons with an address that is kept secret: no page says one that was written of them before."""
    found = PersonAddress.objects.filter(person_id__in=list(person_ids), protected=True)
    return set(found.values_list("person_id", flat=True))


@dataclass(frozen=True)
class Read:
    """What lists say of several persons, as it was read."""

    names: Mapping[UUID, Sequence[PersonName]]
    births: Mapping[UUID, PersonBirth]
    places: Mapping[UUID, Sequence[Enrolment]]

    @classmethod
    def of(cls, answers: Sequence[Sequence[Any]]) -> "Read":
        names, births, places = answers
        return cls(_by_person(names), {b.person_id: b for b in births}, _by_person(places))

    def card(self, id: UUID) -> Card:
        return _card(id, self.names[id], self.births.get(id), self.places[id])


def read(person_ids: Iterable[UUID]) -> Read:
    """In one journey however many."""
    return Read.of(together(*read_asked(person_ids)))


def read_asked(person_ids: Iterable[UUID]) -> tuple[Asked, ...]:
    """The same, to ask together with others."""
    ids = list(person_ids)
    return tuple(kind.of(ids=ids, today=today()) for kind in _OF_SEVERAL)


def names_of(person_ids: Iterable[UUID]) -> dict[UUID, list[PersonName]]:
    """All their names, in the order in which the page reads them."""
    return _by_person(_OF_SEVERAL[0].rows(ids=list(person_ids)))


def beside_names(person_ids: Iterable[UUID]) -> tuple[Asked, ...]:
    """The rest of what `read_asked` asks."""
    return read_asked(person_ids)[1:]


# In the order in which `facts` reads them, or a list would say another name than the page.
_OF_SEVERAL = (
    Prepared(lambda: PersonName.objects.filter(person__among=Given("ids")).order_by("id")),
    Prepared(lambda: PersonBirth.objects.filter(person__among=Given("ids"))),
    Prepared(
        lambda: (
            Enrolment.objects.filter(until_the_end_of(Given("today")), person__among=Given("ids"))
            .select_related("organisation")
            .order_by(*LATEST)
        )
    ),
)


def cards(person_ids: Iterable[UUID]) -> dict[UUID, Card]:
    """Person id -> card, in one journey however many."""
    ids = list(person_ids)
    found = read(ids)
    return {id: found.card(id) for id in ids}


def facts(person: Person, *, others: Callable[[], QuerySet[Person]] = Person.objects.all) -> Facts:
    """What is known about one person, in a fixed number of queries, whoever it is.

    `others`: of the people around them only these are named (`access.visible_to`). Asked only if there are any.
    """
    names, births, enrolments, identifiers, addresses, contacts, ties = together(
        *(kind.of(person=person.id) for kind in _OF_A_PERSON)
    )
    birth = first_of(births)
    return Facts(
        person=person,
        card=_card(person.id, names, birth, [e for e in enrolments if not is_over(e, today())]),
        sex=birth.sex if birth else "",
        names=names,
        identifiers=identifiers,
        addresses=addresses,
        contacts=contacts,
        relatives=_relatives(ties, others),
        enrolments=enrolments,
    )


def _of_person(model: Any, *order: str, related: tuple[str, ...] = ()) -> Prepared:
    def build() -> QuerySet[Any]:
        rows = model.objects.filter(person=Given("person")).order_by(*order)
        return rows.select_related(*related) if related else rows

    return Prepared(build)


# In the order in which `facts` names them.
_OF_A_PERSON = (
    _of_person(PersonName, "id"),
    _of_person(PersonBirth, "id"),
    _of_person(Enrolment, *LATEST, related=("organisation",)),
    _of_person(PersonIdentifier, "kind", "id"),
    Prepared(lambda: PersonAddress.objects.filter(person=Given("person")).defer("sealed").order_by("-id")),
    _of_person(PersonContact, "id"),
    Prepared(lambda: Relationship.objects.filter(person=Given("person"), until_on=None).order_by("id")),
)


def clashes(person: Person) -> dict[UUID, list[str]]:
    """Others the reader can see who carry one of this person's trusted numbers: for a review, with the numbers."""
    own = PersonIdentifier.objects.filter(person=person, trusted=True).values("value")
    found: dict[UUID, list[str]] = defaultdict(list)
    others = Person.objects.exclude(id=person.id)
    same = PersonIdentifier.objects.filter(value__in=own, trusted=True, person__in=others)
    for other, value in same.order_by("person_id", "value").values_list("person_id", "value"):
        found[other].append(value)
    return dict(found)


def _by_person(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _card(id: UUID, names: Sequence[Any], birth: Any, places: Sequence[Any]) -> Card:
    shown = rules.full_name(names)
    place = rules.place_now(places, today())
    written = dict.fromkeys(f"{n.forename} {n.surname}".strip() for n in names)
    return Card(
        id=id,
        name=shown,
        born_on=birth.born_on if birth else None,
        precision=birth.precision if birth else "day",
        expected_on=birth.expected_on if birth else None,
        year_group=place.year_group if place else "",
        class_name=place.class_name if place else "",
        school=place.organisation.name if place else "",
        other_names=tuple(n for n in written if n != shown),
    )


def _relatives(rows: list[Relationship], others: Callable[[], QuerySet[Person]]) -> list[Relative]:
    if not rows:
        return []
    known = cards(others().filter(id__in=[r.other_id for r in rows]).values_list("id", flat=True))
    return [
        Relative(r.id, known[r.other_id], r.type, r.has_pr, r.lives_with, r.contact_allowed)
        for r in rows
        if r.other_id in known
    ]
