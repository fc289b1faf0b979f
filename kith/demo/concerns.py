"""Some months of concerns, written by the schools' staff and worked by their safeguarding leads."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid4

from kith.cases import actions as cases
from kith.cases.models import Part, Record
from kith.demo import stories
from kith.demo.arrivals import year_group
from kith.demo.build import Built
from kith.demo.children import SCHOOLS
from kith.demo.moment import at
from kith.demo.population import Child
from kith.demo.stories import Told
from kith.foundation.dates import LONDON
from kith.organisations.models import Post
from kith.tenancy import tenancy

DAYS = 85
AMONG_CHILDREN = {"bullying", "child_on_child", "prejudice"}
WRITERS = ("school_staff", "school_admin", "pastoral_lead", "attendance_lead", "senco", "designated_teacher")


@dataclass
class Concern:
    """One to be written, and then worked step by step at later moments."""

    told: Told
    child: Child
    child_id: UUID
    others: list[UUID]
    writer: Post
    lead: Post
    record_id: UUID | None = None


Step = tuple[datetime, Callable[[], None]]


def write_concerns(built: Built, *, count: int, seed: int, today: date) -> int:
    """Write `count` concerns and what was done about them, in the order in which it happened."""
    random = Random(f"concerns {seed}")
    steps: list[Step] = []
    for number in range(count):
        tenant, place = SCHOOLS[number % len(SCHOOLS)]
        concern = _drawn(built, place, random, today)
        steps += _steps(concern, built.controllers[tenant.slug], random, today)
    steps.sort(key=lambda step: step[0])
    now = datetime.combine(today, time(8), LONDON)
    for moment, do in steps:
        if moment < now:
            with at(moment):
                do()
    return count


def _drawn(built: Built, place: str, random: Random, today: date) -> Concern:
    child, child_id = random.choice(built.pupils[place])
    told = stories.story(random, year_group(child, today))
    others = []
    if told.category in AMONG_CHILDREN:
        others = [id for _, id in random.sample(built.pupils[place], 2) if id != child_id][:1]
    writers = [post for role in WRITERS for post in built.posts.get((place, role), [])]
    return Concern(told, child, child_id, others, random.choice(writers), built.posts[place, "dsl"][0])


def _steps(concern: Concern, controller: UUID, random: Random, today: date) -> list[Step]:
    days_ago = random.randint(1, DAYS)
    moment = _at_school(today - timedelta(days=days_ago), random)
    occurred_at = moment - timedelta(minutes=40)
    steps: list[Step] = [(moment, lambda: _submit(concern, controller, occurred_at))]
    for stage in stories.path(random, days_ago):
        hours = random.choice((1, 3, 20, 70)) if stage == "triaged" else random.randint(20, 200)
        moment = _in_hours(moment + timedelta(hours=hours))
        outcome = random.choice(stories.OUTCOMES)
        steps.append((moment, lambda stage=stage, outcome=outcome: _step(concern, controller, stage, outcome)))
    return steps


def _at_school(day: date, random: Random) -> datetime:
    """A time at which somebody is at school: a weekday, between the register and the last bus."""
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return datetime.combine(day, time(random.randint(9, 15), random.choice((5, 15, 20, 35, 50))), LONDON)


def _in_hours(moment: datetime) -> datetime:
    """The same moment, or the next morning on which somebody is at work."""
    local = moment.astimezone(LONDON)
    if 8 <= local.hour < 18 and local.weekday() < 5:
        return local
    morning = local.replace(hour=8, minute=30)
    return _in_hours(morning if local.hour < 8 and local.weekday() < 5 else morning + timedelta(days=1))


def _submit(concern: Concern, controller: UUID, occurred_at: datetime) -> None:
    about = [cases.OwnAnswers(concern.child_id, "victim", stories.own_answers(concern.told))]
    about += [cases.OwnAnswers(other, "alleged") for other in concern.others]
    holder = concern.writer.organisation.files_of_id
    with tenancy(controller, post=concern.writer.id):
        record = cases.submit(
            token=uuid4(),
            area="concern",
            shared=stories.shared_answers(concern.told, concern.child.given),
            own=about,
            holder=holder,
            occurred_at=occurred_at,
        )
        concern.record_id = record.id


def _step(concern: Concern, controller: UUID, stage: str, outcome: str) -> None:
    with tenancy(controller, post=concern.lead.id):
        record = Record.objects.get(id=concern.record_id)
        cases.mark_seen(record=record)
        for part in Part.objects.filter(record=record, person__isnull=False):
            if stage == "triaged":
                _decide(part, "Decided on first reading.", category=concern.told.category)
            if stage == "closed":
                _decide(part, "Decided at the end.", outcome=outcome)
        cases.move_stage(record=record, to=stage, rationale=stories.RATIONALES.get(stage, ""))


def _decide(part: Part, reason: str, **more: str) -> None:
    cases.correct(part=part, answers=part.answers, based_on=part.n, reason=reason, **more)
