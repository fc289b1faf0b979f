"""The form of a concern and the writer's receipt, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from kith.foundation.dates import moment_in_words
from kith.reference.codes import code_set
from kith.vocabulary import Field
from kith.web.answers import Question, Said, questions, said
from kith.web.body import Figure, figures
from kith.web.concern.form import NAMED, OTHER, Form, every_question
from kith.web.presenters import Child, Problems, child, initials

__all__ = ["FormPage", "form_page", "receipt_page"]


@dataclass(frozen=True)
class Section:
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class About:
    """One child in the form."""

    n: int
    child: Child
    role: Question
    questions: tuple[Question, ...]
    figures: tuple[Figure, Figure]


@dataclass(frozen=True)
class Before:
    """What was sent of this form before these words were typed."""

    id: UUID
    reference: str
    sent: str


@dataclass(frozen=True)
class FormPage:
    problems: Problems | None
    people: tuple[About, ...]
    other: tuple[Question, ...]
    found: tuple[Child, ...]
    looked_for: str
    look_error: str
    day: str
    clock: str
    when_error: str
    what: Section
    done: Section
    before: Before | None


def form_page(
    form: Form, cards: Mapping[UUID, Any], found: Sequence[UUID], problems: Mapping[str, str], sent: Any = None
) -> FormPage:
    """Everything the page asks, in the order of the area's own declaration."""
    chosen = {id: child(cards[id]) for id in form.people if id in cards} | _named(form)
    people = tuple(_about(n, chosen[id], form, problems) for n, id in enumerate(form.people) if id in chosen)
    what, done = _section("what", form, problems), _section("done", form, problems)
    return FormPage(
        problems=Problems.of(problems),
        people=people,
        other=questions(map(form.declared.field, NAMED), form.given, {}, f"{OTHER}."),
        found=tuple(child(cards[id]) for id in found if id not in form.people),
        looked_for=form.given.get("looked_for", ""),
        before=Before(sent.record_id, sent.reference, moment_in_words(sent.written_at)) if sent else None,
        look_error=problems.get("look_for", ""),
        day=form.given.get("day", ""),
        clock=form.given.get("clock", ""),
        when_error=problems.get("day", ""),
        what=what,
        done=done,
    )


def words_since(form: Form, sent: Any, cards: Mapping[UUID, Any]) -> str:
    """The answers that are not as they were sent, in words: what can be added to a concern."""
    before = {part.person_id: part.answers for part in sent.parts}
    lines = _changed(form.shared_fields, form.shared, before.get(None, {}))
    if (moment := form.occurred_at) and moment != sent.occurred_at:
        lines.append(f"{form.declared.field('occurred_at').question}\n{moment_in_words(moment)}")
    for one in form.own:
        name = one.answers.get("named") or (cards[one.person_id].name if one.person_id in cards else "")
        if (now := _changed(form.own_fields, one.answers, before.get(one.person_id, {}))) and name:
            lines += [f"About {name}", *now]
    return "\n\n".join(lines)


def _changed(fields: Sequence[Field], answers: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    new = {name: value for name, value in answers.items() if value != before.get(name)}
    return ["\n".join(filter(None, (one.question, one.words, *one.rows))) for one in said(fields, new)]


def _section(name: str, form: Form, problems: Mapping[str, str]) -> Section:
    part = next(part for part in form.declared.parts if part.name == name)
    asked = [one for one in part.fields if one in form.shared_fields]
    return Section(part.title, questions(asked, form.given, problems))


def _named(form: Form) -> dict[UUID, Child]:
    """Those who are not on the roll, as their writer describes them."""
    return {
        id: Child(id, name, initials(name), "Not on the roll", form.given.get(f"own.{n}.known_how", ""))
        for n, id in enumerate(form.people)
        if (name := form.named.get(id))
    }


def _about(n: int, who: Child, form: Form, problems: Mapping[str, str]) -> About:
    prefix = f"own.{n}."
    (role,) = questions([form.declared.field("role")], form.given, problems, prefix)
    sites = [
        value
        for name, value in sorted(form.given.items())
        if name.startswith(f"{prefix}marks.") and name.endswith(".site") and value
    ]
    asked = [one for one in form.own_fields if who.id in form.named or one.name not in NAMED]
    return About(n, who, role, questions(asked, form.given, problems, prefix), figures(sites))


@dataclass(frozen=True)
class Spoken:
    """What was written about one child, or about all."""

    who: str
    role: str
    answers: tuple[Said, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class ReceiptPage:
    reference: str
    words: str
    sent: str
    seen: str
    happened: str
    parts: tuple[Spoken, ...]
    additions: tuple[tuple[str, str, bool], ...]
    # A child is in danger and nobody has read of it.
    urgent: bool


def receipt_page(receipt: Any, cards: Mapping[UUID, Any]) -> ReceiptPage:
    """The writer's own words as sent, and whether they were seen. Nothing of what came of it."""
    return ReceiptPage(
        reference=receipt.reference,
        words=receipt.words,
        sent=moment_in_words(receipt.written_at),
        seen=moment_in_words(receipt.seen_at) if receipt.seen_at else "",
        happened=moment_in_words(receipt.occurred_at),
        parts=tuple(_sent(part, cards) for part in receipt.parts),
        additions=tuple((moment_in_words(one.at), one.words, one.is_read) for one in receipt.additions),
        urgent=_is_urgent(receipt),
    )


def _is_urgent(receipt: Any) -> bool:
    written = receipt.seen_at is None and any(part.answers.get("danger_now") is True for part in receipt.parts)
    return written or any(one.danger and not one.is_read for one in receipt.additions)


def _sent(part: Any, cards: Mapping[UUID, Any]) -> Spoken:
    """As it was sent: who was meant by a child who is not on the roll stays as its writer knew them."""
    shown = spoken(part, cards)
    return replace(shown, who=part.answers["named"]) if part.answers.get("named") else shown


def spoken(part: Any, cards: Mapping[UUID, Any]) -> Spoken:
    """A part in words: the shared one, or one child's own."""
    fields = every_question(own=bool(part.person_id))
    sites = [row["site"] for row in part.answers.get("marks", ()) if "site" in row]
    known = cards[part.person_id].name if part.person_id in cards else "Another pupil" if part.person_id else ""
    return Spoken(
        who=known,
        role=code_set("concern_role").label(part.role) if part.role else "",
        answers=said(fields, part.answers),
        figures=figures(sites) if sites else (),
    )
