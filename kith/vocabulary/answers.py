"""Answers against their questions: the JSON Schema of a part, and sentences where it is not met.

The schema is the rule and is checked by a validator of the standard; the sentences are chosen by
where and how it fails. An answer to a question that is not asked is refused rather than kept: it
would be read later by people who cannot know that nobody asked.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import jsonschema_rs

from kith.foundation.dates import in_words
from kith.foundation.numbers import in_words as number_words
from kith.reference.codes import code_set
from kith.vocabulary.conditions import before, is_day
from kith.vocabulary.printers import as_json_schema
from kith.vocabulary.words import Field, Kind

__all__ = ["problems", "schema_of"]

MOST_TEXT, MOST_LONG_TEXT, MOST_ROWS = 500, 20_000, 60
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MISSING = {
    Kind.YES_NO: "Choose yes or no.",
    Kind.CODE: "Choose one.",
    Kind.CODES: "Choose at least one.",
    Kind.DATE: "Give a date.",
    Kind.MOMENT: "Give a date and time.",
    Kind.ROWS: "Add at least one.",
}


def schema_of(fields: tuple[Field, ...]) -> dict[str, Any]:
    """The JSON Schema of an object that holds these answers and nothing else."""
    return {"$schema": DIALECT, **_object(fields)}


def problems(fields: tuple[Field, ...], given: Mapping[str, Any]) -> dict[str, str]:
    """Field -> what to do about its answer. A row's field is written marks.0.site."""
    found: dict[str, str] = {}
    for error in _validator(fields).iter_errors(dict(given)):
        for name, sentence in _sentences(fields, error):
            found.setdefault(name, sentence)
    readable = {name: value for name, value in given.items() if name not in found}
    return found | {one.name: _too_early(one, fields, given) for one in fields if _is_too_early(one, readable)}


def _is_too_early(one: Field, readable: Mapping[str, Any]) -> bool:
    """Whether this day comes before the one it can't come before. A schema can't compare two answers."""
    first = readable.get(one.not_before)
    return is_day(first) and before(readable.get(one.name), first)


def _too_early(one: Field, fields: tuple[Field, ...], given: Mapping[str, Any]) -> str:
    first = next(f for f in fields if f.name == one.not_before)
    day = in_words(date.fromisoformat(given[first.name]))
    return f"This is before {day}, your answer to “{first.question}” Look at both days."


@lru_cache(maxsize=256)
def _validator(fields: tuple[Field, ...]) -> Any:
    return jsonschema_rs.validator_for(schema_of(fields), validate_formats=True)


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {f.name: _answer(f) for f in fields},
        "required": [f.name for f in fields if f.required and f.asked_when is None],
        "additionalProperties": False,
    }
    if rules := [_asked_when(f) for f in fields if f.asked_when is not None]:
        schema["allOf"] = rules
    return schema


def _asked_when(one: Field) -> dict[str, Any]:
    """Required where it is asked, and absent where it is not."""
    assert one.asked_when is not None
    rule = {"if": as_json_schema(one.asked_when), "else": {"properties": {one.name: False}}}
    return rule | ({"then": {"required": [one.name]}} if one.required else {})


def _answer(one: Field) -> dict[str, Any]:
    match one.kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            return {"type": "string", "maxLength": _longest(one)} | ({"pattern": r"\S"} if one.required else {})
        case Kind.YES_NO:
            return {"type": "boolean"}
        case Kind.CODE:
            return {"enum": _codes(one)}
        case Kind.CODES:
            each = {"enum": _codes(one)}
            chosen = {"type": "array", "items": each, "uniqueItems": True, "minItems": int(one.required)}
            return chosen | ({"maxItems": one.most} if one.most else {})
        case Kind.DATE:
            return {"type": "string", "format": "date"}
        case Kind.MOMENT:
            return {"type": "string", "format": "date-time"}
        case Kind.NUMBER:
            return {"type": "number", "minimum": 0} | ({"maximum": one.most} if one.most else {})
        case Kind.ROWS:
            most = one.most or MOST_ROWS
            return {"type": "array", "items": _object(one.rows), "minItems": int(one.required), "maxItems": most}


def _codes(one: Field) -> list[str]:
    return list(dict.fromkeys([*code_set(one.code_set).codes, *(code for code, _ in one.more_codes)]))


def _longest(one: Field) -> int:
    return one.most or (MOST_TEXT if one.kind is Kind.TEXT else MOST_LONG_TEXT)


def _sentences(fields: tuple[Field, ...], error: Any) -> list[tuple[str, str]]:
    """Where an error stands, and what to say there."""
    path = list(error.instance_path)
    inside = _at(fields, path)
    if error.kind.name == "required":
        name = error.kind.as_dict()["property"]
        one = next((f for f in inside if f.name == name), None)
        return [(_dotted([*path, name]), _missing(one))]
    if error.kind.name == "additionalProperties":
        return [
            (_dotted([*path, name]), "This is no question of this form.") for name in error.kind.as_dict()["unexpected"]
        ]
    return [(_dotted(path) or "form", _wrong(_field_at(fields, path), error.kind.name))]


def _at(fields: tuple[Field, ...], path: list[Any]) -> tuple[Field, ...]:
    for step in path:
        if isinstance(step, str):
            fields = next((f.rows for f in fields if f.name == step), ())
    return fields


def _field_at(fields: tuple[Field, ...], path: list[Any]) -> Field | None:
    found: Field | None = None
    for step in path:
        if isinstance(step, str):
            found = next((f for f in fields if f.name == step), None)
            fields = found.rows if found else ()
    return found


def _missing(one: Field | None) -> str:
    return _MISSING.get(one.kind, "Write an answer.") if one else "Write an answer."


def _wrong(one: Field | None, failure: str) -> str:
    """The sentence for one answer. What failed is told by the schema's own word for it."""
    if one is None:
        return "This answer could not be read."
    match failure:
        case "falseSchema":
            return "This is not asked here: clear the answer."
        case "maxLength":
            return f"Shorten this: at most {_longest(one)} characters."
        case "pattern" | "minItems":
            return _missing(one)
        case "maxItems":
            verb = "chosen" if one.kind is Kind.CODES else "added"
            return f"At most {number_words(one.most or MOST_ROWS)} can be {verb}."
        case "uniqueItems":
            return "Each can be chosen once."
        case "minimum":
            return "Give a number that is not below 0."
        case "maximum":
            return f"Give a number of at most {one.most}."
    if one.kind in (Kind.DATE, Kind.MOMENT):
        return "Give a date as in 21/01/2026."
    return "Give a number." if one.kind is Kind.NUMBER else _missing(one)


def _dotted(path: list[Any]) -> str:
    return ".".join(str(step) for step in path)
