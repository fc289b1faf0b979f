"""Some weeks of the council's own work: contacts at the front door, early help, an exclusion, a child looked after.

Each is told by the actions that write the present, at the moments at which it happened.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from kith.cases import actions as cases
from kith.cases import standings, working
from kith.cases.actions import OwnAnswers
from kith.cases.models import Part, Record, Standing
from kith.demo.build import Built
from kith.demo.moment import at
from kith.demo.places import COUNCIL
from kith.foundation.dates import LONDON
from kith.organisations.models import Post
from kith.people.models import Person
from kith.tenancy import tenancy

Step = tuple[datetime, Callable[[], None]]


class Work:
    """What one post after the other does at the council, to be carried out in the order in which it happened."""

    def __init__(self, built: Built, today: date) -> None:
        self.built, self.today = built, today
        self.steps: list[Step] = []

    def child(self, given: str, family: str) -> UUID:
        """Somebody the council has a file on, by name."""
        pupils = self.built.pupils[COUNCIL.slug]
        return next(id for child, id in pupils if (child.given, child.family) == (given, family))

    def post(self, place: str, role: str) -> Post:
        return self.built.posts[place, role][0]

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def when(self, ago: int, post: Post, do: Callable[[], Any], hour: int = 10) -> None:
        """So many days ago this post did this, in a unit of work of its own."""

        def done() -> None:
            with tenancy(self.built.controllers[COUNCIL.slug], post=post.id):
                do()

        moment = datetime.combine(self.day(ago), time(hour), LONDON)
        if moment < datetime.combine(self.today, time(8), LONDON):
            self.steps.append((moment, done))

    def given(self, by: Post, to: Post, ago: int, *children: UUID) -> None:
        """Whoever leads the work gives these children to a worker, before anything is written about them there."""
        for child in children:
            self.when(ago, by, lambda id=child: working.allocate(person=Person.objects.get(id=id), post_id=to.id), 9)

    def carry_out(self) -> None:
        for moment, do in sorted(self.steps, key=lambda step: step[0]):
            with at(moment):
                do()


class Case:
    """One record, found again at each step by the number of its form."""

    def __init__(self, work: Work, area: str, post: Post, ago: int) -> None:
        self.work, self.area, self.post, self.ago, self.token = work, area, post, ago, uuid4()

    @property
    def record(self) -> Record:
        return Record.objects.get(token=self.token, written_by=self.post.id)

    def sent(self, shared: dict[str, Any], own: Iterable[OwnAnswers]) -> "Case":
        occurred_at = datetime.combine(self.work.day(self.ago), time(9), LONDON)
        about = {"area": self.area, "shared": shared, "own": list(own), "occurred_at": occurred_at}
        holder = self.post.organisation.files_of_id
        self.work.when(self.ago, self.post, lambda: cases.submit(token=self.token, holder=holder, **about))
        return self

    def given_to(self, post: Post, ago: int) -> "Case":
        self.work.when(ago, self.post, lambda: cases.assign(record=self.record, post_id=post.id), 11)
        return self

    def written(self, post: Post, ago: int, person: UUID | None = None, outcome: str = "", **answers: Any) -> "Case":
        columns = {"outcome": outcome} if outcome else {}

        def write() -> None:
            part = Part.objects.get(record=self.record, person_id=person)
            said = {**part.answers, **answers}
            cases.correct(part=part, answers=said, based_on=part.n, reason="As found out since.", **columns)

        self.work.when(ago, post, write, 12)
        return self

    def moved(self, post: Post, ago: int, to: str, why: str = "", hour: int = 14) -> "Case":
        self.work.when(ago, post, lambda: cases.move_stage(record=self.record, to=to, rationale=why), hour)
        return self


def write_work(built: Built, *, today: date) -> None:
    """Everything below, in the order in which it happened."""
    work = Work(built, today)
    _contacts(work)
    _early_help(work)
    _exclusion(work)
    _looked_after(work)
    work.carry_out()


def _contacts(work: Work) -> None:
    officer, manager = work.post("front-door", "mash_officer"), work.post("front-door", "mash_manager")
    mia, leo = work.child("Mia", "Sole"), work.child("Leo", "Trask")
    rio = work.child("Rio", "Carew")
    told = {
        "danger_now": False, "channel": "phone", "source": "2A", "reasons": ["abuse"], "parents_informed": True,
        "consent": "given",
    }  # fmt: skip
    siblings = [OwnAnswers(mia, "subject", {"child_words": "I do not want to go home on Fridays."}),
                OwnAnswers(leo, "sibling")]  # fmt: skip
    mark = {
        "narrative": "Her teacher saw a mark on Mia’s arm and rang. Leo is in the nursery class of the same school."
    }
    Case(work, "contact", officer, 1).sent(told | mark, siblings).given_to(officer, 1)
    late = {"narrative": "A neighbour heard shouting at night and rang. She will not give her name."}
    Case(work, "contact", officer, 6).sent(told | late, [OwnAnswers(rio, "subject")]).moved(officer, 5, "screening")
    closed = {"narrative": "The health visitor asks who supports the family since the new baby came."}
    case = Case(work, "contact", officer, 40).sent(told | closed, [OwnAnswers(mia, "subject")])
    case.moved(officer, 40, "screening").written(officer, 39, summary="Support is offered.", priority="green")
    case.written(officer, 39, mia, outcome="nfa").moved(officer, 39, "decision_pending")
    case.moved(manager, 38, "closed", "Early help offers what is needed.")


def _early_help(work: Work) -> None:
    worker, lead = work.post("early-help", "eh_worker"), work.post("early-help", "lead_practitioner")
    mia, leo = work.child("Mia", "Sole"), work.child("Leo", "Trask")
    manager = work.post("front-door", "mash_manager")
    work.given(manager, worker, 35, mia, leo)
    asked = {"asked_by": "The health visitor", "narrative": "Dana is alone with two children from Monday to Friday."}
    own = [OwnAnswers(mia, "subject", {"child_words": "I want to swim again."}), OwnAnswers(leo, "sibling")]
    case = Case(work, "early_help", worker, 35).sent(asked, own).given_to(worker, 35)
    agreed = {"consent": "given", "consent_by": "Dana Sole, for both", "lead_practitioner": worker.user.display_name}
    case.written(worker, 33, consent_on=work.day(33).isoformat(), **agreed).moved(worker, 33, "consented")
    case.moved(worker, 30, "assessment")
    second = Case(work, "early_help", lead, 4)
    rio = work.child("Rio", "Carew")
    work.given(manager, lead, 4, rio)
    alone = {"asked_by": "Their mother", "narrative": "The children sleep badly since they moved."}
    second.sent(alone, [OwnAnswers(rio, "subject")]).given_to(lead, 4)


def _exclusion(work: Work) -> None:
    officer, jay = work.post("education", "inclusion_officer"), work.child("Jay", "Ko")
    work.given(work.post("front-door", "mash_manager"), officer, 7, jay)
    on = work.day(8).isoformat()
    said = {
        "school": "St Wilfrid’s Secondary", "decided_on": on, "first_day": on, "reasons": ["DB"],
        "narrative": "He left the lesson and did not come back when asked.", "exam_missed": False,
    }  # fmt: skip
    own = OwnAnswers(jay, "pupil", {"over_five_days": False, "sessions": 6, "days_in_term": 3}, "SUSP")
    case = Case(work, "exclusion", officer, 7).sent(said, [own]).given_to(officer, 7)
    told = {"parents_told_on": on, "governors_told_on": on, "duty": "consider"}
    case.written(officer, 6, **told).moved(officer, 6, "governors")


def _looked_after(work: Work) -> None:
    """Police protection, two placements on the first day, then an interim order and a foster home that lasts."""
    worker, manager = work.post("social-care", "social_worker"), work.post("social-care", "team_manager")
    jay = work.child("Jay", "Ko")
    work.given(manager, worker, 60, jay)
    shared = {"started_on": work.day(60).isoformat(), "why": "His mother is in hospital and nobody else can take him."}
    own = OwnAnswers(jay, "child", {"child_words": "I want to stay at my school."})
    case = Case(work, "looked_after", worker, 60).sent(shared, [own]).given_to(worker, 60)

    def begin(kind: str, code: str, ago: int) -> Callable[[], Any]:
        about = {"person_id": jay, "kind": kind, "code": code, "on": work.day(ago)}
        return lambda: standings.begin(record=case.record, **about)

    def change(kind: str, code: str, ago: int) -> Callable[[], Any]:
        def changed() -> None:
            last = Standing.objects.filter(person_id=jay, kind=kind).order_by("seq").last()
            about = {"person_id": jay, "kind": kind, "code": code, "on": work.day(ago)}
            standings.change(record=case.record, based_on=last.n, **about)  # type: ignore[union-attr]

        return changed

    work.when(60, worker, begin("legal_status", "L1", 60), 11)
    work.when(60, worker, begin("placement", "T4", 60), 12)
    work.when(60, worker, change("placement", "U6", 60), 15)
    work.when(57, worker, change("legal_status", "C1", 57))
    work.when(30, worker, change("placement", "U4", 30))
    case.moved(manager, 59, "current")
    case.written(worker, 54, care_plan_on=work.day(55).isoformat(), seen_on=work.day(56).isoformat())
