"""A concern about a colleague who is written down by a name that several bear, or that nobody bears yet."""

from uuid import uuid4

import pytest
from procrastinate.contrib.django import app

from kith.accounts.models import User
from kith.conduct import rules
from kith.conduct.models import StaffConcern
from kith.organisations import actions as organisations
from tests.rooms import give_post
from tests.signin import client_for
from tests.web.casework import HEAD, LEAD, PASTORAL, Casework
from tests.web.test_staff_concern_answers import waits_with
from tests.web.test_staff_concern_of_a_head import address, the_page, who_reads
from tests.web.test_staff_concerns import ADMIN, GOVERNOR, OFFICE, also, call, the_one, write

pytestmark = pytest.mark.django_db
SAM = "Sam Reed"


@pytest.fixture
def work() -> Casework:
    made = Casework(*OFFICE, ann="bullying")
    made.client(ADMIN).post("/staff/chair/", {"to": made.post_id(GOVERNOR)})
    return made


def called_sam(work, *roles):
    for role in roles:
        call(work, role, SAM)


@pytest.mark.parametrize("other", [LEAD, PASTORAL])
def test_where_the_head_is_one_of_two_of_that_name_it_is_asked_whom_they_mean(work, other):
    """And the control: a name that only one of them bears is theirs, whichever posts they hold."""
    called_sam(work, other, HEAD)
    answer = write(work, about=None, name=" sam REED ")
    assert answer.status_code == 422 and f"Is it about {SAM}, who is head here?" in the_page(answer)
    with work.open():
        assert not StaffConcern.objects.exists()
    call(work, HEAD, "Joan Tilley")
    also(work, other, GOVERNOR)
    assert write(work, about=None, name=SAM).status_code == 302
    assert the_one(work).about_user == work.school.posts[other].user_id and who_reads(work) == {HEAD}


@pytest.mark.parametrize(
    ("said", "reads", "about"), [("yes", GOVERNOR, HEAD), ("no", HEAD, PASTORAL), ("", GOVERNOR, None)]
)
def test_of_two_of_one_name_it_is_who_was_meant_and_unanswered_it_goes_to_who_chairs(work, said, reads, about):
    called_sam(work, PASTORAL, HEAD)
    assert write(work, about=None, name=SAM, asked="yes", is_head=said).status_code == 302
    assert who_reads(work) == {reads} and set(waits_with(work, "conduct")) == {work.post_id(reads)}
    assert the_one(work).about_user == (work.school.posts[about].user_id if about else None)


def test_of_two_of_one_name_who_are_no_head_it_is_taken_for_neither(work):
    called_sam(work, LEAD, PASTORAL)
    assert write(work, about=None, name=SAM).status_code == 302
    assert the_one(work).about_user is None and who_reads(work) == {HEAD}


def the_head_leaves(work):
    with work.open():
        organisations.end_post(post_id=work.post_id(HEAD))


def a_new_head(work, name):
    """Somebody comes to head the place; the bell of the morning rings."""
    new = give_post(work.school.controller, work.school.organisation, HEAD, f"{uuid4()}@oakmere.example")
    with work.open():
        User.objects.filter(id=new.user_id).update(display_name=name)
    app.tasks["adults.tell"](context=None, timestamp=0)
    return new


def listed(work, post):
    return the_one(work).reference in client_for(post.id).get("/colleagues/").content.decode()


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("name", ["Sam Reed", "Samuel REED", "Sam Read", "Samuel Reed-Ash"])
def test_who_had_no_account_when_they_were_written_of_does_not_read_it_once_they_are_head(work, name, closed):
    """Nor is it on their list: whoever chairs answers for it. And the control: a head of another name reads it."""
    write(work, about=None, name=SAM)
    if closed:
        work.client(HEAD).post(address(work), {"kind": "closed", "words": "Nothing in it."})
    the_head_leaves(work)
    other = a_new_head(work, "Joan Tilley")
    assert client_for(other.id).get(address(work)).status_code == 200 and listed(work, other)
    with work.open():
        organisations.end_post(post_id=other.id)
    new = a_new_head(work, name)
    assert client_for(new.id).get(address(work)).status_code == 404 and not listed(work, new)
    assert who_reads(work) == {GOVERNOR}
    assert set(waits_with(work, "conduct")) == (set() if closed else {work.post_id(GOVERNOR)})


def test_who_came_to_be_head_under_the_name_and_left_hands_it_to_no_other(work):
    write(work, about=None, name=SAM)
    the_head_leaves(work)
    new = a_new_head(work, SAM)
    with work.open():
        organisations.end_post(post_id=new.id)
    later = a_new_head(work, "Joan Tilley")
    assert client_for(later.id).get(address(work)).status_code == 404 and who_reads(work) == {GOVERNOR}


def test_the_head_whom_the_writer_said_it_is_not_about_reads_it_though_the_name_may_mean_them(work):
    """And what they wrote is not handed to the next head who bears it."""
    call(work, HEAD, SAM)
    write(work, about=None, name="Mr Reed", asked="yes", is_head="no")
    assert who_reads(work) == {HEAD}
    the_head_leaves(work)
    assert client_for(a_new_head(work, "Ann Reed").id).get(address(work)).status_code == 404


def test_of_two_of_one_name_neither_is_let_read_it_nor_reads_it_once_they_are_head(work):
    """And the control: a lead of another name is let."""
    called_sam(work, LEAD, PASTORAL)
    write(work, about=None, name=SAM)
    let = {"to": work.post_id(LEAD), "reason": "I am away next week."}
    assert work.client(HEAD).post(address(work) + "let-read/", let).status_code == 422
    risen = also(work, PASTORAL, HEAD)
    assert client_for(risen.id).get(address(work)).status_code == 404
    call(work, LEAD, "Samira Green")
    assert work.client(GOVERNOR).post(address(work) + "let-read/", let).status_code == 302


@pytest.mark.parametrize(("name", "answers"), [(SAM, set()), ("Mr Reed", set()), ("Sam Green", {GOVERNOR})])
def test_nor_does_who_chairs_answer_for_what_is_about_somebody_of_their_name(work, name, answers):
    """A first name they share is not theirs: then nobody would be left who reads it."""
    the_head_leaves(work)
    write(work, about=None, name=name)
    call(work, GOVERNOR, "Samuel Reed")
    assert who_reads(work) == answers


def test_what_is_about_the_head_is_nobody_elses_for_the_word(work):
    call(work, GOVERNOR, "Tom Headley")
    write(work, about=None, name="the head", asked="yes")
    assert who_reads(work) == {GOVERNOR}


@pytest.mark.parametrize(
    "typed", ["Sam Reed", "sam  reed", "Mr Reed", "Samuel Reed", "S. Reed", "Sam Read", "Sam", "Sam Reed-Ash"]
)
def test_what_may_be_the_name_of_a_colleague(typed):
    assert rules.may_be_called(typed, SAM)


@pytest.mark.parametrize("typed", ["Sam Green", "Ann Reed", "the headteacher", "Mr", ""])
def test_what_may_not(typed):
    assert not rules.may_be_called(typed, SAM)


def test_somebody_whose_name_is_head_is_meant_by_it():
    assert rules.may_be_called("Mr Head", "Sam Head") and not rules.may_be_called("The head", "Tom Headley")
