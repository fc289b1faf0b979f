"""Negative controls of the catalogue promise: break one thing at a time and the walk sees it."""

from functools import partial

import pytest
from django.db import connection

from kith.cases.models import Draft, Part
from kith.tenancy import classes
from tests.promises import test_catalogue as promise

BREAKS = {
    "row security not forced": (
        "ALTER TABLE tenancy_holder NO FORCE ROW LEVEL SECURITY",
        promise.test_every_tenant_table_has_forced_row_security,
    ),
    "a policy dropped": (
        "DROP POLICY tenant ON tenancy_holder",
        promise.test_every_tenant_table_has_the_policies_its_model_declares,
    ),
    "a table open that nobody declared": (
        "CREATE TABLE stray (id int); GRANT SELECT ON stray TO kith_app",
        promise.test_nothing_is_open_to_the_application_but_what_a_class_names,
    ),
    "a two-sided table that can be changed": (
        "GRANT UPDATE ON exchange_event TO kith_app",
        promise.test_every_two_sided_table_is_listed_fenced_and_never_changed,
    ),
    "a two-sided table without its fence": (
        "ALTER TABLE exchange_envelope DISABLE ROW LEVEL SECURITY",
        promise.test_every_two_sided_table_is_listed_fenced_and_never_changed,
    ),
    "a key between tenants dropped": (
        "DO $$ DECLARE name text; BEGIN SELECT conname INTO name FROM pg_constraint WHERE contype = 'f'"
        " AND conrelid = 'cases_part'::regclass LIMIT 1;"
        " EXECUTE format('ALTER TABLE cases_part DROP CONSTRAINT %I', name); END $$",
        partial(promise.test_the_keys_in_the_database_are_those_of_the_model, Part),
    ),
    "a key without the tenant": (
        "ALTER TABLE cases_draft DROP CONSTRAINT cases_draft_pkey, ADD PRIMARY KEY (id)",
        partial(promise.test_the_keys_in_the_database_are_those_of_the_model, Draft),
    ),
    "a ledger that can be changed": (
        "GRANT UPDATE ON audit_leaf TO kith_app",
        promise.test_append_only_tables_can_be_added_to_and_never_changed,
    ),
    "a ledger that can be thinned": (
        "GRANT DELETE ON audit_subject TO kith_app",
        promise.test_append_only_tables_can_be_added_to_and_never_changed,
    ),
    "a column of the ledger that can be written over": (
        "GRANT UPDATE (action) ON audit_leaf TO kith_app",
        promise.test_of_append_only_tables_only_what_is_sealed_later_can_be_written_over,
    ),
    "a column of what is only added that can be changed": (
        "GRANT UPDATE (action) ON audit_leaf TO kith_app",
        promise.test_of_what_is_only_added_no_column_can_be_changed_but_those_declared,
    ),
    "a function with its owner's rights": (
        "CREATE FUNCTION stray() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        promise.test_no_view_reads_with_its_owners_eyes,
    ),
    "a view with its owner's eyes": (
        "CREATE VIEW stray AS SELECT * FROM tenancy_holder",
        promise.test_no_view_reads_with_its_owners_eyes,
    ),
}


# Walks of the models alone, broken by another control each below.
OF_THE_MODELS = {
    promise.test_every_relation_between_tenants_carries_the_tenant,
    promise.test_every_table_of_every_app_has_a_class,
}


def test_each_break_is_seen_by_its_walk(owner_db):
    """Each is taken back before the next, so that it is the one break that is seen."""
    for broken, (statement, walk) in BREAKS.items():
        walk()
        with connection.cursor() as cursor:
            cursor.execute("BEGIN;" + statement)
            with pytest.raises(AssertionError):
                walk()
                pytest.fail(f"not seen: {broken}")
            cursor.execute("ROLLBACK")


def test_a_table_without_a_class_is_seen(monkeypatch):
    monkeypatch.delitem(classes.PLATFORM, "accounts_user")
    with pytest.raises(AssertionError):
        promise.test_every_table_of_every_app_has_a_class()


def test_a_relation_that_does_not_carry_the_tenant_is_seen(monkeypatch):
    monkeypatch.setattr(promise, "key_columns", lambda model, field: ())
    with pytest.raises(AssertionError):
        promise.test_every_relation_between_tenants_carries_the_tenant()


def test_every_walk_has_a_control():
    walks = {walk for name, walk in vars(promise).items() if name.startswith("test_")}
    controlled = {getattr(walk, "func", walk) for _, walk in BREAKS.values()}
    assert walks == controlled | OF_THE_MODELS
