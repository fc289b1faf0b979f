"""`visible_to`: the decision as a filter, for every list, search, count and export.

Row security has the holders; here are role, ties, bars and levels. What is listed is what a page would open.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from kith.access import rules
from kith.access.holders import live
from kith.access.kinds import ACTIONS, AREAS, givable_kinds, own_categories
from kith.access.models import Bar, Grantee
from kith.access.reader import Reader
from kith.access.shape import Shape
from kith.access.words import RESTRICTED, RecordType, Relation, Verb

Row = TypeVar("Row", bound=Model)
NOTHING = Q(pk__in=[])
# Every part that is a person's own; the shared one is read by whoever reads one of these.
EVERYBODY = Q(person__isnull=False)
# Where in an area: all of it, or these categories of it, or all but these.
Where = tuple[str, frozenset[str], bool]


def visible_to(
    rows: QuerySet[Row], reader: Reader | Shape, action: str = "person.view", person: str = "id"
) -> QuerySet[Row]:
    """The rows for whose person `decide` says yes. `person` names the column: "id" of persons, "person_id" of facts."""
    record_type, verb = ACTIONS[action]
    if rules.refused_everything(reader.facts, verb, record_type):
        return rows.none()
    because = rules.ties_that_allow(reader.facts.role, record_type, verb)
    if because is not None and not because & reader.standing:
        rows = rows.filter(**{f"{person}__among": reader.tied(because)})
    return rows.exclude(_shut(reader, verb, person))


def records_visible_to(
    records: QuerySet[Any], reader: Reader, verb: Verb = Verb.READ, *, all_of: str | None = None
) -> QuerySet[Any]:
    """The records of which this reader may read at least one person's part.

    `all_of` names the area where every one of them is of the same: then no part has to ask its record for it.
    """
    parts = records.model._meta.get_field("parts").related_model.objects.all()
    return records.filter(id__in=parts_visible_to(parts, reader, verb, all_of=all_of).values("record_id"))


def parts_visible_to(
    parts: QuerySet[Row], reader: Reader, verb: Verb = Verb.READ, *, all_of: str | None = None
) -> QuerySet[Row]:
    """The persons' own parts this reader may read, by area and category of each; or lines made from such parts."""
    if rules.refused_everything(reader.facts, verb):
        return parts.none()
    return parts.filter(parts_open_to(reader, verb, all_of=all_of))


def parts_open_to(reader: Reader | Shape, verb: Verb, area: str = "record__area", *, all_of: str | None = None) -> Q:
    """The same as a condition. With a shape in place of a reader, one whose text can be kept.

    `area` names the column that says from which area a row is; it is not asked for where all are of one area.
    """
    of = _Column(area, all_of)
    open_ = NOTHING
    for because, places in _places(reader.facts, verb).items():
        here = NOTHING
        for place in places:
            here |= of.is_in(place)
        open_ |= here if because is None or because & reader.standing else here & _tied(reader, because, of)
    return open_ & ~_shut(reader, verb, "person_id") & ~_shut(reader, verb, "record_id") & EVERYBODY


def _places(facts: rules.ReaderFacts, verb: Verb) -> dict[frozenset[Relation] | None, list[Where]]:
    """Which areas and categories a reader may enter, by the ties they need there; None: none."""
    found: dict[frozenset[Relation] | None, list[Where]] = defaultdict(list)
    for area, (usual, protected) in AREAS.items():
        found[_needed(facts, usual, verb)].append((area, frozenset(protected), False))
        by_type: dict[RecordType, set[str]] = defaultdict(set)
        for category, record_type in protected.items():
            by_type[record_type].add(category)
        for record_type, categories in by_type.items():
            found[_needed(facts, record_type, verb)].append((area, frozenset(categories), True))
    return found


def _needed(facts: rules.ReaderFacts, record_type: RecordType, verb: Verb) -> frozenset[Relation] | None:
    """The ties of which one is needed; an empty set, which nothing meets, where agreements refuse it."""
    refused = rules.refused_everything(facts, verb, record_type)
    return frozenset() if refused else rules.ties_that_allow(facts.role, record_type, verb)


@dataclass(frozen=True)
class _Column:
    """What says from which area a row is: a column, or the one area of which all are."""

    name: str
    all_of: str | None

    def is_of(self, area: str) -> Q:
        if self.all_of is None:
            return Q(**{self.name: area})
        return EVERYBODY if area == self.all_of else NOTHING

    def is_in(self, place: Where) -> Q:
        area, categories, inside = place
        if not categories:
            return self.is_of(area)
        named = Q(category__among=sorted(categories))
        return self.is_of(area) & (named if inside else ~named)


def _tied(reader: Reader | Shape, because: frozenset[Relation], of: _Column) -> Q:
    """Where one of these ties leads to the person, the record or its holder."""
    tied = reader.tied(because)
    ways = Q(person_id__among=tied) | Q(record_id__among=tied) | Q(holder_id__among=tied)
    if Relation.CATEGORY in because:
        for area in AREAS:
            ways |= of.is_of(area) & Q(category__among=sorted(own_categories(reader.facts.role, area)))
        ways |= of.is_of("concern") & _given(reader)
    if Relation.AUTHOR in because:
        ways |= Q(record__written_by=reader.post_id)
    return ways


def _given(reader: Reader | Shape) -> Q:
    """Of a kind that was given to a team of the reader, at the holder where it was given."""
    given = NOTHING
    for kind in givable_kinds():
        given |= Q(category=kind, holder_id__among=reader.given_at(kind))
    return given


def _shut(reader: Reader | Shape, verb: Verb, column: str) -> Q:
    """Where a bar or a level closes what role and ties would allow."""
    closed = NOTHING
    for level, openers in rules.OPENERS.items():
        closed |= Q(level=level) & ~Q(subject_id__among=reader.tied(openers))
    if rules.asks_why(verb) and not reader.standing:
        closed |= Q(level__lt=RESTRICTED) & ~Q(subject_id__among=reader.known)
    everybody = live(Bar, reader.now).filter(closed, grantee_kind=Grantee.EVERYBODY)
    return Q(**{f"{column}__among": reader.barred}) | Q(**{f"{column}__in": everybody.values("subject_id")})
