"""Promise: what is theirs stays theirs. The catalogue of the database is walked, not sampled."""

import pytest
from django.apps import apps
from django.db import connection

from kith.tenancy import keyed
from kith.tenancy.backend.schema import is_tenant, key_columns
from kith.tenancy.classes import PUBLISHED, TWO_SIDED, UNMANAGED, class_of
from kith.tenancy.settle import holder_test, tenant_models, two_sided_models

pytestmark = pytest.mark.django_db


def rows(sql, params=()):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def tables():
    return {m._meta.db_table: m for m in tenant_models()}


def row_security():
    """Table name -> (row security on, forced) for every table of the product."""
    found = rows(
        "SELECT relname, relrowsecurity, relforcerowsecurity"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname = 'public' AND relkind IN ('r', 'p')"
    )
    return {name: (on, forced) for name, on, forced in found}


def test_every_tenant_table_has_forced_row_security():
    security = row_security()
    assert {t: security[t] for t in tables()} == dict.fromkeys(tables(), (True, True))


def test_every_tenant_table_has_the_policies_its_model_declares():
    found = rows("SELECT tablename, policyname, permissive FROM pg_policies WHERE schemaname = 'public'")
    expected = {(t, "tenant", "PERMISSIVE") for t in tables()}
    expected |= {(t, "holder", "RESTRICTIVE") for t, m in tables().items() if holder_test(m)}
    expected |= {(t, policy, "PERMISSIVE") for t in fenced() for policy in ("read", "add")}
    expected |= {(t, "search", "PERMISSIVE") for t, m in tables().items() if m.searched}
    assert set(found) == expected


def fenced():
    """Tables two controllers read, and tables everybody reads and only the owner adds to."""
    return [*(m._meta.db_table for m in two_sided_models()), *PUBLISHED]


def test_every_two_sided_table_is_listed_fenced_and_never_changed():
    """The one class whose rows two controllers see: a list of two, and no more."""
    assert sorted(m._meta.db_table for m in two_sided_models()) == sorted(TWO_SIDED)
    security = row_security()
    assert {t: security[t] for t in fenced()} == dict.fromkeys(fenced(), (True, True))
    rights = rows(
        "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE grantee LIKE 'kith%%' AND grantee <> 'kith_owner' AND table_name = ANY (%s)",
        [fenced()],
    )
    assert set(rights) == {(t, right) for t in fenced() for right in ("SELECT", "INSERT")}
    keys = rows(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'p' AND conrelid::regclass::text = ANY (%s)",
        [sorted(TWO_SIDED)],
    )
    assert keys == [("PRIMARY KEY (id)",)] * len(TWO_SIDED)


@pytest.mark.parametrize("model", tenant_models(), ids=lambda m: m._meta.label)
def test_the_keys_in_the_database_are_those_of_the_model(model):
    assert keyed.problems([model]) == []


def test_every_relation_between_tenants_carries_the_tenant():
    """A plain key would let a row of one controller point at another's."""
    single = [
        f"{m._meta.label}.{f.name}"
        for m in tenant_models()
        for f in m._meta.local_fields
        if f.is_relation and f.name != "controller" and is_tenant(f.remote_field.model) and not key_columns(m, f)
    ]
    assert single == []


def test_nothing_is_open_to_the_application_but_what_a_class_names():
    """There are no default privileges: a table nobody declared can't be read."""
    open_tables = {
        name
        for (name,) in rows(
            "SELECT DISTINCT table_name FROM information_schema.role_table_grants"
            " WHERE grantee = 'kith_app' AND table_schema = 'public'"
        )
    }
    undeclared = {t for t in open_tables if t not in tables() and not class_of(t) and t not in UNMANAGED}
    assert undeclared == set()


def test_append_only_tables_can_be_added_to_and_never_changed():
    for table, model in tables().items():
        rights = {
            privilege
            for (privilege,) in rows(
                "SELECT privilege_type FROM information_schema.role_table_grants"
                " WHERE grantee = 'kith_app' AND table_name = %s",
                [table],
            )
        }
        expected = {"SELECT", "INSERT"} if model.append_only else {"SELECT", "INSERT", "UPDATE", "DELETE"}
        if own := model.role_grants.get("kith_app"):
            expected = set(own.split(", "))
        assert not (model.append_only and rights & {"UPDATE", "DELETE"}), table
        assert rights == expected, table


def test_of_append_only_tables_only_what_is_sealed_later_can_be_written_over():
    found = rows(
        "SELECT table_name, array_agg(column_name::text ORDER BY column_name) FROM information_schema.column_privileges"
        " WHERE grantee = 'kith_app' AND privilege_type = 'UPDATE' AND table_schema = 'public' GROUP BY table_name"
    )
    open_columns = {t: columns for t, columns in found if (m := tables().get(t)) and m.append_only}
    declared = {t: written_over(m) for t, m in tables().items() if m.append_only and written_over(m)}
    assert open_columns == declared


def written_over(model):
    """What is emptied when its words are sealed, and what says whom a row is about, which a merge points elsewhere."""
    return sorted([*model.sealed_later, *(model._meta.get_field(name).column for name in model.re_pointed)])


def test_of_what_is_only_added_no_column_can_be_changed_but_those_declared():
    """An address that becomes protected is sealed in its earlier versions too; a merge points a view elsewhere."""
    for table, model in tables().items():
        if model.append_only:
            changeable = rows(
                "SELECT column_name FROM information_schema.column_privileges"
                " WHERE grantee = 'kith_app' AND privilege_type = 'UPDATE' AND table_name = %s",
                [table],
            )
            assert {name for (name,) in changeable} == set(written_over(model)), table


def test_no_view_reads_with_its_owners_eyes():
    """A view without security_invoker, a materialised view and a definer function all pass row security by."""
    views = rows(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE relkind IN ('v', 'm') AND nspname NOT IN ('pg_catalog', 'information_schema')"
        " AND NOT coalesce(reloptions::text LIKE '%%security_invoker=true%%', false)"
    )
    definers = rows(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace"
        " WHERE prosecdef AND nspname NOT IN ('pg_catalog', 'information_schema', 'search')"
    )
    assert views == [] and definers == []


def test_every_table_of_every_app_has_a_class():
    unclassified = [
        m._meta.db_table
        for m in apps.get_models(include_auto_created=True)
        if not is_tenant(m) and not class_of(m._meta.db_table)
    ]
    assert unclassified == []
