"""The queue: a job is there if and only if its rows are, carries ids, and is loud without a tenant."""

from uuid import UUID

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kith.foundation.ids import uuid7
from kith.jobs import Interrupted, Work, defer, defer_elsewhere, job, nightly
from kith.jobs.queue import JobFailed
from kith.organisations.models import Team
from kith.reference.roles import Role
from kith.tenancy import NoTenant
from kith.tenancy.models import Holder
from tests.jobs.steps import work_off
from tests.rooms import open_school

SEEN: list[tuple[UUID, ...]] = []


@job("tests.look", system="importer")
def look(work: Work, what: UUID) -> None:
    with work.opened() as unit:
        SEEN.append((what, unit.controller_id, unit.doer.on_behalf_of, *Holder.objects.values_list("id", flat=True)))


@job("tests.forgets", system="importer")
def forgets(work: Work) -> None:
    Holder.objects.count()


@job("tests.says", system="importer")
def says(work: Work) -> None:
    raise ValueError("Mia Sole, 4 Kiln Lane")


@nightly("tests.counts", system="importer", at="0 4 1 1 *")
def counts(work: Work) -> None:
    with work.opened() as unit:
        SEEN.append((unit.controller_id, *Holder.objects.values_list("id", flat=True)))
        if Holder.objects.filter(slug="brook").exists():
            raise ValueError("Mia Sole, 4 Kiln Lane")


@job("tests.stops", system="importer")
def stops(work: Work) -> None:
    work.go_on()


@pytest.fixture
def school(db):
    SEEN.clear()
    return open_school("brook", Role.DSL)


def waiting():
    return list(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", "args"))


def test_a_job_carries_ids_and_opens_its_own_tenancy_for_whoever_asked(school):
    what, post = uuid7(), school.posts[Role.DSL].id
    with school.at_work(Role.DSL):
        defer(look, in_turn=school.holder.id, what=what)
    ids = {"controller": str(school.controller.id), "post": str(post), "what": str(what)}
    assert waiting() == [("tests.look", ids)]
    assert work_off() == 1
    assert [(what, school.controller.id, post, school.holder.id)] == SEEN
    assert waiting() == [] and not ProcrastinateJob.objects.exists()


def test_what_is_no_id_is_refused(school):
    with school.at_work(Role.DSL), pytest.raises(TypeError, match="ids only, and name is none"):
        defer(look, in_turn=school.holder.id, what=uuid7(), name="Mia Sole")


def test_a_job_of_another_controller_brings_no_post_and_works_there(school):
    alder, what = open_school("alder", Role.DSL), uuid7()
    with school.at_work(Role.DSL):
        defer_elsewhere(look, controller=alder.controller.id, in_turn=what, what=what)
    assert waiting() == [("tests.look", {"controller": str(alder.controller.id), "what": str(what)})]
    work_off()
    assert [(what, alder.controller.id, None, alder.holder.id)] == SEEN
    with pytest.raises(NoTenant):
        defer_elsewhere(look, controller=alder.controller.id, in_turn=what, what=what)


def test_a_job_by_the_clock_is_done_for_every_controller_whatever_becomes_of_the_others(school):
    alder = open_school("alder")
    with pytest.raises(JobFailed, match=r"tests\.counts: ValueError in counts") as failed:
        app.tasks["tests.counts"](context=None, timestamp=0)
    assert [(school.controller.id, school.holder.id), (alder.controller.id, alder.holder.id)] == SEEN
    assert "Mia" not in str(failed.value)


def test_the_application_can_queue_by_the_clock(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT procrastinate_defer_periodic_job_v2('default', NULL, NULL, 'tests.counts', 0, '', %s, '{}')"
            " FROM generate_series(1, 2)",
            [1_900_000_000],
        )
        assert [bool(one) for (one,) in cursor.fetchall()] == [True, False]


@pytest.mark.parametrize("fails", [True, False])
def test_a_job_is_kept_if_and_only_if_its_rows_are(school, fails):
    """With `fails` false: the control."""
    try:
        with school.at_work(Role.DSL):
            Team.objects.create(organisation_id=school.organisation.id, name="Night")
            defer(look, in_turn=school.holder.id, what=uuid7())
            if fails:
                raise RuntimeError
    except RuntimeError:
        pass
    with school.at_work(Role.DSL):
        assert (Team.objects.count(), len(waiting())) == ((0, 0) if fails else (1, 1))


def test_a_job_that_forgets_its_tenant_is_loud(school):
    with school.at_work(Role.DSL):
        defer(forgets, in_turn=school.holder.id)
    with pytest.raises(JobFailed, match="NoTenant"):
        work_off()
    with pytest.raises(NoTenant):
        forgets(None)


def test_a_failure_is_told_by_its_kind_and_place_never_by_its_words(school):
    with school.at_work(Role.DSL):
        defer(says, in_turn=school.holder.id)
    with pytest.raises(JobFailed, match="ValueError in says") as failed:
        work_off()
    assert "Mia" not in str(failed.value) and failed.value.__suppress_context__


def test_a_job_hears_that_the_worker_is_being_stopped(school):
    work = Work(school.controller.id, school.posts[Role.DSL].id, "importer", asked_to_stop=lambda: True)
    with pytest.raises(Interrupted):
        work.go_on()


def test_the_application_may_use_the_queue_and_no_more_of_it(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type)"
            " FROM information_schema.role_table_grants"
            " WHERE grantee = 'kith_app' AND table_name LIKE 'procrastinate%%' GROUP BY table_name"
        )
        rights = dict(cursor.fetchall())
    everything = "DELETE INSERT SELECT UPDATE"
    assert rights == {
        "procrastinate_jobs": everything,
        "procrastinate_workers": everything,
        "procrastinate_events": "INSERT SELECT",
        "procrastinate_periodic_defers": everything,
    }
