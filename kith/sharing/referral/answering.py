"""What the council says back: that it looks at it, what was decided and why, or that it goes back.

The decision is the area's own step, taken by whom the area lets. What the sender reads of it is written for them: the
reason kept with the record is for the record.
"""

from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from kith.cases import actions as cases
from kith.cases import declarations
from kith.cases.events import PartCorrected, StageMoved
from kith.cases.models import Part, Record, StageMove
from kith.cases.rules import NotReady
from kith.foundation.dates import london
from kith.foundation.visible import is_blank
from kith.jobs import Work, defer_elsewhere, job
from kith.reference.codes import code_set
from kith.sharing.models import Arrival, Envelope, Named
from kith.sharing.outbox import done
from kith.sharing.posting import POST_ROOM, standings
from kith.sharing.referral.decided import DECIDED, REOPENED, keep_told, last_told
from kith.sharing.referral.outcome import tell_again
from kith.sharing.referral.taking_in import ARRIVED
from kith.sharing.rules import Code, Standing, State
from kith.sharing.saying import accept, decide, refuse
from kith.tasks import actions as tasks
from kith.tasks.models import Task
from kith.tenancy import current
from kith.vocabulary.answers import MOST_LONG_TEXT

__all__ = ["arrival_of", "decide_and_tell", "mark_told", "on_part_corrected", "on_stage_moved", "send_back", "stands"]

# The step by which somebody takes a contact up, and the one that marks it as a mistake.
TAKEN_UP, VOID = "screening", "void"
CHANGED = "The outcome was put right after it was decided."
MISTAKE = "It was marked as entered by mistake."
FEEDBACK = "Told through Kith, with the decision."


def arrival_of(record_id: UUID) -> Arrival | None:
    """The referral a contact was made of, if it was."""
    return Arrival.objects.filter(record_id=record_id).first()


def stands(arrival: Arrival) -> Standing:
    """How the envelope of a referral stands."""
    return standings([Envelope.objects.get(id=arrival.envelope_id)])[arrival.envelope_id]


def decide_and_tell(*, record: Record, to: str, rationale: str, words: str, token: UUID | None = None) -> Record:
    """Decide a contact that came as a referral, and tell its sender in words written for them.

    Raises cases' NotAllowed and NotReady; then nothing is decided and nothing has left.
    """
    _check_words(words)
    moved: Record = cases.move_stage(record=record, to=to, rationale=rationale, token=token)
    if (arrival := arrival_of(record.id)) is not None:
        _tell_decided(arrival, moved, words)
    return moved


def send_back(*, record: Record, code: Code, words: str, token: UUID | None = None) -> Record:
    """It is not taken on: it goes back with a reason, and the contact stays in the file, marked.

    Raises cases' NotAllowed and NotReady, and sharing's NotNow.
    """
    _check_words(words)
    arrival = Arrival.objects.get(record_id=record.id)
    refuse(envelope=arrival.envelope_id, code=code, words=words, subjects=_about(record), holder=record.holder_id)
    moved: Record = cases.move_stage(
        record=record, to=VOID, rationale=f"Sent back to the referrer. {code.words} {words}", token=token
    )
    return moved


def on_stage_moved(event: StageMoved) -> None:
    """However a contact is worked, its referrer hears: that it is looked at, and that it is decided."""
    arrival = arrival_of(event.record_id)
    if arrival is None:
        return
    record, state = Record.objects.get(id=event.record_id), stands(arrival).state
    if event.to_stage == TAKEN_UP and state is State.RECEIVED:
        accept(envelope=arrival.envelope_id, subjects=_about(record), holder=record.holder_id)
    if event.to_stage in (*DECIDED, REOPENED):
        _tell_decided(arrival, record, "")
    if event.to_stage == VOID:
        _void(arrival, record, state)
    if event.to_stage != REOPENED:
        _off_the_list(record)


def _tell_decided(arrival: Arrival, record: Record, words: str) -> None:
    """Said of the envelope the first time; of what is opened or decided again an envelope of ours says it."""
    if stands(arrival).state in (State.ACCEPTED, State.RECALL_ASKED):
        _tell(arrival, record, words)
    elif StageMove.objects.filter(record=record, to_stage=REOPENED).exists():
        tell_again(arrival, record, _decision(arrival, record, words), _about(record))


def on_part_corrected(event: PartCorrected) -> None:
    """An outcome that was put right after its sender was told: they hear how it stands now."""
    arrival = arrival_of(event.record_id)
    if arrival is None:
        return
    record = Record.objects.get(id=event.record_id)
    if record.stage not in DECIDED or (told := last_told(arrival, record)) is None:
        return
    now = _decision(arrival, record, CHANGED)
    if told["children"] != now["children"]:
        n = Part.objects.values_list("n", flat=True).get(id=event.part_id)
        tell_again(arrival, record, now, _about(record), once=uuid5(event.part_id, str(n)))


def _void(arrival: Arrival, record: Record, state: State) -> None:
    """Marked as entered by mistake, on whichever page: whoever sent it must not wait for ever."""
    if state is State.RECEIVED:
        refuse(envelope=arrival.envelope_id, code=Code.OTHER, words=MISTAKE, subjects=_about(record))
    elif state in (State.ACCEPTED, State.RECALL_ASKED):
        _tell(arrival, record, MISTAKE)
    elif state is State.DECIDED:
        _tell_decided(arrival, record, MISTAKE)


def _tell(arrival: Arrival, record: Record, words: str) -> None:
    body = _decision(arrival, record, words)
    decide(envelope=arrival.envelope_id, body=body, subjects=_about(record), holder=record.holder_id)
    keep_told(arrival, body)
    defer_elsewhere(mark_told, controller=current().controller_id, in_turn=record.id, record=record.id)


def _decision(arrival: Arrival, record: Record, words: str) -> dict[str, Any]:
    """Of each child by their place in the referral what is to happen; nothing of what was found out."""
    named = Named.objects.filter(arrival=arrival).select_related("part").order_by("n")
    outcomes = code_set("contact_outcome")
    children = [{"n": one.n, "outcome": one.part.outcome, "words": outcomes.label(one.part.outcome)} for one in named]
    if record.stage == REOPENED:
        children = []
    stage = declarations.for_record(record).stage(record.stage)
    return {"stage": stage.name, "words": stage.title, "reason": words, "children": children}


def _about(record: Record) -> list[UUID]:
    return list(Part.objects.filter(record=record, person__isnull=False).values_list("person_id", flat=True))


def _off_the_list(record: Record) -> None:
    """Somebody has it: nobody is chased about it any longer."""
    for task in Task.objects.filter(kind=ARRIVED, about=record.id, done_at=None):
        tasks.finish(task=task, outcome="Taken up")
    done(about=record.id)


@job("referral.told", system=POST_ROOM)
def mark_told(work: Work, record: UUID) -> None:
    """The contact says when its referrer was told: the clock that waits for it stops.

    Written by the system post, so that telling makes nobody an author of what they may have to decide again.
    """
    with work.opened():
        told_today(record)


def told_today(record: UUID) -> None:
    """The same, in the open unit. Said once: the first day counts."""
    part = Part.objects.get(record_id=record, person=None)
    if not part.answers.get("feedback_on"):
        told = {"feedback_on": london(timezone.now()).date().isoformat()}
        cases.correct(part=part, answers={**part.answers, **told}, based_on=part.n, reason=FEEDBACK)


def _check_words(words: str) -> None:
    if is_blank(words):
        raise NotReady({"told": "Write what they will read."})
    if len(words) > MOST_LONG_TEXT:
        raise NotReady({"told": f"Shorten this: at most {MOST_LONG_TEXT} characters."})
