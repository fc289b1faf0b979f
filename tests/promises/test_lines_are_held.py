"""Promise: a ledger line about somebody is read by the holder that keeps their file, whoever wrote it, and nobody else.

Asked in raw SQL, as the application itself.
"""

import pytest

from kith.access import actions as access
from kith.access.models import Grantee, Subject
from kith.access.words import BarKind, Relation
from kith.foundation.ids import uuid7
from kith.people import actions as people
from kith.people.keeping import keeper_of
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import install, tenancy, unit
from tests.access.conftest import child_of
from tests.rooms import open_school

TABLES = ("audit_leaf", "audit_detail", "audit_subject")
# A line about somebody: the words by its leaf.
ABOUT = {
    "audit_leaf": "%s::uuid = ANY (subjects)",
    "audit_detail": "id IN (SELECT leaf_id FROM audit_subject WHERE person_id = %s::uuid)",
    "audit_subject": "person_id = %s::uuid",
}


@pytest.fixture
def schools(fresh):
    alder = open_school("alder", Role.DSL)
    return fresh, alder, open_school("birch", Role.DSL, controller=alder.controller)


def written_by_the_system(school):
    """What the importer does about a child of one school, in the words of people and access."""
    child = child_of(school)
    with tenancy(school.controller.id, system="importer"):
        person = Person.objects.get(id=child)
        people.add_name(person=person, kind="legal", forename="Mia", surname="Sole")
        address = people.add_address(person=person, lines="4 Kiln Lane", postcode="RG1 1AA")
        people.protect_address(address=address, based_on=address.n)
        access.bar(user_id=uuid7(), person_id=child, kind=BarKind.EXCLUSION, reason="Named in the concern")
        access.close_to(subject_id=child, subject_kind=Subject.PERSON, level=1, reason="A family known in town")
        post = school.posts[Role.DSL].id
        tie = {"about": child, "about_kind": Subject.PERSON, "relation": Relation.TEAM}
        given = access.grant(to=post, to_kind=Grantee.POST, **tie)
        access.end_grant(grant_id=given.id)
    return child


def seen(database, school, holder, child):
    """Lines about a child that the application is shown for one holder, by table."""
    with database.connect("kith_app") as app, app.transaction():
        app.execute("SELECT set_config('app.controller', %s, true)", [str(school.controller.id)])
        app.execute("SELECT set_config('app.holders', %s, true)", [f"{{{holder}}}"])
        asked = {table: f"SELECT count(*) FROM {table} WHERE {ABOUT[table]}" for table in TABLES}
        return {table: app.execute(sql, [str(child)]).fetchone()[0] for table, sql in asked.items()}


def test_what_a_system_post_writes_about_a_child_is_read_by_their_school_alone(schools):
    database, alder, birch = schools
    child = written_by_the_system(alder)
    assert seen(database, alder, alder.holder.id, child) == dict.fromkeys(TABLES, 7)
    assert seen(database, alder, birch.holder.id, child) == dict.fromkeys(TABLES, 0)


def test_without_a_keeper_every_school_of_the_trust_would_read_it(schools):
    """The negative control."""
    database, alder, birch = schools
    before = unit._installed
    install(keeper_of=lambda persons: None)
    try:
        child = written_by_the_system(alder)
    finally:
        unit._installed = before
    assert seen(database, alder, birch.holder.id, child) == dict.fromkeys(TABLES, 7)


def test_a_child_at_two_schools_is_kept_where_they_still_are_and_have_been_longest(schools):
    _, alder, birch = schools
    child = child_of(alder, birch)

    with tenancy(alder.controller.id, system="importer"):
        assert keeper_of([child]) == alder.holder.id
        people.forget_known(person=Person.objects.get(id=child), holder=alder.holder.id, because="moved")
        assert keeper_of([child]) == birch.holder.id
        assert keeper_of([uuid7()]) is None
        people.forget_known(person=Person.objects.get(id=child), holder=birch.holder.id, because="moved")
        assert keeper_of([child]) in (alder.holder.id, birch.holder.id)


def test_in_the_whole_demo_no_line_about_a_child_is_everybodys(demo_db):
    with demo_db.connect("kith_owner") as owner:
        counts = "SELECT count(*) FILTER (WHERE holder_id IS NULL), count(*) FROM audit_leaf WHERE subjects <> '{}'"
        open_to_all, about_somebody = owner.execute(counts).fetchone()
    assert (open_to_all, about_somebody > 100) == (0, True)
