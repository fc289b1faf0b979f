"""Pages of the administrator: what an area leaves to the controller, made different from a day on."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kith.cases import declarations
from kith.cases.models import Adjustment
from kith.foundation.dates import today
from kith.organisations import actions as organisations
from kith.organisations.models import Post
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.cases.council import open_council
from tests.rooms import open_school
from tests.signin import client_for
from tests.web.test_records import WORDS, at, begun

pytestmark = pytest.mark.django_db
OFFICER = Role.MASH_OFFICER
CONTACT = "/adjustments/contact/"


@pytest.fixture
def front(db):
    return open_council()["front"]


@pytest.fixture
def admin(front):
    with tenancy(front.controller, system="importer"):
        mine = Post.objects.get(id=front.posts[OFFICER])
        made = organisations.grant_post(user=mine.user, organisation=mine.organisation, role=Role.SYSTEM_ADMIN)
    return client_for(made.id)


def now(front):
    with front.at_work(OFFICER):
        return declarations.for_new("contact")


def test_a_length_and_a_wording_are_made_different_with_a_reason(front, admin):
    page = admin.get(CONTACT).content.decode()
    assert "Whoever made the contact hears what was decided" in page and "Nothing yet" in page
    bare = admin.post(CONTACT, {"what": "feedback", "value": "5", "reason": ""})
    assert bare.status_code == 422 and 'value="5"' in bare.content.decode()
    assert admin.post(CONTACT, {"what": "feedback", "value": "5", "reason": "Agreed in March."}).status_code == 302
    asked = {"what": "history.label", "value": "What did we know?", "reason": "Plainer."}
    assert admin.post(CONTACT, asked).status_code == 302
    assert (
        now(front).clock("feedback").period.length == 5 and now(front).field("history").question == "What did we know?"
    )
    page = admin.get(CONTACT).content.decode()
    assert "Agreed in March." in page and "Plainer." in page


def test_a_further_answer_is_offered_in_the_form_and_said_in_words(front, admin):
    typed = {"what": "reasons.codes", "value": "Online harm\nCounty lines", "reason": "We count them."}
    assert admin.post(CONTACT, typed).status_code == 302
    with front.at_work(OFFICER):
        child = front.children[0]
    client = client_for(front.posts[OFFICER])
    address, posted = begun(client, child)
    page = client.get(address).content.decode()
    assert "Online harm" in page and "reasons.own_county_lines" in page
    sent = client.post(address, posted | WORDS | {"reasons.own_online_harm": "yes"})
    assert sent.status_code == 302 and "Online harm" in client.get(sent.url).content.decode()


@pytest.mark.parametrize(
    ("what", "value", "said"),
    [
        ("feedback", "soon", "whole number"),
        ("decided", "5", "leaves no decided"),
        ("history.label", "no question", "question mark"),
        ("keep", "0", "whole number"),
        ("channel.codes", "Carrier pigeon", "leaves no channel.codes"),
    ],
)
def test_what_the_area_does_not_leave_open_is_said(front, admin, what, value, said):
    answer = admin.post(CONTACT, {"what": what, "value": value, "reason": "Because."})
    assert answer.status_code == 422 and said in answer.content.decode()
    with front.at_work(OFFICER):
        assert not Adjustment.objects.exists()


def test_from_a_later_day_it_holds_later(front, admin):
    later = today() + timedelta(days=30)
    typed = {"what": "feedback", "value": "9", "reason": "Next month.",
             "from_on": f"{later.day}/{later.month}/{later.year}"}  # fmt: skip
    assert admin.post(CONTACT, typed).status_code == 302
    assert now(front).clock("feedback").period.length == 3
    with front.at_work(OFFICER):
        assert declarations.for_new("contact", later).clock("feedback").period.length == 9
    early = admin.post(CONTACT, typed | {"from_on": "1/1/2020"})
    assert early.status_code == 422 and "today or a later day" in early.content.decode()


@pytest.mark.shows("C68", "C69")
def test_which_answers_may_be_of_a_special_category_is_said_with_the_condition_relied_on():
    school = open_school("alder", Role.SYSTEM_ADMIN, Role.DSL)
    page = client_for(school.posts[Role.SYSTEM_ADMIN].id).get("/adjustments/concern/").content.decode()
    tagged = dict(re.findall(r'<th scope="row">([^<]+)</th><td>([^<]+)</td>', page))
    everything = "Racial or ethnic origin, religion or belief, health, sex life or sexual orientation"
    assert tagged["What happened?"] == tagged["What kind of concern is this for this child?"] == everything
    assert tagged["Did you see a mark or an injury on this child?"] == "Health"
    assert "When did it happen?" not in tagged, "the control: a moment says nothing of the kind"
    assert "Article 9(2)(b)" in page and "Data Protection Act 2018, section 10" in page
    assert client_for(school.posts[Role.DSL].id).get("/adjustments/concern/").status_code == 404


def test_nobody_else_changes_an_area(front, admin):
    """The control is the administrator, who is let in above; who reads no record there."""
    for role in (OFFICER, Role.SERVICE_MANAGER):
        client = client_for(front.posts[role])
        assert client.get(CONTACT).status_code == 404
        assert client.post(CONTACT, {"what": "feedback", "value": "5", "reason": "Mine."}).status_code == 404
    assert admin.get(reverse("adjustments")).status_code == 200 and admin.get(at("work_list")).status_code == 404
    with front.at_work(OFFICER):
        assert not Adjustment.objects.exists()
