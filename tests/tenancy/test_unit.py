"""The unit of work: loud without a tenant, one tenant at a time, everything or nothing."""

from dataclasses import dataclass

import pytest
from django.db import connection

from kith.foundation.ids import uuid7
from kith.tenancy import (
    NestedTenancy,
    NoReaction,
    NoTenant,
    SwallowedError,
    announce,
    current,
    install,
    tenancy,
    unit,
)
from kith.tenancy.models import Controller, Holder

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class SomethingHappened:
    what: str


@pytest.fixture
def two_controllers():
    return [Controller.objects.create(slug=slug, kind="school", name=slug.title()) for slug in ("alder", "birch")]


@pytest.fixture
def reactions():
    """A wiring table of this test's own; the real one is put back afterwards."""
    before = unit._installed
    table = {}
    install(reactions=table)
    yield table
    unit._installed = before


def work_in(controller):
    return tenancy(controller.id, system="importer")


def test_the_application_is_the_role_that_row_security_holds():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("kith_app", False, False)


def test_a_row_belongs_to_the_open_tenant_without_anybody_passing_it(two_controllers):
    alder, birch = two_controllers
    with work_in(alder):
        holder = Holder.objects.create(slug="alder", name="Alder")
        assert holder.controller_id == alder.id
    with work_in(birch):
        assert Holder.objects.count() == 0
    with work_in(alder):
        assert Holder.objects.get() == holder


def test_a_tenants_row_cannot_be_written_for_another(two_controllers):
    alder, birch = two_controllers
    with pytest.raises(Exception, match="row-level security"), work_in(alder), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO tenancy_holder (id, controller_id, slug, name, is_index) VALUES (%s, %s, 'x', 'x', false)",
            [uuid7(), birch.id],
        )


@pytest.mark.parametrize(
    "statement", ["SELECT count(*) FROM tenancy_holder", 'UPDATE "tenancy_holder" SET name = name']
)
def test_a_statement_about_a_tenants_table_without_a_tenant_is_loud(statement):
    with pytest.raises(NoTenant, match="tenancy_holder"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_copy_without_a_tenant_is_loud():
    with pytest.raises(NoTenant, match="tenancy_holder"), connection.cursor() as cursor:
        with cursor.copy("COPY tenancy_holder TO STDOUT") as copy:
            list(copy)


def test_copy_inside_a_tenant_works(two_controllers):
    with work_in(two_controllers[0]), connection.cursor() as cursor:
        with cursor.copy("COPY (SELECT id FROM tenancy_holder) TO STDOUT") as copy:
            assert list(copy) == []


def test_the_database_alone_would_have_answered_with_silence(two_controllers):
    """The negative control of the guard: without it the same query sees no rows and no error."""
    with work_in(two_controllers[0]):
        Holder.objects.create(slug="alder", name="Alder")
    connection.execute_wrappers.clear()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM tenancy_holder")
            assert cursor.fetchone() == (0,)
    finally:
        from kith.tenancy import guard

        connection.execute_wrappers.append(guard.execute_wrapper)


def test_a_second_tenant_is_refused_inside_the_first(two_controllers):
    alder, birch = two_controllers
    with work_in(alder):
        with pytest.raises(NestedTenancy), work_in(birch):
            pass
        with work_in(alder) as again:
            assert again is current()


def test_nothing_lingers_after_the_unit(two_controllers):
    with work_in(two_controllers[0]):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.controller', true), current_setting('app.holders', true)")
        assert cursor.fetchone() == ("", "")
    with pytest.raises(NoTenant):
        current()


def test_a_swallowed_database_error_is_a_failure(two_controllers):
    with pytest.raises(SwallowedError):
        with work_in(two_controllers[0]):
            holder = Holder.objects.create(slug="alder", name="Alder")
            try:
                Holder(id=holder.id, slug="other", name="Other").save(force_insert=True)
            except Exception:
                pass
    with work_in(two_controllers[0]):
        assert Holder.objects.count() == 0


def test_an_announced_event_runs_its_reactions_before_the_commit(two_controllers, reactions):
    seen = []
    reactions[SomethingHappened] = (lambda event: seen.append((event.what, current().controller_id)),)
    with work_in(two_controllers[0]):
        announce(SomethingHappened("a concern was sent"))
        assert seen == []
    assert seen == [("a concern was sent", two_controllers[0].id)]


def test_nothing_is_announced_without_a_tenancy(reactions):
    reactions[SomethingHappened] = (lambda event: None,)
    with pytest.raises(NoTenant):
        announce(SomethingHappened("outside"))


def test_an_event_without_a_row_in_the_wiring_fails_the_whole(two_controllers, reactions):
    with pytest.raises(NoReaction, match="SomethingHappened"), work_in(two_controllers[0]):
        Holder.objects.create(slug="alder", name="Alder")
        announce(SomethingHappened("nobody listens"))
    with work_in(two_controllers[0]):
        assert Holder.objects.count() == 0


def test_reactions_that_go_round_in_a_ring_are_an_error(two_controllers, reactions):
    reactions[SomethingHappened] = (announce,)
    with pytest.raises(NoReaction, match="ring"), work_in(two_controllers[0]):
        announce(SomethingHappened("again"))
