"""What becomes of an envelope: who may say what, when, and how it stands. No Django, no keys.

An envelope never changes. What happens to it are events beside it, each said by one of its two parties, and how it
stands follows from them alone, so that both read the same.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

__all__ = ["BY_RECIPIENT", "FAULTS", "LATE", "Code", "Happened", "Said", "Standing", "State", "may_follow", "standing"]


class Happened(enum.StrEnum):
    """What is said of an envelope."""

    RECEIVED = "received"
    # Somebody there says that it is theirs and reads it; nothing is taken on by that, and it may still go back.
    OPENED = "opened"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DECIDED = "decided"
    RECALLED = "recalled"
    # Said of an event: the other side has read it, checked it and written its line.
    NOTICED = "noticed"


BY_RECIPIENT = frozenset({Happened.RECEIVED, Happened.OPENED, Happened.ACCEPTED, Happened.REFUSED, Happened.DECIDED})


class Code(enum.StrEnum):
    """Why, where a few words do for everybody. It stands open, so it never says anything about a child."""

    NONE = ""
    # People refuse.
    NOT_OURS = "not ours"
    NOT_ENOUGH = "not enough"
    ALREADY_HERE = "already here"
    WRONG_KIND = "wrong kind"
    OTHER = "other"
    # The machine refuses, and no person has seen what was inside.
    NOT_FOR_US = "not for us"
    ALTERED = "altered"
    FORGED = "forged"
    CANNOT_OPEN = "cannot open"
    UNREADABLE = "unreadable"
    UNKNOWN_FORM = "unknown form"
    UNKNOWN_KIND = "unknown kind"
    UNKNOWN_VERSION = "unknown version"
    # Taken back before it came.
    UNOPENED = "unopened"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Code.NONE: "",
    Code.NOT_OURS: "It isn't theirs to deal with.",
    Code.NOT_ENOUGH: "It doesn't say enough to go on.",
    Code.ALREADY_HERE: "They have this already.",
    Code.WRONG_KIND: "It should go another way.",
    Code.OTHER: "They give their reason in words.",
    Code.NOT_FOR_US: "It was addressed to somebody else.",
    Code.ALTERED: "It isn't what was sent: something in it was changed on the way.",
    Code.FORGED: "Its signature isn't the sender's.",
    Code.CANNOT_OPEN: "It wasn't sealed for them, and they can't open it.",
    Code.UNREADABLE: "It opened, and what is inside can't be read.",
    Code.UNKNOWN_FORM: "It is sealed in a form they don't know yet.",
    Code.UNKNOWN_KIND: "They don't take in this kind of envelope.",
    Code.UNKNOWN_VERSION: "It is written in a version they don't know yet.",
    Code.UNOPENED: "It was taken back before it came, and nobody opened it.",
}

# What people choose from when they refuse, and what only the machine says.
BY_PEOPLE = (Code.NOT_OURS, Code.NOT_ENOUGH, Code.ALREADY_HERE, Code.WRONG_KIND, Code.OTHER)
FAULTS = frozenset(Code) - {Code.NONE, Code.UNOPENED, *BY_PEOPLE}


class State(enum.StrEnum):
    """How an envelope stands, for whoever reads a list."""

    SENT = "on its way"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DECIDED = "decided"
    RECALLED = "recalled"
    RECALL_ASKED = "recall asked for"


# What may be said in which state. A recall of what was accepted is a request: what was taken in is theirs.
FOLLOWS: dict[State, frozenset[Happened]] = {
    State.SENT: frozenset({Happened.RECEIVED, Happened.REFUSED, Happened.RECALLED}),
    State.RECEIVED: frozenset({Happened.OPENED, Happened.ACCEPTED, Happened.REFUSED, Happened.RECALLED}),
    State.ACCEPTED: frozenset({Happened.DECIDED, Happened.RECALLED}),
    State.DECIDED: frozenset({Happened.RECALLED}),
    State.REFUSED: frozenset(),
    # So that the sweep finds it dealt with.
    State.RECALLED: frozenset({Happened.RECEIVED}),
    State.RECALL_ASKED: frozenset({Happened.DECIDED}),
}

# Jobs bring an envelope within seconds and the sweep within a night: what takes longer was held up.
LATE = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """One event, as much of it as how things stand depends on."""

    id: UUID
    happened: Happened
    at: datetime
    code: Code = Code.NONE
    answers: UUID | None = None


@dataclass(frozen=True)
class Standing:
    """How an envelope stands, since when, why, and whether it was held up."""

    state: State
    since: datetime
    code: Code = Code.NONE
    late: bool = False

    @property
    def words(self) -> str:
        """One or two sentences for the sender's and the recipient's page."""
        said = _SENTENCES[self.state]
        held_up = "It was held up for more than a day on its way." if self.late else ""
        return " ".join(part for part in (said, self.code.words, held_up) if part)


_SENTENCES = {
    State.SENT: "On its way.",
    State.RECEIVED: "It has arrived and waits to be looked at.",
    State.ACCEPTED: "Somebody has taken it up.",
    State.REFUSED: "Refused.",
    State.DECIDED: "Decided.",
    State.RECALLED: "Taken back by the sender.",
    State.RECALL_ASKED: "The sender asked for it back after it was accepted. What was taken in stays.",
}


def standing(sent_at: datetime, events: Iterable[Said]) -> Standing:
    """How an envelope stands. An event its reader found to be false counts for nothing."""
    every = list(events)
    false = {e.answers for e in every if e.happened is Happened.NOTICED and e.code}
    genuine = [e for e in every if e.id not in false and e.happened is not Happened.NOTICED]
    said = {e.happened: e for e in genuine}
    came = said.get(Happened.RECEIVED)
    late = came is not None and came.at - sent_at > LATE
    for state, event in _latest_first(said):
        return Standing(state, event.at, event.code, late)
    return Standing(State.SENT, sent_at)


def _latest_first(said: dict[Happened, Said]) -> Iterable[tuple[State, Said]]:
    """The states the events lead to, the one that counts first."""
    accepted, recalled = said.get(Happened.ACCEPTED), said.get(Happened.RECALLED)
    if decided := said.get(Happened.DECIDED):
        yield State.DECIDED, decided
    if recalled and accepted:
        yield State.RECALL_ASKED, recalled
    if accepted:
        yield State.ACCEPTED, accepted
    if refused := said.get(Happened.REFUSED):
        yield State.REFUSED, refused
    if recalled:
        yield State.RECALLED, recalled
    if received := said.get(Happened.RECEIVED):
        yield State.RECEIVED, received


def may_follow(state: State, happened: Happened) -> bool:
    """Whether this may be said of an envelope that stands so."""
    return happened in FOLLOWS[state]
