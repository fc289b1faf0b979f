"""Many rows at once: COPY into a temporary table of this session, then INSERT ... SELECT.

A few rows go as one INSERT whose text is kept (see `prepared`), as building it takes longer than carrying it out.

COPY straight into a tenant's table is refused under row security, and rightly: the second step is an ordinary
statement, so policies and defaults hold for every row. Rows are plain values: to make a model instance for each
costs more than the database does.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import count
from operator import attrgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, connections, models

from kith.tenancy.prepared import on_a_journey, send
from kith.tenancy.unit import current

__all__ = [
    "arriving",
    "columns_of",
    "insert_alike",
    "insert_many",
    "insert_unless_there",
    "insert_values",
    "plain_fields",
    "update_many",
]

# Below this the temporary table costs more than it saves.
FEW = 200
_numbers = count(1)


def insert_many(model: type[models.Model], rows: Sequence[Any]) -> None:
    """Insert new rows of a tenant model. Whose they are is set by the database."""
    current()
    # COPY cannot be sent along with other statements.
    if len(rows) <= FEW or on_a_journey():
        for few in range(0, len(rows), FEW):
            _insert_few(model, rows[few : few + FEW])
        return
    fields = plain_fields(model)
    read = attrgetter(*(field.attname for field in fields))
    with arriving(model, fields, map(read, rows)) as (cursor, waiting):
        cursor.execute(f"INSERT INTO {_table(model)} ({columns_of(fields)}) SELECT {columns_of(fields)} FROM {waiting}")


def insert_unless_there(row: Any, unique: Sequence[str]) -> bool:
    """Insert one row unless another has the same in these fields; say whether it was inserted.

    Of two at the same moment one waits for the other. Its answer is waited for: not for `one_journey`.
    """
    columns = ", ".join(["controller_id", *(f'"{row._meta.get_field(name).column}"' for name in unique)])
    return _insert_few(type(row), [row], f" ON CONFLICT ({columns}) DO NOTHING") == 1


def _insert_few(model: type[models.Model], rows: Sequence[Any], otherwise: str = "") -> int:
    if not rows:
        return 0
    writing = _writing(model)
    values = [
        convert(getattr(row, name)) if convert else getattr(row, name) for row in rows for name, convert in writing
    ]
    cursor = send(_inserting(model, len(rows)) + otherwise, values)
    ours = current().controller_id
    for row in rows:
        row._state.adding, row._state.db, row.controller_id = False, connection.alias, ours
    return cursor.rowcount  # type: ignore[no-any-return]


@lru_cache
def _inserting(model: type[models.Model], rows: int) -> str:
    fields = plain_fields(model)
    row = f"({', '.join(['%s'] * len(fields))})"
    return f"INSERT INTO {_table(model)} ({columns_of(fields)}) VALUES {', '.join([row] * rows)}"


@lru_cache
def _writing(model: type[models.Model]) -> list[tuple[str, Callable[[Any], Any] | None]]:
    """By what name an instance has each value, and how it is written; None where the driver writes it as it is."""
    return [(field.attname, _to_column(field, connection)) for field in plain_fields(model)]


def insert_values(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """The same from values by column name; what a row does not say has the field's default."""
    current()
    if not rows:
        return
    fields = plain_fields(model)
    with arriving(model, fields, tuples(fields, rows)) as (cursor, waiting):
        cursor.execute(f"INSERT INTO {_table(model)} ({columns_of(fields)}) SELECT {columns_of(fields)} FROM {waiting}")


def insert_alike(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], shared: Mapping[str, Any]
) -> None:
    """Insert rows that differ in these columns only, each given as its values in their order. What is neither among
    them nor `shared` has the field's default, and the database gives the ids."""
    current()
    by_name = {field.attname: field for field in plain_fields(model)}
    own = [by_name.pop(name) for name in columns]
    alike = [field for field in by_name.values() if field.name != "id"]
    defaults = (field.get_default() if field.has_default() else _empty(field)() for field in alike)
    values = [shared.get(field.attname, default) for field, default in zip(alike, defaults, strict=True)]
    said = [field.get_db_prep_save(value, connection) for field, value in zip(alike, values, strict=True)]
    with arriving(model, own, rows) as (cursor, waiting):
        cursor.execute(
            f"INSERT INTO {_table(model)} (id, {columns_of(own)}, {columns_of(alike)})"
            f" SELECT uuidv7(), {columns_of(own)}, {', '.join(['%s'] * len(alike))} FROM {waiting}",
            said,
        )


def update_many(model: type[models.Model], rows: Sequence[Any], fields: Sequence[str]) -> int:
    """Write these fields of rows that are there already. Gives back how many rows were changed."""
    current()
    if not rows:
        return 0
    written = [model._meta.get_field(name) for name in fields]
    own = [model._meta.get_field("id"), *written]
    read = attrgetter(*(field.attname for field in own))
    with arriving(model, own, map(read, rows)) as (cursor, waiting):
        to = ", ".join(f'"{field.column}" = w."{field.column}"' for field in written)
        cursor.execute(f"UPDATE {_table(model)} t SET {to} FROM {waiting} w WHERE t.id = w.id")
        changed: int = cursor.rowcount
    return changed


def plain_fields(model: type[models.Model]) -> list[Any]:
    """The columns a writer fills: all but the controller, which the database knows."""
    return [field for field in model._meta.concrete_fields if field.name != "controller"]


def columns_of(fields: Iterable[Any]) -> str:
    return ", ".join(f'"{field.column}"' for field in fields)


def tuples(fields: Sequence[Any], rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """Rows of values in the order of the fields, defaults filled in."""
    wanted = [(field.attname, field.get_default if field.has_default() else _empty(field)) for field in fields]
    for row in rows:
        yield tuple(row[name] if name in row else default() for name, default in wanted)


@contextmanager
def arriving(
    model: type[models.Model], fields: Sequence[Any], rows: Iterable[Sequence[Any]], *, more: str = ""
) -> Iterator[tuple[Any, str]]:
    """A temporary table with these columns of the model (and `more`, as SQL), filled with the rows."""
    connection = connections["default"]
    waiting = f"arriving_{next(_numbers)}"
    to_column = [_to_copy(field, connection) for field in fields]
    with connection.cursor() as cursor:
        empty = f"SELECT {columns_of(fields)}{more} FROM {_table(model)} WITH NO DATA"
        cursor.execute(f"CREATE TEMPORARY TABLE {waiting} ON COMMIT DROP AS {empty}")
        special = [(place, convert) for place, convert in enumerate(to_column) if convert]
        with cursor.copy(f"COPY {waiting} FROM STDIN") as copy:
            for row in rows:
                values = list(row)
                for place, convert in special:
                    values[place] = convert(values[place])
                copy.write_row(values)
        cursor.execute(f"ANALYZE {waiting}")
        yield cursor, waiting
        cursor.execute(f"DROP TABLE {waiting}")


def _empty(field: Any) -> Callable[[], Any]:
    return (lambda: None) if field.null else (lambda: "")


def _to_copy(field: Any, connection: Any) -> Callable[[Any], Any] | None:
    """How COPY is given a value: JSON as the text it is, since an adapter for each takes longer than the text."""
    if isinstance(field, models.JSONField):
        dumps = partial(json.dumps, cls=field.encoder)
        return lambda value: None if value is None else dumps(value)
    return _to_column(field, connection)


def _to_column(field: Any, connection: Any) -> Callable[[Any], Any] | None:
    """How a value of this field is written; None where the driver writes it as it is."""
    if isinstance(field, (models.JSONField, ArrayField)):
        return lambda value: field.get_db_prep_save(value, connection)
    if isinstance(field, (models.CharField, models.TextField)):
        return lambda value: value if value is None or type(value) is str else str(value)
    return None


def _table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'
