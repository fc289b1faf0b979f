"""My day: clocks of every area with the rule behind them, tasks that open their record, and whose work it is."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kith.cases import actions
from kith.cases.models import Record
from kith.foundation.dates import today
from kith.organisations.models import Post, Team
from kith.reference.roles import Role
from kith.tasks.actions import open_task
from kith.tasks.by_day import Standing
from kith.tasks.models import RunningClock, Task
from kith.tasks.queries import waiting
from kith.tasks.ringing import ring
from kith.tenancy import tenancy
from tests.cases.council import open_council, take, write
from tests.rooms import open_school
from tests.signin import client_for
from tests.web.test_records import named

pytestmark = pytest.mark.django_db
OFFICER, MANAGER, READS = Role.MASH_OFFICER, Role.MASH_MANAGER, Role.SERVICE_MANAGER


@pytest.fixture
def front(db):
    return named(open_council()["front"])


def day_of(service, role):
    return client_for(service.posts[role]).get(reverse("home")).content.decode()


def test_a_clock_of_any_area_stands_there_with_its_law_and_opens_its_record(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    page = day_of(front, OFFICER)
    assert f'href="/work/contact/{record.id}/"' in page and "Child0 Canary" in page
    assert "A manager decides. Working together" in page and "Nobody has it yet" in page


def test_a_clock_that_is_held_stands_there_as_held_and_so_does_the_task_about_it(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    with front.at_work(OFFICER):
        clock = RunningClock.objects.filter(record=record).order_by("due_on").first()
        late = today() - timedelta(days=9)
        RunningClock.objects.filter(record=record).update(due_on=late, paused_at=timezone.now())
        open_task(kind="clock_75", words="Decide", holder=front.holder, due_on=late, record=record,
                  for_post=front.posts[OFFICER], about=clock.id)  # fmt: skip
        assert [one.standing for one in waiting(front.reader(OFFICER))] == [Standing.HELD]
    page = day_of(front, OFFICER)
    assert ">Held<" in page and record.reference in page and "days late" not in page


def test_what_is_nobodys_stands_with_those_who_take_the_next_step_and_then_with_its_owner(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    assert record.reference not in day_of(front, READS)
    with front.at_work(OFFICER):
        actions.assign(record=record, post_id=front.posts[MANAGER])
    assert record.reference not in day_of(front, OFFICER)
    mine = day_of(front, MANAGER)
    assert record.reference in mine and "Yours." in mine


def test_what_a_colleague_of_the_team_has_is_the_teams(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
        actions.assign(record=record, post_id=front.posts[MANAGER])
    with tenancy(front.controller, system="importer"):
        team = Team.objects.create(organisation=Post.objects.get(id=front.posts[OFFICER]).organisation, name="Duty")
        Post.objects.filter(id__in=[front.posts[OFFICER], front.posts[MANAGER]]).update(team=team)
    page = day_of(front, OFFICER)
    assert record.reference in page and "Your team’s." in page


def ask_for_a_decision(front, record):
    with front.at_work(OFFICER):
        take(record, "screening")
        write(record, summary="Seen.", priority="amber")
        write(record, front.children[0], columns={"outcome": "nfa"})
        take(record, "decision_pending")


def test_a_decision_that_was_asked_for_waits_for_who_decides_though_another_has_the_contact(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
        actions.assign(record=record, post_id=front.posts[OFFICER])
    assert record.reference not in day_of(front, MANAGER), "the control: it is the officer's"
    ask_for_a_decision(front, record)
    page = day_of(front, MANAGER)
    assert record.reference in page and "The next step is yours." in page
    assert record.reference in day_of(front, OFFICER)


def test_work_on_which_no_clock_runs_stands_there_without_a_day(front):
    """With whoever has it, with its team, and with whoever takes its next step; one that is closed with nobody."""
    with front.at_work(OFFICER):
        record, done = front.send("contact"), front.send("contact")
        for one in (record, done):
            actions.assign(record=one, post_id=front.posts[OFFICER])
    with tenancy(front.controller, system="bell"):
        RunningClock.objects.update(stopped_at=timezone.now(), stopped_by="closed")
        Record.objects.filter(id=done.id).update(closed_at=timezone.now())
    page = day_of(front, OFFICER)
    assert "No day is set" in page and record.reference in page and "Yours." in page and "No clock runs" in page
    assert done.reference not in page and record.reference not in day_of(front, MANAGER)
    ask_for_a_decision(front, record)
    page = day_of(front, MANAGER)
    assert record.reference in page and "The next step is yours." in page and "No day is set" in page


def test_who_was_told_of_a_clock_opens_the_record_or_says_that_they_know(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
        actions.assign(record=record, post_id=front.posts[OFFICER])
    with tenancy(front.controller, system="bell"):
        assert ring(today() + timedelta(days=14))
    client = client_for(front.posts[READS])
    page = client.get(reverse("home")).content.decode()
    assert "Contact and referral: A manager decides" in page and f'href="/work/contact/{record.id}/"' in page
    with front.at_work(READS):
        task = Task.objects.get(for_role=READS)
    assert client.get(reverse("review_opening", kwargs={"id": task.id})).status_code == 404
    assert client.post(reverse("finish_task", kwargs={"id": task.id})).status_code == 302
    assert "A manager decides" not in client.get(reverse("home")).content.decode()


def test_a_clock_that_stops_leaves_every_list(front):
    with front.at_work(OFFICER):
        record = front.send("contact")
    ask_for_a_decision(front, record)
    with tenancy(front.controller, system="bell"):
        ring(today() + timedelta(days=14))
    with front.at_work(MANAGER):
        told = Task.objects.filter(record=record, words__contains="A manager decides")
        assert {task.done_at for task in told} == {None}
        take(record, "closed")
    with front.at_work(MANAGER):
        assert None not in {task.done_at for task in told.all()}


def test_another_service_is_not_told_of_it(front):
    """The control of who reads: the same clock, a post that may open no contact."""
    with front.at_work(OFFICER):
        record = front.send("contact")
        actions.assign(record=record, post_id=front.posts[OFFICER])
    with front.at_work(OFFICER):
        Post.objects.filter(id=front.posts[OFFICER]).update(role=Role.EMPLOYMENT_OFFICER)
    page = day_of(front, OFFICER)
    assert f"/work/contact/{record.id}/" not in page and "Child0" not in page and "A manager decides" not in page


def test_it_takes_the_same_queries_however_much_there_is(front):
    client, counts = client_for(front.posts[OFFICER]), []
    for _ in range(2):
        with front.at_work(OFFICER):
            for _ in range(3):
                front.send("contact")
        client.get(reverse("home"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("home"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("most", [2, 3])
def test_what_ends_first_stands_there_and_the_page_says_that_there_is_more(front, monkeypatch, most):
    """Each contact runs two clocks; a row says its reference twice."""
    monkeypatch.setattr("kith.web.home.gather.MOST", most)
    with front.at_work(OFFICER):
        first, second = (front.send("contact") for _ in range(2))
    with front.at_work(OFFICER):
        RunningClock.objects.filter(record=second).update(due_on=today() + timedelta(days=40))
    page = day_of(front, OFFICER)
    assert page.count(first.reference) == 2 * 2 and "The lists of work have the rest." in page
    assert page.count(second.reference) == 2 * (most - 2)


def test_of_many_tasks_the_first_due_stand_there(front, monkeypatch):
    monkeypatch.setattr("kith.web.home.gather.MOST", 1)
    with front.at_work(OFFICER):
        open_task(kind="told", words="The later one", holder=front.holder, due_on=today() + timedelta(days=9),
                  for_role=OFFICER.value)  # fmt: skip
        assert "The lists of work" not in day_of(front, OFFICER)
        open_task(kind="told", words="The first one", holder=front.holder, due_on=today(), for_role=OFFICER.value)
    page = day_of(front, OFFICER)
    assert "The first one" in page and "The later one" not in page and "At least 1 due today." in page


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-11-24T12:00Z", True),
        ("2026-11-24T16:59Z", True),
        ("2026-11-24T17:00Z", False),
        ("2026-11-28T12:00Z", False),
    ],
)
def test_the_out_of_hours_team_is_told_that_the_offices_are_open(moment, told):
    """The control: nobody else is told, whatever the hour."""
    with time_machine.travel("2026-11-02T12:00Z"):
        place = open_school("oakmere", Role.EDT_WORKER, OFFICER)
    with time_machine.travel(moment):
        page = client_for(place.posts[Role.EDT_WORKER].id).get(reverse("home")).content.decode()
        assert ("The offices are open: until they close at 17:00" in page) is told
        other = client_for(place.posts[OFFICER].id).get(reverse("home")).content.decode()
        assert "The offices are open" not in other


def test_a_role_for_which_nothing_will_ever_stand_there_is_told_so():
    """The access model has no row for the early help manager; a lead with nothing to do is the control."""
    school = open_school("alder", Role.EH_MANAGER, Role.DSL, Role.SYSTEM_ADMIN)
    pages = {role: client_for(post.id).get(reverse("home")).content.decode() for role, post in school.posts.items()}
    assert f"The role {Role.EH_MANAGER.words} opens no record yet." in pages[Role.EH_MANAGER]
    for role in (Role.DSL, Role.SYSTEM_ADMIN):
        assert "opens no record yet" not in pages[role] and "Nothing waits for you" in pages[role]
