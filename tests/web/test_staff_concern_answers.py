"""Who answers for a concern about a colleague as heads and chairs come and go, and who is told that somebody must."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as django_mail
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.conduct.models import StaffConcern
from kith.organisations import actions as organisations
from kith.sharing.models import Notice
from kith.sharing.notice_rules import AT_MOST
from kith.tasks.models import Task
from tests.jobs.steps import work_off
from tests.rooms import give_post
from tests.signin import client_for
from tests.web.casework import HEAD, LEAD, PASTORAL, TEACHER, Casework
from tests.web.test_staff_concerns import ADMIN, GOVERNOR, OFFICE, WORDS, also, status, the_one, told_of_a_chair, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Casework:
    return Casework(*OFFICE, ann="bullying")


@pytest.mark.parametrize("named", [False, True])
def test_who_overlooked_the_mails_about_a_chair_is_told_again_each_week_until_one_is_named(work, named):
    """And the controls: not before a week is over, once in a week, and no longer once somebody is named."""
    write(work, about=HEAD)
    if named:
        work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    work_off()
    mails = []
    for days in (6, 7, 0, 7):
        with work.open():
            last = timezone.now() - timedelta(days=days)
            Notice.objects.filter(word="chair").update(sent=F("sent") + AT_MOST, due_at=None, sent_at=last)
        django_mail.outbox.clear()
        app.tasks["adults.tell"](context=None, timestamp=0)
        work_off()
        mails.append(len(django_mail.outbox))
    assert mails == ([0, 0, 0, 0] if named else [0, 1, 0, 1])


def test_where_nobody_is_head_who_chairs_is_told_and_answers_until_a_head_comes(work):
    """And the controls: while somebody is head the chair reads nothing of it, and a head who came answers at once."""
    work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    write(work)
    one = f"/colleagues/{the_one(work).id}/"
    assert status(work, GOVERNOR, one) == 404
    with work.open():
        organisations.end_post(post_id=work.post_id(HEAD))
    assert "whoever chairs the governors reads it" in work.page(TEACHER, f"/colleagues/write/{uuid4()}/")
    app.tasks["adults.tell"](context=None, timestamp=0)
    assert "Something was sent to you alone" in work.page(GOVERNOR, "/") and WORDS in work.page(GOVERNOR, one)
    assert work.client(GOVERNOR).post(one, {"kind": "talked", "words": "He was asked."}).status_code == 302
    new = give_post(work.school.controller, work.school.organisation, HEAD, "new@oakmere.example")
    assert client_for(new.id).get(one).status_code == 200 and status(work, GOVERNOR, one) == 404


def test_where_nobody_is_head_and_nobody_chairs_who_keeps_the_posts_is_told_that_somebody_is_needed(work):
    """Not what for; and it is over once somebody is head."""
    with work.open():
        organisations.end_post(post_id=work.post_id(HEAD))
    receipt = write(work).url
    assert told_of_a_chair(work) == {ADMIN}
    day = work.page(ADMIN, "/").split("<main")[1]
    assert "A chair of governors is to be named" in day and "A-" not in day and WORDS not in day
    assert "Nobody is named here yet who may read this" in work.page(TEACHER, receipt)
    give_post(work.school.controller, work.school.organisation, HEAD, "new@oakmere.example")
    app.tasks["adults.tell"](context=None, timestamp=0)
    assert told_of_a_chair(work) == set()


def test_whoever_a_concern_is_about_is_not_told_that_a_chair_is_needed_though_they_keep_the_posts(work):
    """And the control: of one about somebody else they are."""
    with work.open():
        organisations.end_post(post_id=work.post_id(HEAD))
    write(work, about=ADMIN)
    assert told_of_a_chair(work) == set()
    write(work)
    assert told_of_a_chair(work) == {ADMIN}


def waits_with(work, kind):
    """Whose lists it stands on, by post, and until when."""
    with work.open():
        return dict(Task.objects.filter(kind=kind, done_at=None).values_list("for_post", "due_on"))


def told_of_tasks(work):
    """Who is still chased to read of a task."""
    with work.open():
        return set(Notice.objects.filter(word="task", read_at=None).values_list("post", flat=True))


def test_what_waited_for_a_head_who_left_waits_for_the_next_and_the_officer_by_the_same_day(monday, work):
    """And the control: a second night changes nothing."""
    write(work)
    head = work.client(HEAD)
    head.post(f"/colleagues/{the_one(work).id}/", {"kind": "threshold", "words": "It may be."})
    write(work, about=TEACHER, role=LEAD)
    first_day = waits_with(work, "conduct_officer")[work.post_id(HEAD)]
    with work.open():
        organisations.end_post(post_id=work.post_id(HEAD))
    new = give_post(work.school.controller, work.school.organisation, HEAD, "new@oakmere.example")
    monday.shift(timedelta(days=3))
    for _ in range(2):
        app.tasks["adults.tell"](context=None, timestamp=0)
        assert waits_with(work, "conduct_officer") == {new.id: first_day}
        assert set(waits_with(work, "conduct")) == told_of_tasks(work) == {new.id}
    with work.open():
        assert Task.objects.filter(for_post=new.id, done_at=None).count() == 3, "two to look at, and the officer"


def test_what_waits_for_a_chair_follows_whoever_chairs_and_back_again(work):
    second = also(work, LEAD, GOVERNOR)
    write(work, about=HEAD)
    one = f"/colleagues/{the_one(work).id}/"
    for chair, steps in ((work.post_id(GOVERNOR), "threshold"), (second.id, "note"), (work.post_id(GOVERNOR), "lado")):
        work.client(ADMIN).post("/staff/chair/", {"to": chair})
        assert set(waits_with(work, "conduct")) == {chair}
        if steps != "threshold":
            assert set(waits_with(work, "conduct_officer")) == {chair}
        client_for(chair).post(one, {"kind": steps, "words": "Done."})
        assert waits_with(work, "conduct") == {}
    app.tasks["adults.tell"](context=None, timestamp=0)
    assert waits_with(work, "conduct_officer") == waits_with(work, "conduct") == {}


def test_what_waited_for_a_chair_who_left_leaves_no_list_behind_and_waits_for_who_is_named_later(work):
    work.client(ADMIN).post("/staff/chair/", {"to": work.post_id(GOVERNOR)})
    write(work, about=HEAD)
    one = f"/colleagues/{the_one(work).id}/"
    work.client(GOVERNOR).post(one, {"kind": "threshold", "words": "It may be."})
    with work.open():
        organisations.end_post(post_id=work.post_id(GOVERNOR))
    app.tasks["adults.tell"](context=None, timestamp=0)
    assert waits_with(work, "conduct_officer") == {} and told_of_a_chair(work) == {ADMIN}
    later = also(work, LEAD, GOVERNOR)
    work.client(ADMIN).post("/staff/chair/", {"to": later.id})
    assert set(waits_with(work, "conduct_officer")) == set(waits_with(work, "conduct")) == {later.id}


def close(work, post, about=None):
    """It is closed by whoever answers for it."""
    with work.open():
        found = StaffConcern.objects.get(about_user=about) if about else StaffConcern.objects.get()
    sent = {"kind": "closed", "words": "Nothing in it."}
    assert client_for(post).post(f"/colleagues/{found.id}/", sent).status_code == 302


def a_head_comes(work):
    return give_post(work.school.controller, work.school.organisation, HEAD, "new@oakmere.example").id


def test_nobody_is_told_any_longer_that_a_chair_is_needed_once_what_waited_is_closed(work):
    """And the control: while something else waits that only a chair may read, they are."""
    write(work, about=HEAD)
    with work.open():
        organisations.end_post(post_id=work.post_id(HEAD))
    write(work)
    new = a_head_comes(work)
    theirs, lost = work.school.posts[PASTORAL].user_id, work.school.posts[HEAD].user_id
    close(work, new, theirs)
    assert told_of_a_chair(work) == {ADMIN}, "the control"
    with work.open():
        StaffConcern.objects.filter(about_user=lost).update(stage="closed")
        StaffConcern.objects.filter(about_user=theirs).update(stage="looking")
    close(work, new, theirs)
    assert told_of_a_chair(work) == set()


def test_the_morning_ends_it_too_where_nothing_waits_any_longer(work):
    write(work, about=HEAD)
    app.tasks["adults.tell"](context=None, timestamp=0)
    assert told_of_a_chair(work) == {ADMIN}, "the control"
    with work.open():
        StaffConcern.objects.update(stage="closed")
    app.tasks["adults.tell"](context=None, timestamp=0)
    assert told_of_a_chair(work) == set()
