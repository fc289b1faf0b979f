"""Conditions as data: when a question is asked, when a step may be taken.

    All(Is("mark_seen", True), Not(Answered("marks")))

One evaluator decides here; `kith.vocabulary.printers` says the same condition as a Python
expression, as JSON Schema, as HTML attributes and in English, and a property test holds them equal.
A condition speaks about the answers of one part, a mapping from field name to a JSON value. An
answer that is missing is never equal to anything, never before anything and never more than anything.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeGuard

__all__ = [
    "All",
    "Answered",
    "Any_",
    "Before",
    "Condition",
    "In",
    "Is",
    "MoreThan",
    "Not",
    "Value",
    "evaluate",
    "fields_of",
]

Value = str | bool | int
Answers = Mapping[str, Any]
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class Is:
    """The answer is this value. True is not 1: a yes is no number."""

    field: str
    value: Value


@dataclass(frozen=True)
class In:
    """The answer is one of these values."""

    field: str
    values: tuple[Value, ...]

    def __post_init__(self) -> None:
        _some(self.values)


@dataclass(frozen=True)
class Answered:
    """There is an answer: no is one, an empty text or list is none."""

    field: str


@dataclass(frozen=True)
class Before:
    """The answer is a date before this one."""

    field: str
    day: date


@dataclass(frozen=True)
class MoreThan:
    """The answer is a number above this one: more than 15 days in a term. A yes is no number, and a text is none."""

    field: str
    number: int


@dataclass(frozen=True, init=False)
class All:
    """Every one of these holds."""

    of: tuple["Condition", ...]

    def __init__(self, *of: "Condition") -> None:
        _some(of)
        object.__setattr__(self, "of", of)


@dataclass(frozen=True, init=False)
class Any_:
    """At least one of these holds."""

    of: tuple["Condition", ...]

    def __init__(self, *of: "Condition") -> None:
        _some(of)
        object.__setattr__(self, "of", of)


@dataclass(frozen=True)
class Not:
    """This does not hold."""

    condition: "Condition"


Condition = Is | In | Answered | Before | MoreThan | All | Any_ | Not


def evaluate(condition: Condition, answers: Answers) -> bool:
    """Whether the condition holds for these answers."""
    match condition:
        case Is(name, value):
            return same(answers.get(name), value)
        case In(name, values):
            return any(same(answers.get(name), value) for value in values)
        case Answered(name):
            return answered(answers.get(name))
        case Before(name, day):
            return before(answers.get(name), day.isoformat())
        case MoreThan(name, number):
            return more_than(answers.get(name), number)
        case All(of):
            return all(evaluate(one, answers) for one in of)
        case Any_(of):
            return any(evaluate(one, answers) for one in of)
        case Not(inner):
            return not evaluate(inner, answers)


def same(answer: object, value: Value) -> bool:
    """Equal as JSON has it: 1 and 1.0 are one number, true is none."""
    return isinstance(answer, bool) is isinstance(value, bool) and answer == value


def answered(answer: object) -> bool:
    """Whether this counts as an answer."""
    return not any(type(answer) is type(empty) and answer == empty for empty in EMPTY)


def before(answer: object, day: str) -> bool:
    """Whether the answer is written as a date and stands before `day`, both as 2026-11-25."""
    return is_day(answer) and answer < day


def is_day(answer: object) -> TypeGuard[str]:
    """Whether the answer is written as a date, as 2026-11-25."""
    return isinstance(answer, str) and ISO_DATE.fullmatch(answer) is not None


def more_than(answer: object, number: int) -> bool:
    """Whether the answer is a number above this one."""
    return isinstance(answer, int | float) and not isinstance(answer, bool) and answer > number


def fields_of(condition: Condition) -> Iterator[str]:
    """The names of the fields a condition speaks about."""
    match condition:
        case All(of) | Any_(of):
            for one in of:
                yield from fields_of(one)
        case Not(inner):
            yield from fields_of(inner)
        case _:
            yield condition.field


def _some(of: tuple[Any, ...]) -> None:
    if not of:
        raise ValueError("A condition over nothing says nothing.")
