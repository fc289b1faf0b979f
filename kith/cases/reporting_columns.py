"""The columns of an area's reporting view, from its declaration: name, type, how it is read, what it says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from kith.areas import versions
from kith.cases.models import Part, Record
from kith.vocabulary import Area, Field, Kind

__all__ = ["Column", "columns_of", "named"]

_CASTS = {
    Kind.YES_NO: "boolean",
    Kind.NUMBER: "numeric",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamp with time zone",
}
# Columns every area has: of the record, and of the part that is one person's own.
_OF_EACH = {
    ("r", Record): ("controller_id", "holder_id", "id", "reference", "version", "stage", "occurred_at", "written_at",
                    "seen_at", "closed_at"),
    ("own", Part): ("person_id", "role", "category", "outcome"),
}  # fmt: skip
_CALLED = {"id": "record_id"}


@dataclass(frozen=True)
class Column:
    """One column. `cast` is the text that has to be readable as the type, where the answer is stored as text."""

    name: str
    type: str
    sql: str
    says: str
    cast: str = ""


def columns_of(area: Area) -> tuple[Column, ...]:
    """Every column of the view, in order. Two of one name are a slip in the declaration."""
    asked = tuple(column for field, names in _fields(area) for column in _columns(field, names))
    found = (*_of_each(), *asked, _unreadable(asked))
    names = [column.name for column in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{area.name} would have two columns called {', '.join(twice)}.")
    return found


def named(name: str) -> str:
    """A quoted name. Names come from declarations; one that is no plain word is a slip there."""
    if not (name.isidentifier() and name.isascii()):
        raise ValueError(f"{name!r} can't be the name of a column.")
    return f'"{name}"'


def _of_each() -> Iterator[Column]:
    for (table, model), names in _OF_EACH.items():
        fields: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
        for name in names:
            kind = re.sub(r"varchar\(\d+\)", "text", fields[name].db_type(connection))
            yield Column(_CALLED.get(name, name), kind, f"{table}.{name}", "of every area")


def _fields(area: Area) -> Iterator[tuple[Field, tuple[str, ...]]]:
    """Every question of every version, as it is asked last, with the names it has had: columns are a contract."""
    seen: set[str] = set()
    for one in reversed((*(v for v in versions(area.name) if v.version < area.version), area)):
        for field in one.fields:
            if not field.spine and field.name not in seen:
                names = _names(area, field.name, one.version)
                seen.update(names)
                yield field, names


def _names(area: Area, name: str, version: int) -> tuple[str, ...]:
    """What a question is called at this version and was called before it, newest first."""
    names = [name]
    for cast in sorted(area.upcasts, key=lambda cast: -cast.to):
        before = {now: old for old, now in cast.renames.items()}
        if cast.to <= version and names[-1] in before:
            names.append(before[names[-1]])
    return tuple(names)


def _columns(field: Field, names: tuple[str, ...]) -> Iterator[Column]:
    part, says = "own" if field.own else "shared", field.question
    if field.kind is Kind.ROWS:
        rows = _answer(part, names, "->")
        yield Column(field.name, "jsonb", rows, says)
        length = f"CASE WHEN jsonb_typeof({rows}) = 'array' THEN jsonb_array_length({rows}) ELSE 0 END"
        yield Column(f"{field.name}_count", "integer", length, f"{says} How many.")
    elif field.kind is Kind.CODES:
        yield Column(field.name, "jsonb", _answer(part, names, "->"), says)
    elif kind := _CASTS.get(field.kind):
        text = _answer(part, names, "->>")
        guarded = f"CASE WHEN pg_input_is_valid({text}, '{kind}') THEN ({text})::{kind} END"
        yield Column(field.name, kind, guarded, says, cast=text)
    else:
        yield Column(field.name, "text", _answer(part, names, "->>"), says)


def _answer(part: str, names: tuple[str, ...], arrow: str) -> str:
    """The answer under whichever name it was given."""
    found = [f"{part}.answers {arrow} '{name}'" for name in names if named(name)]
    return found[0] if len(found) == 1 else f"COALESCE({', '.join(found)})"


def _unreadable(asked: tuple[Column, ...]) -> Column:
    """What is stored where the text is not valid for the type: an odd answer is kept aside and never lost."""
    odd = [
        f"('{column.name}', CASE WHEN NOT pg_input_is_valid({column.cast}, '{column.type}') THEN {column.cast} END)"
        for column in asked
        if column.cast
    ]
    kept = f"(SELECT jsonb_object_agg(k, v) FROM (VALUES {', '.join(odd)}) AS odd (k, v) WHERE v IS NOT NULL)"
    says = "Answers that could not be read as their type: question and stored text"
    return Column("unreadable", "jsonb", kept if odd else "NULL::jsonb", says)
