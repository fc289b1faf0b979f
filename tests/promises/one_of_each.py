"""One row in every table of a tenant, written by the owner from what the model says of its columns.

So that "nobody sees a row" is asked of tables that have one. The rows are put together, not true to life.
"""

import datetime
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import models
from psycopg import sql
from psycopg.types.json import Jsonb

from kith.foundation.ids import uuid7
from kith.sharing.models import Envelope
from kith.tenancy.models import Controller, TenantModel
from kith.tenancy.settle import tenant_models

Connection = psycopg.Connection[tuple[Any, ...]]
NOW = datetime.datetime(2026, 9, 1, 9, tzinfo=datetime.UTC)
# What a check constraint of a table asks for beyond its types.
ASKED: dict[str, dict[str, Any]] = {
    "access_bar": {"grantee_kind": "everybody", "kind": "", "level": 1},
    "access_agreement": {"until": NOW + datetime.timedelta(days=1)},
    "cases_standing": {"from_on": NOW.date(), "opens": True},
    "cases_lending": {"until": NOW + datetime.timedelta(days=1)},
}
# A pack is of one thing or another: here of a file.
POINTS_AT = {("sharing_pack", "went")}
PLAIN: dict[str, Any] = {
    "UUIDField": uuid7,
    "DateTimeField": lambda: NOW,
    "DateField": NOW.date,
    "BooleanField": lambda: False,
    "BinaryField": lambda: b"x",
    "JSONField": lambda: Jsonb({}),
}


def fill(owner: Connection, controller: UUID, holder: UUID) -> None:
    """A row of this controller (and holder) in each table that has none of theirs; in the order keys allow."""
    _envelope(owner, controller, holder)
    waiting = [model for model in tenant_models() if not _count(owner, model, controller)]
    while waiting:
        refused = [model for model in waiting if not _written(owner, model, controller, holder)]
        if len(refused) == len(waiting):
            raise AssertionError(f"No row could be put together for {[m._meta.label for m in refused]}")
        waiting = refused


def _envelope(owner: Connection, controller: UUID, holder: UUID) -> None:
    """Something sent to another controller: what a tenant's own row about the sending points at."""
    other = owner.execute("SELECT id FROM tenancy_controller WHERE id <> %s", [controller]).fetchone()[0]  # type: ignore[index]
    _insert(owner, Envelope, dict(_values(owner, Envelope, controller, holder)) | {"recipient_id": other})


def _count(owner: Connection, model: type[TenantModel], controller: UUID) -> int:
    count = sql.SQL("SELECT count(*) FROM {} WHERE controller_id = %s").format(sql.Identifier(model._meta.db_table))
    return int(owner.execute(count, [controller]).fetchone()[0])  # type: ignore[index]


def _written(owner: Connection, model: type[models.Model], controller: UUID, holder: UUID) -> bool:
    try:
        values = dict(_values(owner, model, controller, holder)) | ASKED.get(model._meta.db_table, {})
    except LookupError:  # what it points at is not there yet
        return False
    _insert(owner, model, values)
    return True


def _insert(owner: Connection, model: type[models.Model], values: dict[str, object]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, values))
    places = sql.SQL(", ").join([sql.Placeholder()] * len(values))
    add = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(model._meta.db_table), names, places)
    owner.execute(add, list(values.values()))


def _values(
    owner: Connection, model: type[models.Model], controller: UUID, holder: UUID
) -> Iterator[tuple[str, object]]:
    pointed_at: list[object] = [None]
    for field in model._meta.local_fields:
        if field.name == "controller":
            yield field.column, controller
        elif field.name == "holder":
            yield field.column, holder
        elif isinstance(field, models.ForeignKey):
            if not field.null or (model._meta.db_table, field.name) in POINTS_AT:
                pointed_at.append(_somebody(owner, field.related_model, controller, holder, but=pointed_at[-1]))
                yield field.column, pointed_at[-1]
        elif not field.null:
            yield field.column, _plain(field)


def _plain(field: "models.Field[Any, Any]") -> object:
    if field.choices:
        return next(iter(field.flatchoices))[0]
    if isinstance(field, ArrayField):
        return []
    kind = field.get_internal_type()
    return 1 if "Integer" in kind else PLAIN.get(kind, lambda: "x")()


def _somebody(owner: Connection, model: type[models.Model], controller: UUID, holder: UUID, *, but: object) -> object:
    """A row that may be pointed at: of this controller, of this holder where rows are held, and not the one before."""
    if model is Controller:
        return controller
    columns = {f.column for f in model._meta.local_fields}
    tests = {c: value for c, value in {"controller_id": controller, "holder_id": holder}.items() if c in columns}
    theirs = sql.SQL("").join(sql.SQL(" AND {} = %s").format(sql.Identifier(column)) for column in tests)
    ask = sql.SQL("SELECT id FROM {} WHERE id IS DISTINCT FROM %s").format(sql.Identifier(model._meta.db_table))
    found = owner.execute(ask + theirs + sql.SQL(" LIMIT 1"), [but, *tests.values()]).fetchone()
    if found is None:
        raise LookupError(model)
    return found[0]
