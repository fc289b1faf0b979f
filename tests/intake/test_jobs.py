"""What people ask of an import and a job does: once, however often it is asked; carried on, stopped, or ended aloud."""

import pytest

from kith.audit.models import Detail, Leaf
from kith.foundation.dates import today
from kith.intake import actions, jobs, orders, queries, running
from kith.intake.models import Batch, FilePiece, Row, Run
from kith.intake.placing import place
from kith.intake.progress import Cancelled, Progress
from kith.intake.sources import Source
from kith.intake.stages import NotNow, Stage, Task
from kith.jobs import Interrupted, Work
from kith.jobs.queue import JobFailed
from kith.people.models import Person
from kith.reference.roles import Role
from tests.intake.samples import cut
from tests.intake.test_import import KATE, TOM, a_list
from tests.jobs.steps import work_off
from tests.rooms import lines, open_school

COLUMNS = {
    "surname": "Surname",
    "forename": "Forename",
    "born": "DOB",
    "upn": "UPN",
    "year": "Year",
    "group": "Class",
    "postcode": "Postcode",
    "started_on": "Entry date",
}


@pytest.fixture
def school(db):
    return open_school("oakmere", Role.DSL, laestab="8654001")


@pytest.fixture
def at_work(school):
    """The lead's own unit of work, in which the columns of the list are settled."""
    with school.at_work(Role.DSL):
        settle_columns()
    return lambda: school.at_work(Role.DSL)


def settle_columns() -> None:
    actions.settle_mapping(placement=place(school="8654001"), headings=list(COLUMNS.values()), mapping=COLUMNS)


def arrive(*rows: str, files: list[Source] | None = None) -> Batch:
    sources = files or a_list(*rows)
    placement = place(school="8654001")
    delivery = actions.receive(sources=sources, placement=placement, today=today())
    return orders.arrive(delivery=delivery, sources=sources, placement=placement)


def now(at_work, batch: Batch) -> Batch:
    with at_work():
        return Batch.objects.get(id=batch.id)


def test_files_arrive_are_compared_put_in_and_taken_back(school, at_work):
    with at_work():
        batch = arrive(KATE, TOM)
        assert (batch.stage, FilePiece.objects.count(), Row.objects.count()) == (Stage.QUEUED, 1, 0)
    assert work_off() == 1
    assert (now(at_work, batch).stage, now(at_work, batch).total) == (Stage.REVIEW, 2)
    for task, ends, children in ((Task.COMMIT, Stage.COMMITTED, 2), (Task.UNDO, Stage.UNDONE, 0)):
        with at_work():
            orders.ask(batch=batch, task=task)
        assert work_off() == 1
        assert now(at_work, batch).stage == ends
        with at_work():
            assert (Person.objects.count(), Run.objects.count(), FilePiece.objects.count()) == (children, 0, 0)
    said = [action for action, _ in lines(school.controller.id, "import.")]
    assert said == [
        *("import.mapping", "import.receive", "import.ask", "import.stage"),
        *("import.ask", "import.commit", "import.ask", "import.undo"),
    ]


def test_both_who_asked_and_the_importer_stand_in_the_line(school, at_work):
    with at_work():
        arrive(KATE)
    work_off()
    with at_work():
        line = Leaf.objects.get(action="import.stage")
        told = Detail.objects.get(id=line.id)
        assert (told.doer_name, told.doer_post.split(" for ")[0]) == (
            school.posts[Role.DSL].user.display_name,
            "importer",
        )


def test_a_census_of_many_pieces_comes_back_whole(at_work, monkeypatch):
    monkeypatch.setattr("kith.intake.arriving.PIECE", 1000)
    with at_work():
        batch = arrive(files=cut())
        assert FilePiece.objects.count() > 20
    work_off()
    assert now(at_work, batch).total == 120


def test_asked_twice_there_is_one_job_and_one_batch(at_work):
    with at_work():
        first, second = arrive(KATE), arrive(KATE)
        assert first.id == second.id
        assert orders.compare(batch=first) is None
    assert work_off() == 1
    with at_work():
        batch = Batch.objects.get()
        assert orders.ask(batch=batch, task=Task.COMMIT) is not None
        assert orders.ask(batch=batch, task=Task.COMMIT) is None
    assert work_off() == 1
    with at_work():
        assert orders.ask(batch=batch, task=Task.COMMIT) is None
        assert arrive(KATE).id == batch.id
        assert Person.objects.count() == 1


def test_a_step_that_does_not_follow_is_a_sentence(at_work):
    with at_work():
        batch = arrive(KATE)
        orders.ask_to_stop(batch=batch)
        with pytest.raises(NotNow, match="can’t go to “In the records” from there"):
            orders.ask(batch=batch, task=Task.COMMIT)


def test_a_list_whose_columns_nobody_settled_waits_for_that(at_work):
    odd = [Source.of_bytes("odd.csv", b"A,B,C\nWeller,Kate,2018-02-03\n")]
    with at_work():
        batch = arrive(files=odd)
        assert not Run.objects.exists()
        settled = {"surname": "A", "forename": "B", "born": "C"}
        actions.settle_mapping(placement=place(school="8654001"), headings=["A", "B", "C"], mapping=settled)
        orders.compare(batch=batch)
    work_off()
    assert now(at_work, batch).stage == Stage.REVIEW


def test_compared_again_when_the_columns_mean_something_else(at_work):
    with at_work():
        batch = arrive(KATE)
    work_off()
    with at_work():
        swapped = COLUMNS | {"surname": "Forename", "forename": "Surname"}
        actions.settle_mapping(placement=place(school="8654001"), headings=list(COLUMNS.values()), mapping=swapped)
        orders.compare(batch=Batch.objects.get(id=batch.id))
    work_off()
    with at_work():
        assert Row.objects.get().staged["surname"] == "Kate"


def test_a_job_that_waits_is_cancelled_at_once_and_does_nothing_when_its_turn_comes(at_work):
    with at_work():
        batch = arrive(KATE)
        orders.ask_to_stop(batch=batch)
    work_off()
    assert now(at_work, batch).stage == Stage.CANCELLED
    with at_work():
        assert not Row.objects.exists() and not FilePiece.objects.exists()


def stop_at(stage: Stage):
    """Somebody asks to stop while this stage goes on, as the page would: heard when the next part is told."""

    def told(self, progress: Progress) -> None:
        if progress.stage == stage and progress.done:
            raise Cancelled

    return told


@pytest.mark.parametrize("stage", [Stage.STAGED, Stage.MATCHED])
def test_stopped_before_it_is_compared_the_import_is_over(at_work, monkeypatch, stage):
    monkeypatch.setattr(running._Telling, "__call__", stop_at(stage))
    with at_work():
        batch = arrive(KATE)
    work_off()
    batch = now(at_work, batch)
    assert (batch.stage, batch.remarks[-1]) == (Stage.CANCELLED, running.STOPPED)


@pytest.mark.parametrize(("task", "stage"), [(Task.COMMIT, Stage.COMMITTED), (Task.UNDO, Stage.UNDONE)])
def test_stopped_in_the_commit_or_the_undo_everything_is_as_it_was_and_it_can_be_asked_again(
    at_work, monkeypatch, task, stage
):
    with at_work():
        batch = arrive(KATE)
        orders.compare(batch=batch)
    work_off()
    before = Stage.REVIEW
    if task is Task.UNDO:
        with at_work():
            orders.ask(batch=batch, task=Task.COMMIT)
        work_off()
        before = Stage.COMMITTED
    with at_work():
        children = Person.objects.count()
        orders.ask(batch=batch, task=task)
    with monkeypatch.context() as stopped:
        stopped.setattr(running._Telling, "__call__", stop_at(stage))
        work_off()
    with at_work():
        assert (Batch.objects.get().stage, Person.objects.count(), Run.objects.get().ended) == (
            before, children, running.STOPPED
        )  # fmt: skip
        assert orders.ask(batch=batch, task=task) is not None
    work_off()
    assert now(at_work, batch).stage == stage


def test_a_file_that_cannot_be_read_ends_the_import_with_the_sentence(at_work):
    """The first row is read while the page waits; what is wrong further down is found by the job."""
    heading = b"Surname,Forename,DOB,UPN,Year,Class,Postcode,Entry date\n"
    with at_work():
        batch = arrive(files=[Source.of_bytes("long.csv", heading + b"Sole,Mia,2017-05-03\n" + b"x" * 1_000_002)])
    work_off()
    batch = now(at_work, batch)
    assert batch.stage == Stage.CANCELLED
    assert batch.remarks == ["long.csv: line 3 is too long to be a row of a table. Is this a CSV file?"]


def test_a_fault_of_ours_is_said_plainly_and_the_import_can_be_carried_on(at_work, monkeypatch):
    with at_work():
        batch = arrive(KATE)
    work_off()
    with at_work():
        orders.ask(batch=batch, task=Task.COMMIT)
    with monkeypatch.context() as broken:
        broken.setattr(jobs.actions, "commit", lambda **_: 1 / 0)
        with pytest.raises(JobFailed, match="ZeroDivisionError"):
            work_off()
    with at_work():
        assert Run.objects.get().ended == running.OUR_FAULT
        orders.ask(batch=batch, task=Task.COMMIT)
    work_off()
    assert now(at_work, batch).stage == Stage.COMMITTED


def test_a_job_that_is_begun_again_does_what_is_left(school, at_work, monkeypatch):
    """The worker was stopped between reading and comparing."""
    with at_work():
        batch = arrive(KATE)
        run = Run.objects.get()
    work = Work(school.controller.id, school.posts[Role.DSL].id, "importer")
    with monkeypatch.context() as stopped:
        stopped.setattr(jobs, "_compare", _interrupted)
        with pytest.raises(Interrupted):
            jobs.compare(work, batch=batch.id, run=run.id)
    assert now(at_work, batch).stage == Stage.VALIDATED
    jobs.compare(work, batch=batch.id, run=run.id)
    jobs.compare(work, batch=batch.id, run=run.id)
    assert now(at_work, batch).stage == Stage.REVIEW
    with at_work():
        assert Row.objects.count() == 1 and not Run.objects.exists()


def _interrupted(*_):
    raise Interrupted


def test_a_job_broken_off_again_and_again_is_given_up_with_a_sentence(school, at_work):
    with at_work():
        batch = arrive(KATE)
        run = Run.objects.get()
    work = Work(school.controller.id, school.posts[Role.DSL].id, "importer", begun_before=running.OFTEN)
    jobs.compare(work, batch=batch.id, run=run.id)
    with at_work():
        assert Run.objects.get().ended == running.BROKEN_OFF
        assert orders.compare(batch=Batch.objects.get(id=batch.id)) is not None


def test_rows_that_were_kept_are_named_with_the_reason(at_work):
    from kith.people.models import PersonName
    from kith.tenancy import history

    with at_work():
        batch = arrive(KATE, TOM)
    work_off()
    with at_work():
        orders.ask(batch=batch, task=Task.COMMIT)
    work_off()
    with at_work():
        kate = PersonName.objects.get(forename="Kate")
        history.write(PersonName, id=kate.id, based_on=1, values={"middle": "Ann"})
        orders.ask(batch=batch, task=Task.UNDO)
    work_off()
    with at_work():
        (row,) = queries.kept_of(Batch.objects.get(id=batch.id))
        assert row.file_row == 2 and row.reasons[-1] == "It stays: A name was changed since."
