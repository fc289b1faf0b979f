"""Tenant-first keys, written by the schema editor so that no migration has to remember them.

A model with a `controller` gets `PRIMARY KEY (controller_id, id)` while Django is told `id` is the
key. A relation between two such models becomes `(controller_id, x_id) -> (controller_id, id)`.
Where the child is part of a parent that has a holder (on_delete=CASCADE) the holder is in the key
too: checks of foreign keys ignore row security, so without it a row of one school could hang on
another school's record.
"""

from collections import defaultdict
from typing import Any

from django.db import models
from django.db.backends.ddl_references import Columns, Statement
from django.db.backends.postgresql.schema import DatabaseSchemaEditor

CONTROLLER, HOLDER = "controller", "holder"


def _has(model: Any, name: str) -> bool:
    return any(f.name == name and f.is_relation for f in model._meta.local_fields)


def is_tenant(model: Any) -> bool:
    return _has(model, CONTROLLER)


def is_held(model: Any) -> bool:
    return is_tenant(model) and _has(model, HOLDER)


def key_columns(model: Any, field: Any, tenant: Any = is_tenant, held: Any = is_held) -> list[str]:
    """The columns that lead a foreign key from `model`, before the field's own; empty for a plain key."""
    target = field.remote_field.model
    if field.name == CONTROLLER or not (tenant(model) and tenant(target)):
        return []
    part_of = field.remote_field.on_delete is models.CASCADE
    if part_of and field.name != HOLDER and held(model) and held(target):
        return ["controller_id", "holder_id"]
    return ["controller_id"]


class TenantKey(Statement):
    """A foreign key whose columns are settled when it runs, at the end of its migration.

    A migration may create a table first and add its `controller` and `holder` later, so what the models said
    when the key was asked for is not yet the truth.
    """

    def __init__(self, editor: Any, model: Any, field: Any, plain: Statement) -> None:
        super().__init__(plain.template, **plain.parts)
        self.editor, self.model, self.field = editor, model, field

    def __str__(self) -> str:
        leading = key_columns(self.model, self.field, self.editor.is_tenant, self.editor.is_held)
        for part in ("column", "to_column"):
            plain = self.parts[part]
            own = plain.columns[-1:]
            self.parts[part] = Columns(plain.table, [*leading, *own], self.editor.quote_name)
        return super().__str__()


class TenantSchemaEditor(DatabaseSchemaEditor):
    # An inline foreign key could name one column only: all are written as statements of their own.
    sql_create_column_inline_fk = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Table -> which of controller and holder it was given in this migration, after it was created.
        self._given: dict[str, set[str]] = defaultdict(set)

    def is_tenant(self, model: Any) -> bool:
        return is_tenant(model) or CONTROLLER in self._given[model._meta.db_table]

    def is_held(self, model: Any) -> bool:
        return self.is_tenant(model) and (_has(model, HOLDER) or HOLDER in self._given[model._meta.db_table])

    def _iter_column_sql(
        self, column_db_type: Any, params: Any, model: Any, field: Any, field_db_params: Any, include_default: Any
    ) -> Any:
        for part in super()._iter_column_sql(column_db_type, params, model, field, field_db_params, include_default):
            if part == "PRIMARY KEY" and is_tenant(model):
                continue
            yield part

    def table_sql(self, model: Any) -> Any:
        sql, params = super().table_sql(model)
        keys = _keys(tenant=is_tenant(model), held=is_held(model))
        return f"{sql.removesuffix(')')}{''.join(f', {key}' for key in keys)})", params

    def add_field(self, model: Any, field: Any) -> None:
        super().add_field(model, field)
        if field.is_relation and field.name in (CONTROLLER, HOLDER):
            was_held = self.is_held(model)
            self._given[model._meta.db_table].add(field.name)
            self._widen(model, field.name, now_held=self.is_held(model) and not was_held)

    def _widen(self, model: Any, name: str, *, now_held: bool) -> None:
        """The keys of a table that has only now been given its controller or holder."""
        table = self.quote_name(model._meta.db_table)
        if name == CONTROLLER:
            for key in super()._constraint_names(model, primary_key=True):
                self.execute(f"ALTER TABLE {table} DROP CONSTRAINT {self.quote_name(key)}")
        for key in _keys(tenant=name == CONTROLLER, held=now_held):
            self.execute(f"ALTER TABLE {table} ADD {key}")

    def _create_fk_sql(self, model: Any, field: Any, suffix: str) -> Any:
        return TenantKey(self, model, field, super()._create_fk_sql(model, field, suffix))

    def _constraint_names(self, model: Any, column_names: Any = None, **kind: Any) -> list[str]:
        """Also finds our wider keys when Django asks for the foreign key or primary key of one column."""
        found = super()._constraint_names(model, column_names, **kind)
        if not (is_tenant(model) and column_names and len(column_names) == 1):
            return found
        if kind.get("foreign_key") or kind.get("primary_key"):
            for leading in (["controller_id"], ["controller_id", "holder_id"]):
                found += super()._constraint_names(model, [*leading, *column_names], **kind)
        return found


def _keys(*, tenant: bool, held: bool) -> list[str]:
    keys = ['PRIMARY KEY ("controller_id", "id")'] if tenant else []
    return [*keys, 'UNIQUE ("controller_id", "holder_id", "id")'] if held else keys
