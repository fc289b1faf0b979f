"""Promise: every area has its reporting view, the same fences hold through it, and no answer breaks it."""

import json
from dataclasses import replace

import pytest
from django.db import connection

from kith.areas import all_areas
from kith.areas import area as area_named
from kith.cases.actions import OwnAnswers
from kith.cases.models import Part
from kith.cases.reporting import view_sql
from kith.cases.reporting_columns import columns_of
from kith.foundation.ids import uuid7
from kith.tenancy import NoTenant, history, tenancy
from kith.tenancy.models import Controller
from tests.cases.conftest import schools  # noqa: F401  (a fixture)

MARK = {"site": "front.left_upper_arm", "type": "bruise", "size_cm": 2}


def rows(view="reporting.concern"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {view} ORDER BY reference")
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.django_db
@pytest.mark.parametrize("area", all_areas(), ids=lambda a: a.name)
def test_every_area_has_its_view_with_the_rights_of_who_asks(area):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reloptions FROM pg_class WHERE oid = to_regclass(%s) AND relkind = 'v'", [f"reporting.{area.name}"]
        )
        assert cursor.fetchone() == (["security_invoker=true"],)


@pytest.mark.django_db
def test_a_row_for_each_child_and_a_column_for_each_answer(schools):  # noqa: F811
    school = schools[0]
    first, second, _ = school.children
    with school.as_teacher():
        record = school.send(
            OwnAnswers(first, "victim", {"mark_seen": True, "marks": [MARK, MARK]}), OwnAnswers(second, "witness", {})
        )
    with school.as_lead():
        found = {row["person_id"]: row for row in rows()}
    assert set(found) == {first, second}
    assert found[first]["mark_seen"] is True and found[first]["marks_count"] == 2
    assert found[second]["mark_seen"] is None and found[second]["marks_count"] == 0
    assert all(r["place"] == "Behind the hall" and r["record_id"] == record.id for r in found.values())
    asked = {f.name for f in area_named("concern").fields}
    assert asked <= set(found[first])


@pytest.mark.django_db
def test_an_odd_answer_is_empty_and_breaks_nothing(schools):  # noqa: F811
    school = schools[0]
    with school.as_teacher():
        school.send()
    with school.as_lead():
        for part in Part.objects.all():
            odd = {"danger_now": "perhaps", "mark_seen": {"a": 1}, "marks": "many"}
            history.write(Part, id=part.id, based_on=part.n, values={"answers": odd})
        (row,) = rows()
    assert row["danger_now"] is None and row["mark_seen"] is None and row["marks_count"] == 0


@pytest.mark.django_db
def test_an_odd_answer_is_kept_aside_as_it_was_stored_and_a_readable_one_is_not(schools):  # noqa: F811
    school = schools[0]
    with school.as_teacher():
        school.send()
    with school.as_lead():
        (row,) = rows()
        assert row["unreadable"] is None
        for part in Part.objects.all():
            odd = {"danger_now": "perhaps", "mark_seen": {"a": 1}, "place": "perhaps"}
            history.write(Part, id=part.id, based_on=part.n, values={"answers": odd})
        (row,) = rows()
        assert json.loads(row["unreadable"]) == {"danger_now": "perhaps", "mark_seen": '{"a": 1}'}
        for part in Part.objects.all():
            history.write(Part, id=part.id, based_on=part.n, values={"answers": {"danger_now": "yes"}})
        (row,) = rows()
    assert row["unreadable"] is None and row["danger_now"] is True


@pytest.mark.django_db
@pytest.mark.parametrize("area", all_areas(), ids=lambda a: a.name)
def test_every_question_that_is_cast_keeps_its_odd_answers(area):
    """The control of one that is left out: what is kept is every column with a cast."""
    cast, kept = cast_and_kept(area)
    assert kept == cast


def test_areas_have_questions_that_are_cast():
    assert any(cast_and_kept(area)[0] for area in all_areas())


def cast_and_kept(area) -> tuple[set[str], set[str]]:
    """The columns of its own questions that are cast, and those whose odd answers are kept."""
    cast = {column.name for column in columns_of(area) if column.type not in ("text", "jsonb", "uuid")}
    of_each = {"version", "occurred_at", "written_at", "seen_at", "closed_at"}
    counts = {column.name for column in columns_of(area) if column.name.endswith("_count")}
    kept = columns_of(area)[-1]
    return cast - of_each - counts, {name for name in cast if f"('{name}'" in kept.sql}


@pytest.mark.django_db
def test_another_school_another_controller_and_nobody_see_nothing(schools):  # noqa: F811
    ours, theirs = schools
    with ours.as_teacher():
        ours.send()
    with ours.as_lead():
        assert len(rows()) == 1
    with theirs.as_lead():
        assert rows() == []
    stranger = Controller.objects.create(slug="birchwood", kind="school", name="Birchwood")
    with tenancy(stranger.id, system="importer"):
        assert rows() == []
    with pytest.raises(NoTenant):
        rows()


def test_a_view_with_its_owners_rights_would_show_everything(fresh, schools):  # noqa: F811
    """The control: without security_invoker the same view leaks, so the promise above can fail."""
    ours, theirs = schools
    with ours.as_teacher():
        ours.send()
    leaky = view_sql(area_named("concern")).replace(" WITH (security_invoker = true)", "")
    leaky = leaky.replace('"concern"', '"leaky"')
    with fresh.connect("kith_owner") as owner:
        owner.execute(leaky)
        owner.execute("GRANT SELECT ON reporting.leaky TO kith_app")
    with theirs.as_lead():
        assert len(rows("reporting.leaky")) == 1
        assert rows() == []


def as_report(database, sql, **settings):
    """As whoever makes reports signs in: a connection of their own, under these settings of a transaction."""
    with database.connect("kith_report") as report, report.transaction():
        for name, value in settings.items():
            report.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", str(value)])
        return report.execute(sql).fetchall()


def test_whoever_makes_reports_reads_the_views_under_the_same_fences(fresh, schools):  # noqa: F811
    ours, theirs = schools
    with ours.as_teacher():
        record = ours.send()
    here = {"controller": record.controller_id, "holders": f"{{{ours.holder}}}"}
    views = [f"reporting.{area.name}" for area in all_areas()]
    assert {len(as_report(fresh, f"SELECT * FROM {view}", **here)) for view in views} == {0, 1}
    there = here | {"holders": f"{{{theirs.holder}}}"}
    for fences in ({}, there, {**here, "controller": uuid7()}):
        assert [as_report(fresh, f"SELECT * FROM {view}", **fences) for view in views] == [[]] * len(views)


def test_whoever_makes_reports_reads_nothing_but_what_the_views_read(fresh):
    """Every column of every table is asked for. That of a controller is the control: once given, it is seen."""
    with fresh.connect("kith_owner") as owner:
        columns = owner.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        ).fetchall()
        owner.execute("GRANT SELECT (id) ON tenancy_controller TO kith_report")
    with fresh.connect("kith_report") as report:
        asked = "SELECT has_column_privilege(%s::regclass, %s, 'SELECT, INSERT, UPDATE')"
        open_to_it = {(t, c) for t, c in columns if report.execute(asked, [t, c]).fetchone()[0]}
    assert ("tenancy_controller", "id") in open_to_it
    assert {table for table, _ in open_to_it} == {"cases_record", "cases_part", "tenancy_controller"}
    kept = {("cases_record", "written_by"), ("cases_part", "n"), ("cases_part", "id")}
    assert not kept & open_to_it


def test_a_name_that_is_no_plain_word_never_reaches_the_database():
    with pytest.raises(ValueError, match="name of a column"):
        view_sql(replace(area_named("concern"), name='x"; DROP TABLE cases_record; --' + str(uuid7())))
