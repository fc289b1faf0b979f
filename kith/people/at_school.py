"""What is known of pupils at school: the support they have, and how often they came.

    groups_of(person_ids)   person id -> {"sen", "ehcp", "fsm", "pupil_premium"}

Row security shows a holder its own rows; whoever shows them to somebody asks access first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.foundation.dates import today
from kith.people.models import AttendanceTally, BehaviourTally, Support
from kith.tenancy.prepared import Asked, Given, Prepared

__all__ = ["PLAN", "AtSchool", "asked", "groups_of", "having", "read", "support_on"]

# Of special educational needs: the one for whom a plan was made.
PLAN = "E"
# So many stretches of days are shown; a school's system may give one for each week.
MOST = 12


@dataclass(frozen=True)
class AtSchool:
    """Of one pupil: support that goes on or went on, attendance and behaviour, the latest first."""

    support: Sequence[Support] = ()
    attendance: Sequence[AttendanceTally] = ()
    behaviour: Sequence[BehaviourTally] = ()


def having(day: date) -> QuerySet[Support]:
    """What any pupil has on a day. A day nobody gave is no end and no beginning."""
    goes_on = (Q(from_on=None) | Q(from_on__lte=day)) & (Q(until_on=None) | Q(until_on__gt=day))
    return Support.objects.filter(goes_on)


def support_on(person_ids: Iterable[UUID], *, on: date | None = None) -> QuerySet[Support]:
    """What these pupils have on a day (today)."""
    return having(on or today()).filter(person_id__in=list(person_ids)).order_by("kind", "id")


def groups_of(person_ids: Iterable[UUID], *, on: date | None = None) -> Mapping[UUID, frozenset[str]]:
    """Which of the groups a school looks after each pupil is in; who is in none is left out."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for one in support_on(person_ids, on=on):
        found[one.person_id].add("ehcp" if one.kind == Support.Kind.SEN and one.value == PLAN else one.kind)
    return {person: frozenset(groups) for person, groups in found.items()}


def asked(person_id: UUID) -> tuple[Asked, ...]:
    """Asked together with whatever else a page asks; `read` takes the answers."""
    return tuple(query.of(person=person_id) for query in _OF_A_PERSON)


def read(answers: Sequence[Any]) -> AtSchool:
    return AtSchool(*(tuple(answer) for answer in answers))


_OF_A_PERSON = (
    Prepared(lambda: Support.objects.filter(person=Given("person")).order_by("kind", "-from_on", "id")),
    Prepared(lambda: AttendanceTally.objects.filter(person=Given("person")).order_by("-until_on", "-from_on")[:MOST]),
    Prepared(lambda: BehaviourTally.objects.filter(person=Given("person")).order_by("-until_on", "-from_on")[:MOST]),
)
