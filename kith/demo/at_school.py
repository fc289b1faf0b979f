"""What the schools' own systems say of their pupils beside who they are: support, attendance, behaviour; one whom the
lead put down as a young carer; and two who left, one for a school that is known and one for nobody knows where."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith import audit
from kith.audit import Entry
from kith.cases.models import Part
from kith.demo.build import SYSTEM, Built
from kith.insight import register
from kith.people import actions as people
from kith.people import chasing
from kith.people.models import AttendanceTally, BehaviourTally, Destination, Enrolment, Support
from kith.people.tallies import count
from kith.tenancy import history, tenancy

# Of a hundred pupils, as in the department's figures for a year: free meals, support, a plan.
MEALS, SUPPORTED, PLANNED = 25, 14, 5
SESSIONS = 70
LEFT = timedelta(days=30)
SOURCE = "school system"


def write_at_school(built: Built, *, seed: int, today: date) -> None:
    """For each school; the two who left are nobody a concern is about."""
    random = Random(seed)
    for slug, holder in built.holders.items():
        leads, pupils = built.posts[slug, "dsl"], [id for _, id in built.pupils[slug]]
        if not leads or not pupils:
            continue
        with tenancy(holder.controller_id, system=SYSTEM):
            _support(pupils, holder.id, random)
            _tallies(pupils, holder.id, random, today)
        with tenancy(holder.controller_id, post=leads[0].id):
            _care(pupils[0], holder.id, today)
            _leave(pupils, today)


def _support(pupils: Sequence[UUID], holder: UUID, random: Random) -> None:
    rows = [row for id in pupils for row in _drawn(id, holder, random)]
    entries = [Entry(subjects=(row["person_id"],), holder=holder) for row in rows]
    history.write_many(Support, rows, line=audit.record_many("person.support", entries))


def _drawn(person: UUID, holder: UUID, random: Random) -> Iterator[dict[str, Any]]:
    whose = {"person_id": person, "holder_id": holder, "source": SOURCE}
    if random.randrange(100) < MEALS:
        yield whose | {"kind": "fsm"}
        yield whose | {"kind": "pupil_premium"}
    if (needs := random.randrange(100)) < SUPPORTED + PLANNED:
        yield whose | {"kind": "sen", "value": "E" if needs < PLANNED else "K"}


def _tallies(pupils: Sequence[UUID], holder: UUID, random: Random, today: date) -> None:
    """Of the last ten weeks: most come nearly always, some seldom."""
    days = {"from_on": today - timedelta(weeks=10), "until_on": today - timedelta(days=1)}
    came = {id: SESSIONS - min(int(random.expovariate(1 / 4)), SESSIONS) for id in pupils}
    attendance = [days | {"person_id": id, "possible": SESSIONS, "attended": n} for id, n in came.items()]
    behaviour = [
        days | {"person_id": id, "credits": random.randrange(12), "incidents": random.choice((0, 0, 0, 1, 3))}
        for id in pupils
    ]
    at: datetime = timezone.now()
    count(AttendanceTally, attendance, holder_id=holder, at=at)
    count(BehaviourTally, behaviour, holder_id=holder, at=at)


def _care(person: UUID, holder: UUID, today: date) -> None:
    said = {"source": "Their family doctor", "why": "Looks after a parent who is ill, before school and after it."}
    register.put_in(person_ids=[person], holder=holder, kind="young_carer", from_on=today - LEFT, **said)


def _leave(pupils: Sequence[UUID], today: date) -> None:
    """The last two of whom nobody ever wrote."""
    written = set(Part.objects.filter(person_id__in=pupils).values_list("person_id", flat=True))
    for person, goes in zip([id for id in reversed(pupils) if id not in written], ("", "Marlpit School"), strict=False):
        here = Enrolment.objects.get(person_id=person, until_on=None)
        people.end(fact=here, on=today - LEFT, based_on=here.n)
        if goes:
            chasing.settle(person_id=person, kind=Destination.Kind.SCHOOL, name=goes, source=SOURCE)
