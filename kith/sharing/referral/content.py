"""What a referral says, version 1: its form as JSON Schema, and how it is read. No Django, no tables.

A later version adds; what version 1 says keeps its meaning. `docs/reference/envelopes.md` describes it in words.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from kith.reference.codes import code_set
from kith.sharing.handlers import Unsuitable
from kith.sharing.rules import Code
from kith.vocabulary.answers import MOST_LONG_TEXT, MOST_TEXT

__all__ = ["FACTS", "read"]

# The facts about a child that a referral has places for, in the order pages name them.
FACTS: dict[str, str] = {
    "born_on": "Date of birth",
    "sex": "Sex",
    "upn": "UPN",
    "nhs": "NHS number",
    "address": "Address",
    "school": "School, year and class",
    "carers": "Adults around the child",
}
MOST_CHILDREN = 12

_SHORT = {"type": "string", "maxLength": MOST_TEXT}
_SAID = {"type": "string", "minLength": 1, "maxLength": MOST_TEXT, "pattern": r"\S"}
_LONG = {"type": "string", "maxLength": MOST_LONG_TEXT}


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def _codes(name: str) -> list[str]:
    return list(code_set(name).codes)


_ANSWER = _object(
    "question words",
    question=_SAID,
    words=_LONG,
    rows={"type": "array", "items": _LONG, "maxItems": 60},
    childs_words={"type": "boolean"},
)
_ANSWERS = {"type": "array", "items": _ANSWER, "maxItems": 60}


@cache
def schema() -> dict[str, Any]:
    """The form of version 1."""
    child = _object(
        "forename surname role answers",
        forename=_SAID,
        surname=_SAID,
        role={"enum": _codes("contact_role")},
        born_on={"type": "string", "format": "date"},
        sex=_SHORT,
        upn=_SHORT,
        nhs=_SHORT,
        address=_SHORT,
        postcode=_SHORT,
        school=_SHORT,
        carers={"type": "array", "items": _SHORT, "maxItems": 12},
        child_words=_LONG,
        answers=_ANSWERS,
    )
    sender = _object("name role organisation", name=_SAID, role=_SHORT, organisation=_SAID, reached=_SHORT)
    return _object(
        "reference happened from danger_now reasons narrative parents_informed consent purpose basis answers children",
        reference=_SAID,
        happened={"type": "string", "format": "date-time"},
        **{"from": sender},
        danger_now={"type": "boolean"},
        reasons={"type": "array", "items": {"enum": _codes("contact_reason")}, "minItems": 1, "uniqueItems": True},
        narrative={**_LONG, "pattern": r"\S"},
        action_taken=_LONG,
        note=_LONG,
        parents_informed={"type": "boolean"},
        why_not_informed=_LONG,
        consent={"enum": _codes("consent")},
        why_without=_LONG,
        purpose=_SAID,
        basis=_SAID,
        answers=_ANSWERS,
        children={"type": "array", "items": child, "minItems": 1, "maxItems": MOST_CHILDREN},
    )


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(schema(), validate_formats=True)


def read(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body, if it is a referral as version 1 says it. Raises Unsuitable with words for its sender."""
    error = next(iter(_validator().iter_errors(dict(body))), None)
    if error is None:
        return body
    place = ".".join(str(step) for step in error.instance_path) or "the whole"
    raise Unsuitable(Code.NOT_ENOUGH, f"This is no referral of version 1. What is wrong is in: {place}.")
