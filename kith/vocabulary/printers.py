"""One condition said four ways: Python, JSON Schema, HTML attributes and English."""

import json
from collections.abc import Callable
from typing import Any

from kith.vocabulary.conditions import All, Answered, Any_, Before, Condition, In, Is, MoreThan, Not, Value

__all__ = ["as_data", "as_english", "as_html_attributes", "as_json_schema", "as_python"]

One = Is | In | Answered | Before | MoreThan
Say = Callable[[str, Value | None], str]


def as_python(condition: Condition) -> str:
    """A Python expression over `answers`, with `same`, `answered`, `before` and `more_than` of the conditions."""
    match condition:
        case Is(name, value):
            return f"same(answers.get({name!r}), {value!r})"
        case In(name, values):
            return "(" + " or ".join(as_python(Is(name, value)) for value in values) + ")"
        case Answered(name):
            return f"answered(answers.get({name!r}))"
        case Before(name, day):
            return f"before(answers.get({name!r}), {day.isoformat()!r})"
        case MoreThan(name, number):
            return f"more_than(answers.get({name!r}), {number})"
        case All(of):
            return "(" + " and ".join(map(as_python, of)) + ")"
        case Any_(of):
            return "(" + " or ".join(map(as_python, of)) + ")"
        case Not(inner):
            return f"(not {as_python(inner)})"


def as_json_schema(condition: Condition) -> dict[str, Any]:
    """A JSON Schema that an object of answers meets when the condition holds."""
    match condition:
        case Is(name, value):
            return _about(name, {"const": value})
        case In(name, values):
            return _about(name, {"enum": list(values)})
        case Answered(name):
            return _about(name, {"not": {"enum": [None, "", []]}})
        case Before(name, day):
            return _about(name, {"type": "string", "pattern": _earlier(day.isoformat())})
        case MoreThan(name, number):
            return _about(name, {"type": "number", "exclusiveMinimum": number})
        case All(of):
            return {"allOf": [as_json_schema(one) for one in of]}
        case Any_(of):
            return {"anyOf": [as_json_schema(one) for one in of]}
        case Not(inner):
            return {"not": as_json_schema(inner)}


def as_data(condition: Condition) -> dict[str, Any]:
    """The condition as plain data, for a frozen release and for the page."""
    match condition:
        case Is(name, value):
            return {"is": [name, value]}
        case In(name, values):
            return {"in": [name, list(values)]}
        case Answered(name):
            return {"answered": name}
        case Before(name, day):
            return {"before": [name, day.isoformat()]}
        case MoreThan(name, number):
            return {"more_than": [name, number]}
        case All(of):
            return {"all": [as_data(one) for one in of]}
        case Any_(of):
            return {"any": [as_data(one) for one in of]}
        case Not(inner):
            return {"not": as_data(inner)}


def as_html_attributes(condition: Condition) -> dict[str, str]:
    """The attributes that let the page show a question when it is asked; without a script it shows."""
    return {"data-asked-when": json.dumps(as_data(condition), separators=(",", ":"), ensure_ascii=False)}


def as_english(condition: Condition, say: Say | None = None) -> str:
    """The condition in words. `say(field, None)` names a field, `say(field, value)` one of its answers."""
    say = say or _plainly
    match condition:
        case Not(inner):
            return _denied(inner, say)
        case All(of):
            return _listed([_bracketed(one, say) for one in of], "and")
        case Any_(of):
            return _listed([_bracketed(one, say) for one in of], "or")
        case _:
            return f"{say(condition.field, None)} is {_what_it_is(condition, say)}"


def _what_it_is(condition: One, say: Say) -> str:
    match condition:
        case Is(name, value):
            return say(name, value)
        case In(name, values):
            return _listed([say(name, value) for value in values], "or")
        case Answered():
            return "answered"
        case Before(_, day):
            return f"before {day:%d %B %Y}".replace(" 0", " ")
        case MoreThan(_, number):
            return f"more than {number}"


def _denied(condition: Condition, say: Say) -> str:
    """That a condition does not hold, of each thing by itself: nobody reads "it is not so that" twice in a sentence."""
    match condition:
        case Not(inner):
            return as_english(inner, say)
        case All(of):
            return as_english(Any_(*map(Not, of)), say)
        case Any_(of):
            return as_english(All(*map(Not, of)), say)
        case _:
            return f"{say(condition.field, None)} is not {_what_it_is(condition, say)}"


def _about(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": [name], "properties": {name: schema}}


def _earlier(day: str) -> str:
    """A pattern of dates before this one: at some place a smaller digit, the same before it."""
    ways = [
        day[:place] + f"[0-{int(digit) - 1}]" + "".join("[0-9]" if c.isdigit() else c for c in day[place + 1 :])
        for place, digit in enumerate(day)
        if digit.isdigit() and digit != "0"
    ]
    return f"^(?:{'|'.join(ways)})$"


def _plainly(name: str, value: Value | None) -> str:
    if value is None:
        return name.replace("_", " ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"“{value}”" if isinstance(value, str) else str(value)


def _bracketed(condition: Condition, say: Say) -> str:
    words = as_english(condition, say)
    while isinstance(condition, Not):
        condition = condition.condition
    return f"({words})" if isinstance(condition, All | Any_) and len(condition.of) > 1 else words


def _listed(words: list[str], joint: str) -> str:
    return f" {joint} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
