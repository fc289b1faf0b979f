"""Counts of attendance and behaviour, set-based: what a school's system counts anew is written over."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kith.foundation.ids import uuid7
from kith.people.models_school import Tally
from kith.tenancy.bulk import arriving, columns_of, plain_fields, tuples

__all__ = ["count"]

WHICH = ("holder_id", "person_id", "from_on", "until_on")


def count(model: type[Tally], rows: Sequence[Mapping[str, Any]], *, holder_id: UUID, at: datetime) -> set[UUID]:
    """Write these counts, each by `person_id, from_on, until_on`. Gives the persons of whom a number is another now."""
    if not rows:
        return set()
    fields, table = plain_fields(model), f'"{model._meta.db_table}"'
    numbers = [f'"{field.column}"' for field in fields if field.attname not in ("id", *WHICH, "counted_at")]
    each = {tuple(row[name] for name in WHICH[1:]): row for row in rows}
    values = ({"id": uuid7(), "holder_id": holder_id, "counted_at": at, **row} for row in each.values())
    now = ", ".join(f"{one} = excluded.{one}" for one in (*numbers, "counted_at"))
    is_other = " OR ".join(f"t.{one} <> excluded.{one}" for one in numbers)
    with arriving(model, fields, tuples(fields, values)) as (cursor, waiting):
        cursor.execute(
            f"INSERT INTO {table} AS t ({columns_of(fields)}) SELECT {columns_of(fields)} FROM {waiting}"
            f" ON CONFLICT (controller_id, {', '.join(WHICH)}) DO UPDATE SET {now} WHERE {is_other}"
            " RETURNING person_id"
        )
        return {person for (person,) in cursor.fetchall()}
