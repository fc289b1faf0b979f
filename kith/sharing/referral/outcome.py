"""Decided again: an envelope of its own, since what was said of the first one is said once.

A school that was told "no further action" must hear that the contact was opened again, and what came of it. The kind
is `outcome`: the body of the answer it replaces, and `referral`, the envelope it is about.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import jsonschema_rs

from kith.cases.models import Record, StageMove
from kith.sharing.events import ReferralChanged
from kith.sharing.handlers import Arrived, Unsuitable
from kith.sharing.models import Arrival, Reply, Sent
from kith.sharing.referral import KIND
from kith.sharing.referral.hearing import to_be_read
from kith.sharing.rules import Code, Happened
from kith.sharing.sealing import body_text
from kith.sharing.sending import send
from kith.tenancy import announce
from kith.vocabulary.answers import MOST_LONG_TEXT, MOST_TEXT

__all__ = ["OUTCOME", "arrived", "tell_again"]

OUTCOME = "outcome"
PURPOSE = "What became of a referral was decided again"
BASIS = "the envelope it answers"

_SHORT = {"type": "string", "maxLength": MOST_TEXT}
_CHILD = {
    "type": "object",
    "properties": {"n": {"type": "integer", "minimum": 0}, "outcome": _SHORT, "words": _SHORT},
    "required": ["n", "outcome", "words"],
    "additionalProperties": False,
}
_FORM = jsonschema_rs.validator_for(
    {
        "type": "object",
        "properties": {
            "referral": {"type": "string", "format": "uuid"},
            "stage": _SHORT,
            "words": _SHORT,
            "reason": {"type": "string", "maxLength": MOST_LONG_TEXT},
            "children": {"type": "array", "items": _CHILD},
        },
        "required": ["referral", "stage", "words", "reason", "children"],
        "additionalProperties": False,
    },
    validate_formats=True,
)


def tell_again(
    arrival: Arrival, record: Record, decision: Mapping[str, Any], subjects: list[UUID], once: UUID | None = None
) -> Sent:
    """Tell whoever referred how it stands after the last step, or after what is numbered `once`: each is told once."""
    once = once or StageMove.objects.filter(record=record).latest("at", "id").id
    return send(
        kind=OUTCOME,
        to=arrival.sender,
        body={"referral": str(arrival.envelope_id), **decision},
        subjects=subjects,
        purpose=PURPOSE,
        basis=BASIS,
        holder=record.holder_id,
        about=record.id,
        once=once,
        in_answer_to=arrival.envelope_id,
    )


def arrived(what: Arrived) -> None:
    """Write it beside the referral it is about, and have it read. Raises Unsuitable where there is none of ours."""
    if not _FORM.is_valid(dict(what.body)):
        raise Unsuitable(Code.NOT_ENOUGH, "This is no outcome of version 1.")
    sent = Sent.objects.filter(
        envelope_id=what.body["referral"], envelope__kind=KIND, envelope__recipient_id=what.sender
    ).first()
    if sent is None:
        raise Unsuitable(Code.NOT_OURS, "No referral of ours to you has this number.")
    Reply.objects.create(
        envelope_id=sent.envelope_id,
        holder_id=sent.holder_id,
        event=what.envelope,
        happened=Happened.DECIDED.value,
        told=body_text({name: said for name, said in what.body.items() if name != "referral"}),
        at=what.sent_at,
    )
    to_be_read(sent)
    announce(ReferralChanged(sent.about))
