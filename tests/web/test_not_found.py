"""What is not there and what is not theirs are told in the same words: at work inside the frame, with a way on."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from kith.access.reader import Reader
from kith.audit.models import Detail
from kith.people import actions as people
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.web import errors
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
GONE = "We can’t find that page"


@pytest.fixture
def school():
    return open_school("alder", Role.DSL, Role.SCHOOL_STAFF)


@pytest.fixture
def lead(school):
    return client_for(school.posts[Role.DSL].id)


def body(answer):
    assert answer.status_code == 404
    return re.sub(r'(nonce|value)="[^"]*"', "", answer.content.decode())


def test_at_work_it_stands_in_the_frame_with_its_menu(lead):
    for address in ("/no/such/page/", f"/people/{uuid4()}/"):
        page = body(lead.get(address))
        assert GONE in page and 'aria-label="Main"' in page and "Find a person" in page and "Go to My day" in page


def test_what_is_there_and_not_theirs_reads_as_what_is_not(school, lead):
    other = open_school("birch", Role.DSL)
    with other.at_work(Role.DSL):
        child = people.create_person(holder=other.holder.id, forename="Ayo", surname="Quill")
    theirs, nobody = (body(lead.get(f"/people/{id}/")) for id in (child.id, uuid4()))
    assert theirs == nobody
    staff = client_for(school.posts[Role.SCHOOL_STAFF].id)
    assert body(staff.get("/concerns/")) == body(staff.get("/no/such/page/")), "a place they have no duty in"
    assert "Triage" not in body(staff.get("/concerns/"))


def test_at_the_door_nobody_is_shown_a_menu(school, lead):
    """The control: somebody who is not signed in, and somebody with a step still to take."""
    assert 'aria-label="Main"' not in body(Client().get("/no/such/page/"))
    session = lead.session
    session["due"] = "agreement"
    session.save()
    assert 'aria-label="Main"' not in body(lead.get("/no/such/page/"))


def test_an_address_that_is_no_page_writes_no_line(school, lead):
    before = len(lines(school.controller.id))
    lead.get("/no/such/page/")
    assert len(lines(school.controller.id)) == before


class Broken(Exception):
    """What no page foresees."""


def breaks(*args, **kwargs):
    raise Broken


@pytest.mark.parametrize(
    ("where", "reason"),
    [((Reader, "build"), "Broken"), ((errors.frame, "frame_of"), "status 500")],
    ids=["who reads", "the frame"],
)
def test_where_the_frame_itself_fails_a_line_says_so_and_from_where(school, lead, monkeypatch, where, reason):
    lead.raise_request_exception = False
    monkeypatch.setattr(*where, breaks)
    answer = lead.get("/no/such/page/", REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == 500 and 'aria-label="Main"' not in answer.content.decode()
    assert lines(school.controller.id, "request.failed") == [("request.failed", reason)]
    with tenancy(school.controller.id, system="clock"):
        assert Detail.objects.get(reason=reason).address == "192.0.2.7"
