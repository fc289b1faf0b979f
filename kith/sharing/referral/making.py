"""A referral made from what was chosen, and sent. Nobody types again what the record says already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.access.reader import Reader
from kith.cases.models import Record
from kith.foundation.dates import london
from kith.foundation.days import Period, Unit, due
from kith.foundation.visible import is_blank
from kith.organisations.models import Post
from kith.reference.codes import code_set
from kith.reference.roles import Role
from kith.sharing.events import ReferralChanged
from kith.sharing.models import Sent
from kith.sharing.referral import KIND, VERSION, content
from kith.sharing.referral.choosing import Answer, Offer, Offered, councils
from kith.sharing.sealing import body_text, fingerprint
from kith.sharing.sending import send
from kith.sharing.withheld import texts
from kith.tasks import actions as tasks
from kith.tasks.models import Task
from kith.tenancy import announce
from kith.vocabulary.answers import MOST_LONG_TEXT, MOST_TEXT

__all__ = ["BASES", "Choice", "body_of", "mark_of", "no_longer_awaited", "problems_of", "refer", "unchosen_named"]

# On what basis a referral goes, as a sender chooses it. The words go with it.
BASES: dict[str, str] = {
    "significant_harm": "Children Act 1989, section 47: a child may be suffering or likely to suffer significant harm",
    "in_need": "Children Act 1989, section 17: a child may be in need",
    "duty": "Children Act 2004, section 11, and Education Act 2002, section 175: to keep a child safe",
}
# How soon those who refer hear what was decided: what councils set themselves beside Working together.
ANSWERED_WITHIN = Period(3, Unit.WORKING_DAYS)
TASK = "referral_answer"


@dataclass(frozen=True)
class ChosenChild:
    """One child to be referred: as what, and which of the facts and answers offered."""

    part: UUID
    role: str
    facts: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Choice:
    """What the sender chose and said, as the form has it."""

    to: UUID | None
    children: tuple[ChosenChild, ...]
    answers: frozenset[str]
    reasons: tuple[str, ...]
    purpose: str
    basis: str
    consent: str
    parents_informed: bool | None
    danger_now: bool | None
    why_not_informed: str = ""
    why_without: str = ""
    note: str = ""


WITHOUT_CONSENT = ("not_sought", "override")


def problems_of(offer: Offer, choice: Choice) -> dict[str, str]:
    """What keeps it from being sent: field -> a sentence. Field names are those of the choice."""
    return {name: words for name, words in _problems(offer, choice) if words}


def _problems(offer: Offer, choice: Choice) -> Iterator[tuple[str, str]]:
    known = {child.part for child in offer.children}
    chosen = [one for one in choice.children if one.part in known]
    yield "to", "" if choice.to in {one.id for one in councils()} else "Choose the council it goes to."
    yield "children", "" if chosen else "Choose at least one child."
    for one in chosen:
        yield f"role.{one.part}", "" if one.role in code_set("contact_role") else "Say how this child is part of it."
    named = {child.part for child in offer.children if child.forename and child.surname}
    if not {one.part for one in chosen} <= named:
        yield "children", "A child is referred by first and last name. Write both on the child’s page first."
    yield "reasons", "" if choice.reasons and set(choice.reasons) <= set(_known("contact_reason")) else "Choose one."
    yield "danger_now", "Choose yes or no." if choice.danger_now is None else ""
    yield "parents_informed", "Choose yes or no." if choice.parents_informed is None else ""
    if choice.parents_informed is False:
        yield "why_not_informed", _written(choice.why_not_informed, "Say why they do not know.")
    yield "consent", "" if choice.consent in _known("consent") else "Choose one."
    if choice.consent in WITHOUT_CONSENT:
        yield "why_without", _written(choice.why_without, "Say why others are asked without it.")
    yield "purpose", _written(choice.purpose, "Say what you ask of the council.", MOST_TEXT)
    yield "basis", "" if choice.basis in BASES else "Choose one."
    if not any(a.carried == "narrative" and a.name in choice.answers for a in offer.answers):
        yield "note", _written(choice.note, "Choose what happened above, or write here what they need to know.")
    else:
        yield "note", _written(choice.note or "-", "", MOST_LONG_TEXT)


def _known(name: str) -> tuple[str, ...]:
    return tuple(code_set(name).codes)


def _written(text: str, missing: str, most: int = MOST_LONG_TEXT) -> str:
    if is_blank(text):
        return missing
    return f"Shorten this: at most {most} characters." if len(text) > most else ""


def body_of(offer: Offer, choice: Choice, sender: Post) -> dict[str, Any]:
    """What goes: of those children and answers that were offered and chosen, and of nothing else."""
    carried = _carried(offer.answers, choice.answers)
    wanted = {one.part: one for one in choice.children}
    said = {
        "reference": offer.record.reference,
        "happened": offer.record.occurred_at.isoformat(),
        "from": {
            "name": sender.user.display_name,
            "role": sender.title,
            "organisation": sender.organisation.name,
            "reached": sender.user.email,
        },
        "danger_now": choice.danger_now,
        "reasons": list(choice.reasons),
        "narrative": carried.pop("narrative", "") or choice.note,
        "action_taken": carried.pop("action_taken", ""),
        "note": choice.note,
        "parents_informed": choice.parents_informed,
        "why_not_informed": "" if choice.parents_informed else choice.why_not_informed,
        "consent": choice.consent,
        "why_without": choice.why_without if choice.consent in WITHOUT_CONSENT else "",
        "purpose": choice.purpose,
        "basis": BASES[choice.basis],
        "answers": _others(offer.answers, choice.answers),
        "children": [_child(one, wanted[one.part]) for one in offer.children if one.part in wanted],
    }
    return {name: value for name, value in said.items() if value != ""}


def _carried(offered: tuple[Answer, ...], chosen: frozenset[str]) -> dict[str, str]:
    """The answers for which a contact has a question of its own."""
    return {one.carried: one.said.words for one in offered if one.carried and one.name in chosen}


def _others(offered: tuple[Answer, ...], chosen: frozenset[str]) -> list[dict[str, Any]]:
    """The answers that go as question and answer."""
    return [
        {
            "question": one.said.question,
            "words": one.said.words,
            "rows": list(one.said.rows),
            "childs_words": one.said.childs_words,
        }
        for one in offered
        if one.name in chosen and not one.carried
    ]


def _child(one: Offered, chosen: ChosenChild) -> dict[str, Any]:
    facts = {name: value for fact in one.facts if fact.name in chosen.facts for name, value in fact.value.items()}
    return {
        "forename": one.forename,
        "surname": one.surname,
        "role": chosen.role,
        **{name: value for name, value in facts.items() if value},
        **_carried(one.answers, chosen.answers),
        "answers": _others(one.answers, chosen.answers),
    }


def unchosen_named(offer: Offer, choice: Choice, body: Mapping[str, Any]) -> list[str]:
    """Children of the record who were not chosen and whose first name stands in the words all the same."""
    wanted = {one.part for one in choice.children}
    said = set(" ".join(texts(body)).casefold().translate(_BREAKS).split())
    left = [one for one in offer.children if one.part not in wanted]
    return [one.card.name for one in left if one.forename and one.forename.casefold() in said]


_BREAKS = str.maketrans(dict.fromkeys("\"'.,;:!?()[]{}\\/’“”", " "))


def mark_of(body: Mapping[str, Any]) -> str:
    """The mark of what was looked at before it is sent: what goes is what was seen, or it is shown again."""
    return fingerprint(b"referral", body_text(body).encode()).hex()


def refer(*, offer: Offer, choice: Choice, reader: Reader, token: UUID) -> Sent:
    """Send it, once for the form. Raises NotReleased; then nothing has left and nothing waits."""
    body = content.read(body_of(offer, choice, reader.post))
    wanted = {one.part for one in choice.children}
    before = Sent.objects.filter(once=token).first()
    sent = before or send(
        kind=KIND,
        version=VERSION,
        to=choice.to,  # type: ignore[arg-type]
        body=body,
        subjects=[one.person for one in offer.children if one.part in wanted],
        purpose=choice.purpose,
        basis=BASES[choice.basis],
        holder=offer.record.holder_id,
        reader=reader,
        about=offer.record.id,
        once=token,
    )
    if before is None:
        _await_answer(offer.record, sent)
        announce(ReferralChanged(offer.record.id))
    return sent


def _await_answer(record: Record, sent: Sent) -> None:
    """Whoever leads safeguarding here chases an answer that does not come."""
    tasks.open_task(
        kind=TASK,
        words=f"The council answers your referral about {record.reference}",
        holder=record.holder_id,
        due_on=due(london(timezone.now()).date(), ANSWERED_WITHIN),
        record=record,
        for_role=Role.DSL.value,
        about=sent.id,
    )


def no_longer_awaited(sent: Sent, why: str) -> None:
    """Nobody waits for an answer any longer: it came, or the referral was taken back."""
    for task in Task.objects.filter(kind=TASK, about=sent.id, done_at=None):
        tasks.finish(task=task, outcome=why)
