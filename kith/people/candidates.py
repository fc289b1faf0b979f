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
from kith.people.models import PersonAddress, PersonBirth, PersonIdentifier, PersonName

__all__ = ["as_stored", "asked", "candidates_for"]

# So many are looked for one by one, by the indexes.
FEW = 500

_numbers = count(1)


def candidates_for(
    children: Mapping[int, Child], *, holder_id: UUID, ask: Callable[[Child], Iterable[Question]] = questions
) -> dict[int, list[Candidate]]:
    """For each child, by the key it was given, those of our records it might be."""
    with _asked_about(children, holder_id, ask) as cursor:
        pairs = cursor.fetchall()
    stored = as_stored({person for _, person in pairs})
    found: dict[int, list[Candidate]] = defaultdict(list)
    for key, person in pairs:
        found[key].append(Candidate(person, stored[person]))
    return found


def as_stored(person_ids: Iterable[UUID]) -> dict[UUID, Child]:
    """What our records know of these persons, as matching compares it."""
    ids = list(person_ids)
    named = _of(PersonName, ids, "forename", "middle", "surname")
    homes = _of(PersonAddress, ids, "postcode", "lines")
    names = _sets((person, name_pair(forename, surname)) for person, forename, _, surname in named)
    middles = _sets((person, normalise(middle)) for person, _, middle, _ in named if middle)
    postcodes = _sets((person, postcode) for person, postcode, _ in homes if postcode)
    streets = _sets((person, line) for person, _, lines in homes if lines for line in street(lines.splitlines()))
    births: dict[UUID, tuple[date | None, str]] = {
        person: (born, sex) for person, born, sex in _of(PersonBirth, ids, "born_on", "sex")
    }
    trusted, others = _numbers_of(ids)
    return {
        person: Child(
            names.get(person, _NONE),
            births.get(person, _UNSAID)[0],
            trusted.get(person, _NO_NUMBERS),
            postcodes.get(person, _NONE),
            middles.get(person, _NONE) - {""},
            others.get(person, _NO_NUMBERS),
            streets.get(person, _NONE),
            births.get(person, _UNSAID)[1],
        )
        for person in ids
    }


_NONE: frozenset[Any] = frozenset()
_NO_NUMBERS: Mapping[str, frozenset[str]] = {}
_UNSAID = (None, "")


def _sets(rows: Iterable[tuple[UUID, Any]]) -> dict[UUID, frozenset[Any]]:
    found: dict[UUID, frozenset[Any]] = {}
    for person, value in rows:
        found[person] = found.get(person, _NONE) | {value}
    return found


def _numbers_of(ids: list[UUID]) -> tuple[dict[UUID, dict[str, frozenset[str]]], dict[UUID, dict[str, frozenset[str]]]]:
    """By person and kind: those that are trusted to settle who it is, and the others."""
    trusted: dict[UUID, dict[str, frozenset[str]]] = defaultdict(dict)
    others: dict[UUID, dict[str, frozenset[str]]] = defaultdict(dict)
    for person, kind, value, holds in _of(PersonIdentifier, ids, "kind", "value", "trusted"):
        family = NUMBER_FAMILY.get(kind)
        numbers = (trusted if holds and family else others)[person]
        numbers[family or kind] = numbers.get(family or kind, _NONE) | {value}
    return trusted, others


def _of(model: Any, ids: list[UUID], *columns: str) -> list[Any]:
    """One list for all of them: as so many parameters they would be too many for one statement."""
    with connection.cursor() as cursor:
        said = f"SELECT person_id, {', '.join(columns)} FROM {model._meta.db_table} WHERE person_id = ANY(%s)"
        cursor.execute(said, [ids])
        return cursor.fetchall()


@contextmanager
def _asked_about(
    children: Mapping[int, Child], holder_id: UUID, ask: Callable[[Child], Iterable[Question]]
) -> Iterator[Any]:
    """Answers with keys and who each may be, in their order."""
    questions_of = ((key, *question) for key, child in children.items() for question in ask(child))
    many = len(children) > FEW
    with asked("key int, kind text, a text, b text", questions_of, many=many) as (cursor, table):
        # Row security of a table is gone through once and not with each kind of question.
        once = "MATERIALIZED" if many else "NOT MATERIALIZED"
        cursor.execute(_FIND.format(asked=table, once=once), {"holder": holder_id})
        yield cursor


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
WITH births AS {once} (SELECT person_id, born_on FROM people_personbirth),
words AS {once} (SELECT person_id, token FROM people_nametoken WHERE NOT starts_with(token, '+')),
homes AS {once} (SELECT person_id, postcode FROM people_personaddress),
found AS (
    SELECT q.key, i.person_id FROM {asked} q
      JOIN people_personidentifier i ON q.kind IN ('number', 'other') AND i.value = q.a
       AND (i.trusted OR q.kind = 'other')
    UNION
    SELECT q.key, b.person_id FROM {asked} q
      JOIN births b ON q.kind = 'born' AND b.born_on = q.a::date
      JOIN words w ON w.person_id = b.person_id AND w.token = q.b
    UNION
    SELECT q.key, b.person_id FROM {asked} q
      JOIN births b ON q.kind = 'day' AND b.born_on = q.a::date
    UNION
    SELECT q.key, b.person_id FROM {asked} q
      JOIN births b ON q.kind = 'home' AND b.born_on = q.a::date
      JOIN homes h ON h.person_id = b.person_id AND h.postcode = q.b
    UNION
    SELECT q.key, s.person_id FROM {asked} q
      JOIN words s ON q.kind = 'name' AND s.token = q.a
      JOIN words f ON f.person_id = s.person_id AND f.token = q.b
    UNION
    SELECT q.key, h.person_id FROM {asked} q
      JOIN homes h ON q.kind = 'at' AND h.postcode = q.a
      JOIN words w ON w.person_id = h.person_id AND w.token = q.b
)
SELECT f.key, f.person_id FROM found f
  JOIN people_known k ON k.person_id = f.person_id AND k.holder_id = %(holder)s AND (k.until IS NULL OR k.until > now())
  -- A number that both had stays with one who was merged as well; they are found under who stays.
  JOIN people_person p ON p.id = f.person_id AND p.status <> 'merged'
 ORDER BY f.key, f.person_id
"""
