"""Three agencies outside that Oakmere has asked to help: one is late, one has it, with one the school disagrees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from kith.cases import following
from kith.cases.models import Record
from kith.demo.build import Built
from kith.demo.moment import at, on
from kith.demo.places import TRUST
from kith.foundation.days import is_working_day
from kith.organisations.models import Post
from kith.sharing.agency import chasing, going, preparing, saying
from kith.sharing.agency.preparing import Asked
from kith.sharing.agency.rules import How
from kith.sharing.models import AgencyReferral
from kith.sharing.posting import POST_ROOM
from kith.tenancy import tenancy

SCHOOL = "oakmere"


@dataclass(frozen=True)
class Since:
    """Something that was said, so many working days before today."""

    days: int
    how: How
    name: str
    words: str


@dataclass(frozen=True)
class Story:
    asked: Asked
    told: str
    days: int
    since: tuple[Since, ...]


def _asked(kind: str, name: str, person: str, asks: str) -> Asked:
    return Asked(kind, name, person, "01632 960 117", asks, "task", "given", "")


LATE = Story(
    _asked("camhs_or_nhs", "Wexshire CAMHS, single point of access", "Dr Lowe", "To help the child to sleep."),
    "Told their duty worker on the telephone, who wrote it down.", 13,
    (Since(12, How.ACKNOWLEDGED, "Dr Lowe’s office", "A letter says that it came."),
     Since(1, How.CHASED, "", "Rang twice. Nobody could say where it lies.")),
)  # fmt: skip
IN_TIME = Story(
    _asked("early_help", "North locality early help team", "Ms Abara", "To look at the mornings with the family."),
    "Told Ms Abara on the telephone.", 4,
    (Since(3, How.ACKNOWLEDGED, "Ms Abara", "She has it and will ring the mother."),
     Since(2, How.CALL, "Ms Abara", "She asked which days suit the school.")),
)  # fmt: skip
DISAGREED = Story(
    _asked("housing", "Wexshire housing options", "Mr Penn", "To look at the damp in the room where the child sleeps."),
    "Told Mr Penn on the telephone and sent their form.", 9,
    (Since(8, How.ACKNOWLEDGED, "Mr Penn", ""),
     Since(3, How.ANSWERED, "Mr Penn", "They will not come before the spring."),
     Since(1, How.DISAGREED, "", "The cough is worse each week. The spring is too late.")),
)  # fmt: skip


def ask_agencies(built: Built, *, today: date) -> None:
    """About what is being worked on; then what a night would have put on the lists."""
    controller, lead = built.controllers[TRUST.slug], built.posts[SCHOOL, "dsl"][0]
    with tenancy(controller, post=lead.id):
        found = Record.objects.filter(area="concern", owner_post=lead.id, closed_at=None)
        records: Sequence[Record] = list(found.order_by("-written_at", "id"))
    for story, record in zip((LATE, IN_TIME, DISAGREED), records, strict=False):
        _tell(story, record, controller, lead, today)
    with at(on(today, 4)), tenancy(controller, system=POST_ROOM):
        chasing.chase(today)


def _tell(story: Story, record: Record, controller: UUID, lead: Post, today: date) -> None:
    with at(on(_before(today, story.days), 11)), tenancy(controller, post=lead.id):
        referral: AgencyReferral = preparing.begin(
            organisation=lead.organisation, record=record, asked=story.asked, people=sorted(following.roles_in(record)),
            token=uuid4(),
        )  # fmt: skip
        going.told(referral=referral, way="call", words=story.told, once=uuid4())
    for one in story.since:
        day = _before(today, one.days)
        with at(on(day, 14)), tenancy(controller, post=lead.id):
            saying.write_down(referral=referral, how=one.how, on=day, name=one.name, words=one.words)


def _before(day: date, working_days: int) -> date:
    while working_days:
        day -= timedelta(days=1)
        working_days -= is_working_day(day)
    return day
