"""An older export is never taken as today's: it says its day, or is the very same as one before the last."""

from datetime import timedelta

import pytest

from kith.foundation.dates import today
from kith.intake.feeds import going
from kith.intake.feeds.files import LACKING
from kith.intake.feeds.profiles import BadProfile, profile
from kith.intake.models import FeedRun
from kith.intake.stages import Stage
from kith.people.models import AttendanceTally, Enrolment, PersonName
from tests.intake.feeds.conftest import ATTENDANCE, STUDENTS
from tests.intake.feeds.test_files import without

pytestmark = pytest.mark.django_db
TODAY, YESTERDAY = today(), today() - timedelta(days=1)
BEFORE = without("Ola")


def on_roll(dropping):
    with dropping.opened():
        times = Enrolment.objects.filter(until_on=None).values("person")
        return sorted(PersonName.objects.filter(person__in=times).values_list("forename", flat=True))


def put(dropping, day, students, form="%Y-%m-%d"):
    (dropping.folder / "students.csv").unlink(missing_ok=True)
    dropping.put(students)
    (dropping.folder / "students.csv").rename(dropping.folder / f"students_{day.strftime(form)}.csv")


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y%m%d"])
def test_an_export_whose_name_says_that_it_is_older_than_the_last_is_refused(dropping, form):
    put(dropping, TODAY, STUDENTS, form)
    assert dropping.go().did == "taken"
    put(dropping, YESTERDAY, BEFORE, form)
    told = dropping.go()
    assert told.did == "refused" and "was taken before" in told.words
    assert on_roll(dropping) == ["Ade", "Kate", "Ola"]
    # The control: of the same day, somebody has left.
    put(dropping, TODAY, BEFORE, form)
    assert dropping.go().counts["left"] == 1


def test_the_day_of_a_control_file_counts_as_one_in_a_name(dropping):
    dropping.comes(control=f"File,Rows,Day\nstudents.csv,3,{TODAY.isoformat()}\n")
    told = dropping.comes(BEFORE, control=f"File,Rows,Day\nstudents.csv,2,{YESTERDAY.isoformat()}\n")
    assert told.did == "refused" and on_roll(dropping) == ["Ade", "Kate", "Ola"]
    told = dropping.comes(control=f"File,Rows,Day\nstudents.csv,3,{(TODAY + timedelta(days=1)).isoformat()}\n")
    assert told.did == "refused" and "a day to come" in told.words


def test_of_two_exports_in_one_folder_each_is_taken_the_older_first(dropping):
    put(dropping, TODAY, STUDENTS.replace("4C", "5C"))
    put(dropping, YESTERDAY, BEFORE)
    assert dropping.go().did == "taken"
    with dropping.opened():
        assert [run.day for run in FeedRun.objects.order_by("began_at")] == [YESTERDAY, TODAY]
        assert set(Enrolment.objects.values_list("class_name", flat=True)) == {"3B", "5C"}
    assert on_roll(dropping) == ["Ade", "Kate", "Ola"]


def put_late(dropping, day):
    """Attendance of a day whose pupils are not with it."""
    dropping.put(attendance=ATTENDANCE)
    (dropping.folder / "students.csv").unlink()
    (dropping.folder / "attendance.csv").rename(dropping.folder / f"attendance_{day:%Y-%m-%d}.csv")


def test_what_came_after_its_pupils_were_taken_does_not_keep_the_next_day_waiting(dropping):
    put(dropping, YESTERDAY, BEFORE)
    assert dropping.go().did == "taken"
    put_late(dropping, YESTERDAY)
    # The control: while no later day has come, its pupils may still be on their way.
    assert dropping.go().did == "waiting"
    put_late(dropping, TODAY)
    assert dropping.go().did == "waiting"
    put(dropping, TODAY, STUDENTS)
    assert dropping.go().did == "taken"
    assert on_roll(dropping) == ["Ade", "Kate", "Ola"]
    with dropping.opened():
        runs = FeedRun.objects.order_by("began_at")
        assert [run.state for run in runs] == [FeedRun.State.DONE, FeedRun.State.REFUSED, FeedRun.State.DONE]
        assert runs[1].words == LACKING and runs[1].files == [f"attendance_{YESTERDAY}.csv"]
        assert AttendanceTally.objects.count() == 1
    refused = [path.name for path in (dropping.folder / "refused").rglob("*.csv")]
    assert refused == [f"attendance_{YESTERDAY}.csv"] and not list(dropping.folder.glob("*.csv"))


@pytest.mark.parametrize("careless", [False, True])
def test_the_very_same_as_one_before_the_last_is_asked_about(dropping, careless, monkeypatch):
    """The control: taken as today's, whoever joined since has left."""
    if careless:
        monkeypatch.setattr(going, "AGAIN", "")
    for students in (BEFORE, STUDENTS.replace("4C", "5C"), BEFORE):
        dropping.comes(students)
    assert on_roll(dropping) == (["Ade", "Kate"] if careless else ["Ade", "Kate", "Ola"])
    with dropping.opened():
        last = FeedRun.objects.order_by("-began_at").first()
        waits = {batch.stage for batch in (last.batch, last.gone_batch)}
        assert (waits == {Stage.REVIEW}) is not careless


def test_a_profile_that_does_not_say_which_part_of_a_name_is_the_day_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setenv("KITH_FEEDS", str(tmp_path))
    (tmp_path / "profiles").mkdir()
    for wrong in ("(20", "(20..)"):
        text = f"title = 'x'\nway = 'files'\nday_in_name = '{wrong}'\n[[table]]\nof = 'pupils'\nkey = 'ID'\n"
        (tmp_path / "profiles" / "mine.toml").write_text(text)
        with pytest.raises(BadProfile):
            profile("mine")
