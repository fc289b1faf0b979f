"""What the other side says of an envelope, taken notice of: checked, written to the ledger, handed to whoever waits."""

from uuid import UUID

from kith import audit
from kith.jobs import Work, job
from kith.sharing.handlers import Heard, handler_of, known
from kith.sharing.models import Envelope, Event, Sent
from kith.sharing.posting import POST_ROOM, one_at_a_time, open_row, put_event
from kith.sharing.rules import Code, Happened
from kith.sharing.sealing import Unopened
from kith.tenancy import current

__all__ = ["hear", "take_notice", "unheard"]


@job("envelope.hear", system=POST_ROOM)
def hear(work: Work, event: UUID) -> None:
    with work.opened():
        take_notice(event)


def take_notice(event: UUID) -> None:
    """Once for each event, however often it is brought. One that is not genuine counts for nothing from then on."""
    found = Event.objects.select_related("envelope").filter(id=event, recipient_id=current().controller_id).first()
    if found is None:
        audit.record("envelope.misdeliver", detail={"event": str(event)})
        return
    one_at_a_time(found.envelope_id)
    if Event.objects.filter(answers=found).exists():
        return
    try:
        body, code = open_row(found), Code.NONE
    except Unopened as refused:
        body, code = {}, refused.code
    _write_down(found, code)
    put_event(found.envelope, Happened.NOTICED, code=code, answers=found.id)
    if not code and known(found.envelope.kind):
        _hand_on(found, body)


def unheard() -> list[UUID]:
    """What was said to this controller and it has not taken notice of."""
    to_us = Event.objects.filter(recipient_id=current().controller_id).exclude(kind=Happened.NOTICED)
    noticed = Event.objects.filter(sender_id=current().controller_id, kind=Happened.NOTICED)
    return list(to_us.exclude(id__in=noticed.values("answers_id")).order_by("at").values_list("id", flat=True))


def _write_down(event: Event, code: Code) -> None:
    """A line with those the envelope is about, where it is ours."""
    ours = Sent.objects.filter(envelope_id=event.envelope_id).first()
    detail = {"envelope": str(event.envelope_id), "event": str(event.id), "said": event.kind, "code": event.code}
    audit.record(
        "envelope.refuse-event" if code else "envelope.hear",
        subjects=ours.subjects if ours else (),
        holder=ours.holder_id if ours else None,
        reason=code.words,
        detail=detail,
    )


def _hand_on(event: Event, body: dict[str, object]) -> None:
    envelope: Envelope = event.envelope
    try:
        handler = handler_of(envelope.kind, envelope.schema_version)
    except Unopened:
        return
    handler.heard(
        Heard(
            envelope=envelope.id,
            event=event.id,
            kind=envelope.kind,
            happened=Happened(event.kind),
            code=Code(event.code),
            body=body,
            at=event.at,
        )
    )
