"""The recipient's side: an envelope is checked, opened, handed on once, and its sender told that it came."""

from uuid import UUID

from kith import audit
from kith.audit import keys
from kith.jobs import Work, job, nightly
from kith.sharing.handlers import Arrived, Unsuitable, handler_of
from kith.sharing.hearing import take_notice, unheard
from kith.sharing.models import Envelope, Event
from kith.sharing.posting import POST_ROOM, one_at_a_time, open_row, standings
from kith.sharing.rules import LATE, Code, Happened, Standing, State
from kith.sharing.saying import let_words_out, say
from kith.sharing.sealing import Unopened
from kith.tenancy import current, tenancy

__all__ = ["deliver", "receive", "sweep", "sweep_each_night", "take_in", "undelivered"]


@job("envelope.deliver", system=POST_ROOM)
def deliver(work: Work, envelope: UUID) -> None:
    with work.opened():
        take_in(envelope)


def receive(*, controller_id: UUID, envelope_id: UUID) -> Standing | None:
    """The same, in a unit of its own: for the sweep, and for whoever has no queue."""
    with tenancy(controller_id, system=POST_ROOM):
        return take_in(envelope_id)


def take_in(envelope_id: UUID) -> Standing | None:
    """Take an envelope in, in the open unit. However often it is brought, it is handed on once.

    None: it is not this controller's. It is said of nobody, since row security shows nobody else's.
    """
    envelope = Envelope.objects.filter(id=envelope_id, recipient_id=current().controller_id).first()
    if envelope is None:
        audit.record("envelope.misdeliver", detail={"envelope": str(envelope_id)})
        return None
    one_at_a_time(envelope_id)
    if not Event.objects.filter(envelope=envelope, kind__in=[Happened.RECEIVED, Happened.REFUSED]).exists():
        _first_time(envelope)
    return standings([envelope])[envelope_id]


def _first_time(envelope: Envelope) -> None:
    if standings([envelope])[envelope.id].state is State.RECALLED:
        _received(envelope, Code.UNOPENED)
        return
    try:
        body = open_row(envelope)
        handler = handler_of(envelope.kind, envelope.schema_version)
    except Unopened as refused:
        _refused(envelope, refused.code)
        return
    event = _received(envelope)
    late = event.at - envelope.at > LATE
    try:
        handler.arrived(
            Arrived(
                envelope=envelope.id,
                sender=envelope.sender_id,
                kind=envelope.kind,
                version=envelope.schema_version,
                body=body,
                sent_at=envelope.at,
                late=late,
            )
        )
    except Unsuitable as unsuitable:
        _refused(envelope, unsuitable.code, unsuitable.words)


def _received(envelope: Envelope, code: Code = Code.NONE) -> Event:
    event = say(envelope, Happened.RECEIVED, code=code)
    audit.record("envelope.receive", reason=code.words, detail=_what(envelope))
    return event


def _refused(envelope: Envelope, code: Code, words: str = "") -> None:
    if words:
        let_words_out(envelope, to=envelope.sender_id, body={"words": words})
    audit.record("envelope.refuse", reason=code.words, detail=_what(envelope))
    say(envelope, Happened.REFUSED, code=code, body={"words": words} if words else None)


def _what(envelope: Envelope) -> dict[str, str]:
    return {"envelope": str(envelope.id), "kind": envelope.kind, "from": str(envelope.sender_id)}


def undelivered() -> list[UUID]:
    """Envelopes to this controller that it has neither received nor refused, oldest first."""
    to_us = Envelope.objects.filter(recipient_id=current().controller_id)
    dealt_with = Event.objects.filter(sender_id=current().controller_id, kind__in=[Happened.RECEIVED, Happened.REFUSED])
    return list(to_us.exclude(id__in=dealt_with.values("envelope_id")).order_by("at").values_list("id", flat=True))


@nightly("envelope.sweep", system=POST_ROOM, at="17 2 * * *")
def sweep_each_night(work: Work) -> None:
    sweep(work.controller)


def sweep(controller_id: UUID) -> int:
    """Bring what a lost job left: a job delays, it never loses. Each in a unit of its own. Returns how many."""
    keys.create(controller_id)
    with tenancy(controller_id, system=POST_ROOM):
        envelopes, events = undelivered(), unheard()
    failures: list[Exception] = []
    for bring, ids in ((take_in, envelopes), (take_notice, events)):
        for one in ids:
            try:
                with tenancy(controller_id, system=POST_ROOM):
                    bring(one)
            except Exception as failed:
                failures.append(failed)
    if failures:
        raise ExceptionGroup(f"{len(failures)} envelopes or answers could not be brought", failures)
    return len(envelopes) + len(events)
