"""Who among the children a holder knows might be one of these? Found set-based, by the equalities of `looked_for`.

A holder's own children only; what of the answer a reader may be shown is for the caller to ask.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection

from kith.foundation.names import normalise
from kith.people.looked_for import NUMBER_FAMILY, Question, name_pair, questions, street
from kith.people.matching import Candidate, Child
from kith.people.models import Person, PersonAddress, PersonBirth, PersonIdentifier, PersonName

__all__ = ["as_stored", "asked", "candidates_for"]

# So many are looked for one by one, by the indexes.
FEW = 500

Many = defaultdict[UUID, set[Any]]

_numbers = count(1)


def candidates_for(
    children: Mapping[int, Child], *, holder_id: UUID, ask: Callable[[Child], Iterable[Question]] = questions
) -> dict[int, list[Candidate]]:
    """For each child, by the key it was given, those of our records it might be."""
    # A number that both had stays with one who was merged as well; they are found under who stays.
    merged = set(Person.everybody.filter(status=Person.Status.MERGED).values_list("id", flat=True))
    pairs = sorted(pair for pair in _pairs(children, holder_id, ask) if pair[1] not in merged)
    stored = as_stored({person for _, person in pairs})
    found: dict[int, list[Candidate]] = defaultdict(list)
    for key, person in pairs:
        found[key].append(Candidate(person, stored[person]))
    return found


def as_stored(person_ids: Iterable[UUID]) -> dict[UUID, Child]:
    """What our records know of these persons, as matching compares it."""
    ids = list(person_ids)
    names, middles, postcodes = Many(set), Many(set), Many(set)
    streets = Many(set)
    numbers: dict[UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    others: dict[UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for person, forename, middle, surname in _of(PersonName, ids, "forename", "middle", "surname"):
        names[person].add(name_pair(forename, surname))
        middles[person] |= {normalise(middle)} - {""}
    for person, kind, value, trusted in _of(PersonIdentifier, ids, "kind", "value", "trusted"):
        settles = trusted and kind in NUMBER_FAMILY
        (numbers if settles else others)[person][NUMBER_FAMILY.get(kind, kind)].add(value)
    for person, postcode, lines in _of(PersonAddress, ids, "postcode", "lines"):
        postcodes[person] |= {postcode} - {""}
        streets[person] |= street(lines.splitlines())
    births: dict[UUID, date] = dict(_of(PersonBirth, ids, "born_on"))
    return {
        person: Child(
            frozenset(names[person]),
            births.get(person),
            {kind: frozenset(values) for kind, values in numbers[person].items()},
            frozenset(postcodes[person]),
            frozenset(middles[person]),
            {kind: frozenset(values) for kind, values in others[person].items()},
            frozenset(streets[person]),
        )
        for person in ids
    }


def _of(model: Any, ids: list[UUID], *columns: str) -> list[Any]:
    """One list for all of them: as so many parameters they would be too many for one statement."""
    with connection.cursor() as cursor:
        said = f"SELECT person_id, {', '.join(columns)} FROM {model._meta.db_table} WHERE person_id = ANY(%s)"
        cursor.execute(said, [ids])
        return cursor.fetchall()


def _pairs(
    children: Mapping[int, Child], holder_id: UUID, ask: Callable[[Child], Iterable[Question]]
) -> set[tuple[int, UUID]]:
    questions_of = ((key, *question) for key, child in children.items() for question in ask(child))
    with asked("key int, kind text, a text, b text", questions_of, many=len(children) > FEW) as (cursor, table):
        cursor.execute(_FIND.format(asked=table), {"holder": holder_id})
        return set(cursor.fetchall())


@contextmanager
def asked(columns: str, rows: Iterable[Sequence[Any]], *, many: bool) -> Iterator[tuple[Any, str]]:
    """A table of this transaction with what is asked. Of many, the records are gone through once and not per row:
    right after a large import the server has no figures yet that would tell it so."""
    table = f"asked_{next(_numbers)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"ANALYZE {table}")
        if many:
            cursor.execute("SET LOCAL enable_nestloop = off")
        yield cursor, table
        if many:
            cursor.execute("RESET enable_nestloop")
        cursor.execute(f"DROP TABLE {table}")


_FIND = """
WITH found AS (
    SELECT q.key, i.person_id FROM {asked} q
      JOIN people_personidentifier i ON q.kind = 'number' AND i.value = q.a AND i.trusted
    UNION
    SELECT q.key, i.person_id FROM {asked} q
      JOIN people_personidentifier i ON q.kind = 'other' AND i.value = q.a
    UNION
    SELECT q.key, b.person_id FROM {asked} q
      JOIN people_personbirth b ON q.kind = 'born' AND b.born_on = q.a::date
      JOIN people_nametoken t ON t.person_id = b.person_id AND t.token = q.b
    UNION
    SELECT q.key, b.person_id FROM {asked} q
      JOIN people_personbirth b ON q.kind = 'day' AND b.born_on = q.a::date
    UNION
    SELECT q.key, b.person_id FROM {asked} q
      JOIN people_personbirth b ON q.kind = 'home' AND b.born_on = q.a::date
      JOIN people_personaddress a ON a.person_id = b.person_id AND a.postcode = q.b
    UNION
    SELECT q.key, s.person_id FROM {asked} q
      JOIN people_nametoken s ON q.kind = 'name' AND s.token = q.a
      JOIN people_nametoken f ON f.person_id = s.person_id AND f.token = q.b
    UNION
    SELECT q.key, a.person_id FROM {asked} q
      JOIN people_personaddress a ON q.kind = 'at' AND a.postcode = q.a
      JOIN people_nametoken t ON t.person_id = a.person_id AND t.token = q.b
)
SELECT f.key, f.person_id FROM found f
  JOIN people_known k ON k.person_id = f.person_id AND k.holder_id = %(holder)s AND (k.until IS NULL OR k.until > now())
"""
