"""What can be done to a record. Each verb leaves its ledger line and says what happened."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from kith.areas import NotInForce
from kith.cases import declarations, drafts, events, guarding, just_written, rules
from kith.cases.correcting import Overtaken, correct, identify, strike
from kith.cases.linking import link_records, say_own_view
from kith.cases.models import Addition, Part, Record
from kith.cases.once import once
from kith.cases.receipts import unread
from kith.cases.working import assign, assign_team, hand_back, put_back
from kith.cases.writing import (
    OwnAnswers,
    check_among,
    check_known,
    check_of_age,
    doer,
    enter_stage,
    everybody_in,
    line,
    new_record,
    own_part,
    sent_before,
    write_parts,
    write_step,
)
from kith.foundation.dates import london
from kith.people import grown_up
from kith.tenancy import announce, history
from kith.tenancy.bulk import insert_many
from kith.tenancy.prepared import first_of, one_journey, together
from kith.vocabulary import Area

__all__ = [
    "Overtaken",
    "OwnAnswers",
    "add_words",
    "assign",
    "assign_team",
    "correct",
    "hand_back",
    "identify",
    "link_person",
    "link_records",
    "mark_seen",
    "move_stage",
    "put_back",
    "say_own_view",
    "strike",
    "submit",
]


def submit(
    *,
    token: UUID,
    area: str,
    shared: dict[str, Any],
    own: Sequence[OwnAnswers],
    holder: UUID,
    occurred_at: datetime,
) -> Record:
    """Send a form. Sent twice (a double click, a retry after a lost answer) it is one record.

    Raises rules.NotReady with a sentence for each answer that needs another look.
    """
    people = [o.person_id for o in own]
    sent, known, _ = together(sent_before(token), grown_up.asked(people), declarations.asked())
    if sent:
        return first_of(sent)  # type: ignore[no-any-return]
    try:
        declared = declarations.for_new(area, holder=holder)
    except NotInForce as not_yet:
        raise rules.NotAllowed(str(not_yet)) from None
    rules.check_ready(declared, shared, own, occurred_at, timezone.now())
    _check_people(declared, own, known, london(occurred_at).date())
    record = new_record(declared, token, holder, occurred_at)
    if record is None:
        return Record.objects.get(token=token, written_by=doer())
    with one_journey():
        parts = write_parts(record, shared, own)
        write_step(record, "", record.stage, "")
        drafts.discard(token=token)
        line(record, "submit", people=people)
    just_written.keep(record, parts)
    announce(events.RecordSubmitted(record.id))
    return record


def _check_people(declared: Area, own: Sequence[OwnAnswers], known: Sequence[grown_up.Told], on: date) -> None:
    """Raise NotReady unless each is known here, and old or young enough for their part."""
    check_among((id for id, *_ in known), [one.person_id for one in own])
    # Who came from elsewhere was chosen by somebody who knows them: a pupil of eighteen is none that we know.
    if doer():
        rules.check_of_age(declared, {f"own.{n}.role": one for n, one in enumerate(own)}, grown_up.told(known, on))


@once(Record)
def move_stage(*, record: Record, to: str, rationale: str = "") -> Record:
    """Take a record to its next stage. Raises rules.NotAllowed where the area has no such step now, or not for them."""
    stands = Record.objects.select_for_update().get(id=record.id)
    declared = declarations.for_record(stands)
    if stands.stage != record.stage:
        title = declared.stage(stands.stage).title
        raise rules.NotAllowed(f"Somebody has moved this to “{title}” since you opened it.")
    facts = guarding.facts_of_each(stands, declared)
    move = rules.check_move(declared, stands.stage, to, rationale, facts)
    rules.check_doer(move, guarding.role_of_doer(), move.second_person and guarding.is_author(stands))
    # Answers that were put right in the same press may have brought it to a later version, with stages of its own.
    before, record.version = record.stage, stands.version
    enter_stage(record, before, to, rationale)
    line(record, "move", reason=rationale, detail={"from": before, "to": to})
    announce(events.StageMoved(record.id, before, to))
    return record


def mark_seen(*, record: Record) -> None:
    """The lead has read it, with what its writer has added so far. The writer sees when, and nothing else."""
    newest = record.additions.aggregate(newest=Max("at"))["newest"] or record.written_at
    if not Record.objects.filter(unread(), id=record.id).update(read_to=newest):
        return
    seen = {"seen_at": timezone.now(), "seen_by": doer()}
    if Record.objects.filter(id=record.id, seen_at__isnull=True).update(**seen):
        record.seen_at, record.seen_by = seen["seen_at"], seen["seen_by"]
    record.read_to = newest
    line(record, "seen")
    announce(events.RecordSeen(record.id))


@once(Addition)
def add_words(*, record: Record, words: str, danger: bool = False) -> Addition:
    """The writer adds to what they sent. What was sent first stays as it was."""
    if record.written_by != doer():
        raise rules.NotAllowed("Only who wrote this can add to it.")
    rules.check_words(words)
    spine = {"record_id": record.id, "holder_id": record.holder_id}
    addition = Addition(**spine, at=timezone.now(), by=doer(), words=words, danger=danger)
    people = everybody_in(record)
    with one_journey():
        insert_many(Addition, [addition])
        line(record, "add", people=people)
    announce(events.AdditionMade(record.id, addition.id))
    return addition


@once(Part)
def link_person(
    *, record: Record, person_id: UUID, role: str, answers: dict[str, Any] | None = None, reason: str = ""
) -> Part:
    """Bring another person into a record, with a role and an own part of their own. Raises rules.NotReady."""
    own = OwnAnswers(person_id, role, answers or {})
    declared = declarations.for_record(record)
    rules.check_own(declared, own.answers, role=role)
    check_known([person_id])
    check_of_age(record, declared, own)
    # Two who bring in the same person at once: the second waits here and is told.
    Record.objects.select_for_update(no_key=True).get(id=record.id)
    if Part.objects.filter(record=record, person_id=person_id).exists():
        raise rules.NotReady({"person": "This person is part of it already."})
    why = line(record, "link", people=[person_id], reason=reason, detail={"role": role})
    part: Part = history.write(Part, values=own_part(record, own, declared.version), line=why)
    announce(events.PersonLinked(record.id, person_id))
    return part
