"""After every migration: policies, forced row security, grants and reporting views, from the models.

One idempotent step, run as owner. There are no default privileges in the database, so a table this
step has not seen is closed to the application.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from kith.tenancy.classes import PUBLISHED
from kith.tenancy.models import HeldModel, TenantModel, TwoSidedModel
from kith.tenancy.rights import HELD, Given, for_reports, rights

TENANT = "nullif(current_setting('app.controller', true), '')::uuid"
HOLDERS = "(SELECT coalesce(nullif(current_setting('app.holders', true), ''), '{}'))::uuid[]"
# The sealer numbers every leaf of a controller, whoever holds it; these roles are held to holders.
HELD_TO_HOLDERS = "kith_app, kith_report, kith_search"
HELD_BUT_SEARCH = "kith_app, kith_report"

_view_makers: list[Callable[[], list[str]]] = []
_searches: list[Callable[[], list[str]]] = []


def add_views(maker: Callable[[], list[str]]) -> None:
    """A room above hands in the statements that make its reporting views."""
    if maker not in _view_makers:
        _view_makers.append(maker)


def add_searches(maker: Callable[[], list[str]]) -> None:
    """A room above hands in the functions of schema `search` it was reviewed with, each as CREATE FUNCTION."""
    if maker not in _searches:
        _searches.append(maker)


def settle() -> None:
    """Bring policies, grants, views and search functions in line with the models."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("GRANT USAGE ON SCHEMA public TO kith_app, kith_sealer, kith_report, kith_search")
        for statement in [*_all_tables(), *_sequences(), *_views(), *_search_functions()]:
            cursor.execute(statement)
        for table, given in for_reports(cursor).items():
            for statement in _grants(table, given):
                cursor.execute(statement)


def tenant_models() -> list[type[TenantModel]]:
    return [m for m in apps.get_models() if issubclass(m, TenantModel)]


def two_sided_models() -> list[type[TwoSidedModel]]:
    return [m for m in apps.get_models() if issubclass(m, TwoSidedModel)]


def holder_test(model: type[TenantModel]) -> str | None:
    """The second fence of a table as SQL: who must hold it. None where a controller's posts all may read."""
    table = model._meta.db_table
    if issubclass(model, HeldModel) or any(f.name == "holder" for f in model._meta.local_fields):
        field = model._meta.get_field("holder")
        test = f"{table}.holder_id = ANY ({HOLDERS})"
        return f"({table}.holder_id IS NULL OR {test})" if field.null else test
    if model.seen_through:
        label, link_field, own = model.seen_through
        link = apps.get_model(label)._meta
        column = link.get_field(link_field).column
        return (
            f"EXISTS (SELECT 1 FROM {link.db_table} k WHERE k.controller_id = {table}.controller_id"
            f" AND k.{column} = {table}.{own} AND k.holder_id = ANY ({HOLDERS})"
            f" AND (k.until IS NULL OR k.until > now()))"
        )
    return None


def fences() -> list[str]:
    """What puts up forced row security and the policies of every table that has them."""
    statements: list[str] = []
    for model in tenant_models():
        statements += _tenant(model)
    for model in two_sided_models():
        statements += _two_sided(model)
    for table, whose in PUBLISHED.items():
        statements += _fenced(table, read="true", add=f"{whose} = {TENANT}")
    return statements


def _all_tables() -> list[str]:
    """Fences first, then rights: a table is never open without its policies."""
    statements = fences()
    for table, given in rights().items():
        statements += [f'REVOKE ALL ON "{table}" FROM {", ".join(HELD)}', *_grants(table, given)]
    return statements


def _grants(table: str, given: Given) -> list[str]:
    return [f'GRANT {what} ON "{table}" TO {role}' for role, whats in given.items() for what in whats]


def _two_sided(model: type[TwoSidedModel]) -> list[str]:
    """Its two parties read a row; only its sender can have added it."""
    table = model._meta.db_table
    two = f"{table}.recipient_id <> {table}.sender_id OR {model.to_itself}"
    mine = [f"{table}.sender_id = {TENANT}", two, model.insert_check]
    return _fenced(
        table,
        read=f"{TENANT} IN ({table}.sender_id, {table}.recipient_id)",
        add=" AND ".join(f"({test})" for test in mine if test),
    )


def _fenced(table: str, *, read: str, add: str) -> list[str]:
    """A table rows are added to and never changed, under two tests: who reads a row, who may add one."""
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'DROP POLICY IF EXISTS read ON "{table}"',
        f'CREATE POLICY read ON "{table}" FOR SELECT USING ({read})',
        f'DROP POLICY IF EXISTS add ON "{table}"',
        f'CREATE POLICY add ON "{table}" FOR INSERT WITH CHECK ({add})',
    ]


def _tenant(model: type[TenantModel]) -> list[str]:
    table = model._meta.db_table
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'DROP POLICY IF EXISTS tenant ON "{table}"',
        f'CREATE POLICY tenant ON "{table}" USING (controller_id = {TENANT}) WITH CHECK (controller_id = {TENANT})',
        f'DROP POLICY IF EXISTS holder ON "{table}"',
    ]
    if test := holder_test(model):
        held = HELD_BUT_SEARCH if model.searched else HELD_TO_HOLDERS
        statements.append(
            f'CREATE POLICY holder ON "{table}" AS RESTRICTIVE TO {held} USING ({test}) WITH CHECK ({test})'
        )
    if model.searched:
        statements += [
            f'DROP POLICY IF EXISTS search ON "{table}"',
            f'CREATE POLICY search ON "{table}" FOR SELECT TO kith_search USING (true)',
        ]
    return statements


def _sequences() -> list[str]:
    return ["GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kith_app"]


def policies() -> dict[str, set[str]]:
    """The policies each fenced table must have, by name."""
    found = {m._meta.db_table: _names(m) for m in tenant_models()}
    return found | {table: {"read", "add"} for table in [*(m._meta.db_table for m in two_sided_models()), *PUBLISHED]}


def _names(model: type[TenantModel]) -> set[str]:
    return {"tenant", *(["holder"] if holder_test(model) else []), *(["search"] if model.searched else [])}


def searches() -> list[str]:
    """Every function of schema `search`, as CREATE FUNCTION."""
    return [function for maker in _searches for function in maker()]


def _search_functions() -> list[str]:
    """Owned by a role nobody signs in as, which may read what is declared as searched and nothing else."""
    statements = [
        "DROP SCHEMA IF EXISTS search CASCADE",
        "CREATE SCHEMA search",
        "GRANT CREATE, USAGE ON SCHEMA search TO kith_search",
        "SET LOCAL ROLE kith_search",
        *searches(),
        "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA search FROM PUBLIC",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA search TO kith_app",
        "RESET ROLE",
        "REVOKE CREATE ON SCHEMA search FROM kith_search",
        "GRANT USAGE ON SCHEMA search TO kith_app",
    ]
    return statements


def _views() -> list[str]:
    statements: list[Any] = [
        "DROP SCHEMA IF EXISTS reporting CASCADE",
        "CREATE SCHEMA reporting",
        "GRANT USAGE ON SCHEMA reporting TO kith_app, kith_report",
    ]
    for maker in _view_makers:
        statements += maker()
    statements.append("GRANT SELECT ON ALL TABLES IN SCHEMA reporting TO kith_app, kith_report")
    return statements
