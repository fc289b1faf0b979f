"""Finding somebody by what was typed: names as they begin, mistyped or misheard, numbers, birthdays, where they live.

Only among persons the caller may find; the rule in `why` then says of each why they were found. Whatever is asked, an
index gives the first of many in order, so that a name many have costs what a rare one does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kith.foundation.names import normalise
from kith.people import homes, lookups, nearby, queries, why
from kith.people.findable import Findable, rows_of
from kith.people.models import Person, PersonBirth, PersonIdentifier
from kith.people.queries import Card, Read
from kith.people.why import Fit
from kith.tenancy.prepared import Given, Prepared, together

__all__ = ["Hit", "find", "likely"]

# Born on one day or near it: a council of 300,000 has some fifty a day.
MOST_BORN = 600
# Called so and born on quite another day: so many are enough to recognise somebody.
MOST_OTHERWISE = 10


@dataclass(frozen=True)
class Hit:
    """Somebody who was found, and why."""

    person: Person
    card: Card
    fit: Fit


def find(
    persons: QuerySet[Person] | Findable,
    *,
    words: str = "",
    born_on: date | None = None,
    most: int = 50,
    at_home: QuerySet[Person] | Findable | None = None,
) -> list[Hit]:
    """Who is as typed, in the order of lists; then who is only close, the closest first.

    Each word begins one of their names, or nearly; one of one or two letters must be a whole name: Li, and not every
    Liam, but for the last beside another. Or a whole number fits. `at_home`: whose address this reader may read, to be
    found by it.
    """
    asked = list(dict.fromkeys(normalise(words).split()))
    if not asked and (words.strip() or born_on is None):
        return []
    if born_on is None:
        return _called(persons, asked, words, most, at_home)
    hits = _born(rows_of(persons), asked, born_on, most)
    if not asked or len(hits) >= most or any(not hit.fit.is_close for hit in hits):
        return hits
    others = _called(persons, asked, words, most, at_home)
    return [*hits, *_born_otherwise(others, hits, born_on)[: most - len(hits)]]


def _called(
    persons: QuerySet[Person] | Findable,
    asked: Sequence[str],
    words: str,
    most: int,
    at_home: QuerySet[Person] | Findable | None,
) -> list[Hit]:
    """Those whose names, numbers or home answer to what was typed, whenever they were born."""
    numbers = _numbered(rows_of(persons), words) if any(c.isdigit() for c in words) else {}
    there: dict[UUID, homes.Home] = {}
    if at_home is not None and homes.postcode_in(words):
        there = homes.living_at(rows_of(persons).filter(id__in=rows_of(at_home).values("id")), words)
    with lookups.row_by_row():
        ids = dict.fromkeys([*numbers, *_named(persons, asked, most), *there])
        return _judged_by_name(ids, asked, numbers, there, most)


def _judged_by_name(
    ids: Iterable[UUID], asked: Sequence[str], numbers: Mapping[UUID, Fit], there: Mapping[UUID, homes.Home], most: int
) -> list[Hit]:
    """Those of whom the rules say so; what a list says beside the name is read of no others."""
    names = queries.names_of(ids)

    def fit(id: UUID, names: Sequence[why.Name]) -> Fit | None:
        return numbers.get(id) or why.by_words(asked, names) or (there[id].fit(names) if id in there else None)

    fits = ((id, fit(id, why.names_of(names.get(id, ())))) for id in ids)
    likest = sorted(((id, how) for id, how in fits if how), key=lambda one: _order(one[1]))[:most]
    shown = [id for id, _ in likest]
    found, *about = together(_PERSONS.of(ids=shown), *queries.beside_names(shown))
    persons, read = {one.id: one for one in found}, Read.of([[n for id in shown for n in names.get(id, ())], *about])
    return [Hit(persons[id], read.card(id), how) for id, how in likest if id in persons]


_PERSONS = Prepared(lambda: Person.objects.filter(id__among=Given("ids")))


def likely(persons: QuerySet[Person] | Findable, *, words: str, most: int) -> list[Person]:
    """For a form that asks who is meant: those of `find`, without the reasons."""
    return [hit.person for hit in find(persons, words=words, most=most)]


def _named(persons: QuerySet[Person] | Findable, asked: Sequence[str], most: int) -> list[UUID]:
    among = lookups.Among(persons)
    exact = lookups.by_names(among, asked, most)
    return exact if len(exact) >= most else [*exact, *nearby.ids(among, asked, most)]


def _numbered(persons: QuerySet[Person], words: str) -> dict[UUID, Fit]:
    """Who has this number, as we write it or as a file did."""
    bare = "".join(words.split()).upper()
    same = PersonIdentifier.objects.filter(value__in=[bare, bare.lower()], person_id__in=persons.values("id"))
    kinds = dict(PersonIdentifier.Kind.choices)
    found = same.order_by("person__sort_key", "person_id").values_list("person_id", "kind")
    return {id: Fit(reasons=(f"Same {kinds[kind]}.",)) for id, kind in found}


def _born(persons: QuerySet[Person], asked: Sequence[str], born_on: date, most: int) -> list[Hit]:
    """Those born that day or near it whose names answer to what was typed."""
    births = PersonBirth.objects.filter(born_on__in=list(why.days_near(born_on))).values("person_id")
    found = {one.id: one for one in persons.filter(id__in=births).order_by("sort_key", "id")[:MOST_BORN]}
    read = queries.read(found)

    def fit(id: UUID, names: Sequence[why.Name]) -> Fit | None:
        name, birth = why.by_words(asked, names), why.by_birth(born_on, read.births[id].born_on)
        return name + birth if name and birth else None

    return _judged(found, found, read, fit)[:most]


def _born_otherwise(called: Sequence[Hit], there: Sequence[Hit], born_on: date) -> list[Hit]:
    """Of those who are called so the few whose birthday is likest: a date that was misheard must not hide who is here
    already, or they are written down twice."""
    known = {hit.person.id for hit in there}
    others = [
        replace(hit, fit=hit.fit + why.by_another_birth(born_on, hit.card.born_on, precision=hit.card.precision))
        for hit in called
        if hit.person.id not in known
    ]
    return sorted(others, key=lambda hit: hit.fit.cost)[:MOST_OTHERWISE]


def _judged(
    found: Mapping[UUID, Person],
    order: Iterable[UUID],
    read: Read,
    fit: Callable[[UUID, Sequence[why.Name]], Fit | None],
) -> list[Hit]:
    """Whom the rules find fit: what is the same as it was found, then what is close, the closest first."""
    here = ((id, fit(id, why.names_of(read.names.get(id, ())))) for id in order if id in found)
    hits = [Hit(found[id], read.card(id), how) for id, how in here if how]
    return sorted(hits, key=lambda hit: _order(hit.fit))


def _order(fit: Fit) -> tuple[bool, int]:
    return fit.is_close, fit.cost if fit.is_close else 0
