"""What a screener wants to see beside a contact: what came before about these children, and who the others might be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from kith.access.queries import parts_visible_to, visible_to
from kith.access.reader import Reader
from kith.cases.models import Part, Record
from kith.people.candidates import candidates_for
from kith.people.looked_for import name_pair, widely
from kith.people.matching import Child, Comparison, Verdict, compare
from kith.people.models import Person

WITHIN = timedelta(days=365)
# So many contacts about one child within a year ask whether something is being missed.
REPEATED = 3


@dataclass(frozen=True)
class Before:
    """An earlier record about one of the children: which child, what came of it."""

    record: Record
    person_id: UUID
    outcome: str
    within_a_year: bool


@dataclass(frozen=True)
class Proposal:
    """Somebody named in a contact who might be somebody we know, and why we think so. A person decides."""

    row: int
    person_id: UUID
    match: Comparison


def before(record: Record, reader: Reader) -> list[Before]:
    """Earlier records of the same area about the children of this one that the reader may read, newest first."""
    children = parts_visible_to(Part.objects.filter(record=record), reader).values("person_id")
    earlier = parts_visible_to(
        Part.objects.filter(record__area=record.area, record_id__lt=record.id, person_id__in=children, struck=False),
        reader,
    )
    since = record.written_at - WITHIN
    rows = earlier.select_related("record").order_by("-record__written_at", "-id")
    return [Before(p.record, p.person_id, p.outcome, p.record.written_at >= since) for p in rows]


def is_repeated(found: Iterable[Before], person_id: UUID) -> bool:
    """Whether, with the one before us, there were three contacts about this child within a year."""
    return sum(one.within_a_year and one.person_id == person_id for one in found) + 1 >= REPEATED


def proposals(record: Record, reader: Reader) -> list[Proposal]:
    """For each child a contact names who was not chosen: those of our children it might be and the reader may find."""
    shared = Part.objects.filter(record=record, person=None).values_list("answers", flat=True).first() or {}
    told = {n: as_told(row) for n, row in enumerate(shared.get("children_told", []))}
    return might_be(told, reader, holder_id=record.holder_id)


def might_be(told: Mapping[int, Child], reader: Reader, *, holder_id: UUID) -> list[Proposal]:
    """The same of children named in whatever way: those the holder knows whom each might be, the likeliest first."""
    found = candidates_for(told, holder_id=holder_id, ask=widely)
    ids = {one.person_id for many in found.values() for one in many}
    seen = set(visible_to(Person.objects.filter(id__in=ids), reader, "person.list").values_list("id", flat=True))
    judged = [Proposal(n, one.person_id, compare(told[n], one.child)) for n, many in found.items() for one in many]
    kept = [one for one in judged if one.person_id in seen and one.match.verdict is not Verdict.DIFFERENT]
    return sorted(kept, key=lambda one: (one.row, list(Verdict).index(one.match.verdict)))


def as_told(row: Mapping[str, str], numbers: Mapping[str, frozenset[str]] | None = None) -> Child:
    """A child as somebody outside names them, as matching compares it. `numbers`: trusted ones, by kind."""
    born = row.get("born_on", "")
    names = frozenset({name_pair(row.get("forename", ""), row.get("surname", ""))})
    postcode = frozenset({row["postcode"]} if row.get("postcode") else ())
    return Child(names, date.fromisoformat(born) if born else None, numbers or {}, postcode)
