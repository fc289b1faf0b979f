"""What stands beside the parts of one child in their records: what is shared, who else is in them, what was added."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kith.access.holders import live
from kith.access.models import Bar, Grantee, Subject
from kith.cases.models import Addition, OwnView, Part

__all__ = ["Beside", "beside_of"]


@dataclass(frozen=True)
class Beside:
    """By record: read once for all of them."""

    shared: Mapping[UUID, Part]
    others: Mapping[UUID, list[str]]
    additions: Mapping[UUID, list[tuple[datetime, str]]]
    views: Mapping[UUID, list[tuple[str, str]]]
    shut: frozenset[UUID]


def beside_of(ids: list[UUID], person: UUID) -> Beside:
    shared: dict[UUID, Part] = {}
    others: dict[UUID, list[str]] = defaultdict(list)
    for part in Part.objects.filter(record_id__in=ids).exclude(person=person).order_by("id"):
        if part.person_id is None:
            shared[part.record_id] = part
        elif not part.struck:
            others[part.record_id].append(part.role)
    additions: dict[UUID, list[tuple[datetime, str]]] = defaultdict(list)
    views: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for one in Addition.objects.filter(record_id__in=ids).order_by("at", "id"):
        additions[one.record_id].append((one.at, one.words))
    for view in OwnView.objects.filter(record_id__in=ids, person_id=person).order_by("said_on", "id"):
        views[view.record_id].append((view.said_on.isoformat(), view.words))
    shut = live(Bar).filter(grantee_kind=Grantee.EVERYBODY, subject_kind=Subject.RECORD, subject_id__in=ids)
    return Beside(shared, others, additions, views, frozenset(shut.values_list("subject_id", flat=True)))
