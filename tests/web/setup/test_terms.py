"""An administrator tells the terms of their school on a page: what counts its school days is counted by them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kith.foundation.dates import today
from kith.reference.roles import Role
from kith.tasks.models import RunningClock, SchoolDays
from tests.jobs.steps import work_off
from tests.rooms import lines, open_school
from tests.signin import client_for
from tests.web.casework import LEAD, TEACHER, Casework

pytestmark = pytest.mark.django_db
ADMIN = Role.LOCAL_ADMIN


@pytest.fixture
def work():
    return Casework(LEAD, TEACHER, ADMIN, ann="bullying")


def at(work):
    return reverse("terms", args=[work.school.organisation.id])


def days(*pairs, closed=""):
    typed = {"closed": closed}
    for n, pair in enumerate(pairs):
        typed |= {f"{word}.{n}": f"{day:%d/%m/%Y}" for word, day in zip(("first", "last"), pair, strict=True)}
    return typed


def known(work):
    with work.open():
        rows = SchoolDays.objects.order_by("-at")
        return [row.calendar() for row in rows]


def test_the_terms_are_told_on_a_page_and_stand_there_again(work):
    first, last = today(), today() + timedelta(days=40)
    admin, closed = work.client(ADMIN), today() + timedelta(days=3)
    home = reverse("set_up", args=[work.school.organisation.id])
    assert at(work) in admin.get(home).content.decode()
    sent = admin.post(at(work), days((last + timedelta(days=14), last + timedelta(days=50)), (first, last),
                                     closed=f"{closed:%d/%m/%Y}\n"))  # fmt: skip
    assert sent.status_code == 302
    (calendar,) = known(work)
    assert calendar.terms[0] == (first, last) and calendar.closed == {closed}
    page = admin.get(at(work)).content.decode()
    assert f"{first:%d/%m/%Y}" in page and f"{closed:%d/%m/%Y}" in page
    assert "Known until" in admin.get(home).content.decode()
    assert "calendar.tell" in {action for action, _ in lines(work.school.controller.id)}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (days(), "Give at least one term"),
        ({"first.0": "1/9/2026"}, "Give both days of a term"),
        ({"first.0": "1/9/2026", "last.0": "soon"}, "soon"),
        ({"first.0": "1/9/2026", "last.0": "1/8/2026"}, "cannot end on"),
        ({"first.0": "1/9/2026", "last.0": "1/10/2026", "closed": "Easter"}, "Easter"),
    ],
)
def test_what_is_no_calendar_is_not_kept_and_stays_on_the_page(work, typed, said):
    answer = work.client(ADMIN).post(at(work), typed)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert known(work) == []


def test_what_counts_school_days_is_counted_anew_though_an_administrator_opens_no_file(work):
    with work.school.at_work(LEAD):
        clock = RunningClock.objects.create(
            record=work.concern, holder=work.school.holder, clock="looked_at", started_at=work.concern.written_at,
            counts_from=today(), due_on=today(),
        )  # fmt: skip
    work.client(ADMIN).post(at(work), days((today(), today() + timedelta(days=40))))
    work_off()
    with work.open():
        assert RunningClock.objects.get(id=clock.id).due_on > today(), "it is counted, by a post that may"


def test_only_who_keeps_the_posts_of_this_school(work):
    assert work.client(LEAD).get(at(work)).status_code in (403, 404)
    assert work.client(TEACHER).post(at(work), days()).status_code in (403, 404)
    other = open_school("hollin", ADMIN, laestab="8654002")
    assert client_for(other.posts[ADMIN].id).get(at(work)).status_code == 404
    assert work.client(ADMIN).get(at(work)).status_code == 200
