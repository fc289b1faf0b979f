"""A concern is printed from the reader's own screen: for a purpose, through the gate, with its line."""

import pytest

from kith.cases import actions
from kith.cases.actions import OwnAnswers
from kith.foundation.ids import uuid7
from kith.reference.roles import Role
from tests.cases.conftest import SHARED
from tests.people.conftest import a_child
from tests.rooms import lines, open_school
from tests.signin import client_for

MEETING = {"purpose": "Meeting with the social worker on Friday"}


@pytest.fixture
def world(fresh):
    """A school and a concern about a child of it."""
    from django.utils import timezone

    school = open_school("alder", Role.DSL, Role.SCHOOL_STAFF)
    with school.at_work(Role.DSL):
        mia = a_child(school)
    with school.at_work(Role.SCHOOL_STAFF):
        record = actions.submit(
            token=uuid7(),
            area="concern",
            shared=SHARED,
            own=[OwnAnswers(mia.id, "victim", {"child_words": "He hit me."})],
            holder=school.holder.id,
            occurred_at=timezone.now(),
        )
    return school, f"/concerns/{record.id}/print/"


def test_it_is_shown_for_paper_and_the_line_says_what_for(world):
    school, url = world
    answer = client_for(school.posts[Role.DSL].id).post(url, MEETING)
    assert answer.status_code == 200
    content = answer.content.decode()
    assert "He hit me." in content and "ready for paper" in content and "What is the print for?" not in content
    assert lines(school.controller.id, "release.") == [("release.print", MEETING["purpose"])]


def test_without_a_purpose_nothing_is_let_out(world):
    school, url = world
    answer = client_for(school.posts[Role.DSL].id).post(url, {"purpose": "  "})
    assert answer.status_code == 422 and "Say what the print is for." in answer.content.decode()
    assert lines(school.controller.id, "release.") == []


def test_who_may_not_read_it_prints_nothing(world):
    school, url = world
    answer = client_for(school.posts[Role.SCHOOL_STAFF].id).post(url, MEETING)
    assert answer.status_code == 404 and b"He hit me." not in answer.content
    assert lines(school.controller.id, "release.") == []


def test_without_its_line_there_is_no_print(world, monkeypatch):
    """The negative control: the gate can't write, so nothing is shown."""

    def full(*args, **kwargs):
        raise OSError("the disk is full")

    school, url = world
    client = client_for(school.posts[Role.DSL].id)
    client.raise_request_exception = False
    monkeypatch.setattr("kith.sharing.gate.audit.record", full)
    answer = client.post(url, MEETING)
    assert answer.status_code == 500 and b"He hit me." not in answer.content
