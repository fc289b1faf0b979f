"""Promise: one request, one transaction, one outcome. No ledger line, no answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kith.accounts.models import Reach
from kith.audit.models import Detail, Leaf
from kith.organisations.models import Organisation, Post, Team
from kith.reference.roles import Role
from kith.tenancy import tenancy, unit
from kith.web import request as request_module
from tests.promises.outcome_urls import SomethingHappened, fails
from tests.rooms import lines, open_school
from tests.signin import client_for


@pytest.fixture
def school(fresh, settings, monkeypatch):
    settings.ROOT_URLCONF = "tests.promises.outcome_urls"
    known = unit._reactions_to
    monkeypatch.setattr(
        unit, "_reactions_to", lambda event: (fails,) if isinstance(event, SomethingHappened) else known(event)
    )
    return open_school("alder", Role.DSL)


@pytest.fixture
def client(school):
    client = client_for(school.posts[Role.DSL].id)
    client.raise_request_exception = False
    return client


def teams(school):
    with tenancy(school.controller.id, system="clock"):
        return Team.objects.count()


def test_a_good_page_keeps_what_it_wrote(school, client):
    assert client.get("/good/").status_code == 200
    assert teams(school) == 1
    assert lines(school.controller.id, "request.") == []


@pytest.mark.parametrize(
    "page",
    [
        "raises",
        "answers_500",
        "swallows",
        "breaks_a_deferred_key",
        "a_reaction_raises",
        "taken_back_without_a_line",
    ],
)
def test_a_page_that_fails_keeps_nothing_and_leaves_one_failed_line(school, client, page):
    assert client.get(f"/{page}/").status_code == 500
    assert teams(school) == 0
    assert [action for action, _ in lines(school.controller.id, "request.")] == ["request.failed"]


def test_a_failed_line_holds_nothing_of_what_somebody_typed(school, client):
    client.get("/raises/")
    assert lines(school.controller.id, "request.") == [("request.failed", "RuntimeError")]


def test_a_page_that_takes_back_its_work_still_leaves_the_line_of_the_look(school, client):
    assert client.get("/taken_back_with_its_look/").status_code == 422
    assert teams(school) == 0
    assert lines(school.controller.id, "team.view") == [("team.view", "typed")]
    assert lines(school.controller.id, "request.") == []


def test_a_post_that_has_not_begun_is_refused_with_its_line(school, client):
    """Its reach says when it begins; should the two ever differ, the post itself decides."""
    post = school.posts[Role.DSL]
    later = timezone.now() + timedelta(days=2)
    with tenancy(school.controller.id, system="importer"):
        Post.objects.filter(id=post.id).update(since=later)
    assert client.get("/good/").status_code == 404
    assert lines(school.controller.id, "request.") == [("request.refused", "Your post has ended.")]
    Reach.objects.filter(post_id=post.id).update(since=later)
    assert client.get("/good/").url == "/sign-in/post/"


@pytest.mark.parametrize("page", ["good", "refuses", "raises", "taken_back_with_its_look"])
def test_every_line_of_a_page_says_from_where_it_was_asked(school, client, page):
    client.get(f"/{page}/", REMOTE_ADDR="10.9.8.7")
    with tenancy(school.controller.id, system="clock"):
        mine = Leaf.objects.filter(post=school.posts[Role.DSL].id).values("id")
        assert set(Detail.objects.filter(id__in=mine).values_list("address", flat=True)) == {"10.9.8.7"}


def test_a_refused_page_keeps_nothing_and_leaves_one_refused_line_with_its_reason(school, client):
    assert client.get("/refuses/").status_code == 404
    assert teams(school) == 0
    assert lines(school.controller.id, "request.") == [("request.refused", "You are not working with this child.")]


def test_what_is_not_there_keeps_nothing_and_leaves_no_line(school, client):
    assert client.get("/not_there/").status_code == 404
    assert client.get("/no-page-of-ours/").status_code == 404
    assert lines(school.controller.id, "request.") == []


def test_when_the_ledger_cannot_be_written_there_is_no_answer(school, client, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr("kith.audit.record", full)
    answer = client.get("/refuses/")
    assert answer.status_code == 500
    assert b"nothing was changed" in answer.content


def test_without_the_last_look_a_swallowed_error_answers_200_with_nothing_saved(school, client, monkeypatch):
    """The negative control: leave out what the unit checks before it commits."""
    monkeypatch.setattr("kith.tenancy.unit._settle_accounts", lambda unit: None)
    assert client.get("/swallows/").status_code == 200
    assert teams(school) == 0
    assert request_module  # the middleware itself was the real one


@pytest.mark.parametrize("page", ["raises", "answers_500"])
def test_without_the_question_how_it_ended_a_page_that_fails_keeps_what_it_wrote(school, client, monkeypatch, page):
    """The negative control for what fails after its first write: Django makes an answer of it."""
    monkeypatch.setattr("kith.web.outcome.is_kept", lambda request, response: True)
    assert client.get(f"/{page}/").status_code == 500
    assert teams(school) == 1


KEYS = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND confrelid = %s::regclass AND condeferrable"


def test_without_its_deferred_key_a_page_keeps_what_hangs_on_nothing(school, client, fresh, monkeypatch):
    """The negative control for deferred keys. What the unit asks before it commits, the commit asks once more."""
    monkeypatch.setattr("kith.tenancy.unit._settle_accounts", lambda unit: None)
    assert client.get("/breaks_a_deferred_key/").status_code == 500 and teams(school) == 0
    with fresh.connect("kith_owner") as owner:
        for (key,) in owner.execute(KEYS, [Team._meta.db_table, Organisation._meta.db_table]).fetchall():
            owner.execute(f'ALTER TABLE {Team._meta.db_table} DROP CONSTRAINT "{key}"')
    assert client.get("/breaks_a_deferred_key/").status_code == 200
    assert teams(school) == 2
