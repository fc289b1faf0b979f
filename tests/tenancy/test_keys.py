"""The schema editor: tenant-first keys through the whole life of a table."""

import pytest
from django.db import connection, models, transaction
from django.db.migrations.operations import AddField, AlterField, CreateModel, RemoveField, RenameField
from django.db.migrations.state import ProjectState

from kith.foundation.ids import uuid7
from kith.tenancy.models import CurrentController


def tenant_fields(*more):
    return [
        ("id", models.UUIDField(primary_key=True, default=uuid7)),
        (
            "controller",
            models.ForeignKey(
                "tenancy.Controller", models.PROTECT, db_default=CurrentController(), db_index=False, related_name="+"
            ),
        ),
        *more,
    ]


def held():
    return ("holder", models.ForeignKey("tenancy.Holder", models.PROTECT, db_index=False, related_name="+"))


class Table:
    """Applies operations of a made-up app `wood` and reads the catalogue."""

    def __init__(self):
        from django.db.migrations.loader import MigrationLoader

        self.state = MigrationLoader(connection).project_state(("tenancy", "0001_initial"))
        assert isinstance(self.state, ProjectState)

    def apply(self, operation):
        new = self.state.clone()
        operation.state_forwards("wood", new)
        with connection.schema_editor(atomic=False) as editor:
            operation.database_forwards("wood", editor, self.state, new)
        self.state = new

    def constraints(self, table):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass"
                " AND contype IN ('p', 'f', 'u') ORDER BY contype, 1",
                [table],
            )
            return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def table(owner_db):
    with transaction.atomic():
        yield Table()
        transaction.set_rollback(True)


TO_CONTROLLER = "FOREIGN KEY (controller_id) REFERENCES tenancy_controller(id) DEFERRABLE INITIALLY DEFERRED"
TO_HOLDER = (
    "FOREIGN KEY (controller_id, holder_id) REFERENCES tenancy_holder(controller_id, id) DEFERRABLE INITIALLY DEFERRED"
)


def test_a_tenant_table_has_the_tenant_first_in_its_key(table):
    table.apply(CreateModel("Tree", tenant_fields()))
    assert table.constraints("wood_tree") == [TO_CONTROLLER, "PRIMARY KEY (controller_id, id)"]


def test_a_held_table_can_be_pointed_at_with_its_holder(table):
    table.apply(CreateModel("Tree", tenant_fields(held())))
    assert table.constraints("wood_tree") == [
        TO_CONTROLLER,
        TO_HOLDER,
        "PRIMARY KEY (controller_id, id)",
        "UNIQUE (controller_id, holder_id, id)",
    ]


def test_a_part_carries_its_parents_holder_and_a_mere_reference_does_not(table):
    table.apply(CreateModel("Tree", tenant_fields(held())))
    part = models.ForeignKey("wood.Tree", models.CASCADE, related_name="+")
    mention = models.ForeignKey("wood.Tree", models.PROTECT, related_name="+")
    table.apply(CreateModel("Leaf", tenant_fields(held(), ("tree", part), ("other", mention))))
    keys = table.constraints("wood_leaf")
    assert any(k.startswith("FOREIGN KEY (controller_id, holder_id, tree_id) REFERENCES wood_tree(") for k in keys)
    assert any(k.startswith("FOREIGN KEY (controller_id, other_id) REFERENCES wood_tree(") for k in keys)


def test_a_relation_added_altered_renamed_and_removed_keeps_the_tenant(table):
    table.apply(CreateModel("Tree", tenant_fields()))
    table.apply(CreateModel("Nest", tenant_fields()))
    plain = models.ForeignKey("wood.Tree", models.PROTECT, null=True, related_name="+")
    table.apply(AddField("Nest", "tree", plain))
    assert any("(controller_id, tree_id) REFERENCES wood_tree" in k for k in table.constraints("wood_nest"))

    table.apply(RenameField("Nest", "tree", "oak"))
    assert any("(controller_id, oak_id) REFERENCES wood_tree" in k for k in table.constraints("wood_nest"))

    firm = models.ForeignKey("wood.Tree", models.PROTECT, related_name="+")
    table.apply(AlterField("Nest", "oak", firm))
    assert any("(controller_id, oak_id) REFERENCES wood_tree" in k for k in table.constraints("wood_nest"))

    loose = models.ForeignKey("wood.Tree", models.PROTECT, related_name="+", db_constraint=False)
    table.apply(AlterField("Nest", "oak", loose))
    assert not any("oak_id" in k for k in table.constraints("wood_nest"))

    table.apply(RemoveField("Nest", "oak"))
    assert table.constraints("wood_nest") == [TO_CONTROLLER, "PRIMARY KEY (controller_id, id)"]


def test_a_single_column_key_would_link_across_tenants(table):
    """The negative control: Django's own editor writes the key that lets one tenant point at another."""
    from django.db.backends.postgresql.schema import DatabaseSchemaEditor

    connection.SchemaEditorClass = DatabaseSchemaEditor
    try:
        table.apply(CreateModel("Tree", tenant_fields()))
    finally:
        del connection.SchemaEditorClass
    assert "PRIMARY KEY (id)" in table.constraints("wood_tree")


def test_a_controller_and_holder_that_come_after_the_table_still_lead_its_keys(table):
    """`makemigrations` often writes a table first and its relations as fields added afterwards, in any order."""
    table.apply(CreateModel("Tree", tenant_fields(held())))
    table.apply(CreateModel("Leaf", [("id", models.UUIDField(primary_key=True, default=uuid7))]))
    with connection.schema_editor(atomic=False) as editor:
        state = table.state
        for name, field in (
            ("tree", models.ForeignKey("wood.Tree", models.CASCADE, related_name="+")),
            held(),
            tenant_fields()[1],
        ):
            after = state.clone()
            added = AddField("Leaf", name, field)
            added.state_forwards("wood", after)
            added.database_forwards("wood", editor, state, after)
            state = after
    keys = table.constraints("wood_leaf")
    assert "PRIMARY KEY (controller_id, id)" in keys
    assert "UNIQUE (controller_id, holder_id, id)" in keys
    assert any("(controller_id, holder_id, tree_id) REFERENCES wood_tree(" in k for k in keys)
