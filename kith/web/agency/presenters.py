"""A referral to an agency in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kith.foundation.dates import in_words, today
from kith.organisations.queries import named as posts_named
from kith.reference.codes import code_set
from kith.sharing.agency.going import MAY_GO, WAYS, recipient_of
from kith.sharing.agency.preparing import choice_of
from kith.sharing.agency.rules import BASES, OWED, How, Policy, Stands, dated, next_step
from kith.sharing.agency.saying import OUTCOMES, facts_of, stand_of
from kith.sharing.agency.wording import own_words
from kith.sharing.models import AgencyChild, AgencyEntry, AgencyReferral, Pack
from kith.sharing.packing.making import Choice
from kith.sharing.packing.offering import Offer
from kith.web.packing import words as packed
from kith.web.packing.boxes import DECISIONS, document_box, record_box, words_asked
from kith.web.presenters import Status, child, named

_STATUS = {
    Stands.TO_SEND: Status("due", "due", "Not sent yet"),
    Stands.SENT: Status("none", "pause", "Sent"),
    Stands.ACKNOWLEDGED: Status("none", "pause", "They have it"),
    Stands.ANSWERED: Status("ok", "ok", "Answered"),
    Stands.DISAGREED: Status("due", "due", "We disagree"),
    Stands.SENT_BACK: Status("late", "late", "Came back"),
    Stands.ENDED: Status("ok", "ok", "Ended"),
}
_SAID = {
    How.SENT: "Sent as a locked pack",
    How.TOLD: "Told",
    How.FETCHED: "Signed for and fetched",
    How.SENT_BACK: "They sent it back",
    How.LOCKED: "The pack locked itself",
    How.RAN_OUT: "The pack ran out before anybody opened it",
    How.TAKEN_BACK: "Taken back",
    How.ACKNOWLEDGED: "They said that it came",
    How.CALL: "Telephone call",
    How.LETTER_OUT: "Letter to them",
    How.LETTER_IN: "Letter from them",
    How.MAIL: "E-mail",
    How.MEETING: "Meeting",
    How.CHASED: "Chased",
    How.ANSWERED: "Their answer",
    How.DISAGREED: "We disagree with the answer",
    How.STEP: "A step up",
    How.SETTLED: "The disagreement is settled",
    How.ENDED: "Ended",
}
_ALWAYS = (How.CALL, How.LETTER_OUT, How.LETTER_IN, How.MAIL, How.MEETING, How.CHASED)
_NOW = {
    Stands.TO_SEND: (How.ENDED,),
    Stands.SENT: (How.ACKNOWLEDGED, How.ANSWERED, How.ENDED),
    Stands.ACKNOWLEDGED: (How.ANSWERED, How.ENDED),
    Stands.ANSWERED: (How.ANSWERED, How.DISAGREED, How.ENDED),
    Stands.DISAGREED: (How.STEP, How.SETTLED, How.ENDED),
    Stands.SENT_BACK: (How.ANSWERED, How.ENDED),
}


@dataclass(frozen=True)
class Row:
    """One line of the register."""

    id: UUID
    names: str
    to: str
    words: str
    status: Status
    ended: bool
    order: tuple[bool, str]
    # The day of their answer, while they owe one.
    waits_until: date | None = None


def row(one: AgencyReferral, entries: Sequence[AgencyEntry], people: Sequence[Any], policy: Policy) -> Row:
    stand = stand_of(entries)
    ended = stand is Stands.ENDED
    until = one.answer_by if stand in OWED else None
    by = until.isoformat() if until else "9999"
    words = _outcome(entries) if ended else f"Begun {packed.day(one.begun_at)}."
    status, names = _status(one, stand), ", ".join(card.name for card in people)
    return Row(one.id, names, recipient_of(one), words, status, ended, (ended, by), until)


def _status(one: AgencyReferral, stand: Stands) -> Status:
    """While they owe an answer, its day."""
    if stand not in OWED or one.answer_by is None:
        return _STATUS[stand]
    words = f"{_STATUS[stand].words}. Answer due {in_words(one.answer_by)}"
    return Status("late", "late", f"Late: {words}") if one.answer_by < today() else Status("none", "pause", words)


def _outcome(entries: Sequence[AgencyEntry]) -> str:
    code = next((one.detail["outcome"] for one in reversed(entries) if one.detail.get("outcome")), "")
    return code_set(OUTCOMES).label(code) if code else ""


def referral_page(
    one: AgencyReferral, entries: Sequence[AgencyEntry], known: Mapping[UUID, Any], policy: Policy, pack: Pack | None
) -> dict[str, Any]:
    """All the page of a referral says."""
    stand, facts = stand_of(entries), facts_of(entries)
    posts = posts_named([entry.by for entry in entries if entry.by])
    days, step = dated(facts, one.kind, policy), next_step(facts, policy)
    opens = (
        f"The pack opens until {packed.day(pack.until)}. {packed.NOT_NOTED}" if pack and pack.opened_at is None else ""
    )
    return {
        "id": one.id,
        "record": one.record_id,
        "to": recipient_of(one),
        "status": _status(one, stand),
        "facts": _facts(one),
        "children": [(card.id, card.name) for card in known.values()],
        "entries": [_entry(entry, posts, policy) for entry in reversed(entries)],
        "days": _days(stand, days),
        "step": {"n": step[0], "words": step[1].words, "by": as_date(step[2])} if step else None,
        "steps_taken": stand is Stands.DISAGREED and step is None,
        "may_go": stand in MAY_GO,
        "ways": WAYS,
        "pack": opens,
        "says": [(how.value, _SAID[how]) for how in (*_NOW.get(stand, ()), *_ALWAYS)],
        "outcomes": code_set(OUTCOMES).choices(),
        "outcome": _outcome(entries) if stand is Stands.ENDED else "",
    }


def _facts(one: AgencyReferral) -> list[tuple[str, str]]:
    consent = ". ".join(word for word in (code_set("consent").label(one.consent), one.consent_why) if word)
    there = ", ".join(word for word in (one.to_person, one.reached) if word)
    facts = [("What we ask", one.asks), ("Who takes it there", there), ("Basis", dict(BASES)[one.basis])]
    return [(title, words) for title, words in (*facts, ("Consent to the help", consent)) if words]


def _days(stand: Stands, days: Any) -> str:
    if days is None or stand not in OWED:
        return ""
    first = f"They say by {as_date(days.acknowledge_by)} that it came. " if stand is Stands.SENT else ""
    return f"{first}They answer by {as_date(days.answer_by)}. After {as_date(days.above_on)} it is told above."


def _entry(entry: AgencyEntry, posts: Mapping[UUID, str], policy: Policy) -> dict[str, str]:
    how, step = How(entry.how), entry.detail.get("step", 0)
    title = _SAID[how]
    if how is How.STEP and 0 < step <= len(policy.steps):
        title = policy.steps[step - 1].words
    if how is How.TOLD:
        title = f"Told: {dict(WAYS).get(entry.detail.get('way', ''), '')}"
    more = [code_set(OUTCOMES).label(entry.detail["outcome"])] if entry.detail.get("outcome") else []
    if how is How.SENT:
        more = [packed.pages_of(entry.detail["pages"]), *entry.detail["records"]]
    return {
        "on": as_date(entry.on),
        "title": title,
        "who": entry.name,
        "words": entry.words,
        "more": ", ".join(more),
        "by": named(posts, entry.by) if entry.by else "",
    }


def prefix(one: AgencyChild) -> str:
    """Sets the fields of one child apart from another's: the same record may go of both."""
    return f"c.{one.id}."


def choose_page(one: AgencyChild, offer: Offer, card: Any, errors: Mapping[str, str]) -> dict[str, Any]:
    """What there is of one child."""
    choice: Choice = choice_of(one, offer)
    at = prefix(one)
    return {
        "child": child(card),
        "records": [record_box(piece, choice, errors, at) for piece in offer.pieces],
        "documents": [document_box(piece, choice, at) for piece in offer.documents],
        "choices": DECISIONS,
    }


def words_page(
    referral: AgencyReferral, offers: Sequence[tuple[AgencyChild, Offer]], errors: Mapping[str, str]
) -> dict[str, Any]:
    """The names in the words of the referral itself."""
    words = own_words(referral, [offer for _, offer in offers])
    decided = choice_of(*offers[0]).names if offers else {}
    return {"asks": words_asked(words.id, words.asks, decided, errors), "choices": DECISIONS[:2]}


def preview_page(file: Mapping[str, Any], sha256: str, pages: int) -> dict[str, Any]:
    """A referral as it would go."""
    said = file["referral"]
    consent = ". ".join(one for one in (said["consent"], said["consent_why"]) if one)
    asked = [("What we ask", said["asks"]), ("Basis", said["basis"]), ("Consent to the help", consent)]
    return {
        "to": f"{said['agency']}: {said['to']}",
        "person": said["person"],
        "sha256": sha256,
        "pages": packed.pages_of(pages),
        "facts": [*asked, ("They answer by", as_date(date.fromisoformat(said["answer_by"])))],
        "children": [
            {"name": f"{one['child']['forename']} {one['child']['surname']}", "documents": one["documents"]}
            | packed.inside(one)
            for one in file["children"]
        ],
    }


def as_date(on: date) -> str:
    return in_words(on)
