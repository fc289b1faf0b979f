"""Between rows and letters: sealing what the open tenant sends, opening what it got, reading how things stand."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from kith.audit import keys
from kith.audit.keystore import NoKey
from kith.sharing.models import Envelope, Event, Sealed
from kith.sharing.rules import Code, Happened, Said, Standing, standing
from kith.sharing.sealing import Head, Letter, Unopened, open_letter, seal
from kith.tenancy import current, waiting

__all__ = ["POST_ROOM", "NoKeys", "one_at_a_time", "open_row", "put_envelope", "put_event", "standings"]

# The system post that brings in what arrives: "rows from files and envelopes".
POST_ROOM = "importer"


class NoKeys(Exception):
    """This controller has put up no key to seal anything to."""


def put_envelope(*, to: UUID, kind: str, version: int, body: Mapping[str, Any]) -> Envelope:
    """Seal, sign and send."""
    letter = _sealed(to=to, kind=kind, version=version, body=body)
    return Envelope.objects.create(**_columns(letter))


def put_event(
    envelope: Envelope,
    happened: Happened,
    *,
    code: Code = Code.NONE,
    body: Mapping[str, Any] | None = None,
    answers: UUID | None = None,
) -> Event:
    """Say something of an envelope to its other party."""
    to = envelope.sender_id if envelope.recipient_id == current().controller_id else envelope.recipient_id
    about = {"envelope": envelope.id, "code": code.value, "answers": answers}
    letter = _sealed(to=to, kind=happened.value, version=envelope.schema_version, body=body or {}, **about)
    return Event.objects.create(envelope=envelope, answers_id=answers, **_columns(letter))


def _sealed(*, to: UUID, kind: str, version: int, body: Mapping[str, Any], **about: Any) -> Letter:
    theirs, ours = keys.to_write_to(to), keys.own_pair()
    if theirs is None or not ours:
        raise NoKeys(f"{to if theirs is None else current().controller_id} has no key for envelopes.")
    head = Head(
        id=uuid4(),
        sender=current().controller_id,
        recipient=to,
        kind=kind,
        schema_version=version,
        sender_key=ours,
        recipient_key=theirs.n,
        at=timezone.now(),
        **about,
    )
    return seal(head, body, to=theirs.agreement, sign=lambda message: keys.sign(ours, message))


def _columns(letter: Letter) -> dict[str, Any]:
    head = letter.head
    return {
        "id": head.id,
        "sender_id": head.sender,
        "recipient_id": head.recipient,
        **{name: getattr(head, name) for name in ("kind", "schema_version", "code", "form", "at")},
        **{name: getattr(head, name) for name in ("sender_key", "recipient_key")},
        **{name: getattr(letter, name) for name in ("sealed", "hash", "signature")},
    }


def _letter(row: Sealed) -> Letter:
    """The letter a row was made from, or says it was."""
    head = Head(
        id=row.id,
        sender=row.sender_id,
        recipient=row.recipient_id,
        kind=row.kind,
        schema_version=row.schema_version,
        sender_key=row.sender_key,
        recipient_key=row.recipient_key,
        at=row.at,
        envelope=row.envelope_id if isinstance(row, Event) else None,
        code=row.code,
        answers=row.answers_id if isinstance(row, Event) else None,
        form=row.form,
    )
    return Letter(head=head, sealed=bytes(row.sealed), hash=bytes(row.hash), signature=bytes(row.signature))


def open_row(row: Sealed) -> dict[str, Any]:
    """What is inside, for the open tenant as its recipient. Raises Unopened. Whoever calls this writes a line."""
    theirs = keys.of_number(row.sender_id, row.sender_key)
    try:
        ours = keys.own(row.recipient_key)
    except NoKey:
        raise Unopened(Code.CANNOT_OPEN) from None
    return open_letter(
        _letter(row),
        us=current().controller_id,
        sender=theirs.signing if theirs else None,
        to=ours.agreement,
        agree=lambda other: keys.agree(ours.n, other),
    )


def standings(envelopes: Collection[Envelope]) -> dict[UUID, Standing]:
    """How each of these stands. One query for a whole list."""
    said: dict[UUID, list[Said]] = {one.id: [] for one in envelopes}
    for event in Event.objects.filter(envelope__in=said).order_by("at", "id"):
        happened, code = Happened(event.kind), Code(event.code)
        said[event.envelope_id].append(Said(event.id, happened, event.at, code, event.answers_id))
    return {one.id: standing(one.at, said[one.id]) for one in envelopes}


def one_at_a_time(envelope: UUID) -> None:
    """Both parties' writers wait for each other here, to the end of the unit: an envelope is accepted or recalled."""
    waiting.alone(f"envelope {envelope}")
