"""A clock that runs out and an opening to review are told by e-mail, in words that say nothing, until read or done."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.urls import reverse

from kith import wiring
from kith.cases import actions
from kith.foundation.dates import today
from kith.reference.roles import Role
from kith.sharing.models import Notice
from kith.tasks.actions import judge, open_task
from kith.tasks.events import TaskOpened
from kith.tasks.models import RunningClock, Task
from kith.tasks.ringing import escalate_reviews, ring
from kith.tenancy import tenancy
from tests.cases.conftest import school, schools  # noqa: F401  (fixtures)
from tests.cases.council import open_council, take
from tests.jobs.steps import work_off
from tests.signin import client_for
from tests.tasks.test_reviews import open_in_an_emergency
from tests.web.test_records import named

pytestmark = pytest.mark.django_db
OFFICER, MANAGER = Role.MASH_OFFICER, Role.MASH_MANAGER


@pytest.fixture
def folder(settings, tmp_path):
    """The folder that takes the mails where no server does."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    return tmp_path


@pytest.fixture
def front(db):
    return named(open_council()["front"])


def mails(folder):
    return [message_from_bytes(path.read_bytes()) for path in sorted(folder.iterdir())]


def given(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
        actions.assign(record=record, post_id=front.posts[OFFICER])
    return record


def rung(front, days=0):
    """The night of the last day on which somebody decides in time, or so many days after it."""
    with tenancy(front.controller, system="bell"):
        last = RunningClock.objects.filter(clock="decided").latest("due_on").due_on
        return ring(last + timedelta(days=days))


def open_notices(service, role):
    with service.at_work(role):
        return Notice.objects.filter(post=service.posts[role], read_at=None).count()


def test_whose_clock_runs_out_gets_one_mail_that_names_nothing(front, folder):
    given(front), given(front)
    assert rung(front) >= 2
    assert mails(folder) == []
    work_off()
    mine = [one for one in mails(folder) if one["To"] == "mash_officer@front.example"]
    assert len(mine) == 1
    body = mine[0].get_payload(decode=True).decode()
    assert "Something is waiting for you in Kith" in body
    for word in ("Child0", "Canary", "ontact", "T-", "decides", "clock"):
        assert word not in body + mine[0]["Subject"]
    with front.at_work(OFFICER):
        sent = Notice.objects.filter(post=front.posts[OFFICER]).values_list("sent", flat=True)
        assert len(sent) >= 2 and set(sent) == {1}


def test_seen_on_my_day_it_is_read(front, folder):
    given(front)
    rung(front)
    assert open_notices(front, OFFICER)
    client_for(front.posts[OFFICER]).get(reverse("home"))
    assert open_notices(front, OFFICER) == 0
    work_off()
    assert [one for one in mails(folder) if one["To"] == "mash_officer@front.example"] == []


def test_when_the_clock_stops_nobody_is_chased(front):
    record = given(front)
    rung(front, days=14)
    with front.at_work(OFFICER):
        assert Notice.objects.filter(read_at=None).exists()
        take(record, "screening")
    with front.at_work(MANAGER):
        take(record, "void")
    with front.at_work(MANAGER):
        assert not Notice.objects.filter(read_at=None).exists()


def test_who_reviews_an_opening_is_told_until_they_open_its_page(school, folder):  # noqa: F811
    open_in_an_emergency(school, Role.DSL)
    work_off()
    (mail,) = mails(folder)
    assert mail["To"].startswith("headteacher@") and "emergency" not in mail.get_payload(decode=True).decode()
    with school.at_work(Role.HEADTEACHER):
        task = Task.objects.get()
    client = client_for(school.posts[Role.HEADTEACHER])
    client.get(reverse("home"))
    assert open_notices(school, Role.HEADTEACHER) == 1
    client.get(reverse("review_opening", kwargs={"id": task.id}))
    assert open_notices(school, Role.HEADTEACHER) == 0


def test_without_the_reaction_nobody_would_be_told(school, folder, monkeypatch):  # noqa: F811
    """The negative control."""
    monkeypatch.setitem(wiring.REACTIONS, TaskOpened, ())
    open_in_an_emergency(school, Role.DSL)
    work_off()
    assert mails(folder) == []


def test_a_task_somebody_gave_tells_nobody_by_itself(front):
    with front.at_work(OFFICER):
        open_task(kind="told", words="Ring back", holder=front.holder, due_on=today(), for_role=MANAGER.value)
        assert not Notice.objects.exists()


def escalated(school, days):  # noqa: F811
    with tenancy(school.controller, system="bell"):
        return escalate_reviews(today() + timedelta(days=days))


def test_a_review_nobody_gives_within_three_working_days_goes_to_somebody_above_too(school, folder):  # noqa: F811
    open_in_an_emergency(school, Role.SCHOOL_STAFF)
    assert escalated(school, 1) == 0
    assert escalated(school, 9) == 1
    assert escalated(school, 10) == 0
    work_off()
    assert {one["To"].split("@")[0] for one in mails(folder)} == {"headteacher", "dsl"}
    page = client_for(school.posts[Role.DSL]).get(reverse("home")).content.decode()
    assert "Nobody has reviewed a record" in page and "within three working days" in page
    with school.as_lead():
        judge(task=Task.objects.get(kind="review_late"), outcome="It was right.")
        assert {one.outcome for one in Task.objects.all()} == {"It was right."}


def test_one_that_was_given_does_not(school):  # noqa: F811
    """The control."""
    open_in_an_emergency(school, Role.SCHOOL_STAFF)
    with school.at_work(Role.HEADTEACHER):
        judge(task=Task.objects.get(), outcome="It was right.")
    assert escalated(school, 9) == 0
