"""The reporting view of an area: a row for each person a record is about, a column for each answer.

Views run with the rights of whoever asks (`security_invoker`), so row security holds through them.
Answers are cast only where the text is valid for the type: one odd answer never breaks a report.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from kith.access.queries import parts_visible_to
from kith.access.reader import Reader
from kith.areas import all_areas, versions
from kith.cases.models import Part
from kith.vocabulary import Area, Field, Kind

__all__ = ["all_view_sql", "rows", "view_sql"]

_CASTS = {
    Kind.YES_NO: "boolean",
    Kind.NUMBER: "numeric",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamptz",
}
_SPINE = (
    "r.controller_id, r.holder_id, r.id AS record_id, r.reference, r.version, r.stage, r.occurred_at, r.written_at,"
    " r.seen_at, r.closed_at, own.person_id, own.role, own.category, own.outcome"
)


def view_sql(area: Area) -> str:
    """The statement that makes `reporting.<area>`."""
    view = _name(area.name)
    columns = ",\n  ".join([_SPINE, *(c for f, names in _fields(area) for c in _columns(f, names))])
    return (
        f"CREATE VIEW reporting.{view} WITH (security_invoker = true) AS\nSELECT {columns}\n"
        "FROM cases_record r\n"
        "JOIN cases_part own ON own.controller_id = r.controller_id AND own.record_id = r.id"
        " AND own.person_id IS NOT NULL\n"
        "JOIN cases_part shared ON shared.controller_id = r.controller_id AND shared.record_id = r.id"
        " AND shared.person_id IS NULL\n"
        f"WHERE r.area = '{area.name}' AND NOT own.struck"
    )


def all_view_sql() -> list[str]:
    """The statements for every area, for `settle` to run."""
    return [view_sql(area) for area in all_areas()]


def rows(area: str, reader: Reader) -> list[dict[str, Any]]:
    """What this reader may read of `reporting.<area>`: the lines of those persons' own parts that are open to them.

    The view itself knows the holder's fence and no reader; whoever asks it for somebody goes through here.
    """
    parts = parts_visible_to(Part.objects.filter(record__area=area), reader).values_list("record_id", "person_id")
    try:
        open_to, params = parts.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM reporting.{_name(area)} WHERE (record_id, person_id) IN ({open_to})"
            " ORDER BY written_at, record_id, person_id",
            params,
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


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


def _text(part: str, names: tuple[str, ...], arrow: str) -> str:
    """The answer under whichever name it was given."""
    found = [f"{part}.answers {arrow} '{name}'" for name in names if _name(name)]
    return found[0] if len(found) == 1 else f"COALESCE({', '.join(found)})"


def _columns(field: Field, names: tuple[str, ...]) -> Iterator[str]:
    part, name = "own" if field.own else "shared", _name(field.name)
    if field.kind is Kind.ROWS:
        rows = _text(part, names, "->")
        yield f"{rows} AS {name}"
        yield (
            f"CASE WHEN jsonb_typeof({rows}) = 'array' THEN jsonb_array_length({rows}) ELSE 0 END"
            f" AS {_name(field.name + '_count')}"
        )
    elif field.kind is Kind.CODES:
        yield f"{_text(part, names, '->')} AS {name}"
    elif kind := _CASTS.get(field.kind):
        text = _text(part, names, "->>")
        yield f"CASE WHEN pg_input_is_valid({text}, '{kind}') THEN ({text})::{kind} END AS {name}"
    else:
        yield f"{_text(part, names, '->>')} AS {name}"


def _name(name: str) -> str:
    """A quoted name. Names come from declarations; one that is no plain word is a slip there."""
    if not (name.isidentifier() and name.isascii()):
        raise ValueError(f"{name!r} can't be the name of a column.")
    return f'"{name}"'
