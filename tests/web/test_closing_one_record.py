"""One record is restricted by itself: the child stays as open as before, and what was closed opens to a list alone."""

import re

import pytest
from django.urls import reverse

from kith.access import closing
from kith.access.leaving import end_post
from kith.access.models import Bar, Grant
from kith.access.words import BarKind
from kith.audit.models import Leaf
from kith.cases import actions as cases
from kith.foundation.ids import random_id
from kith.insight.counting import answer
from kith.insight.questions import question
from kith.insight.sight import as_read
from kith.organisations.staff import NotYours
from kith.people import actions as people
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.access.conftest import reader_of
from tests.access.test_parts import concern
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
HEAD, LEAD, DEPUTY, ADMIN = Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL, Role.SYSTEM_ADMIN
RESTRICT = {"do": "restrict", "why": "It names somebody who works here."}
PUT_LEAD = {"do": "list", "listed": "dsl@alder.example", "listed_why": "She leads on it."}


@pytest.fixture
def school(db):
    return open_school("alder", HEAD, LEAD, DEPUTY, ADMIN, Role.SCHOOL_STAFF)


@pytest.fixture
def child(school):
    with tenancy(school.controller.id, system="importer"):
        return people.create_person(holder=school.holder.id, forename="Ayo", surname="Quill").id


@pytest.fixture
def record(school, child):
    with school.at_work(HEAD):
        return concern(school, school.posts[LEAD].id, {child: "neglect"})


@pytest.fixture
def beside(school, child):
    """Another concern about the same child, which stays open: the control."""
    with school.at_work(HEAD):
        return concern(school, school.posts[LEAD].id, {child: "bullying"})


def at(school, role):
    return client_for(school.posts[role].id)


def page_of(record):
    return reverse("record_closed", kwargs={"id": record.id})


def opens(school, role, record, child):
    """Whether its page opens; the board and what is counted answer as the page does."""
    client = at(school, role)
    status = client.get(reverse("concern", kwargs={"id": record.id})).status_code
    board = client.get(reverse("board")).content.decode()
    person = client.get(reverse("person", kwargs={"id": child}))
    assert person.status_code == 200, "whom it is about stays open"
    assert (str(record.id) in board) == (status == 200)
    with school.at_work(role):
        told = answer(question("category"), as_read(reader_of(school, role), school.holder.id))
        kinds = {down for down, _ in told.down if told.of_row(down)}
    assert ("neglect" in kinds) == (status == 200)
    return status


@pytest.mark.shows("C16", "C81")
def test_restricted_it_opens_to_its_list_alone_and_to_all_again_once_lifted(school, child, record, beside):
    assert [opens(school, role, record, child) for role in (HEAD, LEAD, DEPUTY)] == [200, 200, 200]
    head = at(school, HEAD)
    assert page_of(record) in head.get(reverse("concern", kwargs={"id": record.id})).content.decode()
    assert [head.post(page_of(record), RESTRICT).status_code for _ in range(2)] == [302, 302]
    assert [opens(school, role, record, child) for role in (HEAD, LEAD, DEPUTY)] == [200, 404, 404]
    assert at(school, LEAD).get(page_of(record)).status_code == 404
    for role in (HEAD, LEAD, DEPUTY):
        assert at(school, role).get(reverse("concern", kwargs={"id": beside.id})).status_code == 200
    assert [head.post(page_of(record), PUT_LEAD).status_code for _ in range(2)] == [302, 302]
    assert [opens(school, role, record, child) for role in (HEAD, LEAD, DEPUTY)] == [200, 200, 404]
    shown = at(school, LEAD).get(reverse("concern", kwargs={"id": record.id})).content.decode()
    assert "This record is restricted." in shown and f"{HEAD.words} of Alder School" in shown
    assert head.post(page_of(record), {"do": "lift", "lift_why": "He has left."}).status_code == 302
    assert [opens(school, role, record, child) for role in (HEAD, LEAD, DEPUTY)] == [200, 200, 200]
    with school.at_work(HEAD):
        assert not Grant.objects.filter(relation="restricted_list", until=None).exists()


def test_each_deed_is_a_line_about_the_child_with_its_reason(school, child, record):
    head = at(school, HEAD)
    head.post(page_of(record), RESTRICT)
    head.post(page_of(record), {"do": "lift", "lift_why": "It was another."})
    assert lines(school.controller.id, "access.") == [
        ("access.grant", RESTRICT["why"]),
        ("access.level", RESTRICT["why"]),
        ("access.level_end", "It was another."),
        ("access.grant_end", "It was another."),
    ]
    with tenancy(school.controller.id, system="clock"):
        about = Leaf.objects.filter(action__startswith="access.").values_list("subjects", flat=True)
        assert list(about) == [[child]] * 4


def test_without_a_reason_or_somebody_there_is_nothing_is_done(school, child, record):
    head = at(school, HEAD)
    assert head.post(page_of(record), {"do": "restrict"}).status_code == 422
    assert head.post(page_of(record), {"do": "nothing"}).status_code == 422
    nobody = head.post(page_of(record), {"do": "list", "listed": "nobody@alder.example", "listed_why": "So."})
    assert nobody.status_code == 422 and "Nobody who works here" in nobody.content.decode()
    with school.at_work(HEAD):
        assert not Bar.objects.exists() and not Grant.objects.exists()


def test_the_page_says_who_has_it_and_would_not_see_it_any_more(school, child, record):
    head = at(school, HEAD)
    assert "does not see it any more" not in head.get(page_of(record)).content.decode(), "the control"
    with school.at_work(LEAD):
        cases.assign(record=record, post_id=school.posts[LEAD].id)
    page = head.get(page_of(record)).content.decode()
    assert f"{LEAD.words} of Alder School</bdi> has it, and does not see it any more" in page


def test_one_who_may_lift_it_stays_on_the_list_stays_in_post_and_is_not_kept_from_the_child(school, child, record):
    head = at(school, HEAD)
    head.post(page_of(record), RESTRICT)
    mine = re.findall(r'name="grant" value="([^"]+)"', head.get(page_of(record)).content.decode())[0]
    off = {"do": "unlist", "grant": mine, f"off.{mine}": "I am leaving."}
    admin, head_post = school.posts[ADMIN], school.posts[HEAD]

    def keep_head_from_the_child():
        with school.at_work(LEAD):
            return at(school, LEAD).post(
                reverse("closed", kwargs={"id": child}),
                {"do": "bar", "who": "headteacher@alder.example", "kind": "conflict", "bar_why": "His niece."},
            )

    kept = head.post(page_of(record), off)
    assert kept.status_code == 422 and "has to stay on its list" in kept.content.decode()
    kept = keep_head_from_the_child()
    assert kept.status_code == 422 and "restricted by itself" in kept.content.decode()
    with school.at_work(ADMIN), pytest.raises(NotYours):
        end_post(by=admin, post_id=head_post.id, last_on=None)
    # The control: with another who leads on its list, each is done.
    head.post(page_of(record), PUT_LEAD)
    assert head.post(page_of(record), off).status_code == 302
    assert keep_head_from_the_child().status_code == 302
    with school.at_work(ADMIN):
        end_post(by=admin, post_id=head_post.id, last_on=None)
        assert [post.role for post in closing.keepers(record.id)] == [LEAD.value]


def test_nobody_else_finds_the_page_and_of_another_school_nobody(school, child, record):
    """The control: a deputy reads the concern, and decides nothing about who may."""
    other = open_school("birch", HEAD, controller=school.controller)
    assert at(school, DEPUTY).get(reverse("concern", kwargs={"id": record.id})).status_code == 200
    for client in (at(school, DEPUTY), at(school, Role.SCHOOL_STAFF), at(other, HEAD)):
        assert client.get(page_of(record)).status_code == client.post(page_of(record), RESTRICT).status_code == 404
    with school.at_work(HEAD):
        closing.keep_from(user_id=school.posts[LEAD].user_id, person_id=child, kind=BarKind.CONFLICT, reason="Hers.")
    assert at(school, LEAD).get(page_of(record)).status_code == 404, "nor who is kept from the child"


def test_the_page_says_what_hangs_on_it_and_opens_by_itself(school, record, beside):
    head = at(school, HEAD)
    assert "hangs on it" not in head.get(page_of(record)).content.decode(), "the control: nothing does"
    with school.at_work(HEAD):
        cases.link_records(record=record, other=beside, kind="led_to", token=random_id())
    said = head.get(page_of(record)).content.decode()
    assert f"{beside.reference}</a>, open as before" in said and page_of(beside) in said
    head.post(page_of(beside), RESTRICT)
    assert f"{beside.reference}</a>, restricted too" in head.get(page_of(record)).content.decode()
