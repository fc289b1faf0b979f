"""The sender's side: what leaves passes the gate, is kept as it went, and is on its way when this unit commits."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from kith.access.reader import Reader
from kith.jobs import defer_elsewhere
from kith.sharing.arriving import deliver
from kith.sharing.gate import Kind, Way, release
from kith.sharing.models import Sent
from kith.sharing.posting import put_envelope
from kith.sharing.sealing import body_text
from kith.tenancy import current, waiting

__all__ = ["send"]


def send(
    *,
    kind: str,
    to: UUID,
    body: Mapping[str, Any],
    subjects: Collection[UUID],
    purpose: str,
    basis: str,
    holder: UUID,
    reader: Reader | None = None,
    version: int = 1,
    about: UUID | None = None,
    once: UUID | None = None,
    in_answer_to: UUID | None = None,
    kept: Mapping[str, Any] | None = None,
) -> Sent:
    """Send another controller an envelope about these persons. Raises NotReleased, and then nothing has left.

    `body` is what goes, in the form of `kind` and `version`; `about` the record it was made from; `once` the number of
    the form it was sent from, so that a second click finds it sent; `in_answer_to` an envelope of theirs, whose sender
    hears what became of it without anybody being asked about each child again. `kept`: what of the body its sender
    keeps as text, where that is not all of it.
    """
    if once is not None and (before := _sent_before(once)):
        return before
    told = body_text(body if kept is None else kept)
    released = release(
        what=f"envelope ({kind})",
        way=Way.ENVELOPE,
        kind=_to_whom(to, in_answer_to),
        envelope=in_answer_to,
        to=to,
        subjects=subjects,
        holder=holder,
        reader=reader,
        purpose=purpose,
        basis=basis,
        body=body if kept is None else kept,
    )
    envelope = put_envelope(to=to, kind=kind, version=version, body=body)
    sent = Sent.objects.create(
        envelope=envelope,
        holder_id=holder,
        about=about,
        subjects=list(subjects),
        purpose=purpose,
        basis=basis,
        told=told,
        line=released.line,
        by=current().doer.post_id or current().doer.on_behalf_of,
        once=once,
    )
    defer_elsewhere(deliver, controller=to, in_turn=envelope.id, envelope=envelope.id)
    return sent


def _to_whom(to: UUID, in_answer_to: UUID | None) -> Kind:
    if in_answer_to:
        return Kind.OTHER_PARTY
    return Kind.SAME_TRUST if to == current().controller_id else Kind.CONTROLLER


def _sent_before(once: UUID) -> Sent | None:
    """Two clicks at the same moment are answered one after the other."""
    waiting.alone(f"send {once}")
    return Sent.objects.filter(once=once).first()
