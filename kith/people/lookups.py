"""Who bears a word, or two of one name, the first of them in the order of lists however many there are.

Each question walks an index in the order it wants and stops when it has enough; whether somebody may be found is asked
of each row it meets, so that what a search takes does not grow with the council.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import permutations
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from kith.people.findable import Findable, condition_on
from kith.people.models import Person
from kith.people.tokens import both, may_go_on
from kith.tenancy.prepared import send

__all__ = ["Among", "Where", "bearers", "by_names", "row_by_row"]

# Sorts after every letter a name can go on with.
LAST_LETTER = "\U0010ffff"
# What stands in the order of lists between surname and forename.
AFTER_SURNAME = "\x01"
# Sorts after the end of a word and before every letter.
AFTER_WORD = "!"
# Of more words than this the first and the last are asked for together, and then the others.
MOST_IN_PAIRS = 3
# Words of different names are looked for among so many who bear the longest of them.
MOST_ACROSS = 2000
# Nobody bears a word in so many names that more has to be asked for.
ENOUGH = 10_000


class Where(NamedTuple):
    """A word, and between what the name it stands in lies in the order of lists."""

    token: str
    low: str = ""
    high: str = LAST_LETTER

    @classmethod
    def beside(cls, token: str, surname: str, *, whole: bool = False) -> "Where":
        """Where this word stands in a name whose surname is or begins with that."""
        return cls(token, surname, surname + (AFTER_WORD if whole else LAST_LETTER))


class Among:
    """Those who may be found, as a condition on each row: built once for all that is asked about them."""

    def __init__(self, persons: QuerySet[Person] | Findable) -> None:
        condition = condition_on(persons)
        self.nobody = condition is None
        self.condition, self.params = condition or ("", ())

    def ask(self, text: str, values: Sequence[Any], most: int) -> list[UUID]:
        """The persons an SQL text gives, which says MAY_FIND where each row must be one who may be found."""
        if self.nobody:
            return []
        text = text.replace("MAY_FIND", f"EXISTS ({self.condition} OFFSET 0)")
        found = send(text, [*values, *self.params, most]).fetchall()
        return list(dict.fromkeys(id for (id,) in found))


def by_names(among: Among, asked: Sequence[str], most: int) -> list[UUID]:
    """Those of whose names one begins with each of these words: whoever is called exactly so first."""
    if len(asked) == 1:
        return _by_one(among, asked[0], most)
    together = bearers(among, _together(asked), most, others=asked if len(asked) > 2 else ())
    return together[:most] or (_begun(among, asked, most) if len(asked) == 2 else []) or _across(among, asked, most)


def bearers(among: Among, where: Sequence[Where], most: int, *, others: Sequence[str] = ()) -> list[UUID]:
    """Who of these persons bears a word there: of each the first so many, in the order asked. Each of the others must
    begin a name of theirs too."""
    if not where:
        return []
    columns = list(map(list, zip(*where, strict=True)))
    return among.ask(_BEARERS, [*columns, list(others), _lasts(others)], most)


def _by_one(among: Among, word: str, most: int) -> list[UUID]:
    """Whose surname begins so, then whose other names are so, then whose begin so."""
    whole = word if len(word) > 2 else word + AFTER_SURNAME
    found = among.ask(_SURNAME, [whole, whole + LAST_LETTER], most)
    if len(found) < most:
        found += _others(lambda n: bearers(among, [Where(word)], n), found, most)
    if len(found) < most and len(word) > 2:
        found += _others(lambda n: among.ask(_BEGINNING, [word, word + LAST_LETTER], n), found, most)
    return found


def _others(ask: Callable[[int], list[UUID]], there: Sequence[UUID], most: int) -> list[UUID]:
    """Asked for more until enough are found who were not there before: somebody may bear a word in several names."""
    known, wanted = set(there), 2 * most
    while True:
        found = ask(wanted)
        new = [id for id in found if id not in known][: most - len(there)]
        if len(new) == most - len(there) or wanted > ENOUGH or len(found) < most:
            return new
        wanted *= 8


def _together(asked: Sequence[str]) -> list[Where]:
    """Two words of one name: one of them its surname, or the beginning of it, or neither."""
    few = asked if len(asked) <= MOST_IN_PAIRS else (asked[0], asked[-1])
    pairs = list(permutations(few, 2))
    whole = [Where.beside(one, surname, whole=True) for one, surname in pairs if len(surname) < 3]
    with_surname = [Where.beside(one, surname) for one, surname in pairs if may_go_on(surname, asked)]
    begun = [Where.beside(s, f"{s}{AFTER_SURNAME}{one}") for one, s in pairs if may_go_on(one, asked)]
    return [*whole, *with_surname, *begun, *(Where(both(one, other)) for one, other in pairs if one < other)]


def _begun(among: Among, asked: Sequence[str], most: int) -> list[UUID]:
    """Two words that both only begin one of a name and its surname."""
    rows = [(one, _last(one), *Where.beside(one, s, whole=len(s) < 3)[1:]) for one, s in permutations(asked, 2)]
    return among.ask(_BEGUN, list(map(list, zip(*rows, strict=True))), most)[:most]


def _across(among: Among, asked: Sequence[str], most: int) -> list[UUID]:
    """Several words, each beginning some name of the same person: among the first who bear the longest."""
    longest = max(asked, key=len)
    lasts = dict(zip(asked, _lasts(asked), strict=True))
    others = {word: last for word, last in lasts.items() if word != longest}
    return among.ask(_ACROSS, [longest, lasts[longest], MOST_ACROSS, list(others), list(others.values())], most)


def _lasts(asked: Sequence[str]) -> list[str]:
    """Words between one that was typed and this begin so; some have to be all of a name."""
    return [word + LAST_LETTER if may_go_on(word, asked) else word for word in asked]


def _last(word: str) -> str:
    """The same without the words beside it: a letter or two that may go on begin too many to be walked through."""
    return _lasts([word])[0]


# OFFSET 0 keeps what is asked of a row where it stands: asked of each that is met, and of no other.
_OTHERS = """NOT EXISTS (
        SELECT 1 FROM unnest(%s::text[], %s::text[]) AS w(token, last) WHERE NOT EXISTS (
            SELECT 1 FROM people_nametoken o
             WHERE o.person_id = t.person_id AND o.token >= w.token AND o.token <= w.last OFFSET 0) OFFSET 0)"""
_SURNAME = """
SELECT t.person_id FROM (SELECT id AS person_id, sort_key FROM people_person) t
 WHERE t.sort_key >= %s AND t.sort_key <= %s AND MAY_FIND ORDER BY t.sort_key, t.person_id LIMIT %s"""
_BEARERS = f"""
SELECT f.person_id FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS w(token, low, high, n)
 CROSS JOIN LATERAL (
    SELECT t.person_id, t.beside FROM people_nametoken t
     WHERE t.token = w.token AND t.beside >= w.low AND t.beside < w.high AND {_OTHERS} AND MAY_FIND
     ORDER BY t.beside, t.person_id LIMIT %s) f
 ORDER BY w.n, f.beside, f.person_id"""
_BEGINNING = """
SELECT t.person_id FROM people_nametoken t
 WHERE t.token > %s AND t.token <= %s AND MAY_FIND
 ORDER BY t.token, t.beside, t.person_id LIMIT %s"""
_BEGUN = """
SELECT f.person_id FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) WITH ORDINALITY
    AS w(token, last, low, high, n)
 CROSS JOIN LATERAL (
    SELECT t.person_id, t.token, t.beside FROM people_nametoken t
     WHERE t.token >= w.token AND t.token <= w.last AND t.beside >= w.low AND t.beside < w.high AND MAY_FIND
     ORDER BY t.token, t.beside, t.person_id LIMIT %s) f
 ORDER BY w.n, f.token, f.beside, f.person_id"""
_ACROSS = f"""
SELECT t.person_id FROM (
    SELECT person_id, token, beside FROM people_nametoken WHERE token >= %s AND token <= %s
     ORDER BY token, beside, person_id LIMIT %s) t
 WHERE {_OTHERS} AND MAY_FIND
 ORDER BY t.token, t.beside, t.person_id LIMIT %s"""


@contextmanager
def row_by_row() -> Iterator[None]:
    """Row security is asked for each row that is found, by the plan that is kept. With more memory the database would
    first put everybody the doer's holders know into a table of its own, and what a search takes would grow with the
    council; and to plan each question anew takes longer than to answer it."""
    usual = send(_SET, ["64kB", "force_generic_plan"]).fetchone()[:2]
    yield
    send(_SET, usual)


# What was set before, and what is set until the end of the transaction.
_SET = """SELECT current_setting('work_mem'), current_setting('plan_cache_mode'),
 set_config('work_mem', %s, true), set_config('plan_cache_mode', %s, true)"""
