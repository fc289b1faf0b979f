"""Records as a reader may see them: the shared part, the own parts of persons they may read, of others the role."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.fields.json import KT

from kith.access import rules
from kith.access.holders import live
from kith.access.models import Bar, Grantee, Subject
from kith.access.queries import parts_open_to, parts_visible_to, records_visible_to
from kith.access.reader import Reader
from kith.access.shape import Shape
from kith.access.words import Verb
from kith.areas import area as area_named
from kith.cases.models import Addition, Part, PartVersion, Record, StageMove
from kith.reference.codes import code_set
from kith.tenancy.prepared import Given, Prepared
from kith.vocabulary import Area


@dataclass(frozen=True)
class Sight:
    """What one reader may see of one record."""

    record: Record
    shared: Part
    own: tuple[Part, ...]
    # Of everybody else only the part they had in it, in words: "Saw or heard it".
    others: tuple[str, ...]
    steps: tuple[StageMove, ...]
    additions: tuple[Addition, ...]


def records(
    reader: Reader, *, area: str, stages: Iterable[str] = (), person_id: UUID | None = None
) -> QuerySet[Record]:
    """The records of an area this reader may open, newest first; about one person, if one is named.

    Each comes with `seen_parts`: the own parts this reader may read, in the order written, so that a list
    names nobody else.
    """
    found = records_visible_to(Record.objects.filter(area=area), reader, all_of=area)
    if stages := list(stages):
        found = found.filter(stage__in=stages)
    visible = parts_visible_to(Part.objects.all(), reader, all_of=area)
    if person_id is not None:
        found = found.filter(id__in=visible.filter(person_id=person_id).values("record_id"))
    return found.prefetch_related(Prefetch("parts", visible.order_by("id"), to_attr="seen_parts")).order_by(
        "-written_at", "-id"
    )


def restricted_about(person_id: UUID) -> list[UUID]:
    """The records about somebody that are closed by themselves, whoever may open them."""
    mine = Part.objects.filter(person_id=person_id).values("record_id")
    closed = live(Bar).filter(grantee_kind=Grantee.EVERYBODY, subject_kind=Subject.RECORD, subject_id__in=mine)
    return list(closed.values_list("subject_id", flat=True))


def own_parts(record_ids: Iterable[UUID], reader: Reader, verb: Verb = Verb.READ) -> list[Part]:
    """The persons' own parts of these records that this reader may read, or work on, in the order they were written."""
    if rules.refused_everything(reader.facts, verb):
        return []
    asked = _own_parts(Shape.of(reader), verb)
    found: list[Part] = asked.rows(records=list(record_ids), reader=reader, now=reader.now)
    return found


def told(record_ids: Iterable[UUID], area: Area) -> dict[UUID, str]:
    """What happened, as the shared part of each tells it, where the area says which question does. Ask only for
    records the reader may open."""
    if not area.tells:
        return {}
    shared = Part.objects.filter(record_id__in=list(record_ids), person=None)
    return dict(shared.values_list("record_id", KT(f"answers__{area.tells}")))


@cache
def _own_parts(shape: Shape, verb: Verb) -> Prepared:
    parts = Part.objects.filter(record_id__among=Given("records")).order_by("id")
    return Prepared(lambda: parts.filter(parts_open_to(shape, verb)))


def look(record_id: UUID, reader: Reader) -> Sight | None:
    """One record as this reader may see it. None where there is nothing for them: not found."""
    record = Record.objects.filter(id=record_id).first()
    if record is None:
        return None
    own = tuple(own_parts([record.id], reader))
    if not own:
        return None
    parts = Part.objects.filter(record=record)
    others = parts.exclude(id__in=[p.id for p in own]).exclude(person=None).order_by("id")
    roles = code_set(area_named(record.area).roles_of_persons)
    return Sight(
        record=record,
        shared=parts.get(person=None),
        own=own,
        others=tuple(roles.label(role) for role in others.values_list("role", flat=True)),
        steps=tuple(record.moves.order_by("at", "id")),
        additions=tuple(record.additions.order_by("at", "id")),
    )


def versions(sight: Sight, reader: Reader) -> dict[UUID, list[PartVersion]]:
    """All that the parts of a record have said, by part, latest first: that is what stands now.

    An own part is judged version by version: what stood in a stricter category is shown to whom that category is open.
    """
    if rules.refused_everything(reader.facts, Verb.READ):
        return {}
    parts = [part.id for part in (sight.shared, *sight.own)]
    found: dict[UUID, list[PartVersion]] = defaultdict(list)
    for version in _versions(Shape.of(reader)).rows(parts=parts, reader=reader, now=reader.now):
        found[version.of_id].append(version)
    return dict(found)


@cache
def _versions(shape: Shape) -> Prepared:
    # A part is void only where it was handed from one person to another, and said again in the same moment.
    said = PartVersion.objects.filter(of_id__among=Given("parts"), void=False).order_by("-n")
    return Prepared(lambda: said.filter(Q(person=None) | parts_open_to(shape, Verb.READ)))
