"""Finding somebody by what was typed: names as they begin, mistyped or misheard, numbers, birthdays, where they live.

Only among persons the caller may find; the rule in `why` then says of each why they were found. Whatever is asked, an
index gives the first of many in order, so that a name many have costs what a rare one does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kith.foundation.names import normalise
from kith.people import homes, lookups, nearby, queries, why
from kith.people.models import Person, PersonBirth, PersonIdentifier
from kith.people.queries import Card
from kith.people.why import Fit

__all__ = ["Hit", "find", "likely", "search"]

# Born on one day or near it: a council of 300,000 has some fifty a day.
MOST_BORN = 600


@dataclass(frozen=True)
class Hit:
    """Somebody who was found, and why."""

    person: Person
    card: Card
    fit: Fit


def search(persons: QuerySet[Person], *, words: str = "", born_on: date | None = None, most: int = 50) -> list[Person]:
    """Plain search: every word begins a name, or a whole number fits; birthday if given. In the order of lists.

    Words of one or two letters must be a whole name: Li, and not every Liam. For one word alone those come first whose
    surname begins so.
    """
    asked = words_of(words)
    if not asked and (words.strip() or born_on is None):
        return []
    if born_on is not None:
        found = [hit.person for hit in _born(persons, asked, born_on, most) if not hit.fit.is_close]
        return found[:most]
    numbered = list(persons.filter(id__in=_numbered(words).values("person_id"))[:most]) if _has_digit(words) else []
    named = lookups.by_names(persons, asked, most)
    return list({one.id: one for one in [*numbered, *named]}.values())[:most]


def find(
    persons: QuerySet[Person],
    *,
    words: str = "",
    born_on: date | None = None,
    most: int = 50,
    at_home: QuerySet[Person] | None = None,
) -> list[Hit]:
    """The same, and after it who is only close. `at_home`: whose address this reader may read, to be found by it."""
    asked = words_of(words)
    if not asked and (words.strip() or born_on is None):
        return []
    if born_on is not None:
        return _born(persons, asked, born_on, most)
    there = homes.living_at(at_home, words) if at_home is not None else {}
    exact = search(persons, words=words, most=most)
    near = nearby.ids(persons, asked, most) if len(exact) < most else []
    others = persons.filter(id__among=[id for id in [*there, *near] if id not in {one.id for one in exact}])
    found = {one.id: one for one in [*exact, *others]}
    numbers = _numbers_of(words, found)
    return _in_order(found, lambda id, names: _fit(id, names, asked, numbers, there), most)


def likely(persons: QuerySet[Person], *, words: str, most: int) -> list[Person]:
    """For a form that asks who is meant: those of `find`, without the reasons."""
    return [hit.person for hit in find(persons, words=words, most=most)]


def words_of(text: str) -> list[str]:
    """What was typed as names are kept, in its order and each word once."""
    return list(dict.fromkeys(normalise(text).split()))


def _fit(
    id: UUID,
    names: Sequence[why.Name],
    asked: Sequence[str],
    numbers: Mapping[UUID, Fit],
    there: Mapping[UUID, homes.Home],
) -> Fit | None:
    if id in numbers:
        return numbers[id]
    return why.by_words(asked, names) or (there[id].fit(names) if id in there else None)


def _born(persons: QuerySet[Person], asked: Sequence[str], born_on: date, most: int) -> list[Hit]:
    """Those born that day or near it whose names answer to what was typed."""
    days = why.days_near(born_on)
    births = PersonBirth.objects.filter(born_on__in=list(days)).values("person_id")
    found = {one.id: one for one in persons.filter(id__in=births).order_by("sort_key", "id")[:MOST_BORN]}
    read = queries.read(found)
    hits = []
    for id, one in found.items():
        born, name = read.births[id].born_on, why.by_words(asked, why.names_of(read.names[id]))
        if (fit := why.by_birth(born_on, born)) and name:
            hits.append(Hit(one, read.card(id), name + fit))
    return _sorted(hits)[:most]


def _in_order(found: Mapping[UUID, Person], fits: Any, most: int) -> list[Hit]:
    read = queries.read(found)
    judged = ((one, fits(id, why.names_of(read.names[id]))) for id, one in found.items())
    return _sorted(Hit(one, read.card(one.id), fit) for one, fit in judged if fit)[:most]


def _sorted(hits: Iterable[Hit]) -> list[Hit]:
    """What is the same as it was found, then what is close, the closest first."""
    return sorted(hits, key=lambda h: (h.fit.is_close, h.fit.cost if h.fit.is_close else 0))


def _has_digit(words: str) -> bool:
    return any(c.isdigit() for c in words)


def _numbered(words: str) -> QuerySet[PersonIdentifier]:
    """A number, as we write it or as a file did."""
    bare = "".join(words.split()).upper()
    return PersonIdentifier.objects.filter(value__in=[bare, bare.lower()])


def _numbers_of(words: str, found: Iterable[UUID]) -> dict[UUID, Fit]:
    if not _has_digit(words):
        return {}
    same = _numbered(words).filter(person_id__in=list(found))
    return {one.person_id: Fit(reasons=(f"Same {one.get_kind_display()}.",)) for one in same}
