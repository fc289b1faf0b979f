"""Many rows at once are held to the same rules as one."""

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection

from kith.tenancy import NoTenant, bulk, tenancy
from kith.tenancy.models import Controller, Holder
from kith.tenancy.prepared import one_journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def alder():
    return Controller.objects.create(slug="alder", kind="school", name="Alder")


def holders(how_many):
    return [Holder(slug=f"h{n}", name=f"Tab\there, line\nbreak, \\N and “{n}”") for n in range(how_many)]


@pytest.mark.parametrize("how_many", [0, 1, bulk.FEW + 1])
def test_rows_arrive_as_they_were_and_belong_to_the_open_tenant(alder, how_many):
    rows = holders(how_many)
    with tenancy(alder.id, system="importer"):
        bulk.insert_many(Holder, rows)
        found = {h.id: (h.slug, h.name, h.is_index, h.controller_id) for h in Holder.objects.all()}
    assert found == {h.id: (h.slug, h.name, False, alder.id) for h in rows}
    # A few are handed on to what follows from them: they say whose they are, and are not read back for it.
    assert how_many > bulk.FEW or all(h.controller_id == alder.id for h in rows)


def test_many_rows_go_on_one_journey_though_nothing_can_be_copied_there(alder):
    with tenancy(alder.id, system="importer"):
        with one_journey():
            bulk.insert_many(Holder, holders(bulk.FEW + 1))
        assert Holder.objects.count() == bulk.FEW + 1


def test_an_error_on_a_journey_is_told_at_its_end_and_nothing_of_the_unit_stays(alder):
    with pytest.raises(IntegrityError), tenancy(alder.id, system="importer"), one_journey():
        bulk.insert_many(Holder, holders(1))
        bulk.insert_many(Holder, holders(1))
    with tenancy(alder.id, system="importer"):
        assert not Holder.objects.exists()


def test_a_row_that_is_there_already_stays_and_the_second_is_told(alder):
    first, second = Holder(slug="h1", name="First"), Holder(slug="h1", name="Second")
    with tenancy(alder.id, system="importer"):
        assert bulk.insert_unless_there(first, ["slug"])
        assert not bulk.insert_unless_there(second, ["slug"])
        assert [h.name for h in Holder.objects.all()] == ["First"]


def test_changes_reach_the_rows_named_and_nobody_elses(alder):
    birch = Controller.objects.create(slug="birch", kind="school", name="Birch")
    with tenancy(birch.id, system="importer"):
        theirs = Holder.objects.create(slug="h1", name="Birch")
    with tenancy(alder.id, system="importer"):
        ours = Holder.objects.create(slug="h1", name="Alder")
        ours.name = theirs.name = "Written"
        assert bulk.update_many(Holder, [ours, theirs], ["name"]) == 1
        assert Holder.objects.get().name == "Written"
    with tenancy(birch.id, system="importer"):
        assert Holder.objects.get().name == "Birch"


def test_without_a_tenant_nothing_is_sent(alder):
    for how_many in (1, bulk.FEW + 1):
        with pytest.raises(NoTenant):
            bulk.insert_many(Holder, holders(how_many))


def test_copying_straight_into_a_tenants_table_is_refused_by_the_database(alder):
    refused = pytest.raises((DatabaseError, psycopg.Error), match="row-level security")
    with refused, tenancy(alder.id, system="importer"):
        with connection.cursor() as cursor, cursor.copy("COPY tenancy_holder (id, slug, name) FROM STDIN"):
            pass
