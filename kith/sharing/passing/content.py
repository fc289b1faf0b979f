"""What a safeguarding file says, version 4: its form as JSON Schema, how it is read. No tables.

A later version adds, and what was said keeps its meaning: whoever reads version 4 reads those before.
`docs/reference/envelopes.md` describes it in words.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema_rs

from kith.sharing.handlers import Unsuitable
from kith.sharing.packing.contents import fingerprint_of, within
from kith.sharing.rules import Code

__all__ = ["kept_of", "read"]

# A table keeps no zero byte.
_SHORT = {"type": "string", "maxLength": 500, "pattern": "^[^\0]*$"}
_SAID = {**_SHORT, "minLength": 1, "allOf": [{"pattern": r"\S"}]}
_LONG = {"type": "string", "maxLength": 40000}
# Days and moments that can be counted with: of people who live, without a leap second.
_YEAR = r"^(19|20)\d\d-"
_DAY = {"type": "string", "format": "date", "pattern": _YEAR}
_MOMENT = {
    "type": "string",
    "format": "date-time",
    "pattern": _YEAR + r"\d\d-\d\dT\d\d:\d\d:[0-5]\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$",
}
_MARK = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_PAGES = {"type": "integer", "minimum": 1}
# A file holds those of earlier schools, which hold those of still earlier ones.
_FILE = {"$ref": "#/$defs/file"}
_MANY = 2000


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def _list(of: Any, most: int = _MANY) -> dict[str, Any]:
    return {"type": "array", "items": of, "maxItems": most}


@cache
def schema() -> dict[str, Any]:
    """The form of version 4. Of version 3 what is closed to its sender is not counted; of version 2 the files of
    earlier schools are not there; of version 1 neither what was decided and done, who the child lives with, and their
    own words in the chronology."""
    answers = _list(
        _object("question words", question=_SAID, words=_LONG, rows=_list(_LONG, 60), childs_words={"type": "boolean"}),
        200,
    )
    words = _list(_object("at words", at={"anyOf": [_DAY, _MOMENT]}, words=_LONG))
    decided = _list(_object("at stage", at=_MOMENT, stage=_SHORT, why=_LONG))
    asked = _list(
        _object(
            "at kind words due", at=_MOMENT, who=_SHORT, kind=_SHORT, words=_LONG, due=_DAY, ended=_MOMENT,
            done={"type": "boolean"}, how=_LONG,
        )
    )  # fmt: skip
    record = _object(
        "reference title happened written shared own",
        reference=_SAID,
        title=_SAID,
        happened=_MOMENT,
        written=_MOMENT,
        role=_SHORT,
        category=_SHORT,
        stage=_SHORT,
        outcome=_SHORT,
        shared=answers,
        own=answers,
        additions=words,
        views=words,
        others=_list(_SHORT, 60),
        decided=decided,
        asked=asked,
    )
    document = _object(
        "n name sha256 size media_type",
        n={"type": "integer", "minimum": 1, "maximum": 100_000},
        name=_SAID,
        kind=_SHORT,
        dated={"anyOf": [{"const": ""}, _DAY]},
        sha256=_MARK,
        size={"type": "integer", "minimum": 0},
        media_type=_SHORT,
    )
    school = _object("name urn laestab", name=_SAID, urn=_SHORT, laestab=_SHORT)
    child = _object(
        "forename surname",
        forename=_SAID,
        surname=_SAID,
        born_on=_DAY,
        sex=_SHORT,
        upn=_SHORT,
        year_group=_SHORT,
        address=_SHORT,
        postcode=_SHORT,
        carers=_list(_SHORT, 12),
    )
    line = _object("day line", day=_DAY, line=_LONG, told=_LONG, childs_words=_LONG)
    file = _object(
        "child school left_on records chronology documents keep",
        child=child,
        school=school,
        left_on=_DAY,
        records=_list(record),
        chronology=_list(line),
        documents=_list(document, 200),
        by_hand={"type": "boolean"},
        closed={"type": "integer", "minimum": 1, "maximum": 10_000},
        keep=_LONG,
        earlier=_list(_object("file sha256 pages came_on", file=_FILE, sha256=_MARK, pages=_PAGES, came_on=_DAY), 60),
    )
    sender = _object("name role reached", name=_SAID, role=_SHORT, reached=_SHORT)
    whole = _object(
        "file sha256 pages from to attached",
        file=_FILE,
        sha256=_MARK,
        pages=_PAGES,
        **{"from": sender},
        to=school,
        attached={"type": "object", "additionalProperties": {"type": "string"}},
    )
    return {**whole, "$defs": {"file": file}}


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(schema(), validate_formats=True)


def kept_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """What each side keeps of a body as text: all of it but the bytes of documents."""
    return {**body, "attached": {}}


def read(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body, if it is a safeguarding file of version 1 to 4. Raises Unsuitable with words for its sender."""
    error = next(iter(_validator().iter_errors(dict(body))), None)
    if error is not None:
        place = ".".join(str(step) for step in error.instance_path) or "the whole"
        raise Unsuitable(Code.NOT_ENOUGH, f"This is no safeguarding file as we read it. What is wrong is in: {place}.")
    every = [(body["file"], body["sha256"])]
    every += [(one["file"], one["sha256"]) for file in within(body["file"]) for one in file.get("earlier", ())]
    if any(fingerprint_of(file) != mark for file, mark in every):
        raise Unsuitable(Code.NOT_ENOUGH, "The contents are not those its fingerprint is of.")
    return body
