"""No table is forgotten: each that names a person says how it follows, and after a merge and back all is as it was."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from kith.access import actions as access
from kith.access.models import Bar, Grant, Grantee, Subject
from kith.access.words import BarKind, Relation
from kith.cases.models import Draft, OwnView
from kith.chronology.models import Selection
from kith.foundation.ids import random_id
from kith.people import actions as people
from kith.people import carrying, relations
from kith.people.merge_rules import Stage
from kith.people.models import Merge, MergeStep, Person
from kith.tasks.models import Action
from kith.tenancy import follows, tenancy
from kith.tenancy.follows import Follows
from kith.tenancy.models import FactVersion, TenantModel
from kith.tenancy.settle import tenant_models
from tests.people.conftest import a_child
from tests.people.merging.steps import FIRST, SECOND, join, part
from tests.promises.page_world import record_of
from tests.rooms import open_school

pytestmark = pytest.mark.django_db
# Columns a room above fills from the rows a fact points at, or that are about the merge itself.
POINTS_AT_PERSONS = """
SELECT k.conrelid::regclass::text, a.attname FROM pg_constraint k
JOIN LATERAL unnest(k.conkey) AS n(attnum) ON true
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.attnum
WHERE k.contype = 'f' AND k.confrelid = %s::regclass AND a.attname <> 'controller_id'
"""


def unsaid(tables):
    """Columns with a key to a person of which their table says nothing."""
    said = {(c.model._meta.db_table, c.field.column) for c in follows.columns()}
    versions = {m._meta.db_table for m in tenant_models() if issubclass(m, FactVersion)}
    return {(table, column) for table, column in tables if table not in versions} - said


def test_every_table_the_database_points_at_persons_with_says_how_it_follows():
    with connection.cursor() as cursor:
        cursor.execute(POINTS_AT_PERSONS, [Person._meta.db_table])
        there = {(table.strip('"'), column) for table, column in cursor.fetchall()}
    assert len(there) > 20
    assert unsaid(there) == set()
    assert unsaid({*there, ("documents_named", "person_id")}) == {("documents_named", "person_id")}, "the control"


def test_every_model_that_points_at_a_person_says_how_it_follows():
    keys = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.model is Person
    }
    assert unsaid(keys) == set()


def test_a_table_that_may_not_be_changed_lets_the_column_be_changed_that_moves():
    for column in follows.columns():
        if column.how in carrying.TO_CARRY and column.model.append_only:
            assert column.field.name in column.model.re_pointed, column.model.__name__


def test_what_is_work_in_an_area_says_how_it_is_read():
    for column in follows.columns():
        names = {field.name for field in column.model._meta.local_fields}
        if column.how is Follows.MOVES and names & {"record", "area"} and column.field.name == "person":
            assert column.model.read_as, column.model.__name__


@pytest.fixture
def school():
    return open_school("alder", FIRST, SECOND)


@pytest.fixture
def two(school):
    """Two records, the second with a row in every table that follows."""
    with school.at_work(FIRST):
        one, other, mother = (a_child(school, name, "Sole", born_on=date(2016, 3, d)).id for name, d in NAMES)
        merged = Person.objects.get(id=other)
        people.add_address(person=merged, lines="4 Kiln Lane", postcode="RG1 1AA", protected=True)
        people.add_contact(person=merged, method="mobile", value="07700 900111")
        relations.add_relationship(person=merged, other=Person.objects.get(id=mother), type="mother")
        people.enrol(person=merged, organisation=school.organisation, from_on=date(2026, 9, 1))
        access.grant(to=school.posts[SECOND].id, to_kind=Grantee.POST, about=other, about_kind=Subject.PERSON,
                     relation=Relation.ALLOCATED)  # fmt: skip
        access.bar(user_id=random_id(), person_id=other, kind=BarKind.CONFLICT, reason="Her aunt.")
    with tenancy(school.controller.id, system="importer"):
        record = record_of(school, "contact", other)
        held, now = {"holder": school.holder}, timezone.now()
        OwnView.objects.create(record=record, person_id=other, words="I was cross.", said_on=now.date(), at=now, **held)
        asked = {
            "kind": "phone_call",
            "words": "Ring home.",
            "for_post": random_id(),
            "given_at": now,
            "due_on": now.date(),
        }
        Action.objects.create(record=record, person_id=other, **asked, **held)
        Selection.objects.create(person_id=other, purpose="Conference", at=now, **held)
        told = {"own.0.person": str(other), "description": "Fell asleep."}
        Draft.objects.create(
            author=school.posts[FIRST].id, area="concern", token=random_id(), answers=told, saved_at=now, **held
        )
    return one, other


NAMES = (("Mia", 1), ("Mia", 2), ("Ann", 3))
# Those the merge writes itself, and those that only ever grow.
GROW = ("audit", "jobs")


def tables(school):
    """Every row of every table of this controller but for versions, the journal and the ledger."""
    found = {}
    with tenancy(school.controller.id, system="matcher"):
        for model in tenant_models():
            if model._meta.app_label in GROW or issubclass(model, (FactVersion, Merge, MergeStep)):
                continue
            leave = {"n"} | ({"id"} if model.__name__ == "NameToken" else set())
            columns = [f.attname for f in model._meta.concrete_fields if f.name not in leave]
            found[model.__name__] = sorted(map(repr, models.QuerySet(model).values_list(*columns)))
    return found


def naming(school, person):
    """The columns that still name somebody, versions apart."""
    with tenancy(school.controller.id, system="matcher"):
        return {
            (column.model.__name__, column.field.name)
            for column in follows.columns()
            if column.model._meta.app_label != "audit" and len(carrying.naming(column, person))
        }


def test_after_a_merge_and_back_every_table_is_as_before(school, two):
    before = tables(school)
    merge = join(school, *two)
    assert merge.stage == Stage.DONE, merge.answer
    assert tables(school) != before, "the control"
    assert part(school, merge).stage == Stage.UNDONE
    assert tables(school) == before


def test_nothing_but_what_stays_names_the_merged_one(school, two):
    there = naming(school, two[1])
    assert {name for name, _ in there} >= {
        "PersonName", "PersonAddress", "PersonContact", "Relationship", "Enrolment", "Grant", "Bar", "Part",
        "OwnView", "Selection", "Draft", "Known", "NameToken", "PersonBirth",
    }  # fmt: skip
    assert join(school, *two).stage == Stage.DONE
    assert naming(school, two[1]) == {
        ("Known", "person"), ("PersonBirth", "person"), ("Merge", "merged"), ("MergeStep", "merged")
    }  # fmt: skip


def test_a_table_the_walk_passes_by_is_found(school, two, monkeypatch):
    """The negative control: one table that is not carried, and is not carried back."""
    monkeypatch.setattr(carrying, "columns", lambda: (c for c in follows.columns() if c.model is not Selection))
    join(school, *two)
    assert ("Selection", "person") in naming(school, two[1])


def test_a_draft_names_the_one_who_stays(school, two):
    join(school, *two)
    with tenancy(school.controller.id, system="matcher"):
        assert Draft.objects.get().answers["own.0.person"] == str(two[0])
        assert (
            {bar.subject_id for bar in Bar.objects.all()} == {tie.subject_id for tie in Grant.objects.all()} == {two[0]}
        )
