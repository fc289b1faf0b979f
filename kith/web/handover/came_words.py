"""A referral that came, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.areas import area
from kith.foundation.dates import moment_in_words
from kith.reference.codes import code_set
from kith.sharing.referral.decided import Decision
from kith.sharing.referral.told import Turned
from kith.sharing.rules import BY_PEOPLE, Code, Happened, State
from kith.vocabulary.worded import Said
from kith.web.handover.gather import Item, NamedChild, Whole
from kith.web.handover.said import ChildSaid, ReferralSaid, referral_said
from kith.web.presenters import Child, Status, child, due, named

__all__ = ["CamePage", "came_page", "rows", "turned"]


@dataclass(frozen=True)
class Might:
    """Somebody it might be."""

    id: UUID
    child: Child
    reasons: str
    before: tuple[tuple[UUID, str], ...]
    chosen: bool


@dataclass(frozen=True)
class Who:
    """A named child, who it is, and who it might be."""

    n: int
    said: ChildSaid
    person: UUID
    name: str
    settled: str
    why: str
    is_new: bool
    might: tuple[Might, ...]
    looked: bool
    may_settle: bool


@dataclass(frozen=True)
class Step:
    """How it was decided once."""

    title: str
    by: str
    at: str
    why: str
    told: str


@dataclass(frozen=True)
class CamePage:
    id: UUID
    reference: str
    sender: str
    came: str
    late: str
    state: str
    stage: str
    owner: str
    said: ReferralSaid
    children: tuple[Who, ...]
    unsettled: str
    recalled: str
    recalled_how: str
    ways: tuple[tuple[str, str], ...]
    outcomes: tuple[str, ...]
    may_send_back: bool
    codes: tuple[tuple[str, str], ...]
    work: tuple[Said, ...]
    decided: tuple[Step, ...]
    # A decision stands, and until when nobody has to have it.
    stands: bool
    may_reopen: bool
    wrote: bool
    before: tuple[tuple[UUID, str], ...]


_STATES = {
    State.RECEIVED: "Nobody has taken it up yet. The sender sees that it arrived.",
    State.ACCEPTED: "Taken up. The sender sees that somebody looks at it.",
    State.DECIDED: "Decided. The sender has been told.",
    State.REFUSED: "Sent back. The sender reads why.",
    State.RECALLED: "Taken back by the sender before anybody took it up.",
    State.RECALL_ASKED: "The sender asks for it back. What was taken in stays, and you decide what to do.",
    State.SENT: "On its way.",
}
TOOK_BACK, ASKS_BACK = "The sender took it back:", "The sender asks for it back:"
CODES = {
    Code.NOT_OURS: "It isn’t ours to deal with",
    Code.NOT_ENOUGH: "It doesn’t say enough to go on",
    Code.ALREADY_HERE: "We have this already",
    Code.WRONG_KIND: "It should go another way",
    Code.OTHER: "Another reason, in words",
}


def came_page(seen: Whole, typed: Mapping[str, str], at: int | None) -> CamePage:
    said = referral_said(seen.body, [one.named.n for one in seen.children], seen.secret)
    children = tuple(
        _who(one, words, seen, typed if one.named.n == at else {})
        for one, words in zip(seen.children, said.children, strict=True)
    )
    open_ = sum(not one.settled for one in children) if not seen.record.closed_at else 0
    return CamePage(
        id=seen.record.id,
        reference=seen.record.reference,
        sender=said.sender,
        came=moment_in_words(seen.arrival.at),
        late=_late(seen),
        state=_state(seen),
        stage=seen.stage,
        owner=named(seen.posts, seen.record.owner_post) if seen.record.owner_post else "",
        said=said,
        children=children,
        unsettled=_unsettled(open_),
        recalled=next((str(a.body.get("words", "")) for a in seen.said if a.happened is Happened.RECALLED), ""),
        recalled_how=TOOK_BACK if seen.standing.state is State.RECALLED else ASKS_BACK,
        ways=tuple((one.end, one.verb) for one in seen.ways),
        outcomes=tuple(_outcome(one, seen) for one in seen.children),
        may_send_back=seen.may_send_back,
        codes=tuple((code.value, CODES[code]) for code in BY_PEOPLE),
        work=seen.work,
        decided=tuple(_decided(one, seen) for one in reversed(seen.decided)),
        stands=bool(seen.record.closed_at),
        may_reopen=seen.may_reopen,
        wrote=seen.wrote,
        before=tuple((one.id, f"{one.reference}, {moment_in_words(one.written_at)}") for one in seen.before),
    )


def _state(seen: Whole) -> str:
    last = seen.decided[-1] if seen.decided else None
    if last and last.is_again:
        return f"It is being looked at again since {moment_in_words(last.at)}. The sender has been told."
    return _STATES[seen.standing.state]


def _decided(one: Decision, seen: Whole) -> Step:
    """A decision in words: the step, by whom and when, the reason for the record, the words the sender reads."""
    title = "Opened again" if one.is_again else area("contact").stage(one.stage).title
    return Step(title, named(seen.posts, one.by), moment_in_words(one.at), one.rationale, one.told)


def _late(seen: Whole) -> str:
    if not seen.arrival.late:
        return ""
    return f"It was held up: sent {moment_in_words(seen.arrival.envelope.at)}. Time limits run from when it came."


def _unsettled(count: int) -> str:
    if not count:
        return ""
    who = "One child" if count == 1 else f"{count} children"
    return f"{who} still to confirm. Until you say who they are, nothing is attached to anybody you know."


def _who(one: NamedChild, said: ChildSaid, seen: Whole, typed: Mapping[str, str]) -> Who:
    part, settled = one.named.part, one.settled
    chosen = typed.get("who", "")
    might = [_might(m.person, " ".join(m.reasons), m.before, seen, chosen) for m in one.might]
    known = {m.person for m in one.might} | {part.person_id}
    found = seen.found if typed.get("look_for") else ()
    might += [_might(id, "You looked for them.", (), seen, chosen) for id in found if id not in known]
    by = f"{named(seen.posts, settled.by)}, {moment_in_words(settled.at)}" if settled else ""
    return Who(
        n=one.named.n,
        said=said,
        person=part.person_id,
        name=seen.cards[part.person_id].name,
        settled=by,
        why=settled.reason if settled else "",
        is_new=settled.is_new if settled else False,
        might=tuple(might),
        looked=bool(typed.get("look_for")),
        may_settle=part.id in seen.may_settle,
    )


def _might(id: UUID, reasons: str, before: Sequence[Any], seen: Whole, chosen: str) -> Might:
    return Might(id, child(seen.cards[id]), reasons, tuple(map(_earlier, before)), chosen == str(id))


def _earlier(part: Any) -> tuple[UUID, str]:
    record = part.record
    outcome = code_set("contact_outcome").label(part.outcome) if part.outcome else "not decided"
    return record.id, f"{record.reference}, {moment_in_words(record.written_at)}: {outcome.lower()}"


def _outcome(one: NamedChild, seen: Whole) -> str:
    part = one.named.part
    said = code_set("contact_outcome").label(part.outcome) if part.outcome else "nothing proposed yet"
    return f"{seen.cards[part.person_id].name}: {said}"


@dataclass(frozen=True)
class ItemRow:
    """One referral in the inbox."""

    id: UUID
    reference: str
    names: str
    sender: str
    came: str
    stage: str
    owner: str
    unsettled: str
    danger: bool
    status: Status | None


def rows(items: Sequence[Item]) -> tuple[ItemRow, ...]:
    """The inbox in words."""
    return tuple(
        ItemRow(
            id=one.record.id,
            reference=one.record.reference,
            names=", ".join(one.names),
            sender=referral_said(one.body, ()).sender,
            came=moment_in_words(one.arrival.at),
            stage=one.stage.lower(),
            owner=f"{one.owner} has it." if one.owner else "" if one.record.closed_at else "Not given to anybody yet.",
            unsettled=_to_confirm(one.unsettled),
            danger=bool(one.body["danger_now"]) and not one.record.closed_at,
            status=due(one.clock) if one.clock else None,
        )
        for one in items
    )


def _to_confirm(count: int) -> str:
    return f"{'One child' if count == 1 else f'{count} children'} still to confirm." if count else ""


@dataclass(frozen=True)
class TurnedRow:
    sender: str
    sent: str
    back: str
    words: str


def turned(rows: Sequence[Turned]) -> tuple[TurnedRow, ...]:
    """What went back before anybody could read it."""
    return tuple(TurnedRow(r.sender, moment_in_words(r.sent_at), moment_in_words(r.at), r.words) for r in rows)
