"""What is asked about persons. Row security decides who is seen; access narrows it for this reader."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.foundation.dates import today
from kith.people import rules
from kith.people.models import (
    Enrolment,
    NameToken,
    Person,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonIdentifier,
    PersonName,
    Relationship,
)
from kith.people.tokens import tokens
from kith.tenancy.prepared import Given, Prepared, first_of, one_journey, send, together

# Sorts after every letter a name can go on with.
LAST_LETTER = "\U0010ffff"
# What stands in the order of lists between surname and forename.
AFTER_SURNAME = "\x01"
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


def cards(person_ids: Iterable[UUID]) -> dict[UUID, Card]:
    """Person id -> card, in three queries however many."""
    ids = list(person_ids)
    births = {b.person_id: b for b in PersonBirth.objects.filter(person_id__in=ids)}
    # In the order in which `facts` reads them, or a list would say another name than the page.
    names = _by_person(PersonName.objects.order_by("id"), ids)
    places = _by_person(Enrolment.objects.filter(until_on=None).select_related("organisation").order_by(*LATEST), ids)
    return {id: _card(id, names[id], births.get(id), places[id]) for id in ids}


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
        card=_card(person.id, names, birth, [e for e in enrolments if e.until_on is None]),
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


def search(persons: QuerySet[Person], *, words: str = "", born_on: date | None = None, most: int = 50) -> list[Person]:
    """Plain search over those persons: every word begins a name, or a whole number fits; birthday if given.

    Words of one or two letters must be a whole name: Li, and not every Liam. For one word alone those come first whose
    surname begins so: they stand together in the order of lists, and however many there are only these are read.
    """
    bare, asked = "".join(words.split()).upper(), sorted(tokens([words]))
    if not asked and (words.strip() or born_on is None):
        return []
    if len(asked) == 1 and asked[0].isalpha() and born_on is None:
        return _by_one_name(persons, asked[0], most)
    found = persons
    named = Q(id__in=_with_tokens(asked)) if asked else Q()
    if any(c.isdigit() for c in bare):
        # A number, as we write it or as a file did; or a name that holds digits, as those of test files do.
        numbered = PersonIdentifier.objects.filter(value__in=[bare, bare.lower()])
        named |= Q(id__in=numbered.values("person_id"))
    found = found.filter(named)
    if born_on is not None:
        found = found.filter(id__in=PersonBirth.objects.filter(born_on=born_on).values("person_id"))
    with _row_by_row():
        return list(found.order_by("sort_key", "id")[:most])


@contextmanager
def _row_by_row() -> Iterator[None]:
    """Row security is asked for each row that is found. With more memory the database would first put everybody the
    doer's holders know into a table of its own: what a search takes would grow with the council."""
    with one_journey():
        send(_NARROW, [])
        yield
        send(_USUAL, [])


_NARROW, _USUAL = "SET LOCAL work_mem = '64kB'", "SET LOCAL work_mem TO DEFAULT"


def _by_one_name(persons: QuerySet[Person], word: str, most: int) -> list[Person]:
    """Whose surname begins so, then whose other names do, each in the order of lists."""
    whole = word if len(word) > 2 else word + AFTER_SURNAME
    surname, ordered = Q(sort_key__gte=whole, sort_key__lte=whole + LAST_LETTER), persons.order_by("sort_key", "id")
    found = list(ordered.filter(surname)[:most])
    if len(found) < most:
        with _row_by_row():
            found += ordered.filter(~surname, id__in=_with_token(word))[: most - len(found)]
    return found


def _with_tokens(words: Sequence[str]) -> Any:
    """Persons with a name that begins so for each of these words: whoever lacks one is passed over before anything
    else is asked about them."""
    first, *others = words
    found = _with_token(first)
    return found.filter(person_id__in=_with_tokens(others)) if others else found


def _with_token(word: str) -> Any:
    """Persons with a name that begins so. Asked as a range: under row security LIKE would pass the index by."""
    after = word + LAST_LETTER if len(word) > 2 else word
    return NameToken.objects.filter(token__gte=word, token__lte=after).values("person_id")


def clashes(person: Person) -> dict[UUID, list[str]]:
    """Others the reader can see who carry one of this person's trusted numbers: for a review, with the numbers."""
    own = PersonIdentifier.objects.filter(person=person, trusted=True).values("value")
    found: dict[UUID, list[str]] = defaultdict(list)
    others = Person.objects.exclude(id=person.id)
    same = PersonIdentifier.objects.filter(value__in=own, trusted=True, person__in=others)
    for other, value in same.order_by("person_id", "value").values_list("person_id", "value"):
        found[other].append(value)
    return dict(found)


def on_roll(organisation_id: UUID, *, class_name: str | None = None) -> QuerySet[Enrolment]:
    """Those now on a school's roll, or in one class of it."""
    current = Enrolment.objects.filter(organisation_id=organisation_id, until_on=None)
    return current.filter(class_name=class_name) if class_name else current


def _by_person(rows: QuerySet[Any], ids: list[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows.filter(person_id__in=ids):
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
