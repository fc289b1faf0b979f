"""What a party says of an envelope: accepted, refused with a reason, decided; and the sender's recall."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from kith import audit
from kith.jobs import defer_elsewhere
from kith.sharing.gate import Kind, Way, release
from kith.sharing.hearing import hear
from kith.sharing.models import Envelope, Event, Sent
from kith.sharing.posting import one_at_a_time, put_event, standings
from kith.sharing.rules import BY_PEOPLE, Code, Happened, Standing, may_follow
from kith.tenancy import current

__all__ = ["NoSuchEnvelope", "NotNow", "accept", "decide", "let_words_out", "open_up", "recall", "refuse", "say"]

ANSWER = "answer to an envelope"


class NotNow(Exception):
    """As the envelope stands, this cannot be said of it. The message is a sentence for a page."""

    def __init__(self, stands: Standing) -> None:
        super().__init__(f"That can't be done any more. {stands.words}")
        self.standing = stands


class NoSuchEnvelope(LookupError):
    """Nobody sent this controller such an envelope, and it sent none."""


def accept(*, envelope: UUID, subjects: Collection[UUID] = (), holder: UUID | None = None) -> Standing:
    """Take it on. From here the recipient keeps it, whatever the sender wishes. `subjects`: whom it became."""
    return _answer(envelope, Happened.ACCEPTED, subjects=subjects, holder=holder)


def open_up(*, envelope: UUID, body: Mapping[str, Any], holder: UUID | None = None) -> Standing:
    """Say that it is theirs, by whose name and role `body` holds, before it is read. It may still be refused."""
    return _answer(envelope, Happened.OPENED, body=body, subjects=(), holder=holder)


def refuse(
    *, envelope: UUID, code: Code, words: str = "", subjects: Collection[UUID] = (), holder: UUID | None = None
) -> Standing:
    """Send it back with a reason: one of those that stand open, and words that only the sender can open."""
    if code not in BY_PEOPLE:
        raise ValueError(f"{code!r} is said by the machine.")
    if code is Code.OTHER and not words.strip():
        raise ValueError("Say why.")
    body = {"words": words.strip()} if words.strip() else {}
    return _answer(envelope, Happened.REFUSED, code=code, body=body, subjects=subjects, holder=holder)


def decide(
    *, envelope: UUID, body: Mapping[str, Any], subjects: Collection[UUID], holder: UUID | None = None
) -> Standing:
    """Tell the sender what was decided and why. What `body` holds is for the kind's handler at the sender's side."""
    return _answer(envelope, Happened.DECIDED, body=body, subjects=subjects, holder=holder)


def recall(*, envelope: UUID, words: str) -> Standing:
    """Take an envelope back. Before it is accepted that ends it; afterwards it is a request, and says so."""
    sent = Sent.objects.filter(envelope_id=envelope).first()
    if sent is None:
        raise NoSuchEnvelope(envelope)
    if not words.strip():
        raise ValueError("Say why.")
    found = Envelope.objects.get(id=envelope)
    let_words_out(
        found,
        to=found.recipient_id,
        subjects=sent.subjects,
        holder=sent.holder_id,
        purpose=words,
        body={"words": words},
    )
    say(found, Happened.RECALLED, body={"words": words.strip()})
    return standings([found])[envelope]


def say(
    envelope: Envelope, happened: Happened, *, code: Code = Code.NONE, body: Mapping[str, Any] | None = None
) -> Event:
    """Say it, if it follows on how the envelope stands now, and bring it to the other side. Raises NotNow."""
    one_at_a_time(envelope.id)
    stands = standings([envelope])[envelope.id]
    if not may_follow(stands.state, happened):
        raise NotNow(stands)
    event = put_event(envelope, happened, code=code, body=body)
    defer_elsewhere(hear, controller=event.recipient_id, in_turn=envelope.id, event=event.id)
    return event


def _answer(
    envelope: UUID,
    happened: Happened,
    *,
    subjects: Collection[UUID],
    holder: UUID | None,
    code: Code = Code.NONE,
    body: Mapping[str, Any] | None = None,
) -> Standing:
    found = Envelope.objects.filter(id=envelope, recipient_id=current().controller_id).first()
    if found is None:
        raise NoSuchEnvelope(envelope)
    if body:
        let_words_out(found, to=found.sender_id, subjects=subjects, holder=holder, purpose=ANSWER, body=body)
    said = {"envelope": str(envelope), "code": code.value}
    audit.record(f"envelope.{_VERBS[happened]}", subjects=subjects, holder=holder, reason=code.words, detail=said)
    say(found, happened, code=code, body=body)
    return standings([found])[envelope]


def let_words_out(
    envelope: Envelope,
    *,
    to: UUID,
    body: Mapping[str, Any],
    purpose: str = ANSWER,
    subjects: Collection[UUID] = (),
    holder: UUID | None = None,
) -> None:
    """The gate, for what one party writes to the other about an envelope."""
    release(
        what=f"words about an envelope ({envelope.kind})",
        way=Way.ENVELOPE,
        kind=Kind.OTHER_PARTY,
        to=to,
        subjects=subjects,
        holder=holder,
        purpose=purpose,
        basis="the envelope they exchanged",
        envelope=envelope.id,
        body=body,
    )


_VERBS = {Happened.OPENED: "open", Happened.ACCEPTED: "accept", Happened.REFUSED: "refuse", Happened.DECIDED: "decide"}
