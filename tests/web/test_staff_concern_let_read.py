"""Who is let read a concern about a colleague besides whoever answers for it: told so, for a time, and no longer."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.core import mail as django_mail
from django.db import connection
from procrastinate.contrib.django import app

from kith.access.models import Grant
from kith.conduct.models import StaffConcern
from kith.foundation.dates import in_words, today
from kith.sharing.models import Notice
from tests.jobs.steps import work_off
from tests.web.casework import HEAD, LEAD, PASTORAL, TEACHER, Casework
from tests.web.test_staff_concerns import ADMIN, OFFICE, WORDS, status, the_first, the_one, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Casework:
    return Casework(*OFFICE, ann="bullying")


def let(work, last_on="", to=LEAD):
    """Somebody writes about a colleague, and the head lets the lead read it too; where it stands."""
    write(work)
    one = f"/colleagues/{the_one(work).id}/"
    lend = {"to": work.post_id(to), "reason": "I am away next week.", "until": last_on}
    return one, work.client(HEAD).post(one + "let-read/", lend)


def in_form(day):
    return f"{day.day}/{day.month}/{day.year}"


def test_who_is_let_read_one_is_told_by_mail_and_on_their_first_page_and_not_what_it_is(work):
    """And the controls: nobody else is, and once it was opened no further mail comes."""
    one, _ = let(work)
    work_off()
    assert ["dsl@oakmere.example"] in [mail.to for mail in django_mail.outbox]
    assert not any("asked" in f"{mail.subject} {mail.body}" for mail in django_mail.outbox)
    day = work.page(LEAD, "/").split("<main")[1]
    assert f'href="{one}"' in day and "You are asked to read something" in day
    assert "A-" not in day and WORDS not in day and "away" not in day and "Pastoral" not in day
    for role in (HEAD, TEACHER, PASTORAL, ADMIN):
        assert "You are asked to read something" not in work.page(role, "/")
    assert let_notices(work) == {LEAD}
    assert WORDS in work.page(LEAD, one)
    assert let_notices(work) == set() and f'href="{one}"' in work.page(LEAD, "/"), "the way to it stays while it lasts"


def let_notices(work):
    with work.open():
        posts = set(Notice.objects.filter(word="let_read", read_at=None).values_list("post_id", flat=True))
    return {role for role in OFFICE if work.post_id(role) in posts}


@pytest.mark.parametrize(("days", "typed"), [(28, None), (3, 3), (120, 120)])
def test_it_lasts_four_weeks_or_until_the_day_that_was_said_and_then_opens_nothing(monday, work, days, typed):
    one, answer = let(work, in_form(today() + timedelta(days=typed)) if typed else "")
    assert answer.status_code == 302
    monday.move_to(f"{today() + timedelta(days=days)} 20:00:00+00:00")
    assert status(work, LEAD, one) == 200
    monday.shift(timedelta(hours=9, minutes=15))
    app.tasks["adults.tell"](context=None, timestamp=0)
    assert status(work, LEAD, one) == 404 and let_notices(work) == set()
    assert f'href="{one}"' not in work.page(LEAD, "/") and "You are asked" not in work.page(LEAD, "/")


@pytest.mark.parametrize("typed", ["some day", "1/1/2020", "31/12/9999", "x" * 300])
def test_a_last_day_that_is_none_comes_back_with_a_sentence_and_lets_nobody_read(work, typed):
    one, answer = let(work, typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "within 120 days" in page and "I am away next week." in page and typed in page
    assert status(work, LEAD, one) == 404


def test_whoever_let_them_read_says_another_last_day_and_ends_it_at_once(work):
    """And the control: who was let read can do neither."""
    one, _ = let(work)
    again = {"to": work.post_id(LEAD), "reason": "A week more.", "until": in_form(today() + timedelta(days=60))}
    work.client(HEAD).post(one + "let-read/", again)
    page = work.page(HEAD, one)
    assert page.count("End it now") == 1 and f"until {in_words(today() + timedelta(days=60))}" in page
    end = {"end": page.split('name="end" value="')[1].split('"')[0]}
    assert work.client(LEAD).post(one + "let-read/", end).status_code == 404 and status(work, LEAD, one) == 200
    work.client(HEAD).post(one + "let-read/", end)
    assert status(work, LEAD, one) == 404 and let_notices(work) == set()
    assert "You are asked" not in work.page(LEAD, "/") and "End it now" not in work.page(HEAD, one)
    assert work.client(HEAD).post(one + "let-read/", end).status_code == 302, "pressed twice"


def test_it_ends_when_the_concern_is_closed_and_comes_back_with_nothing_else(work):
    """And the control: another step ends nothing."""
    one, _ = let(work)
    head = work.client(HEAD)
    head.post(one, {"kind": "talked", "words": "He was asked."})
    assert status(work, LEAD, one) == 200
    head.post(one, {"kind": "closed", "words": "He was told the rule."})
    assert status(work, LEAD, one) == 404 and let_notices(work) == set()
    again = {"to": work.post_id(LEAD), "reason": "To learn from it."}
    assert head.post(one + "let-read/", again).status_code == 422 and "Let them read it" not in work.page(HEAD, one)
    head.post(one, {"kind": "reopened", "words": "A second lift."})
    assert status(work, LEAD, one) == 404


def test_what_was_let_of_one_concern_is_not_ended_from_another(work):
    one, _ = let(work)
    end = {"end": work.page(HEAD, one).split('name="end" value="')[1].split('"')[0]}
    write(work, about=TEACHER, role=LEAD)
    with work.open():
        other = StaffConcern.objects.exclude(id=the_first(work)).get().id
    work.client(HEAD).post(f"/colleagues/{other}/let-read/", end)
    assert status(work, LEAD, one) == 200


def test_what_was_let_for_good_before_ends_four_weeks_after_it_was_let(work):
    """And the control: what has a last day keeps it."""
    let(work)
    end = import_module("kith.conduct.migrations.0003_what_was_let_read_ends").END
    with work.open():
        given = Grant.objects.get(relation="delegated")
        for before, after in ((given.until, given.until), (None, given.since + timedelta(days=28))):
            Grant.objects.filter(id=given.id).update(until=before)
            with connection.cursor() as cursor:
                cursor.execute(end)
            assert Grant.objects.get(id=given.id).until == after
