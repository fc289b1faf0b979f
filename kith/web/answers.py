"""A form made from an area's questions: what was posted becomes answers, answers become questions to show.

Names in the form are the fields' own; those about the n-th person start with `own.<n>.`, those of a row with
`own.<n>.marks.<m>.`, as the problems of the cases room name them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from types import MappingProxyType
from typing import Any
from uuid import UUID

from kith.foundation.dates import LONDON, NotADate, parse_day, parse_time
from kith.foundation.refused_value import NotAValue
from kith.reference.codes import code_set
from kith.vocabulary import Field, Kind, evaluate
from kith.vocabulary.printers import as_html_attributes
from kith.vocabulary.worded import Said, answer_words, row_words, said

__all__ = [
    "Question",
    "Said",
    "answer_words",
    "answers_of",
    "choices_of",
    "day_of",
    "given_of",
    "id_of",
    "moment_of",
    "place_of",
    "questions",
    "row_words",
    "said",
]

Posted = Mapping[str, Any]
# Boxes to type in say that they may stay empty; lists and ticks show it.
TYPED = (Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER)


@dataclass(frozen=True)
class Question:
    """One question as the page asks it, with what was answered so far."""

    id: str
    kind: str
    words: str
    hint: str
    value: str
    error: str
    choices: tuple[tuple[str, str], ...] = ()
    # The same under headings, where the list is long.
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    asked_when: str = ""
    prefix: str = ""
    childs_words: bool = False
    rows: tuple[tuple["Question", ...], ...] = field(default_factory=tuple)
    values: tuple[str, ...] = ()


def questions(
    fields: Iterable[Field],
    given: Posted,
    problems: Mapping[str, str],
    prefix: str = "",
    needed: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Question, ...]:
    """The questions in order. `given` holds strings as posted, by full name; `needed` the step that waits for one."""
    return tuple(_question(one, given, problems, prefix, needed.get(one.name, "")) for one in fields)


def _question(one: Field, given: Posted, problems: Mapping[str, str], prefix: str, step: str) -> Question:
    id, may_stay_empty = prefix + one.name, not one.required and not step and one.kind in TYPED
    waits = f"Needed for “{step}”." if step else ""
    asked = as_html_attributes(one.asked_when)["data-asked-when"] if one.asked_when else ""
    return Question(
        id=id,
        kind=one.kind.name.lower(),
        words=f"{one.question} (optional)" if may_stay_empty else one.question,
        hint=" ".join(words for words in (one.advice, waits) if words),
        value=str(given.get(id, "")),
        error=problems.get(id, ""),
        choices=choices_of(one),
        asked_when=asked,
        prefix=prefix,
        childs_words=one.childs_words,
        rows=_rows(one, given, problems, id) if one.kind is Kind.ROWS else (),
        values=tuple(_ticked(one, given, id)) if one.kind is Kind.CODES else (),
    )


def _ticked(one: Field, given: Posted, id: str) -> list[str]:
    """Of several that may be chosen those that are: each has a box of its own, `reasons.abuse`."""
    return [code for code, _ in choices_of(one) if given.get(f"{id}.{code}")]


def choices_of(one: Field) -> tuple[tuple[str, str], ...]:
    """The list in the controller's words, without what it offers no more, and what it has added."""
    said = dict(code_set(one.code_set).choices()) | dict(one.more_codes) if one.code_set else {}
    return tuple((code, words) for code, words in said.items() if words)


def _rows(one: Field, given: Posted, problems: Mapping[str, str], id: str) -> tuple[tuple[Question, ...], ...]:
    """The rows there are, and at least one to begin with."""
    count = max(row_count(given, id), 1)
    return tuple(questions(one.rows, given, problems, f"{id}.{n}.") for n in range(count))


def row_count(given: Posted, id: str) -> int:
    """How many rows a form has sent."""
    places = (place_of(name.removeprefix(f"{id}.").split(".")[0]) for name in given if name.startswith(f"{id}."))
    return max((n + 1 for n in places if n is not None), default=0)


def place_of(text: str) -> int | None:
    """The place of a row in the name of its field. No form has a thousand rows: who sends such a name made it up."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None


def answers_of(fields: Iterable[Field], given: Posted, prefix: str = "") -> dict[str, Any]:
    """What was answered, typed. What was left empty or was not asked is left out."""
    found: dict[str, Any] = {}
    for one in fields:
        if one.asked_when is not None and not evaluate(one.asked_when, found):
            continue
        value = _answer(one, given, prefix + one.name)
        if value not in (None, "", []):
            found[one.name] = value
    return found


def _answer(one: Field, given: Posted, id: str) -> Any:
    if one.kind is Kind.ROWS:
        rows = (answers_of(one.rows, given, f"{id}.{n}.") for n in range(row_count(given, id)))
        return [row for row in rows if row]
    if one.kind is Kind.CODES:
        return _ticked(one, given, id)
    text = str(given.get(id, "")).strip()
    match one.kind:
        case Kind.YES_NO:
            return {"yes": True, "no": False}.get(text)
        case Kind.NUMBER:
            return _number(text)
        case Kind.DATE:
            return _date(text)
    return text


def given_of(fields: Iterable[Field], answers: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """The other way round: answers as a form would post them, to be changed."""
    found: dict[str, str] = {}
    for one in fields:
        if one.name in answers:
            found |= _as_posted(one, answers[one.name], prefix + one.name)
    return found


def _as_posted(one: Field, value: Any, id: str) -> dict[str, str]:
    match one.kind:
        case Kind.ROWS:
            rows = (given_of(one.rows, row, f"{id}.{n}.") for n, row in enumerate(value))
            return {name: text for row in rows for name, text in row.items()}
        case Kind.CODES:
            return {f"{id}.{code}": "yes" for code in value}
        case Kind.YES_NO:
            return {id: "yes" if value else "no"}
        case Kind.DATE:
            day = date.fromisoformat(value)
            return {id: f"{day.day}/{day.month}/{day.year}"}
    return {id: str(value)}


def _number(text: str) -> Any:
    """A number, or the text itself, which the area then refuses with a sentence."""
    try:
        number = float(text) if "." in text else int(text)
    except ValueError:
        return text
    return number if isfinite(number) else text


def _date(text: str) -> str:
    try:
        return parse_day(text).isoformat() if text else ""
    except NotADate:
        return text


def day_of(name: str, text: str) -> tuple[date | None, dict[str, str]]:
    """The day that was typed; or none, and by the name of its field why it is none."""
    try:
        return parse_day(text), {}
    except NotADate as wrong:
        return None, {name: str(wrong)}


def id_of(text: str) -> UUID | None:
    """The id that was posted; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def moment_of(day: str, clock: str) -> datetime | None:
    """The moment of a day and a time as people type them: 24/11/2026 and 8:50. None if either can't be read."""
    try:
        return datetime.combine(parse_day(day), parse_time(clock), LONDON)
    except NotAValue:
        return None
