"""Every fact against its versions: the row as it stands is the last version, unless that one is void.

Written by history alone the two can't part; a hand in the database, or a restore of one table, can part them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.tenancy.history import versions_model
from kith.tenancy.models import Fact
from kith.tenancy.settle import tenant_models

# Of the row alone: its key, and the number compared by itself.
_NOT_SAID = ("id", "controller", "n")


@dataclass(frozen=True)
class Walked:
    """One table of facts of one controller: how many pairs were compared, and the facts that differ."""

    table: str
    pairs: int
    differ: tuple[UUID, ...]


def fact_models() -> list[type[Fact]]:
    """Every table of facts."""
    return [model for model in tenant_models() if issubclass(model, Fact)]


def walk(cursor: Any, controller_id: UUID) -> Iterator[Walked]:
    """Compare every pair of this controller that the connection may read: all of them only as the owner."""
    for model in fact_models():
        cursor.execute(_compared(model), [controller_id, controller_id])
        pairs, differ = cursor.fetchone()
        yield Walked(model._meta.db_table, pairs, tuple(differ or ()))


def _compared(model: type[Fact]) -> str:
    """How many facts there are, and which differ; one statement, so that a writer at work is seen whole or not."""
    said = [field.column for field in model._meta.concrete_fields if field.name not in _NOT_SAID]
    same = " AND ".join(f'v."{column}" IS NOT DISTINCT FROM f."{column}"' for column in said)
    stands = f"coalesce(f.n = v.n AND NOT v.void AND {same}, false)"
    return (
        "SELECT count(*), array_agg(coalesce(f.id, v.of_id) ORDER BY coalesce(f.id, v.of_id))"
        f" FILTER (WHERE NOT coalesce(f.id IS NULL AND v.void, false) AND NOT {stands})"
        f' FROM (SELECT * FROM "{model._meta.db_table}" WHERE controller_id = %s) f'
        f' FULL JOIN (SELECT DISTINCT ON (of_id) * FROM "{versions_model(model)._meta.db_table}"'
        "  WHERE controller_id = %s ORDER BY of_id, n DESC) v ON v.of_id = f.id"
    )
