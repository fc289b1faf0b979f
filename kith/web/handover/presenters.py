"""The pages of the hand-over in words: the sender's form, what became of it, what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.foundation.dates import moment_in_words
from kith.reference.codes import code_set
from kith.sharing.referral.choosing import Answer, Offer, Offered
from kith.sharing.referral.making import BASES
from kith.sharing.referral.told import Answer as Heard
from kith.sharing.referral.told import Story
from kith.sharing.rules import FAULTS, Code, Happened, State
from kith.web.answers import Question, questions
from kith.web.handover.form import FIELDS, Names
from kith.web.presenters import Child, Status, child

__all__ = ["StoryPage", "refer_page", "status_of", "story_page"]


@dataclass(frozen=True)
class Box:
    """Something to tick: its name in the form, what it is, and what would go."""

    name: str
    title: str
    words: str
    rows: tuple[str, ...]
    childs_words: bool
    ticked: bool
    # What is ticked with its child, by the page itself.
    follows: str = ""


@dataclass(frozen=True)
class ChildBoxes:
    """One child, and all that may go about them."""

    name: str
    chosen: bool
    child: Child
    role: str
    role_value: str
    facts: tuple[Box, ...]
    answers: tuple[Box, ...]
    hidden_address: bool


@dataclass(frozen=True)
class ReferPage:
    id: UUID
    reference: str
    children: tuple[ChildBoxes, ...]
    others: str
    answers: tuple[Box, ...]
    asked: tuple[Question, ...]
    roles: tuple[tuple[str, str], ...]
    bases: tuple[tuple[str, str], ...]
    councils: tuple[tuple[str, str], ...]


def refer_page(offer: Offer, given: Mapping[str, str], errors: Mapping[str, str], councils: Sequence[Any]) -> ReferPage:
    return ReferPage(
        id=offer.record.id,
        reference=offer.record.reference,
        children=tuple(_boxes(one, given) for one in offer.children),
        others=_others(offer.others),
        answers=tuple(_box(one, f"answer.{one.name}", given) for one in offer.answers if one.carried != "danger_now"),
        asked=questions(FIELDS, given, errors),
        roles=code_set("contact_role").choices(),
        bases=tuple(BASES.items()),
        councils=tuple((str(one.id), one.name) for one in councils),
    )


def _boxes(one: Offered, given: Mapping[str, str]) -> ChildBoxes:
    """Of a child who is not referred nothing is ticked: nothing of theirs goes, whatever a draft still holds."""
    names, chosen = Names(one.part), bool(given.get(Names(one.part).chosen))
    ticked: Mapping[str, str] = given if chosen else {}
    facts = (
        Box(name := names.fact(f.name), f.title, f.words, (), False, bool(ticked.get(name)), names.chosen)
        for f in one.facts
    )
    return ChildBoxes(
        name=names.chosen,
        chosen=chosen,
        child=child(one.card),
        role=names.role,
        role_value=given.get(names.role, ""),
        facts=tuple(facts),
        answers=tuple(_box(answer, names.own(answer.name), ticked) for answer in one.answers),
        hidden_address=one.hidden_address,
    )


def _box(one: Answer, name: str, given: Mapping[str, str]) -> Box:
    said = one.said
    return Box(name, said.question, said.words, said.rows, said.childs_words, bool(given.get(name)))


def _others(count: int) -> str:
    if not count:
        return ""
    who = "Another child is" if count == 1 else f"{count} other children are"
    return f"{who} part of this concern whom you may not refer. Nothing about them goes."


@dataclass(frozen=True)
class Step:
    at: str
    words: str
    why: str = ""


@dataclass(frozen=True)
class Outcome:
    """What is to happen for one child."""

    name: str
    words: str


@dataclass(frozen=True)
class StoryPage:
    """A referral of ours: where it stands, and how it came there."""

    id: UUID
    to: str
    reference: str
    concern: UUID
    sent: str
    status: Status
    words: str
    reason: str
    outcomes: tuple[Outcome, ...]
    steps: tuple[Step, ...]
    may_recall: bool
    # Once it is accepted, a recall is a request.
    recall_asks: bool
    next: str


_TONES = {
    State.SENT: ("pause", "none"),
    State.RECEIVED: ("pause", "none"),
    State.ACCEPTED: ("ok", "ok"),
    State.DECIDED: ("ok", "ok"),
    State.REFUSED: ("late", "late"),
    State.RECALLED: ("pause", "none"),
    State.RECALL_ASKED: ("due", "due"),
}
_SHORT = {
    State.SENT: "On its way",
    State.RECEIVED: "Received, not looked at yet",
    State.ACCEPTED: "Being looked at",
    State.DECIDED: "Decided",
    State.REFUSED: "Sent back",
    State.RECALLED: "Taken back",
    State.RECALL_ASKED: "Asked for back",
}


def status_of(state: State) -> Status:
    """How a referral stands: a shape, a word, a tone."""
    shape, tone = _TONES[state]
    return Status(shape, tone, _SHORT[state])


def story_page(story: Story, reference: str, names: Mapping[UUID, str]) -> StoryPage:
    """`names`: the children of it this reader may name."""
    state, decided, again = story.standing.state, story.decision, story.looked_at_again
    return StoryPage(
        id=story.sent.id,
        to=story.to,
        reference=reference,
        concern=story.sent.about,
        sent=moment_in_words(story.envelope.at),
        status=Status(*_TONES[State.ACCEPTED], "Being looked at again") if again else status_of(state),
        words=f"It is being looked at again since {story.again_since}." if again else story.standing.words,
        reason=str(decided.get("reason", "")) or _reason(story.answers),
        outcomes=tuple(
            Outcome(names[id], words) for id in story.sent.subjects if id in names and (words := story.outcome_of(id))
        ),
        steps=(
            Step(moment_in_words(story.envelope.at), "Sent", story.sent.purpose),
            *(_step(one, state) for one in story.answers),
        ),
        may_recall=state in (State.SENT, State.RECEIVED, State.ACCEPTED, State.DECIDED),
        recall_asks=state in (State.ACCEPTED, State.DECIDED),
        next=AGAIN if again else _next(state, story.standing.code),
    )


def _reason(answers: Sequence[Heard]) -> str:
    """What was written for us when it was sent back."""
    refused = next((one for one in answers if one.happened is Happened.REFUSED), None)
    return str(refused.body.get("words", "")) if refused else ""


_HEARD = {
    Happened.RECEIVED: "Received by the council",
    Happened.ACCEPTED: "Somebody at the council looks at it",
    Happened.REFUSED: "Sent back",
    Happened.DECIDED: "Decided",
    Happened.RECALLED: "Taken back by your school",
}
# What somebody had taken up by then stays with them.
ASKED_BACK = "Asked for back by your school"


def _step(one: Heard, state: State) -> Step:
    why = str(one.body.get("reason", "") or one.body.get("words", ""))
    return Step(moment_in_words(one.at), _heard(one, state), why)


def _heard(one: Heard, state: State) -> str:
    if one.body.get("stage") == "reopened":
        return "Opened again"
    if one.happened is Happened.RECALLED and state is not State.RECALLED:
        return ASKED_BACK
    return _HEARD.get(one.happened, one.happened.value.capitalize())


# What was said of each child before holds no longer.
AGAIN = "What was decided before doesn’t hold any longer. You are told again when it is decided."


def _next(state: State, code: Code) -> str:
    """What the sender can do now."""
    if state is State.REFUSED and code in FAULTS:
        return "Nobody there has read it. Ring the council if it can’t wait, then refer again from the concern."
    if state is State.REFUSED:
        return "If a child still needs help, ring the council, or refer again from the concern with what was missing."
    if state is State.DECIDED:
        return "If you disagree with the decision, use your local escalation procedure. Your concern stays open here."
    if state in (State.SENT, State.RECEIVED, State.ACCEPTED):
        return "You are told when it is decided. If a child is in danger now, call 999 and ring the council."
    return ""


def documents_stay(count: int) -> str:
    """That what is kept on a record does not travel with words about it."""
    if count == 0:
        return ""
    which = "Its document does" if count == 1 else f"Its {count} documents do"
    return f"{which} not go: send what the council should see in another way, and say in your words that it is there."
