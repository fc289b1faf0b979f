"""Who bears a word, or two of one name, the first of them in the order of lists however many there are.

Each question walks an index in the order it wants and stops when it has enough; whether somebody may be found is asked
of each row it meets, so that what a search takes does not grow with the council.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import permutations
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, Q, QuerySet

from kith.people.models import NameToken, Person
from kith.people.tokens import both
from kith.tenancy.prepared import one_journey, send

__all__ = ["AFTER_SURNAME", "LAST_LETTER", "Where", "bearers", "by_names"]

# Sorts after every letter a name can go on with.
LAST_LETTER = "\U0010ffff"
# What stands in the order of lists between surname and forename.
AFTER_SURNAME = "\x01"
# Sorts after the end of a word and before every letter.
AFTER_WORD = "!"
# Of more words than this the first and the last are asked for together, and then the others.
MOST_IN_PAIRS = 3


class Where(NamedTuple):
    """A word, and between what the name it stands in lies in the order of lists."""

    token: str
    low: str = ""
    high: str = LAST_LETTER

    @classmethod
    def beside(cls, token: str, surname: str, *, whole: bool = False) -> "Where":
        """Where this word stands in a name whose surname is or begins with that."""
        return cls(token, surname, surname + (AFTER_WORD if whole else LAST_LETTER))


def by_names(persons: QuerySet[Person], asked: Sequence[str], most: int) -> list[Person]:
    """Those of whose names one begins with each of these words."""
    if not asked:
        return []
    if len(asked) == 1:
        return _by_one(persons, asked[0], most)
    rest = persons.filter(_bears_all(asked)) if len(asked) > 2 else persons
    ids = bearers(rest, _together(asked), most)
    return _in_order(persons, ids[:most]) if ids else _by_any(persons, asked, most)


def _by_one(persons: QuerySet[Person], word: str, most: int) -> list[Person]:
    """Whose surname begins so, then whose other names are so, then whose begin so."""
    whole = word if len(word) > 2 else word + AFTER_SURNAME
    surname = Q(sort_key__gte=whole, sort_key__lte=whole + LAST_LETTER)
    found = list(persons.filter(surname).order_by("sort_key", "id")[:most])
    more: Iterable[UUID] = ()
    if len(found) < most:
        more = _enough(lambda n: bearers(persons, [Where(word)], n), most, among=found)
    found += _in_order(persons, more)
    if len(found) < most and len(word) > 2:
        more = _enough(lambda n: _beginning(persons, word, n), most, among=found)
        found += _in_order(persons, more)
    return found


def _together(asked: Sequence[str]) -> list[Where]:
    """Two words of one name: one of them its surname, or the beginning of it, or neither."""
    few = asked if len(asked) <= MOST_IN_PAIRS else (asked[0], asked[-1])
    pairs = list(permutations(few, 2))
    with_surname = [Where.beside(one, surname, whole=len(surname) < 3) for one, surname in pairs]
    begun = [Where.beside(s, f"{s}{AFTER_SURNAME}{one}") for one, s in pairs if len(one) > 2]
    neither = [Where(both(one, other)) for one, other in pairs if one < other]
    return [*with_surname, *begun, *neither]


def _by_any(persons: QuerySet[Person], asked: Sequence[str], most: int) -> list[Person]:
    """Words of different names, or only begun."""
    with _row_by_row():
        return list(persons.filter(_bears_all(asked)).order_by("sort_key", "id")[:most])


def _bears_all(words: Sequence[str]) -> Q:
    return Q(id__in=_with_tokens(words))


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


def bearers(persons: QuerySet[Person], where: Sequence[Where], most: int) -> list[UUID]:
    """Who of these persons bears a word there: of each the first so many, in the order asked."""
    return _asked(_BEARERS, persons, list(map(list, zip(*where, strict=True))), most) if where else []


def _beginning(persons: QuerySet[Person], word: str, most: int) -> list[UUID]:
    """Who bears a longer word that begins so."""
    return _asked(_BEGINNING, persons, [word, word + LAST_LETTER], most)


def _asked(text: str, persons: QuerySet[Person], values: Sequence[Any], most: int) -> list[UUID]:
    may_find = persons.filter(id=_Here()).order_by().values("id").query.get_compiler(connection=connection)
    try:
        condition, params = may_find.as_sql()
    except EmptyResultSet:  # somebody who may find nobody
        return []
    with _row_by_row():
        cursor = send(text.format(may_find=condition), [*values, *params, most])
        found = cursor.fetchall()
    return list(dict.fromkeys(id for (id,) in found))


# OFFSET 0 keeps the question of who may be found where it stands: asked of each row, and of no other.
_BEARERS = """
SELECT f.person_id FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS w(token, low, high, n)
 CROSS JOIN LATERAL (
    SELECT t.person_id, t.beside FROM people_nametoken t
     WHERE t.token = w.token AND t.beside >= w.low AND t.beside < w.high AND EXISTS ({may_find} OFFSET 0)
     ORDER BY t.beside, t.person_id LIMIT %s) f
 ORDER BY w.n, f.beside, f.person_id"""
_BEGINNING = """
SELECT t.person_id FROM people_nametoken t
 WHERE t.token > %s AND t.token <= %s AND EXISTS ({may_find} OFFSET 0)
 ORDER BY t.token, t.beside, t.person_id LIMIT %s"""


class _Here(Expression):
    """The person of the row that is looked at, in a question that is asked of each."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "t.person_id", []


def _enough(ask: Callable[[int], list[UUID]], most: int, *, among: Sequence[Person]) -> list[UUID]:
    """Asked for more until enough are found who were not there before: somebody may bear a word in several names."""
    there, wanted = {one.id for one in among}, 2 * most
    while True:
        found = ask(wanted)
        new = [id for id in found if id not in there]
        if len(new) >= most - len(there) or wanted > _ALL or not found:
            return new[: most - len(there)]
        wanted *= 8


_ALL = 10_000


def _in_order(persons: QuerySet[Person], ids: Iterable[UUID]) -> list[Person]:
    wanted = list(ids)
    if not wanted:
        return []
    found = {one.id: one for one in persons.filter(id__among=wanted)}
    return [found[id] for id in wanted if id in found]


@contextmanager
def _row_by_row() -> Iterator[None]:
    """Row security is asked for each row that is found. With more memory the database would first put everybody the
    doer's holders know into a table of its own: what a search takes would grow with the council."""
    with one_journey():
        send(_NARROW, [])
        yield
        send(_USUAL, [])


_NARROW, _USUAL = "SET LOCAL work_mem = '64kB'", "SET LOCAL work_mem TO DEFAULT"
