"""A person is seen by the holders who know them and by nobody else, whatever is asked: raw SQL, as the application."""

from datetime import date

import psycopg
import pytest

from kith.foundation.ids import uuid7
from kith.people import actions, queries
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.people.conftest import a_child, open_trust
from tests.people.exact import search

ABOUT_PERSONS = (
    "people_person",
    "people_known",
    "people_personbirth",
    "people_personbirthversion",
    "people_personname",
    "people_personnameversion",
    "people_personidentifier",
    "people_personidentifierversion",
    "people_personaddress",
    "people_personaddressversion",
    "people_personcontact",
    "people_personcontactversion",
    "people_relationship",
    "people_relationshipversion",
    "people_enrolment",
    "people_enrolmentversion",
    "people_nametoken",
)


@pytest.fixture
def trust(fresh):
    return open_trust()


@pytest.fixture
def mia(trust):
    """A child about whom something is known in every table there is."""
    with trust.ours.at_work(Role.DSL):
        mia, anna = a_child(trust.ours, born_on=date(2016, 5, 4)), a_child(trust.ours, "Anna")
        actions.add_identifier(person=mia, kind="nhs", value="999 000 0018", source="GP letter")
        actions.add_address(person=mia, lines="4 Kiln Lane", postcode="CM20 1AA")
        actions.add_contact(person=mia, method="mobile", value="07700 900123")
        actions.add_relationship(person=mia, other=anna, type="mother", has_pr=True)
        actions.enrol(person=mia, organisation=trust.ours.organisation, from_on=date(2025, 9, 1))
    return mia


def counts(fresh, controller, *holders):
    """Rows of every table about persons, by plain SQL as the application, with this tenant and these holders."""
    with fresh.connect() as connection, connection.transaction():
        connection.execute("SELECT set_config('app.controller', %s, true)", [str(controller)])
        connection.execute("SELECT set_config('app.holders', %s, true)", ["{" + ",".join(map(str, holders)) + "}"])
        found = {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone() for t in ABOUT_PERSONS}
    return {table: row[0] for table, row in found.items()}


def test_the_holder_who_knows_them_sees_a_row_of_every_table(fresh, trust, mia):
    """The negative control of the two tests that follow."""
    assert all(counts(fresh, trust.controller.id, trust.ours.holder.id).values())


def test_another_school_of_the_same_trust_sees_nothing(fresh, trust, mia):
    assert set(counts(fresh, trust.controller.id, trust.theirs.holder.id).values()) == {0}


@pytest.mark.parametrize("who", ["no tenant", "another controller", "no holder"])
def test_without_tenant_or_holder_there_is_nothing(fresh, trust, mia, who):
    controller = {"no tenant": "", "another controller": uuid7(), "no holder": trust.controller.id}[who]
    holders = [] if who == "no holder" else [trust.ours.holder.id]
    assert set(counts(fresh, controller, *holders).values()) == {0}


def test_nobody_writes_a_fact_about_a_child_they_do_not_know(fresh, trust, mia):
    with pytest.raises(Exception, match="row-level security"), trust.theirs.at_work(Role.DSL):
        actions.add_contact(person=mia, method="mobile", value="07700 900999")


def test_nobody_makes_a_child_known_to_another_school(trust, mia):
    with pytest.raises(Exception, match="row-level security"), trust.ours.at_work(Role.DSL):
        actions.make_known(person=mia, holder=trust.theirs.holder.id, because="curious")


def test_a_school_sees_a_child_from_when_it_is_told_until_the_file_goes(trust, mia):
    with tenancy(trust.controller.id, system="importer"):
        actions.make_known(person=mia, holder=trust.theirs.holder.id, because="transfer")
    with trust.theirs.at_work(Role.DSL):
        assert [p.id for p in search(Person.objects.all(), words="mia sole")] == [mia.id]
        actions.forget_known(person=mia, holder=trust.theirs.holder.id, because="moved on")
    with trust.theirs.at_work(Role.DSL):
        assert not Person.objects.exists() and search(Person.objects.all(), words="mia sole") == []
    with trust.ours.at_work(Role.DSL):
        assert Person.objects.filter(id=mia.id).exists()


def test_the_same_number_in_two_schools_is_two_children_and_neither_hears_of_the_other(trust, mia):
    number = {"nhs": "999 000 0018"}
    with trust.theirs.at_work(Role.DSL):
        other = actions.create_person(holder=trust.theirs.holder.id, forename="Mia", surname="Sole", numbers=number)
        assert queries.clashes(other) == {}
    with tenancy(trust.controller.id, system="importer"):
        assert set(queries.clashes(other)) == {mia.id}


def test_versions_can_be_added_and_never_changed(fresh, trust, mia):
    with fresh.connect() as connection:
        for table in (t for t in ABOUT_PERSONS if t.endswith("version")):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"UPDATE {table} SET n = n + 1")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"DELETE FROM {table}")
