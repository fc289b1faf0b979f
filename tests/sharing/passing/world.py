"""A trust of three schools, a school of another controller, a child who leaves, and a pupil whose words must not go."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from kith.access.reader import Reader
from kith.cases import actions as cases
from kith.cases.models import Part, Record
from kith.foundation.dates import today
from kith.organisations import actions as organisations
from kith.organisations.models import Organisation
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.sharing.models import Came, Leaver, Went
from kith.sharing.packing import offering
from kith.sharing.packing.making import TAKE_OUT, Choice, Made, usual
from kith.sharing.passing import choosing, going, leaving, making, schools, taking
from kith.sharing.passing.going import Outcome
from kith.sharing.posting import POST_ROOM
from kith.tasks import giving
from kith.tenancy import tenancy
from tests.rooms import School, open_school

LEAD, HEAD, TEACHER = Role.DSL, Role.HEADTEACHER, Role.SCHOOL_STAFF
WORDS = "Noah came in with a bruise. Zed says he fell."
NOAHS, ZEDS = "canary-noah: Dad shouted.", "canary-zed: I was there."
CLOSED = "Both families know."
SECOND = "Noah was collected late."
LEFT = today() - timedelta(days=3)


@dataclass
class World:
    oakmere: School
    hollin: School
    wilfrid: School
    larkfield: School
    noah: UUID
    zed: UUID
    concerns: tuple[UUID, UUID]

    @contextmanager
    def at(self, school: School, role: Role = LEAD) -> Iterator[Reader]:
        with school.at_work(role):
            yield Reader.build(school.posts[role].id, second_factor=True)

    def leaver(self) -> Leaver:
        """As the night finds it."""
        with tenancy(self.oakmere.controller.id, system=POST_ROOM):
            leaving.look_for_leavers(today())
            return Leaver.objects.get(person_id=self.noah)

    def addressed(self, to: School | None) -> Leaver:
        leaver = self.leaver()
        with self.at(self.oakmere):
            there = None if to is None else next(one for one in self.destinations() if one.name == to.organisation.name)
            choosing.go_to(leaver=leaver, to=there, name="Elsewhere Primary", lead="Ms Hart, rung on Monday")
        return leaver

    def destinations(self) -> list[schools.Destination]:
        return schools.on_kith(Organisation.objects.get(id=self.oakmere.organisation.id))

    def made(self, leaver: Leaver, reader: Reader, names: str = TAKE_OUT, **more: Any) -> Made:
        offer = offering.offer(leaver, reader)
        decided = {(one.id, word.key): names for one in offer.pieces for word in one.asks}
        choice = Choice(frozenset(one.id for one in offer.pieces), names=decided, **more)
        assert making.problems_of(offer, choice) == {}
        return making.make(offer, choice, Organisation.objects.get(id=self.oakmere.organisation.id))

    def send(
        self, to: School | None, *, leaver: Leaver | None = None, once: UUID | None = None, **more: Any
    ) -> Outcome:
        leaver = leaver or self.addressed(to)
        with self.at(self.oakmere) as reader:
            made = self.made(leaver, reader, **more)
            return going.pass_on(leaver=leaver, made=made, reader=reader, once=once or uuid4())

    def came(self, school: School) -> Came:
        with self.at(school):
            return Came.objects.select_related("envelope").latest("at")

    def sign(self, school: School, person: UUID | None = None, **more: Any) -> Any:
        came = self.came(school)
        with self.at(school) as reader:
            signature = taking.Signature(name="Bea Lowe", role="Designated safeguarding lead", **more)
            return taking.take_in(came=came, person_id=person, signature=signature, reader=reader)

    def onward(self, person: UUID, from_: School, to: School) -> Went:
        """A pupil of one school leaves it for the next with what is ticked of itself."""
        with self.at(from_):
            people.enrol(
                person=Person.objects.get(id=person), organisation=from_.organisation,
                from_on=today() - timedelta(days=40), until_on=LEFT,
            )  # fmt: skip
        with tenancy(from_.controller.id, system=POST_ROOM):
            leaving.look_for_leavers(today())
        with self.at(from_) as reader:
            (leaver,) = Leaver.objects.filter(person_id=person, organisation=from_.organisation)
            there = next(one for one in schools.on_kith(leaver.organisation) if one.name == to.organisation.name)
            choosing.go_to(leaver=leaver, to=there, name="", lead="Ms Hart")
            offer = offering.offer(leaver, reader)
            choice = usual(offer)
            assert making.problems_of(offer, choice) == {}
            made = making.make(offer, choice, leaver.organisation)
            return going.pass_on(leaver=leaver, made=made, reader=reader, once=uuid4()).went

    def stands(self, went: Went) -> going.Stands:
        with self.at(self.oakmere):
            return going.how_it_stands(Leaver.objects.get(id=went.leaver_id))


def open_world() -> World:
    trust = organisations.open_controller(slug="alder", kind="trust", name="Alder Trust")
    trio = [open_school(one, LEAD, HEAD, TEACHER, controller=trust) for one in ("oakmere", "hollin", "wilfrid")]
    far = open_school("larkfield", LEAD, HEAD, laestab="8999010")
    with tenancy(far.controller.id, system=POST_ROOM):
        schools.put_up()
    oakmere = trio[0]
    with oakmere.at_work(LEAD):
        noah = _pupil(oakmere, "Noah", date(2017, 7, 14), LEFT)
        zed = _pupil(oakmere, "Zed", date(2017, 3, 1), None)
    concerns = _concern(oakmere, WORDS, noah, zed), _concern(oakmere, SECOND, noah)
    return World(*trio, far, noah, zed, concerns)


def _pupil(school: School, forename: str, born: date, left: date | None) -> UUID:
    made: Person = people.create_person(
        holder=school.holder.id, forename=forename, surname="Pryce" if forename == "Noah" else "Brown", born_on=born,
        sex="M", confirmed_new=True,
    )  # fmt: skip
    people.enrol(person=made, organisation=school.organisation, from_on=today() - timedelta(days=400), until_on=left)
    return made.id


def another_concern(world: World) -> UUID:
    """One more, with somebody asked to do something about it."""
    id = _concern(world.oakmere, SECOND, world.noah, world.zed)
    with world.at(world.oakmere):
        giving.give(
            record=Record.objects.get(id=id), to=world.oakmere.posts[TEACHER].id, kind="phone_call", words="Ring home.",
            due_on=today(), person=world.noah,
        )  # fmt: skip
    return id


def _concern(school: School, words: str, noah: UUID, zed: UUID | None = None) -> UUID:
    own = [cases.OwnAnswers(noah, "victim", {"child_words": NOAHS})]
    own += [cases.OwnAnswers(zed, "sibling", {"child_words": ZEDS})] if zed else []
    with school.at_work(TEACHER):
        record = cases.submit(
            token=uuid4(), area="concern", holder=school.holder.id, occurred_at=timezone.now() - timedelta(days=30),
            shared={"danger_now": False, "origin": "seen", "description": words, "immediate_action": "Told the lead."},
            own=own,
        )  # fmt: skip
    with school.at_work(LEAD):
        for part in Part.objects.filter(record=record, person__isnull=False):
            cases.correct(part=part, answers=part.answers, based_on=part.n, reason="Read.", category="bullying",
                          outcome="no_further_action")  # fmt: skip
        cases.move_stage(record=Record.objects.get(id=record.id), to="triaged")
        cases.move_stage(record=Record.objects.get(id=record.id), to="closed", rationale=CLOSED)
    return record.id
