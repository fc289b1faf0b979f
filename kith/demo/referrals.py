"""Two referrals to the council: one that was decided last week, and one that came yesterday and waits."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from kith.access.reader import Reader
from kith.cases import actions as cases
from kith.cases.models import Part, Record
from kith.demo.build import Built
from kith.demo.moment import at, on
from kith.demo.places import COUNCIL, TRUST
from kith.demo.population import Child
from kith.sharing import sweep
from kith.sharing.models import Arrival, Sent
from kith.sharing.referral import answering, choosing, making, settling
from kith.tenancy import tenancy

# Who has stories of their own is left to them.
ELSEWHERE = ("Sole", "Trask")
DECIDED = {
    "description": "{name} had a bruise behind the ear and would not say how it came about. Mum looked away.",
    "child_words": "I am not allowed to say.",
    "immediate_action": "Told the lead in person. Mum was asked in and did not come.",
    "purpose": "We ask you to assess whether {name} is safe at home.",
}
WAITING = {
    "description": "{name} told me that nobody was at home on Tuesday night, and that this is often so.",
    "child_words": "I put the chair against the door.",
    "immediate_action": "Told the lead. Rang home twice; nobody answered.",
    "purpose": "We ask you to find out who looks after {name} at night.",
}
TOLD = "We are assessing. A social worker rings you tomorrow; please share what you see until then."


def refer_some(built: Built, *, today: date) -> None:
    """Built by the same actions that people's pages call, each at its own hour."""
    decided = _pupil(built, "hollin-bridge", lambda child: child.given == "Ade")
    sent = _refer(built, "hollin-bridge", decided, DECIDED, on(_weekday(today - timedelta(days=7)), 9))
    _decide(built, sent, _weekday(today - timedelta(days=7)), _weekday(today - timedelta(days=6)))
    known = _pupil(built, "oakmere", lambda child: child in built.at_council and child.family not in ELSEWHERE)
    _refer(built, "oakmere", known, WAITING, on(_weekday(today - timedelta(days=1)), 15))


def _pupil(built: Built, place: str, fits: Callable[[Child], bool]) -> tuple[Child, UUID]:
    """The first who fits, or where nobody does the first there is."""
    pupils = built.pupils[place]
    return next((one for one in pupils if fits(one[0])), pupils[0])


def _weekday(day: date) -> date:
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def _refer(built: Built, place: str, pupil: tuple[Child, UUID], words: dict[str, str], moment: datetime) -> UUID:
    """A teacher logs it, the lead triages and refers, the council takes it in: within an hour."""
    controller, (child, id) = built.controllers[TRUST.slug], pupil
    said = {name: text.format(name=child.given) for name, text in words.items()}
    record = _concern(built, place, id, said, moment)
    with at(moment + timedelta(minutes=40)), tenancy(controller, post=built.posts[place, "dsl"][0].id) as unit:
        lead = Reader.build(unit.doer.post_id, second_factor=True)  # type: ignore[arg-type]
        offer = choosing.offer(Record.objects.get(id=record), lead)
        choice = _choice(built, offer, said["purpose"])
        sent = making.refer(offer=offer, choice=choice, reader=lead, token=uuid4())
    with at(moment + timedelta(minutes=45)):
        sweep(built.controllers[COUNCIL.slug])
        sweep(controller)
    return sent.id


def _concern(built: Built, place: str, child: UUID, said: dict[str, str], moment: datetime) -> UUID:
    controller = built.controllers[TRUST.slug]
    writer, lead = built.posts[place, "school_staff"][0], built.posts[place, "dsl"][0]
    with at(moment), tenancy(controller, post=writer.id):
        record = cases.submit(
            token=uuid4(),
            area="concern",
            shared={
                "danger_now": False,
                "origin": "told_by_child",
                "description": said["description"],
                "immediate_action": said["immediate_action"],
            },
            own=[cases.OwnAnswers(child, "victim", {"child_words": said["child_words"]})],
            holder=writer.organisation.files_of_id,
            occurred_at=moment - timedelta(minutes=30),
        )
    with at(moment + timedelta(minutes=20)), tenancy(controller, post=lead.id):
        found = Record.objects.get(id=record.id)
        cases.mark_seen(record=found)
        part = Part.objects.get(record=found, person_id=child)
        _correct(part, part.answers, "Decided on first reading.", category="child_protection")
        cases.move_stage(record=found, to="triaged")
    return record.id


def _correct(part: Part, answers: dict[str, Any], reason: str, **more: str) -> None:
    cases.correct(part=part, answers=answers, based_on=part.n, reason=reason, **more)


def _choice(built: Built, offer: choosing.Offer, purpose: str) -> making.Choice:
    """All that is offered, as a form nobody has changed would send it."""
    return making.Choice(
        to=built.controllers[COUNCIL.slug],
        children=tuple(
            making.ChosenChild(
                one.part, one.role, frozenset(f.name for f in one.facts), frozenset(a.name for a in one.answers)
            )
            for one in offer.children
        ),
        answers=frozenset(one.name for one in offer.answers if one.usual),
        reasons=("abuse",),
        purpose=purpose,
        basis="significant_harm",
        consent="not_sought",
        parents_informed=False,
        danger_now=False,
        why_not_informed="Until somebody has spoken to the child alone.",
        why_without="It could put the child at risk.",
    )


def _decide(built: Built, sent: UUID, came: date, day: date) -> None:
    """The officer says who the child is and sums it up; the manager decides the next day, and the school hears."""
    council = built.controllers[COUNCIL.slug]
    officer, manager = (built.posts["front-door", role][0].id for role in ("mash_officer", "mash_manager"))
    with tenancy(built.controllers[TRUST.slug], system="importer"):
        envelope = Sent.objects.get(id=sent).envelope_id
    with at(on(came, 11)), tenancy(council, post=officer):
        arrival = Arrival.objects.get(envelope_id=envelope)
        _settle(arrival, Reader.build(officer, second_factor=True))
        cases.assign(record=Record.objects.get(id=arrival.record_id), post_id=officer)
        cases.move_stage(record=Record.objects.get(id=arrival.record_id), to="screening")
    with at(on(came, 15)), tenancy(council, post=officer):
        _sum_up(arrival.record_id)
    with at(on(day, 10)), tenancy(council, post=manager):
        record = Record.objects.get(id=arrival.record_id)
        answering.decide_and_tell(record=record, to="referred", rationale="Threshold is met: section 17.", words=TOLD)
    with at(on(day, 10, 1)):
        with tenancy(council, system="importer"):
            answering.told_today(arrival.record_id)
        sweep(built.controllers[TRUST.slug])


def _settle(arrival: Arrival, reader: Reader) -> None:
    for named in settling.named_in(arrival):
        settling.settle(named=named, person_id=None, reason="Nobody known here is this child.", reader=reader)


def _sum_up(contact: UUID) -> None:
    shared = Part.objects.get(record_id=contact, person=None)
    found = {"priority": "amber", "summary": "A mark nobody explains, and a mother who does not come."}
    _correct(shared, {**shared.answers, **found}, "Found out.")
    for own in Part.objects.filter(record_id=contact, person__isnull=False):
        _correct(own, own.answers, "Proposed.", outcome="referral")
    cases.move_stage(record=Record.objects.get(id=contact), to="decision_pending")
