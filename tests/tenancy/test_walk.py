"""The walk of `bin/kith check --data`: over the demo, which has rows of every table of facts, and over altered ones."""

import pytest

from kith.tenancy.history import versions_model
from kith.tenancy.walk import fact_models, walk

# What a hand in the database may do to one fact -> the statement, of the table of facts and that of its versions.
BY_HAND = {
    "altered": "UPDATE {facts} SET from_on = coalesce(from_on, DATE '2001-01-01') - 1 WHERE id = '{id}'",
    "numbered otherwise": "UPDATE {facts} SET n = n + 1 WHERE id = '{id}'",
    "taken away": "DELETE FROM {facts} WHERE id = '{id}'",
    "without its versions": "DELETE FROM {versions} WHERE of_id = '{id}'",
    "withdrawn by history and left to stand": "UPDATE {versions} SET void = true WHERE of_id = '{id}'",
}


@pytest.fixture
def owner(shared_demo):
    """The owner of the demo's tables. What they do is taken back."""
    with shared_demo.connect("kith_owner") as connection, connection.transaction(force_rollback=True):
        yield connection


def controllers(owner):
    return [id for (id,) in owner.execute("SELECT id FROM tenancy_controller ORDER BY slug").fetchall()]


def differing(owner):
    """Table -> the facts that differ, over every controller."""
    found = [walked for one in controllers(owner) for walked in walk(owner.cursor(), one)]
    return {table: ids for walked in found if (ids := walked.differ) and (table := walked.table)}


def test_every_row_of_the_demo_is_the_last_version_of_it(owner):
    assert differing(owner) == {}


def test_every_table_of_facts_has_rows_there_and_all_of_them_are_compared(owner):
    compared = dict.fromkeys((model._meta.db_table for model in fact_models()), 0)
    for one in controllers(owner):
        for walked in walk(owner.cursor(), one):
            compared[walked.table] += walked.pairs
    counted = {table: owner.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in compared}
    assert all(counted.values()), counted
    # A fact that was withdrawn has versions and no row: it is compared too.
    assert all(compared[table] >= rows for table, rows in counted.items())


@pytest.mark.parametrize("what", BY_HAND)
@pytest.mark.parametrize("model", fact_models(), ids=lambda model: model.__name__)
def test_a_row_changed_behind_historys_back_is_found(owner, model, what):
    """The control, for every pair of tables."""
    facts, versions = model._meta.db_table, versions_model(model)._meta.db_table
    (id,) = owner.execute(f"SELECT id FROM {facts} ORDER BY id LIMIT 1").fetchone()
    owner.execute(BY_HAND[what].format(facts=facts, versions=versions, id=id))
    assert differing(owner) == {facts: (id,)}


def test_what_differs_is_said_of_the_controller_it_belongs_to(owner):
    where, id = owner.execute("SELECT controller_id, id FROM people_personname ORDER BY id LIMIT 1").fetchone()
    owner.execute("UPDATE people_personname SET surname = 'Other' WHERE id = %s", [id])
    assert {one for one in controllers(owner) if any(walked.differ for walked in walk(owner.cursor(), one))} == {where}
