"""Words are added to a concern that was read: nobody finds out by chance."""

import re

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from kith.cases import actions as cases
from kith.cases.models import Record
from tests.jobs.steps import work_off
from tests.web.casework import HEAD, LEAD, PASTORAL, TEACHER, Casework
from tests.web.test_alerts import DEPUTY, FRIDAY_NIGHT, send, settle, told

pytestmark = pytest.mark.django_db
WORDS = "He has now told me more"


@pytest.fixture
def work():
    return Casework(ann="bullying")


@pytest.fixture
def read(work):
    """A teacher's concern that both who lead have read."""
    record = send(work)
    for role in (LEAD, DEPUTY):
        work.page(role, f"/concerns/{record.id}/")
    assert told(work, record, read_at=None) == set()
    mail.outbox.clear()
    return record


def add(work, record, **more):
    answer = work.client(TEACHER).post(reverse("add_words", args=[record.id]), {"words": WORDS, **more})
    assert answer.status_code == 302
    work_off()


def unread(work):
    return dict(re.findall(r"show=(\w+)#rows\">(\d+)<", work.page(LEAD, "/concerns/quality/"))).get("unread", "0")


def test_those_who_read_it_are_told_that_there_is_more(work, read):
    add(work, read)
    assert told(work, read, read_at=None) == {LEAD, DEPUTY}, "and never who wrote it"
    assert len(mail.outbox) == 2 and all(WORDS not in one.body for one in mail.outbox)
    day = work.page(LEAD, "/")
    assert f"Its writer has added to concern {read.reference}" in day and WORDS not in day


def test_whoever_has_it_is_told_too(work, read):
    with work.school.at_work(LEAD):
        cases.assign(record=read, post_id=work.post_id(HEAD))
    add(work, read)
    assert told(work, read, read_at=None) == {LEAD, DEPUTY, HEAD}


def test_the_board_and_how_they_are_kept_show_it_until_it_is_opened(work, read):
    assert "nobody has read" not in work.page(LEAD, "/concerns/") and unread(work) == "1", "the one of the world"
    add(work, read)
    assert "Words were added that nobody has read" in work.page(LEAD, "/concerns/") and unread(work) == "2"
    assert work.page(TEACHER, reverse("receipt", args=[read.id])).count("Not read yet") == 1
    work.page(LEAD, f"/concerns/{read.id}/")
    assert "nobody has read" not in work.page(LEAD, "/concerns/") and unread(work) == "1"
    assert "Not read yet" not in work.page(TEACHER, reverse("receipt", args=[read.id]))


@pytest.mark.parametrize("danger", ["yes", "no"])
def test_a_child_in_danger_is_told_at_any_hour(work, read, danger):
    settle(work, opens="7:30", closes="18:00")
    with time_machine.travel(FRIDAY_NIGHT, tick=True):
        add(work, read, danger_now=danger)
        assert told(work, read, read_at=None, sent=1, urgent=True) == ({LEAD, DEPUTY} if danger == "yes" else set())
        assert told(work, read, read_at=None) == {LEAD, DEPUTY}
    page = work.page(LEAD, f"/concerns/{read.id}/")
    assert ("A child is in danger now, its writer says" in page) is (danger == "yes")


def test_a_concern_that_is_closed_comes_back(work, read):
    with work.open():
        Record.objects.filter(id=read.id).update(stage="closed", closed_at=read.written_at)
    add(work, read)
    board = work.page(LEAD, "/concerns/")
    assert read.reference in board.split("Words were added that nobody has read")[1].split("</section>")[0]
    assert told(work, read, read_at=None) == {LEAD, DEPUTY} and unread(work) == "2"


def test_who_may_read_but_decides_nothing_does_not_make_it_read(work, read):
    add(work, read)
    work.client(PASTORAL).get(f"/concerns/{read.id}/")
    assert "Words were added that nobody has read" in work.page(LEAD, "/concerns/")
