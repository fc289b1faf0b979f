"""Training of staff: written down for several, counted by its kind, due on the list and on My day, taken back."""

import re
from datetime import date, timedelta

import pytest

from kith.accounts import actions as accounts
from kith.foundation.dates import today
from kith.organisations.training import counts_until, needs_of
from kith.reference.roles import Role
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
PAGE = "/training/"


def test_a_training_counts_as_long_as_its_kind_does():
    assert counts_until("lead", date(2026, 9, 1)) == date(2028, 8, 31)
    assert counts_until("prevent", date(2024, 2, 29)) == date(2026, 2, 27)
    assert counts_until("induction", date(2026, 9, 1)) is None
    assert "lead" in [one.kind for one in needs_of([Role.DSL], ())]
    assert "lead" not in [one.kind for one in needs_of([Role.SCHOOL_STAFF], ())]


@pytest.fixture
def school(db):
    return open_school("alder", Role.LOCAL_ADMIN, Role.DSL, Role.SCHOOL_STAFF)


def body(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def row_of(page, post):
    return re.search(rf'id="p-{post.user_id}".*?</section>', page)[0]


def day(days):
    return (today() + timedelta(days=days)).strftime("%d/%m/%Y")


def done(kind, *posts, **more):
    return {"kind": kind, "done_on": day(-700), "who": [str(post.user_id) for post in posts], **more}


@pytest.mark.shows("C121")
def test_it_is_written_for_several_is_due_on_the_list_and_on_my_day_and_is_taken_back(school):
    lead, teacher = school.posts[Role.DSL], school.posts[Role.SCHOOL_STAFF]
    client = client_for(lead.id)
    before = row_of(body(client.get(PAGE)), teacher)
    assert re.search(r"Prevent awareness</span>.{0,600}?Not yet", before) and "Training" not in body(
        client_for(teacher.id).get("/")
    )
    assert client.post(PAGE, done("prevent", lead, teacher, until_on=day(20))).status_code == 302
    assert client.post(PAGE, done("prevent", lead, teacher, until_on=day(20))).status_code == 302
    page = body(client.get(PAGE))
    assert re.search(
        r"Prevent awareness</span>.{0,600}?Ends ", row_of(page, teacher)
    ) and "What they have had (1)" in row_of(page, teacher)
    assert "Your training: Prevent awareness" in body(client_for(teacher.id).get("/"))
    assert "Training of 2 people who work here has ended or ends soon" in body(client.get("/"))
    wrong = re.search(r'name="training" value="([^"]+)"', row_of(page, teacher))[1]
    assert client.post(PAGE, {"do": "take_back", "training": wrong}).status_code == 302
    assert "Your training" not in body(client_for(teacher.id).get("/"))
    assert [action for action, _ in lines(school.controller.id, "training.w")] == ["training.write"] * 2
    version = accounts.publish_agreement(text="I look only where my work takes me.")
    for one in (lead, teacher):
        accounts.accept_agreement(user=one.user, version=version)
    assert f"Agreement: Wording {version.number}, on " in row_of(body(client.get(PAGE)), teacher)


def test_what_is_wrong_is_said_and_nobody_of_another_place_is_written_about(school):
    other = open_school("birch", Role.SCHOOL_STAFF, controller=school.controller)
    client = client_for(school.posts[Role.LOCAL_ADMIN].id)
    wrong = client.post(PAGE, {"kind": "", "done_on": day(2), "until_on": "soon"})
    assert wrong.status_code == 422 and "is not a date" in body(wrong) and 'value="soon"' in body(wrong)
    wrong = body(client.post(PAGE, {"kind": "", "done_on": day(2)}))
    for said in ("Choose what the training was.", "A day to come", "Choose who was trained."):
        assert said in wrong
    theirs = client.post(PAGE, done("prevent", other.posts[Role.SCHOOL_STAFF]))
    assert theirs.status_code == 422 and not lines(school.controller.id, "training.write")
    assert client_for(school.posts[Role.SCHOOL_STAFF].id).get(PAGE).status_code == 404
