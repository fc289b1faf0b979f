"""An administrator's pages: who works here, posts with their days, accounts and sessions, the end-user agreement."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kith.access import closing
from kith.access.models import Grantee
from kith.access.words import RESTRICTED
from kith.accounts import actions as accounts
from kith.accounts.models import AgreementVersion, Reach, User
from kith.audit.models import Leaf
from kith.foundation.dates import london
from kith.organisations import actions
from kith.organisations.models import Organisation, Post
from kith.people import actions as people
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.rooms import give_post, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return open_school("alder", Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN, Role.DSL)


@pytest.fixture
def admin(school):
    return client_for(school.posts[Role.SYSTEM_ADMIN].id)


@pytest.fixture
def local(school):
    return client_for(school.posts[Role.LOCAL_ADMIN].id)


def body(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def told(school):
    with tenancy(school.controller.id, system="clock"):
        return list(Leaf.objects.order_by("time", "id").values_list("action", flat=True))


def form(school, **more):
    what = {
        "email": "ann@alder.example",
        "name": "Ann New",
        "place": str(school.organisation.id),
        "role": "school_staff",
    }
    return {**what, **more}


def account_of(user):
    return f"/staff/{user.id}/"


def posts_of(school, email):
    with tenancy(school.controller.id, system="operator"):
        return list(Post.objects.filter(user__email=email).order_by("since"))


def test_everybody_with_a_post_is_listed_and_looking_is_a_line(school, admin):
    page = body(admin.get("/staff/"))
    for role in (Role.SYSTEM_ADMIN, Role.DSL):
        assert f"{role}@alder.example" in page and f"<td>{role.words}</td>" in page
    assert page.index('<h2 class="k-h2" id="place-1">Alder School</h2>') < page.index(f"{Role.DSL}@alder.example")
    assert page.index("Give this post") < page.index(f"{Role.DSL}@alder.example"), "the form stands before the list"
    assert "account.list" in told(school)


def test_a_new_account_is_given_a_post_and_its_link_is_shown_once(school, admin):
    made = body(admin.post("/staff/give/", form(school)))
    link = re.search(r"https?://[^ <]+/[^ <]+", made)[0]
    assert "It is shown now and not again" in made and "Ann New" in made
    user = User.objects.get(email="ann@alder.example")
    assert link not in body(admin.get(account_of(user)))
    assert "post.grant" in told(school)
    (post,) = posts_of(school, user.email)
    assert (post.role, post.until) == ("school_staff", None)
    assert client_for(post.id).get("/").status_code == 200


def test_a_post_with_days_holds_from_the_first_to_the_end_of_the_last(school, admin):
    with time_machine.travel("2026-06-01T12:00:00+00:00", tick=False):
        admin = client_for(school.posts[Role.SYSTEM_ADMIN].id)
        there_before(school)
        answer = admin.post("/staff/give/", form(school, from_on="8/6/2026", last_on="30/6/2026"))
        assert answer.status_code == 200
    (post,) = posts_of(school, "ann@alder.example")
    assert [f"{moment:%Y-%m-%dT%H:%M}" for moment in (post.since, post.until)] == [
        "2026-06-07T23:00",
        "2026-06-30T23:00",
    ]


def there_before(school):
    """The administrator was there before the day the test travels to."""
    with tenancy(school.controller.id, system="operator"):
        Post.objects.update(since=timezone.datetime.fromisoformat("2026-01-01T00:00:00+00:00"))
    Reach.objects.update(since=None)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "ann"}, "Write the whole address"),
        ({"name": ""}, "Say their name too"),
        ({"role": "king"}, "Choose what they do from the list"),
        ({"role": "social_worker"}, "Choose what they do from the list"),
        ({"place": "nowhere"}, "Choose a place from the list"),
        ({"from_on": "soon"}, "soon"),
        ({"from_on": "2/9/2026", "last_on": "1/9/2026"}, "The last day is before the first"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(school, admin, changed, words):
    back = admin.post("/staff/give/", form(school, **changed))
    assert back.status_code == 422 and words in body(back)
    assert not User.objects.filter(display_name="Ann New").exists()


def test_all_that_is_wrong_is_said_at_once_beside_its_question_and_what_was_typed_stays(school, admin):
    wrong = {"email": "ann", "place": "", "role": "", "from_on": "soon", "last_on": "later"}
    back = admin.post("/staff/give/", form(school, **wrong))
    page = body(back)
    told = re.findall(r'<li><a href="#([^"]+)">', page)
    assert back.status_code == 422 and told == ["email", "place", "role", "from_on", "last_on"]
    assert 'value="Ann New"' in page and '<details class="k-card k-gap-t4" open>' in page
    assert re.findall(r'<li><a href="#([^"]+)">', body(admin.post("/staff/give/", form(school, name="", role="")))) == [
        "name", "role",
    ]  # fmt: skip


def test_people_stand_under_each_place_they_work_at_and_are_found_by_a_word(school, admin):
    sister = open_school("ash", Role.DSL, controller=school.controller)
    lead = school.posts[Role.DSL]
    with tenancy(school.controller.id, system="operator"):
        actions.grant_post(user=lead.user, organisation=sister.organisation, role=Role.SENCO)
    places = re.split(r'<h2 class="k-h2" id="place-\d">', body(admin.get("/staff/")))[1:]
    assert [one.split("<")[0] for one in places] == ["Alder School", "Ash School"]
    assert all("dsl@alder.example" in one for one in places)
    assert Role.SENCO.words in places[1] and Role.SENCO.words not in places[0]
    found = body(admin.post("/staff/", {"look_for": " SENCO  dsl@alder "}))
    assert "dsl@alder.example" in found and "dsl@ash.example" not in found and "Everybody</a>" in found
    assert "Nobody here fits that" in body(admin.post("/staff/", {"look_for": "zebra"}))


def test_two_places_of_one_name_are_two_places(school, admin):
    sister = open_school("ash", Role.DSL, laestab="8999002", controller=school.controller)
    with tenancy(school.controller.id, system="operator"):
        Organisation.objects.filter(id=sister.organisation.id).update(name=school.organisation.name)
    page = body(admin.get("/staff/"))
    places = re.split(r'<h2 class="k-h2" id="place-\d">', page)[1:]
    assert [one.split("<")[0] for one in places] == ["Alder School (School)", "Alder School (School, LAESTAB 8999002)"]
    assert "dsl@ash.example" not in places[0] and "dsl@alder.example" not in places[1]
    for listed in (page, body(admin.get("/staff/teams/"))):
        assert f'value="{sister.organisation.id}">Alder School (School, LAESTAB 8999002)<' in listed


def test_the_same_post_is_not_given_twice(school, admin):
    admin.post("/staff/give/", form(school))
    assert "holds this post already" in body(admin.post("/staff/give/", form(school)))
    assert len(posts_of(school, "ann@alder.example")) == 1


def test_nobody_gives_themselves_a_post_or_changes_their_own_account(school, admin):
    me = school.posts[Role.SYSTEM_ADMIN]
    answers = [admin.post("/staff/give/", form(school, email=me.user.email, role="dsl"))]
    for step in ("end-post", "end-sessions", "close", "wake"):
        answers.append(admin.post(f"{account_of(me.user)}{step}/", {"post": str(me.id)}))
    assert {answer.status_code for answer in answers} == {422}
    assert all("Nobody does this about their own account" in body(answer) for answer in answers)
    assert len(posts_of(school, me.user.email)) == 1


def test_a_post_that_is_ended_opens_nothing_with_the_next_request(school, admin):
    lead = school.posts[Role.DSL]
    session = client_for(lead.id)
    assert session.get("/").status_code == 200
    assert admin.post(f"{account_of(lead.user)}end-post/", {"post": str(lead.id)}).status_code == 302
    assert session.get("/").status_code == 302
    assert "post.end" in told(school)
    again = admin.post(f"{account_of(lead.user)}end-post/", {"post": str(lead.id)})
    assert again.status_code == 422 and "has ended already" in body(again)
    assert "No post any more" in body(admin.get("/staff/"))


def test_a_post_with_a_last_day_opens_until_then(school, admin):
    lead = school.posts[Role.DSL]
    admin.post(f"{account_of(lead.user)}end-post/", {"post": str(lead.id), "last_on": "31/12/2036"})
    assert "to Wed 31 Dec 2036" in body(admin.get(account_of(lead.user)))
    assert client_for(lead.id).get("/").status_code == 200
    wrong = admin.post(f"{account_of(lead.user)}end-post/", {"post": str(lead.id), "last_on": "1/1/2020"})
    assert wrong.status_code == 422 and "before this post begins" in body(wrong)


def test_sessions_are_ended_and_an_account_closed_and_woken_with_their_lines(school, admin):
    lead = school.posts[Role.DSL]
    session = client_for(lead.id)
    admin.post(f"{account_of(lead.user)}end-sessions/")
    assert session.get("/").url.startswith("/sign-in/")
    admin.post(f"{account_of(lead.user)}close/")
    assert not User.objects.get(id=lead.user_id).is_active
    assert "Account closed" in body(admin.get(account_of(lead.user)))
    admin.post(f"{account_of(lead.user)}wake/")
    woken = User.objects.get(id=lead.user_id)
    assert woken.is_active and woken.must_change_password
    of_the_pages = ("account.list", "account.view")
    assert [one for one in told(school) if one.startswith("account.") and one not in of_the_pages] == [
        "account.revoked", "account.disabled", "account.reactivated",
    ]  # fmt: skip


@pytest.mark.shows("C89")
def test_an_account_that_sleeps_is_said_to_sleep_until_it_is_woken(school, admin):
    """And the control: on the sixtieth day it is open."""
    lead = school.posts[Role.DSL].user
    for days, said in ((60, "Account open"), (61, "Account asleep")):
        User.objects.filter(id=lead.id).update(last_signed_in_at=days_ago(days), created_at=days_ago(400))
        assert said in body(admin.get(account_of(lead)))
        assert ("Account asleep" in body(admin.get("/staff/"))) == (days == 61)
    admin.post(f"{account_of(lead)}wake/")
    assert "Account asleep" not in body(admin.get(account_of(lead)))


def days_ago(days):
    return london(timezone.now()) - timedelta(days=days)


def test_an_account_that_is_used_elsewhere_is_not_closed_from_here(school, admin):
    lead = school.posts[Role.DSL]
    other = open_school("birch")
    with tenancy(other.controller.id, system="operator"):
        actions.grant_post(user=lead.user, organisation=other.organisation, role=Role.DSL)
    page = body(admin.get(account_of(lead.user)))
    assert "used at another organisation too" in page and "Close the account" not in page
    for step in ("end-sessions", "close", "wake"):
        answer = admin.post(f"{account_of(lead.user)}{step}/")
        assert answer.status_code == 422 and "used at another organisation too" in body(answer)
    assert User.objects.get(id=lead.user_id).is_active
    assert admin.post(f"{account_of(lead.user)}end-post/", {"post": str(lead.id)}).status_code == 302


def test_people_of_another_controller_are_not_found(admin):
    other = open_school("birch", Role.DSL)
    theirs = other.posts[Role.DSL]
    assert "dsl@birch.example" not in body(admin.get("/staff/"))
    assert admin.get(account_of(theirs.user)).status_code == 404
    for step in ("end-post", "end-sessions", "close", "wake"):
        assert admin.post(f"{account_of(theirs.user)}{step}/", {"post": str(theirs.id)}).status_code == 404
    assert User.objects.get(id=theirs.user_id).is_active


def test_a_local_administrator_keeps_their_own_place_only(school, local):
    sister = open_school("ash", Role.DSL, controller=school.controller)
    assert "dsl@ash.example" not in body(local.get("/staff/"))
    assert local.get(account_of(sister.posts[Role.DSL].user)).status_code == 404
    there = local.post("/staff/give/", form(school, place=str(sister.organisation.id)))
    assert there.status_code == 422 and "Choose a place" in body(there)
    assert local.post("/staff/give/", form(school)).status_code == 200
    both = give_post(school.controller, school.organisation, Role.SCHOOL_STAFF, "both@x.example")
    with tenancy(school.controller.id, system="operator"):
        actions.grant_post(user=both.user, organisation=sister.organisation, role=Role.SCHOOL_STAFF)
    refused = local.post(f"{account_of(both.user)}close/")
    assert refused.status_code == 422 and "Ask the administrator of all of it" in body(refused)


def test_the_agreement_is_published_where_it_is_theirs_alone(school, admin, local):
    assert "No wording is in force" in body(admin.get("/staff/agreement/"))
    assert admin.post("/staff/agreement/", {"text": " "}).status_code == 422
    assert admin.post("/staff/agreement/", {"text": "I share my password with nobody."}).status_code == 302
    assert AgreementVersion.objects.get().text == "I share my password with nobody."
    assert "agreement.publish" in told(school)


def test_a_wording_is_shown_in_paragraphs_and_points_as_a_browser_sends_it(school, admin):
    text = (
        "By signing in you agree that:\r\n- you look only where you must;\r\n- you lock your screen.\r\n\r\nAsk first."
    )
    admin.post("/staff/agreement/", {"text": text})
    page = body(admin.get("/staff/agreement/"))
    assert "<li>you look only where you must;</li><li>you lock your screen.</li></ul>" in page
    assert ">By signing in you agree that:</p>" in page and ">Ask first.</p>" in page


def test_one_wording_for_several_controllers_is_not_one_administrators_to_change(school, admin):
    open_school("birch")
    accounts.publish_agreement(text="As it was.")
    page = body(admin.get("/staff/agreement/"))
    assert "As it was." in page and "Publish it" not in page
    assert admin.post("/staff/agreement/", {"text": "Mine now."}).status_code == 422
    assert AgreementVersion.objects.count() == 1


def test_a_lead_has_none_of_these_pages(school):
    lead = client_for(school.posts[Role.DSL].id)
    assert "People and posts" not in body(lead.get("/"))
    assert lead.get("/staff/").status_code == 404
    assert lead.post("/staff/give/", form(school)).status_code == 404


def test_an_administrator_reads_no_record(school, admin):
    assert admin.get("/find/").status_code == 404
    assert admin.get("/imports/").status_code == 404


def test_nobody_goes_who_alone_may_open_a_restricted_record_again(school, admin):
    lead = school.posts[Role.DSL]
    with school.at_work(Role.DSL):
        child = people.create_person(holder=school.holder.id, forename="Ayo", surname="Quill").id
        closing.close(person_id=child, level=RESTRICTED, reason="A relative works here.", post_id=lead.id)
    ends = {"post": str(lead.id)}
    for step, posted in (("end-post", ends), ("close", {})):
        answer = admin.post(f"{account_of(lead.user)}{step}/", posted)
        assert answer.status_code == 422 and "Only they may open a restricted record again" in body(answer)
    assert client_for(lead.id).get("/").status_code == 200
    head = give_post(school.controller, school.organisation, Role.HEADTEACHER, "head@a.example")
    with school.at_work(Role.DSL):
        closing.put_on_list(person_id=child, to=head.user_id, to_kind=Grantee.USER, reason="She leads too.")
    assert admin.post(f"{account_of(lead.user)}end-post/", ends).status_code == 302


def test_a_head_who_leads_is_given_both_posts_at_once(school, admin):
    """And the control: what they hold already is not given twice, and both of them are refused."""
    assert "also leads safeguarding" in body(admin.get("/staff/"))
    both = form(school, role="head_who_leads")
    assert re.search(r"https?://[^ <]+/[^ <]+", body(admin.post("/staff/give/", both)))
    assert sorted(one.role for one in posts_of(school, "ann@alder.example")) == ["dsl", "headteacher"]
    assert admin.post("/staff/give/", both).status_code == 422
    admin.post("/staff/give/", form(school, email="bo@alder.example", name="Bo", role="headteacher"))
    assert admin.post("/staff/give/", form(school, email="bo@alder.example", role="head_who_leads")).status_code == 302
    assert sorted(one.role for one in posts_of(school, "bo@alder.example")) == ["dsl", "headteacher"]
