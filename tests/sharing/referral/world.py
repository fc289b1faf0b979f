"""A school with a concern about two children, a council with a front door, and the way between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from kith.access.reader import Reader
from kith.cases import actions as cases
from kith.cases.models import Part, Record
from kith.organisations import actions as organisations
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.sharing.models import Arrival, Sent
from kith.sharing.posting import POST_ROOM
from kith.sharing.referral import answering, choosing, making, settling, told
from kith.sharing.referral.making import Choice, ChosenChild
from kith.tenancy import tenancy
from kith.tenancy.models import Controller, Holder
from tests.jobs.steps import work_off
from tests.rooms import School, give_post, open_school

OFFICER, MANAGER, LEAD, TEACHER = Role.MASH_OFFICER, Role.MASH_MANAGER, Role.DSL, Role.SCHOOL_STAFF
WORDS = "Mia came in holding her arm."
MIAS_WORDS = "Craig grabbed me."
LEOS_WORDS = "I hid in the wardrobe."
STREET, REFUGE = "4 Kiln Lane", "9 Hidden Mews"
SAID = {
    "purpose": "We ask you to assess both children.",
    "basis": "significant_harm",
    "consent": "not_sought",
    "why_without": "It may increase the risk.",
    "parents_informed": False,
    "why_not_informed": "The man lives in the home.",
    "danger_now": False,
    "reasons": ("abuse",),
}


@dataclass(frozen=True)
class Council:
    controller: Controller
    index: Holder
    holder: Holder
    posts: dict[Role, Any]

    def at_work(self, role: Role):
        return tenancy(self.controller.id, post=self.posts[role].id)

    def reader(self, role: Role) -> Reader:
        return Reader.build(self.posts[role].id, second_factor=True)


@dataclass
class World:
    school: School
    council: Council
    mia: UUID
    leo: UUID
    concern: UUID
    token: UUID = field(default_factory=uuid4)

    @contextmanager
    def lead(self) -> Iterator[Reader]:
        """The lead at work."""
        with self.school.at_work(LEAD):
            yield Reader.build(self.school.posts[LEAD].id, second_factor=True)

    @contextmanager
    def at(self, role: Role) -> Iterator[Reader]:
        """Somebody of the council at work."""
        with self.council.at_work(role):
            yield self.council.reader(role)

    def refer(self, *, children: str = "mia leo", token: UUID | None = None, **said: Any) -> Sent:
        """The lead refers, with everything that is offered of the children named."""
        with self.lead() as reader:
            offer = choosing.offer(Record.objects.get(id=self.concern), reader)
            choice = self.choice(offer, children, **said)
            assert making.problems_of(offer, choice) == {}
            return making.refer(offer=offer, choice=choice, reader=reader, token=token or uuid4())

    def choice(self, offer: choosing.Offer, children: str = "mia leo", **said: Any) -> Choice:
        ids = {getattr(self, name) for name in children.split()}
        chosen = tuple(
            ChosenChild(
                one.part, one.role, frozenset(f.name for f in one.facts), frozenset(a.name for a in one.answers)
            )
            for one in offer.children
            if one.person in ids
        )
        answers = frozenset(one.name for one in offer.answers)
        return Choice(**{"to": self.council.controller.id, "children": chosen, "answers": answers, **SAID, **said})

    def arrived(self, **said: Any) -> UUID:
        """A referral that has come: the contact it became."""
        sent = self.refer(**said)
        work_off()
        return self.contact_of(sent)

    def contact_of(self, sent: Sent) -> UUID:
        with self.at(OFFICER):
            return Arrival.objects.get(envelope_id=sent.envelope_id).record_id

    def story(self, sent: Sent) -> told.Story:
        with self.lead():
            return told.story_of(Sent.objects.get(id=sent.id))

    def settle_as_new(self, contact: UUID) -> None:
        with self.at(OFFICER) as reader:
            for named in settling.named_in(Arrival.objects.get(record_id=contact)):
                settling.settle(named=named, person_id=None, reason="Nobody here is like them.", reader=reader)

    def screen(self, contact: UUID, outcome: str = "referral") -> None:
        """The officer takes it up, sums it up and asks for a decision."""
        self.step(contact, OFFICER, "screening")
        with self.at(OFFICER):
            shared = Part.objects.get(record_id=contact, person=None)
            answers = {**shared.answers, "summary": "A bruise, and a man in the home.", "priority": "red"}
            cases.correct(part=shared, answers=answers, based_on=shared.n, reason="Found out.")
            for own in Part.objects.filter(record_id=contact, person__isnull=False):
                cases.correct(part=own, answers=own.answers, based_on=own.n, reason="Proposed.", outcome=outcome)
        self.step(contact, OFFICER, "decision_pending")

    def step(self, contact: UUID, role: Role, to: str, why: str = "") -> None:
        with self.at(role):
            cases.move_stage(record=Record.objects.get(id=contact), to=to, rationale=why)

    def decide(self, contact: UUID, words: str = "We will visit this week.", role: Role = MANAGER) -> None:
        with self.at(role):
            record = Record.objects.get(id=contact)
            answering.decide_and_tell(record=record, to="referred", rationale="Threshold is met.", words=words)


def open_world() -> World:
    school = open_school("alder", LEAD, TEACHER)
    council = _council()
    with school.at_work(LEAD):
        mia = _child(school, "Mia", "Sole", date(2017, 5, 3))
        leo = _child(school, "Leo", "Trask", date(2020, 1, 12))
        people.add_address(person=mia, lines=f"{STREET}\nWexford", postcode="RG1 1AA")
        people.add_address(person=leo, lines=f"{REFUGE}\nWexford", postcode="RG2 2BB", protected=True)
    return World(school, council, mia.id, leo.id, _concern(school, mia.id, leo.id))


def _council() -> Council:
    controller = organisations.open_controller(slug="wexshire", kind="council", name="Wexshire Council")
    with tenancy(controller.id, system=POST_ROOM):
        index = organisations.add_holder(slug="index", name="Index", is_index=True)
        holder = organisations.add_holder(slug="care", name="Social care")
        door = organisations.add_organisation(kind="service", name="Front door", files_of=holder)
    posts = {role: give_post(controller, door, role, f"{role}@wexshire.example") for role in (OFFICER, MANAGER)}
    return Council(controller, index, holder, posts)


def _child(school: School, forename: str, surname: str, born: date) -> Person:
    return people.create_person(
        holder=school.holder.id, forename=forename, surname=surname, born_on=born, sex="F", confirmed_new=True
    )


def _concern(school: School, mia: UUID, leo: UUID) -> UUID:
    with school.at_work(TEACHER):
        record = cases.submit(
            token=uuid4(),
            area="concern",
            shared={
                "danger_now": False, "origin": "seen", "description": WORDS, "immediate_action": "Told the lead.",
                "who_saw": "Mr Grey",
            },
            own=[
                cases.OwnAnswers(mia, "victim", {"child_words": MIAS_WORDS}),
                cases.OwnAnswers(leo, "sibling", {"child_words": LEOS_WORDS}),
            ],
            holder=school.holder.id,
            occurred_at=timezone.now() - timedelta(hours=1),
        )  # fmt: skip
    with school.at_work(LEAD):
        for part in Part.objects.filter(record=record, person__isnull=False):
            cases.correct(part=part, answers=part.answers, based_on=part.n, reason="Read.", category="child_protection")
        cases.move_stage(record=Record.objects.get(id=record.id), to="triaged")
    return record.id


def known_here(world: World, forename: str, surname: str, born: date) -> UUID:
    """A child the council knows already."""
    with tenancy(world.council.controller.id, system=POST_ROOM):
        person = people.create_person(
            holder=world.council.index.id, forename=forename, surname=surname, born_on=born, confirmed_new=True
        )
        return person.id
