"""A person's story as a reader may read it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kith.access import rules
from kith.access.queries import parts_open_to
from kith.access.reader import Reader
from kith.access.shape import Shape
from kith.access.words import Verb
from kith.chronology.models import Chosen, Entry, Mark, Selection
from kith.foundation.dates import LONDON
from kith.tenancy.prepared import Asked, Given, Prepared, Unasked


@dataclass(frozen=True)
class Told:
    """A line with what people have said of it, and where it comes from."""

    entry: Entry
    significant: str
    pinned: bool
    may_mark: bool
    # The lines of others, where one record is about several of those whose story it is.
    others: tuple["Told", ...] = ()

    @property
    def is_significant(self) -> bool:
        return bool(self.significant)


# The kinds of line: what was written down, and what was decided for a time.
RECORDED, STATUS = "recorded", "status"


@dataclass(frozen=True)
class Wanted:
    """Which lines of a story: of one area and category, of records or of statuses, between two days, significant ones
    only; older than one that was shown."""

    area: str = ""
    category: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    significant: bool = False
    # The moment and the id of the line after which to go on.
    before: tuple[datetime, UUID] | None = None


class Line(NamedTuple):
    """A line of a chronology, and the record it was made from."""

    occurred_at: datetime
    line: str
    told: str
    category: str
    void: bool
    record_id: UUID
    area: str
    childs_words: str = ""


def entries(person_id: UUID, reader: Reader, most: int | None = None) -> list[Line]:
    """The lines about one person this reader may read, newest first; all, or so many."""
    return entries_asked(person_id, reader, most).rows()


def entries_asked(person_id: UUID, reader: Reader, most: int | None = None) -> Asked:
    """The same as a question that can be asked together with others.

    A line is seen by whoever may read the part it was made from: the same question, asked of the line.
    """
    if rules.refused_everything(reader.facts, Verb.READ):
        return Unasked()
    return _of_person(Shape.of(reader), most).of(person=person_id, reader=reader, now=reader.now)


@cache
def _of_person(shape: Shape, most: int | None) -> Prepared:
    return Prepared(
        lambda: (
            Entry.objects.filter(parts_open_to(shape, Verb.READ, "area"), person=Given("person"))
            .order_by("-occurred_at", "-id")
            .values_list(*Line._fields, named=True)[:most]
        )
    )


def story(person_ids: Iterable[UUID], reader: Reader, wanted: Wanted, most: int) -> list[Told]:
    """The lines about these persons this reader may read, newest first and so many at most; in a fixed number of
    queries. A record that is about several of them is one line, with those of the others in it."""
    people = list(person_ids)
    lines = _narrowed(_readable(reader).filter(person_id__in=people), wanted)
    if len(people) == 1:
        return _told_of(_older_than(lines, wanted.before), reader, most)
    also = lines.filter(record=OuterRef("record"), id__gt=OuterRef("id"), standing=None)
    first = lines.exclude(Q(Exists(also)) & Q(standing=None))
    return _with_others(_told_of(_older_than(first, wanted.before), reader, most), lines, reader)


def categories(person_ids: Iterable[UUID], reader: Reader) -> list[tuple[str, str]]:
    """Area and category of the lines about these persons this reader may read, each once."""
    lines = _readable(reader).filter(person_id__in=list(person_ids)).exclude(category="")
    return list(lines.order_by("area", "category").values_list("area", "category").distinct())


def _with_others(told: list[Told], lines: QuerySet[Entry], reader: Reader) -> list[Told]:
    shown = {one.entry.record_id: one.entry.id for one in told if one.entry.standing is None}
    beside = lines.filter(record__in=list(shown), standing=None).exclude(id__in=list(shown.values()))
    others: dict[UUID, list[Told]] = defaultdict(list)
    for one in _told_of(beside, reader, None):
        others[shown[one.entry.record_id]].append(one)
    return [replace(one, others=tuple(others[one.entry.id])) for one in told]


def pinned(person_ids: Iterable[UUID], reader: Reader, wanted: Wanted, most: int) -> list[Told]:
    """Those of them that stay on top, wherever in the story they stand."""
    lines = _narrowed(_readable(reader).filter(person_id__in=list(person_ids)), wanted)
    return _told_of(_marked(lines, "pinned"), reader, most)


def _told_of(lines: QuerySet[Entry], reader: Reader, most: int | None) -> list[Told]:
    found = list(lines.select_related("record").order_by("-occurred_at", "-id")[:most])
    if not (ids := [one.id for one in found]):
        return []
    marks: dict[tuple[UUID, str], Mark] = {
        (one.entry_id, one.kind): one for one in Mark.objects.filter(entry_id__in=ids).order_by("at", "id")
    }
    writable = set(
        Entry.objects.filter(parts_open_to(reader, Verb.WRITE, "area"), id__in=ids).values_list("id", flat=True)
    )
    return [_told(one, marks, one.id in writable) for one in found]


def selections(person_id: UUID, reader: Reader) -> list[Selection]:
    """What was put together of this person's story, newest first; of one with no line for this reader nothing."""
    mine = Chosen.objects.filter(entry__in=_readable(reader).values("id")).values("selection_id")
    return list(Selection.objects.filter(person_id=person_id, id__in=mine).order_by("-at", "-id"))


def chosen_of(selection: Selection, reader: Reader) -> list[Chosen]:
    """Its lines that this reader may read, oldest first."""
    found = Chosen.objects.filter(selection=selection, entry__in=_readable(reader).values("id"))
    return list(found.select_related("entry__record").order_by("entry__occurred_at", "id"))


def _readable(reader: Reader) -> QuerySet[Entry]:
    if rules.refused_everything(reader.facts, Verb.READ):
        return Entry.objects.none()
    return Entry.objects.filter(parts_open_to(reader, Verb.READ, "area"))


def _narrowed(lines: QuerySet[Entry], wanted: Wanted) -> QuerySet[Entry]:
    if wanted.area:
        lines = lines.filter(area=wanted.area)
    if wanted.category:
        lines = lines.filter(category=wanted.category)
    if wanted.kind:
        lines = lines.filter(standing__isnull=wanted.kind == RECORDED)
    if wanted.since:
        lines = lines.filter(occurred_at__gte=datetime.combine(wanted.since, time(), LONDON))
    if wanted.until:
        lines = lines.filter(occurred_at__lt=datetime.combine(wanted.until + timedelta(days=1), time(), LONDON))
    return _marked(lines, "significant") if wanted.significant else lines


def _marked(lines: QuerySet[Entry], kind: str) -> QuerySet[Entry]:
    """Those of which the newest word of this kind holds."""
    said = Mark.objects.filter(kind=kind)
    newest = said.filter(entry=OuterRef("pk")).order_by("-at", "-id").values("holds")[:1]
    return lines.filter(id__in=said.values("entry_id")).alias(holds=Subquery(newest)).filter(holds=True)


def _older_than(lines: QuerySet[Entry], shown: tuple[datetime, UUID] | None) -> QuerySet[Entry]:
    """What comes after that line in the order of the story: the index is entered there, and nothing is counted off."""
    if shown is None:
        return lines
    at, id = shown
    return lines.filter(Q(occurred_at__lt=at) | Q(id__lt=id), occurred_at__lte=at)


def _told(entry: Entry, marks: dict[tuple[UUID, str], Mark], may_mark: bool) -> Told:
    said, pin = marks.get((entry.id, "significant")), marks.get((entry.id, "pinned"))
    return Told(entry, said.why if said and said.holds else "", bool(pin and pin.holds), may_mark)
