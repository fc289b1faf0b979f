"""How a contact that came as a referral was decided: when, by whom, why, and what its sender reads of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.cases.models import Record, StageMove
from kith.sharing.models import Arrival, Event, Reply, Sent
from kith.sharing.rules import Happened
from kith.sharing.sealing import body_text

__all__ = ["DECIDED", "REOPENED", "Decision", "decisions", "keep_told", "last_told"]

# The steps that decide a contact, and the one by which it is looked at again.
DECIDED, REOPENED = ("referred", "closed"), "reopened"


@dataclass(frozen=True)
class Decision:
    """One step that decided it or opened it again: the reason for the record, and the words the sender reads."""

    stage: str
    at: datetime
    by: UUID | None
    rationale: str
    told: str

    @property
    def is_again(self) -> bool:
        """It was opened again: what was decided before holds no longer."""
        return self.stage == REOPENED


def keep_told(arrival: Arrival, body: Mapping[str, Any]) -> None:
    """What was sealed for the sender with the first decision, kept here: the envelope opens for them only."""
    said = Event.objects.get(envelope_id=arrival.envelope_id, kind=Happened.DECIDED.value, answers=None)
    Reply.objects.create(
        envelope_id=arrival.envelope_id,
        holder_id=arrival.holder_id,
        event=said.id,
        happened=said.kind,
        told=body_text(body),
        at=said.at,
    )


def decisions(arrival: Arrival, record: Record) -> tuple[Decision, ...]:
    """Each decision and each opening again, first to last."""
    steps = list(StageMove.objects.filter(record=record, to_stage__in=(*DECIDED, REOPENED)).order_by("at", "id"))
    told = {one.once: json.loads(one.told) for one in _again(record)}
    if steps and (first := _first(arrival)):
        told.setdefault(steps[0].id, json.loads(first.told))
    return tuple(
        Decision(one.to_stage, one.at, one.by, one.rationale, str(told.get(one.id, {}).get("reason", "")))
        for one in steps
    )


def last_told(arrival: Arrival, record: Record) -> Mapping[str, Any] | None:
    """What the sender read last of how it was decided. None where they have read nothing, or it was not kept."""
    last: Sent | Reply | None = _again(record).last() or _first(arrival)
    found: Mapping[str, Any] | None = json.loads(last.told) if last else None
    return found


def _again(record: Record) -> Any:
    """The envelopes of ours that said it again."""
    return Sent.objects.filter(about=record.id, envelope__kind="outcome").order_by("envelope__at", "id")


def _first(arrival: Arrival) -> Reply | None:
    mine = Reply.objects.filter(envelope_id=arrival.envelope_id, happened=Happened.DECIDED.value)
    return mine.order_by("at", "id").first()
