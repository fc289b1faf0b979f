"""Many children at once against the records of a holder: those whose number and name are the same are settled by the
database, the rest are held against whoever is like them.

Three of four rows of a census are settled so, and nothing of those children need be read.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from uuid import UUID

from kith.people.candidates import FEW, asked, candidates_for
from kith.people.evidence import Evidence, Names
from kith.people.likeness import Likeness
from kith.people.looked_for import NUMBER_FAMILY
from kith.people.matching import EXACT, Child, Decision, Outcome, Verdict, decide, reasons_of

__all__ = ["link"]

# So many at once: what is looked for by looks is gone through in memory.
STEP = 30_000


def link(
    children: Mapping[int, Child], *, holder_id: UUID, accept: Sequence[Verdict] = EXACT
) -> Iterator[dict[int, Decision]]:
    """Decides for each child, by the key it was given, in parts of some thousands."""
    keys = iter(children)
    while part := {key: children[key] for key in islice(keys, STEP)}:
        if settled := _settled_by_number(part, holder_id) if Verdict.SAME_NUMBER in accept else {}:
            yield settled
        if rest := {key: child for key, child in part.items() if key not in settled}:
            found = candidates_for(rest, holder_id=holder_id)
            yield {key: decide(child, found.get(key, ()), accept=accept) for key, child in rest.items()}


def _settled_by_number(children: Mapping[int, Child], holder_id: UUID) -> dict[int, Decision]:
    """Whose trusted number one child of ours has, under the same name and born on the same day: the first line of the
    rule, and nobody can be in the way of it."""
    rows = (
        (key, number, f"{surname}\x01{forename}\x01", postcode)
        for key, child in children.items()
        for numbers in child.numbers.values()
        for number in numbers
        for forename, surname in child.names
        for postcode in child.postcodes or ("",)
    )
    with asked("key int, number text, name text, postcode text", rows, many=len(children) > FEW) as (cursor, table):
        cursor.execute(_NUMBERED.format(asked=table), {"holder": holder_id, "kinds": list(NUMBER_FAMILY)})
        found = cursor.fetchall()
    return {
        key: Decision(Outcome.MATCHED, Verdict.SAME_NUMBER, person, _reasons(at_home))
        for key, person, born, at_home in found
        if born is not None and born == children[key].born
    }


@cache
def _reasons(at_home: bool) -> tuple[str, ...]:
    home = Likeness.SAME if at_home else Likeness.UNKNOWN
    name = Names(Likeness.SAME, Likeness.SAME)
    return reasons_of(Evidence(Likeness.SAME, name, Likeness.UNKNOWN, Likeness.SAME, home), Verdict.SAME_NUMBER)


# The number is one child's, and the name shown of that child is the same.
_NUMBERED = """
SELECT q.key, (array_agg(i.person_id))[1], min(b.born_on), bool_or(a.person_id IS NOT NULL)
  FROM {asked} q
  JOIN people_personidentifier i ON i.value = q.number AND i.trusted AND i.kind = ANY(%(kinds)s)
  JOIN people_known k ON k.person_id = i.person_id AND k.holder_id = %(holder)s AND (k.until IS NULL OR k.until > now())
  JOIN people_person p ON p.id = i.person_id
  LEFT JOIN people_personbirth b ON b.person_id = i.person_id
  LEFT JOIN people_personaddress a ON a.person_id = i.person_id AND a.postcode = q.postcode AND a.postcode <> ''
 GROUP BY q.key
HAVING count(DISTINCT i.person_id) = 1 AND bool_or(starts_with(p.sort_key, q.name))
"""
