"""Whether the keys in a running database are those of the models: a lost one lets a row point at another tenant's.
So too the few constraint triggers.

Each difference is a sentence for whoever looks after the installation. Nothing is changed.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection

from kith.tenancy.backend.schema import is_held, key_columns
from kith.tenancy.settle import tenant_models

_KEYS = """
SELECT c.relname::text, k.contype::text, coalesce(t.relname::text, ''),
       ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS key(num, place)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.num ORDER BY key.place)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class t ON t.oid = k.confrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""
# A condition makes of a unique constraint an index, which is not listed among the constraints.
_NAMES = """
SELECT conrelid::regclass::text, conname::text FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION SELECT indrelid::regclass::text, relname::text FROM pg_index JOIN pg_class ON oid = indexrelid
WHERE relnamespace = 'public'::regnamespace AND indisvalid
"""
# Those that are on; the ones that belong to keys are PostgreSQL's own.
_TRIGGERS = """
SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal
  AND tgenabled IN ('O', 'A')
"""
Key = tuple[str, str, tuple[str, ...]]
_SORTS = {"p": "primary key", "u": "unique key", "f": "key"}


def problems(models: Iterable[type[Any]] | None = None) -> list[str]:
    """What differs from these models (all that belong to a tenant), in sentences; none when all is well."""
    keys, names, triggers = _there()
    return [
        sentence
        for model in (tenant_models() if models is None else models)
        if model._meta.db_table in keys  # a table that is missing is said of its migration
        for sentence in [
            *_of(model, keys[model._meta.db_table], names[model._meta.db_table]),
            *_held(model, triggers[model._meta.db_table]),
        ]
    ]


def _there() -> tuple[dict[str, set[Key]], dict[str, set[str]], dict[str, set[str]]]:
    keys: dict[str, set[Key]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    triggers: dict[str, set[str]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_KEYS)
        for table, sort, target, columns in cursor.fetchall():
            keys[table].add((sort, target, tuple(columns)))
        cursor.execute(_NAMES)
        for table, name in cursor.fetchall():
            names[table].add(name)
        cursor.execute(_TRIGGERS)
        for table, name in cursor.fetchall():
            triggers[table].add(name)
    return keys, names, triggers


def _of(model: Any, keys: set[Key], names: set[str]) -> list[str]:
    table, wanted, pointing = model._meta.db_table, _wanted(model), {key for key in keys if key[0] == "f"}
    found = [f"{table} has lost its {_told(key)}. Put it back." for key in sorted(wanted - keys)]
    found += [f"{table} has a {_told(key)} that no model declares. Take it away." for key in sorted(pointing - wanted)]
    declared = {constraint.name for constraint in model._meta.constraints}
    return found + [f"{table} has lost its constraint {name}. Put it back." for name in sorted(declared - names)]


def _held(model: Any, triggers: set[str]) -> list[str]:
    table, wanted = model._meta.db_table, set(model.held_by)
    found = [f"{table} has lost its trigger {name}, or it is off. Put it back." for name in sorted(wanted - triggers)]
    return found + [f"{table} has a trigger {name} that no model declares." for name in sorted(triggers - wanted)]


def _wanted(model: Any) -> set[Key]:
    relations = [f for f in model._meta.local_fields if f.is_relation and f.db_constraint]
    wanted: set[Key] = {
        ("f", f.remote_field.model._meta.db_table, (*key_columns(model, f), f.column)) for f in relations
    }
    wanted.add(("p", "", ("controller_id", "id")))
    return wanted | {("u", "", ("controller_id", "holder_id", "id"))} if is_held(model) else wanted


def _told(key: Key) -> str:
    """For example: key (controller_id, record_id) to cases_record."""
    sort, target, columns = key
    return f"{_SORTS[sort]} ({', '.join(columns)}){f' to {target}' if target else ''}"
