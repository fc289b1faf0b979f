"""Answers in words, for whoever shows them and for whatever leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kith.foundation.dates import in_words, moment_in_words
from kith.vocabulary.saying import label_of
from kith.vocabulary.words import Field, Kind

__all__ = ["Said", "answer_words", "in_a_line", "row_words", "said"]


@dataclass(frozen=True)
class Said:
    """A question that was answered, and the answer in words."""

    question: str
    words: str
    childs_words: bool = False
    rows: tuple[str, ...] = ()


def said(fields: Iterable[Field], answers: Mapping[str, Any]) -> tuple[Said, ...]:
    """What was answered, in words, in the order asked."""
    return tuple(
        Said(
            one.question,
            answer_words(one, answers[one.name]),
            one.childs_words,
            tuple(row_words(one, row) for row in answers[one.name]) if one.kind is Kind.ROWS else (),
        )
        for one in fields
        if one.name in answers
    )


def answer_words(one: Field, value: Any) -> str:
    """One answer in words."""
    match one.kind:
        case Kind.YES_NO:
            return "Yes" if value else "No"
        case Kind.CODE:
            return label_of(one, value)
        case Kind.CODES:
            return ", ".join(label_of(one, code) for code in value)
        case Kind.DATE:
            return in_words(date.fromisoformat(value))
        case Kind.MOMENT:
            return moment_in_words(datetime.fromisoformat(value))
        case Kind.ROWS:
            return ""
    return str(value)


def in_a_line(one: Field, value: Any) -> str:
    """One answer as a line, also where there is none and where it has rows: for what is set beside another answer."""
    if value in (None, "", []):
        return "Nothing"
    return "; ".join(row_words(one, row) for row in value) if one.rows else answer_words(one, value)


def row_words(one: Field, row: Mapping[str, Any]) -> str:
    """A row as one line: Left forearm, front: Bruise, 2 cm, purple, round. Skin broken: No."""
    said_here = [(f, answer_words(f, row[f.name]) + _unit(f)) for f in one.rows if f.name in row]
    plain = [words for f, words in said_here if f.kind is not Kind.YES_NO]
    ticked = [f"{f.question.rstrip('?')}: {words.lower()}" for f, words in said_here if f.kind is Kind.YES_NO]
    return ". ".join(part for part in (", ".join(plain), *ticked) if part)


def _unit(one: Field) -> str:
    """What a number is counted in, where its name ends in it: a line of a row has no question that says so."""
    return " cm" if one.kind is Kind.NUMBER and one.name.endswith("_cm") else ""
