"""What was typed becomes the values of a fact, or a sentence for each field; a fact becomes what a form holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kith.foundation.dates import NotADate, parse_date, today
from kith.vocabulary import Kind
from kith.vocabulary.printers import as_html_attributes
from kith.web.answers import Question
from kith.web.person.kinds import Ask, FactKind

__all__ = ["Typed", "questions", "read", "standing", "usual"]

Posted = Mapping[str, str]


@dataclass(frozen=True)
class Typed:
    """The values as they would be kept, and what needs another look first, by the names of the form."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


def questions(
    asks: Iterable[Ask], given: Posted, problems: Mapping[str, str], prefix: str = ""
) -> tuple[Question, ...]:
    """The questions of a form with what stands in it."""
    return tuple(_question(ask, given, problems, prefix) for ask in asks)


def read(kind: FactKind, posted: Posted, *, prefix: str = "", asks: Iterable[Ask] | None = None) -> Typed:
    """Read a form of this kind, or only these questions of it."""
    values, problems = {}, {}
    for ask in asks or kind.asks:
        try:
            values[ask.name] = _value(kind, ask, _text(posted.get(prefix + ask.name, ""), ask.kind))
        except ValueError as wrong:
            problems[ask.name] = str(wrong)
    unread = problems.keys()
    problems |= {name: words for name, words in kind.check(values, today()).items() if name not in unread}
    return Typed(values, {prefix + name: words for name, words in problems.items()})


def standing(kind: FactKind, fact: Any) -> dict[str, str]:
    """A fact as it stands, in the words a form holds."""
    return {ask.name: _typed(getattr(fact, ask.name)) for ask in kind.asks}


def usual(asks: Iterable[Ask], prefix: str = "") -> dict[str, str]:
    """What stands in an empty form."""
    return {prefix + ask.name: ask.usual for ask in asks if ask.usual}


def _question(ask: Ask, given: Posted, problems: Mapping[str, str], prefix: str) -> Question:
    id = prefix + ask.name
    value = str(given.get(id, ""))
    known = {code for code, _ in ask.choices}
    more = ((value, value),) if ask.choices and value and value not in known else ()
    typed = ask.kind in (Kind.TEXT, Kind.LONG_TEXT, Kind.DATE)
    words = ask.words if ask.required or not typed else f"{ask.words} (optional)"
    return Question(
        id=id,
        kind=ask.kind.name.lower(),
        words=words,
        hint=ask.hint,
        value=value,
        error=problems.get(id, ""),
        choices=ask.choices + more,
        asked_when=as_html_attributes(ask.asked_when)["data-asked-when"] if ask.asked_when else "",
        prefix=prefix,
    )


def _text(text: str, kind: Kind) -> str:
    """What people typed, without what no keyboard writes; spaces between words are one."""
    lines = ("".join(c for c in line if c.isprintable() or c == "\t") for line in text.splitlines())
    tidy = [" ".join(line.split()) for line in lines]
    return "\n".join(tidy).strip() if kind is Kind.LONG_TEXT else " ".join(tidy).strip()


def _value(kind: FactKind, ask: Ask, text: str) -> Any:
    """One answer as it is kept. Raises ValueError with a sentence."""
    match ask.kind:
        case Kind.DATE:
            return _date(text)
        case Kind.YES_NO:
            if text not in ("yes", "no"):
                raise ValueError("Choose yes or no.")
            return text == "yes"
        case Kind.CODE:
            return _code(ask, text)
    most = kind.model._meta.get_field(ask.name).max_length
    if most and len(text) > most:
        raise ValueError(f"Shorten this to {most} characters: it has {len(text)}.")
    return ask.kept(text)


def _date(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except NotADate as wrong:
        raise ValueError(str(wrong)) from None


def _code(ask: Ask, text: str) -> str:
    if not text and ask.required:
        raise ValueError("Choose one.")
    if text and text not in dict(ask.choices):
        raise ValueError("Choose one from the list.")
    return text


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    return "" if value is None else str(value)
