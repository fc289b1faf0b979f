"""The worker as a process: it works the queue off; killed in the middle of a job, the next one does what is left."""

import signal
from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from kith.intake import orders
from kith.intake.models import Batch, Run
from kith.intake.stages import Stage, Task
from kith.jobs.worker_process import put_back
from kith.people.models import Person
from kith.reference.roles import Role
from tests.intake.test_import import KATE, TOM
from tests.intake.test_jobs import arrive, settle_columns
from tests.jobs.steps import a_process, a_worker, until
from tests.rooms import open_school

ROOT = Path(__file__).parents[2]
# A worker that stands still between two parts of the commit, so that it is surely killed inside the job.
STANDS_STILL = """
import sys, time
from kith.jobs import worker_process
def stand_still(*args, **kwargs):
    print("in the middle", flush=True)
    time.sleep(600)
start = worker_process._start_django
def start_and_spoil():
    start()
    from kith.intake import committing
    committing.update_many = stand_still
worker_process._start_django = start_and_spoil
sys.exit(worker_process.main())
"""


@pytest.fixture
def school(fresh):
    return open_school("oakmere", Role.DSL, laestab="8654001")


def wait_for(school, stage: Stage) -> None:
    def there() -> bool:
        with school.at_work(Role.DSL):
            return Batch.objects.get().stage == stage and not Run.objects.exists()

    until(there)


def compared(school) -> Batch:
    with school.at_work(Role.DSL):
        settle_columns()
        return arrive(KATE, TOM)


def put_in(school, batch: Batch) -> None:
    with school.at_work(Role.DSL):
        orders.ask(batch=batch, task=Task.COMMIT)


def children(school) -> int:
    with school.at_work(Role.DSL):
        return Person.objects.count()


def test_killed_in_the_middle_of_a_job_nothing_is_kept_and_the_next_worker_does_it_all(fresh, school):
    batch = compared(school)
    with a_worker(fresh) as worker:
        wait_for(school, Stage.REVIEW)
        worker.terminate()
        assert worker.wait(30) == 0
    put_in(school, batch)
    with a_process(fresh, "-c", STANDS_STILL) as spoilt:
        assert spoilt.stdout.readline() == "in the middle\n"
        spoilt.send_signal(signal.SIGKILL)
        spoilt.wait(30)
    assert list(ProcrastinateJob.objects.values_list("status", flat=True)) == ["doing"]
    assert children(school) == 0
    with a_worker(fresh):
        wait_for(school, Stage.COMMITTED)
        until(lambda: not ProcrastinateJob.objects.exists())
    assert children(school) == 2


def test_a_job_of_a_dead_worker_that_nobody_put_back_would_stay_for_ever(fresh, school):
    """The negative control: the queue itself does not take up what a worker left; `put_back` does."""
    compared(school)
    with fresh.connect() as connection:
        connection.execute("UPDATE procrastinate_jobs SET status = 'doing'")
        fetch = "SELECT id FROM procrastinate_fetch_job_v2(NULL, NULL)"
        assert connection.execute(fetch).fetchone() == (None,)
        assert put_back(connection) == 1
        assert connection.execute(fetch).fetchone() != (None,)


def test_a_second_worker_stands_by_and_takes_over(fresh, school):
    with a_worker(fresh) as first:
        batch = compared(school)
        wait_for(school, Stage.REVIEW)
        with a_worker(fresh) as second:
            first.kill()
            put_in(school, batch)
            wait_for(school, Stage.COMMITTED)
            second.terminate()
            assert second.wait(30) == 0
