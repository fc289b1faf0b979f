"""What each side reads of a referral: how it stands, what was answered, and how a chronology says it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.cases.models import Record
from kith.foundation.dates import in_words, london, moment_in_words
from kith.sharing.models import Arrival, Envelope, Event, Reply, Sent
from kith.sharing.posting import standings
from kith.sharing.referral import KIND
from kith.sharing.referral.recalling import withdrawn
from kith.sharing.rules import FAULTS, Code, Happened, Standing, State
from kith.tenancy import current
from kith.tenancy.models import Controller

__all__ = [
    "Answer",
    "Story",
    "Turned",
    "arrivals",
    "line_beside",
    "sent_about",
    "stories",
    "story_of",
    "turned_back",
    "words_heard",
]


@dataclass(frozen=True)
class Answer:
    """What the other side said once: when, the reason that stands open, and what was sealed for us."""

    happened: Happened
    at: datetime
    code: Code
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """A referral of ours: what went, to whom, how it stands, and what was said of it."""

    sent: Sent
    envelope: Envelope
    to: str
    body: Mapping[str, Any]
    standing: Standing
    answers: tuple[Answer, ...]

    @property
    def decision(self) -> Mapping[str, Any]:
        """What was decided last; nothing before it is."""
        return next((one.body for one in reversed(self.answers) if one.happened is Happened.DECIDED), {})

    @property
    def looked_at_again(self) -> bool:
        """It was decided, and then opened again: what was said of each child holds no longer."""
        return self.decision.get("stage") == "reopened"

    @property
    def again_since(self) -> str:
        """Since when it is looked at again, in words; nothing while a decision stands."""
        last = next((one for one in reversed(self.answers) if one.happened is Happened.DECIDED), None)
        return moment_in_words(last.at) if last and self.looked_at_again else ""

    def outcome_of(self, person: UUID) -> str:
        """What is to happen for this child, in words; only of one that was referred."""
        if person not in self.sent.subjects:
            return ""
        n = list(self.sent.subjects).index(person)
        return next((str(c.get("words", "")) for c in self.decision.get("children", ()) if c.get("n") == n), "")


def sent_about(record_ids: Any) -> list[Sent]:
    """The referrals made of these records, newest first. Ask only for records the reader may open."""
    rows = Sent.objects.filter(about__in=record_ids, envelope__kind=KIND).select_related("envelope")
    return list(rows.order_by("-envelope__at", "-id"))


def stories(sent: Collection[Sent]) -> list[Story]:
    """Each with how it stands and what was said. Four queries for a whole list."""
    if not sent:
        return []
    envelopes = [one.envelope for one in sent]
    stand = standings(envelopes)
    names = dict(Controller.objects.filter(id__in={e.recipient_id for e in envelopes}).values_list("id", "name"))
    said: dict[UUID, list[Answer]] = {one.envelope_id: [] for one in sent}
    for row in Reply.objects.filter(envelope__in=envelopes).order_by("at", "id"):
        said[row.envelope_id].append(_answer(row))
    return [
        Story(
            one,
            one.envelope,
            names[one.envelope.recipient_id],
            json.loads(one.told),
            stand[one.envelope_id],
            tuple(said[one.envelope_id]),
        )
        for one in sent
    ]


def story_of(sent: Sent) -> Story:
    return stories([sent])[0]


def _answer(row: Reply) -> Answer:
    return Answer(Happened(row.happened), row.at, Code(row.code), json.loads(row.told))


def words_heard(envelope: UUID) -> list[Answer]:
    """What the other side said of an envelope, first to last."""
    return [_answer(row) for row in Reply.objects.filter(envelope_id=envelope).order_by("at", "id")]


def arrivals(record_ids: Any) -> list[Arrival]:
    """The referrals these contacts were made of, newest first. Ask only for records the reader may open."""
    rows = Arrival.objects.filter(record__in=record_ids).select_related("envelope", "record")
    return list(rows.order_by("-at", "-id"))


@dataclass(frozen=True)
class Turned:
    """An envelope the machine sent back, or that was taken back before anybody here took it up."""

    sender: str
    sent_at: datetime
    at: datetime
    words: str


def turned_back(most: int = 50) -> list[Turned]:
    """What came for this controller and nobody can open, newest first."""
    codes = [code.value for code in (*FAULTS, Code.UNOPENED)]
    here = {"sender_id": current().controller_id, "code__in": codes}
    kinds = [Happened.REFUSED.value, Happened.RECEIVED.value]
    rows = Event.objects.filter(kind__in=kinds, **here).select_related("envelope__sender").order_by("-at")
    back = [
        Turned(one.envelope.sender.name, one.envelope.at, one.at, _from_here(Code(one.code))) for one in rows[:most]
    ]
    taken = [
        Turned(came.envelope.sender.name, came.envelope.at, said.at, WITHDRAWN.format(came.record.reference))
        for came, said in withdrawn(most)
    ]
    return sorted([*back, *taken], key=lambda one: one.at, reverse=True)[:most]


def _from_here(code: Code) -> str:
    """The reason as the side that sent it back reads it: "they" are we."""
    return _HERE.get(code, code.words)


WITHDRAWN = "Its sender took it back before anybody took it up. {} is withdrawn, and closed to everybody."
_HERE = {
    Code.NOT_FOR_US: "It was addressed to somebody else. It went back unopened.",
    Code.ALTERED: "Something in it was changed on its way. It went back unopened: ask the sender to send it again.",
    Code.FORGED: "Its signature isn’t the sender’s. It went back unopened: ring the sender on a number you know.",
    Code.CANNOT_OPEN: "It wasn’t sealed for us. It went back unopened: ask the sender to send it again.",
    Code.UNREADABLE: "What is inside can’t be read. It went back: ask the sender to send it again.",
    Code.UNKNOWN_FORM: "It is sealed in a form this Kith doesn’t know yet. It went back unopened: update Kith.",
    Code.UNKNOWN_KIND: "This Kith doesn’t take in this kind of envelope. It went back unopened.",
    Code.UNKNOWN_VERSION: "It is written in a version this Kith doesn’t know yet. It went back unopened: update Kith.",
    Code.UNOPENED: "Its sender took it back before it came. Nobody opened it.",
}


def line_beside(record: Record, person: UUID) -> str:
    """What a chronology adds to the line of a record: that it was referred, or that it came as a referral."""
    if record.area == "contact":
        return _came(record)
    told = [_went(one, person) for one in stories(sent_about([record.id])) if person in one.sent.subjects]
    return ". ".join(reversed(told))


def _came(record: Record) -> str:
    arrival = Arrival.objects.filter(record=record).first()
    return f"Referred by {json.loads(arrival.told)['from']['organisation']}" if arrival else ""


def _went(story: Story, person: UUID) -> str:
    on = in_words(london(story.envelope.at).date())
    if outcome := story.outcome_of(person):
        return f"Referred to {story.to} on {on}: {outcome.lower()}"
    how = f"being looked at again since {story.again_since}" if story.looked_at_again else _STATES[story.standing.state]
    return f"Referred to {story.to} on {on}: {how}"


_STATES = {
    State.SENT: "on its way",
    State.RECEIVED: "received",
    State.ACCEPTED: "being looked at",
    State.REFUSED: "sent back",
    State.DECIDED: "decided",
    State.RECALLED: "taken back",
    State.RECALL_ASKED: "asked for back",
}
