"""Between the door and the first page: agreement, password, post."""

import pytest
import time_machine

from kith.accounts import actions
from kith.accounts.models import AgreementAccepted, User
from kith.tenancy import install, unit
from tests.signin import PASSWORD, client_for
from tests.web.signin.conftest import give_post, served

pytestmark = pytest.mark.django_db
NEW = "seven green umbrellas on hooks"


@pytest.fixture
def named_posts():
    """What the organisations room says in life; put back afterwards."""
    before, words = unit._installed, {}
    install(holders_of=lambda doer: (), words_of=lambda doer: words.get(doer.post_id, {}))
    yield words
    unit._installed = before


def test_no_page_before_the_agreement_and_all_after_it(enter, ines):
    actions.publish_agreement(text="I look only where my work takes me.\n\nI share my password with nobody.")
    client = client_for(ines.reaches.get().post_id)
    assert client.get("/desk/").url == "/sign-in/agreement/?next=%2Fdesk%2F"
    assert client.post("/desk/", {"words": "x"}).url == "/sign-in/agreement/?next=%2F"
    assert not served
    page = client.get("/sign-in/agreement/?next=/desk/")
    assert b"I share my password with nobody." in page.content
    assert client.post("/sign-in/agreement/", {}).status_code == 422
    back = client.post("/sign-in/agreement/", {"agree": "1", "next": "/desk/"}, follow=True)
    assert back.content.startswith(b"desk of Ines")
    assert AgreementAccepted.objects.get().version_id == 1


def test_without_what_is_due_in_the_session_the_desk_would_be_open(ines, monkeypatch):
    """The negative control."""
    actions.publish_agreement(text="I look only where my work takes me.")
    monkeypatch.setattr("kith.web.signin.session.due", lambda user: None)
    assert client_for(ines.reaches.get().post_id).get("/desk/").status_code == 200


def test_a_new_wording_is_asked_for_in_a_session_that_is_open(ines):
    with time_machine.travel("2026-03-02 12:00:00+00:00", tick=False):
        client = client_for(ines.reaches.get().post_id)
        assert client.get("/desk/").status_code == 200
        actions.publish_agreement(text="Something new.")
    with time_machine.travel("2026-03-02 12:00:21+00:00", tick=False):
        assert client.get("/desk/").url.startswith("/sign-in/agreement/")


def test_a_wording_nobody_has_seen_cannot_be_accepted(ines):
    actions.publish_agreement(text="First.")
    client = client_for(ines.reaches.get().post_id)
    actions.publish_agreement(text="Second.")
    assert client.post("/sign-in/agreement/", {"agree": "1"}).status_code == 422
    assert not AgreementAccepted.objects.exists()


def test_signing_out_is_open_to_whoever_does_not_agree(ines):
    actions.publish_agreement(text="First.")
    client = client_for(ines.reaches.get().post_id)
    assert client.post("/sign-out/").url == "/sign-in/"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"password": "wrong", "new": NEW, "again": NEW}, b"you have now is not right"),
        ({"password": PASSWORD, "new": NEW, "again": NEW + "x"}, b"not the same"),
        ({"password": PASSWORD, "new": "short", "again": "short"}, b"at least 15 characters"),
        ({"password": PASSWORD, "new": PASSWORD, "again": PASSWORD}, b"password you have now"),
    ],
)
def test_a_new_password_that_will_not_do_is_refused_with_the_reason(ines, sent, says):
    answer = client_for(ines.reaches.get().post_id).post("/sign-in/password/", sent)
    assert answer.status_code == 422 and says in answer.content
    ines.refresh_from_db()
    assert ines.check_password(PASSWORD)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(ines):
    post = ines.reaches.get().post_id
    here, there = client_for(post), client_for(post)
    sent = {"password": PASSWORD, "new": NEW, "again": NEW, "next": "/desk/"}
    assert here.post("/sign-in/password/", sent, follow=True).content.startswith(b"desk of Ines")
    assert there.get("/desk/").url.startswith("/sign-in/?")


@pytest.mark.shows("C90")
def test_a_password_of_sixty_days_is_changed_first(ines, make_controller):
    give_post(ines, make_controller("birch", password_profile="source"))
    User.objects.filter(pk=ines.pk).update(password_changed_at="2026-01-01T00:00:00+00:00")
    client = client_for(ines.reaches.first().post_id)
    assert client.get("/desk/").url.startswith("/sign-in/password/")
    assert b"asks you to choose a new password" in client.get("/sign-in/password/").content


def test_the_only_post_is_taken_without_asking(enter, ines):
    client = enter()
    assert client.session["post"] == str(ines.reaches.get().post_id)


def test_somebody_with_two_posts_chooses_and_switches(client, ines, make_controller, named_posts, give_password):
    first, second = ines.reaches.get().post_id, give_post(ines, make_controller("birch"))
    named_posts[first] = {"name": "Ines Okafor", "post": "Teacher", "organisation": "Alder Primary"}
    named_posts[second] = {"name": "Ines Okafor", "post": "Governor", "organisation": "Birch Trust"}
    client = client_for(first)
    page = client.get("/sign-in/post/").content
    assert b"Teacher, Alder Primary (now)" in page and b"Governor, Birch Trust</button>" in page
    key = client.session.session_key
    assert client.post("/sign-in/post/", {"post": str(second), "next": "/desk/"}).url == "/desk/"
    assert client.session["post"] == str(second)
    assert client.session.session_key != key


def test_nobody_takes_a_post_of_somebody_else_or_one_that_has_ended(ines, make_user, make_controller, named_posts):
    tom = make_user("Tom Reyes")
    his, ended = give_post(tom, make_controller("birch")), give_post(ines, make_controller("cedar"))
    actions.end_reach(post_id=ended)
    client = client_for(mine := ines.reaches.first().post_id)
    for wanted in (str(his), str(ended), "nonsense", ""):
        assert client.post("/sign-in/post/", {"post": wanted}).status_code == 200
        assert client.session["post"] == str(mine)


def test_an_account_without_a_post_is_told_so(ines, named_posts):
    client = client_for(post := ines.reaches.get().post_id)
    actions.end_reach(post_id=post)
    assert b"You have no post at the moment" in client.get("/sign-in/next/", follow=True).content
