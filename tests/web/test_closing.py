"""Somebody is kept from a person, a person is closed further, and either is ended: on a page, with a reason."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from kith.access import actions, closing
from kith.access.models import Bar, Grant, Subject
from kith.access.words import SEALED
from kith.cases import actions as cases
from kith.cases.models import Record
from kith.organisations.models import Post
from kith.people import actions as people
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.access.test_parts import concern
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
HEAD, LEAD, DEPUTY = Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL
BAR = {"do": "bar", "who": "deputy_dsl@alder.example", "kind": "conflict", "bar_why": "Her own nephew."}
RESTRICT = {"do": "level", "level": "2", "level_why": "The child of somebody who works here."}


@pytest.fixture
def school():
    return open_school("alder", HEAD, LEAD, DEPUTY, Role.SCHOOL_STAFF)


@pytest.fixture
def child(school):
    with tenancy(school.controller.id, system="importer"):
        return people.create_person(holder=school.holder.id, forename="Ayo", surname="Quill").id


def at(school, role):
    return client_for(school.posts[role].id)


def page_of(child):
    return reverse("closed", kwargs={"id": child})


def opens(school, role, child):
    """Whether their page opens, and whether a search finds them: a list answers as the page does."""
    client = at(school, role)
    status = client.get(reverse("person", kwargs={"id": child})).status_code
    found = client.post(reverse("find"), {"words": "Quill"}, follow=True).content.decode()
    assert (str(child) in found) == (status == 200)
    return status


def test_whoever_is_kept_from_a_child_does_not_find_them_until_it_ends(school, child):
    assert opens(school, DEPUTY, child) == 200, "the control: before it they could read"
    head = at(school, HEAD)
    assert page_of(child) in head.get(reverse("person", kwargs={"id": child})).content.decode()
    assert [head.post(page_of(child), BAR).status_code for _ in range(2)] == [302, 302]
    assert opens(school, DEPUTY, child) == 404
    assert opens(school, LEAD, child) == 200
    page = head.get(page_of(child)).content.decode()
    assert f"{DEPUTY.words} of Alder School" in page and "their own family" in page
    bar = re.search(r'name="bar" value="([^"]+)"', page)[1]
    end = {"do": "end_bar", "bar": bar}
    assert head.post(page_of(child), end).status_code == 422
    assert opens(school, DEPUTY, child) == 404
    end |= {f"why.{bar}": "It was somebody of the same name."}
    assert [head.post(page_of(child), end).status_code for _ in range(2)] == [302, 302]
    assert opens(school, DEPUTY, child) == 200
    told = lines(school.controller.id, "access.")
    assert told == [("access.bar", "Her own nephew."), ("access.bar_end", "It was somebody of the same name.")]
    assert lines(school.controller.id, "request.refused") and lines(school.controller.id, "closing.view")


def test_what_is_missing_is_said_beside_its_question(school, child):
    head = at(school, HEAD)
    page = head.post(page_of(child), {"do": "bar", "who": "nobody@alder.example"})
    said = page.content.decode()
    assert page.status_code == 422 and "Nobody who works here signs in with this address." in said
    assert "Choose what keeps them" in said and "Say why. It is written down." in said
    assert head.post(page_of(child), {"do": "level"}).status_code == 422
    assert head.post(page_of(child), {"do": "end_bar", "bar": "nothing"}).status_code == 404
    with school.at_work(HEAD):
        assert not Bar.objects.exists()


@pytest.mark.shows("C81", "C107")
def test_restricted_it_opens_to_those_on_the_list_and_to_all_again_once_lifted(school, child):
    assert opens(school, LEAD, child) == 200
    head = at(school, HEAD)
    assert [head.post(page_of(child), RESTRICT).status_code for _ in range(2)] == [302, 302]
    assert [opens(school, role, child) for role in (HEAD, LEAD, DEPUTY)] == [200, 404, 404]
    assert at(school, LEAD).get(page_of(child)).status_code == 404
    put = {"do": "list", "listed": "dsl@alder.example", "listed_why": "She leads on it."}
    assert [head.post(page_of(child), put).status_code for _ in range(2)] == [302, 302]
    assert [opens(school, role, child) for role in (HEAD, LEAD, DEPUTY)] == [200, 200, 404]
    assert head.post(page_of(child), {"do": "lift", "lift_why": "He has left."}).status_code == 302
    assert [opens(school, role, child) for role in (HEAD, LEAD, DEPUTY)] == [200, 200, 200]
    with school.at_work(HEAD):
        assert not Grant.objects.filter(relation="restricted_list", until=None).exists()
    assert [action for action, _ in lines(school.controller.id, "access.")] == [
        "access.grant", "access.level", "access.grant", "access.level_end", "access.grant_end", "access.grant_end",
    ]  # fmt: skip


def test_off_the_list_it_closes_and_the_last_one_stays(school, child):
    head = at(school, HEAD)
    head.post(page_of(child), RESTRICT)
    head.post(page_of(child), {"do": "list", "listed": "dsl@alder.example", "listed_why": "She leads on it."})
    ties = re.findall(r'name="grant" value="([^"]+)"', head.get(page_of(child)).content.decode())
    lead, last = ties[1], ties[0]
    off = {"do": "unlist", "grant": lead, f"off.{lead}": "She has moved on."}
    assert [head.post(page_of(child), off).status_code for _ in range(2)] == [302, 302]
    assert opens(school, LEAD, child) == 404
    kept = head.post(page_of(child), {"do": "unlist", "grant": last, f"off.{last}": "Me too."})
    assert kept.status_code == 422 and "has to stay on its list" in kept.content.decode()
    assert opens(school, HEAD, child) == 200


def test_who_may_lift_it_stays_on_the_list_and_is_not_kept_from_it(school, child):
    """A name on the list that could not lift it is nobody in this: the record would be closed for ever."""
    head = at(school, HEAD)
    head.post(page_of(child), RESTRICT)
    head.post(page_of(child), {"do": "list", "listed": "deputy_dsl@alder.example", "listed_why": "She leads on it."})
    mine = re.findall(r'name="grant" value="([^"]+)"', head.get(page_of(child)).content.decode())[0]
    off = {"do": "unlist", "grant": mine, f"off.{mine}": "I am leaving."}
    myself = {"do": "bar", "who": "headteacher@alder.example", "kind": "conflict", "bar_why": "My own niece."}
    myself |= {"myself": "yes"}
    assert [head.post(page_of(child), form).status_code for form in (off, myself)] == [422, 422]
    # The control: with another who leads on it, each is done.
    head.post(page_of(child), {"do": "list", "listed": "dsl@alder.example", "listed_why": "She leads on it."})
    assert head.post(page_of(child), off).status_code == 302
    assert [opens(school, role, child) for role in (HEAD, LEAD)] == [404, 200]


def test_what_is_sealed_is_neither_lifted_nor_lowered_here(school, child):
    with school.at_work(HEAD):
        actions.close_to(subject_id=child, subject_kind=Subject.PERSON, level=SEALED, reason="By two.")
        for do in (
            lambda: closing.lift(person_id=child, reason="No."),
            lambda: closing.close(person_id=child, level=1, reason="No.", post_id=school.posts[HEAD].id),
        ):
            with pytest.raises(closing.Sealed):
                do()
        assert closing.level_on(child).level == SEALED


def person_page(school, role, child):
    return at(school, role).get(reverse("person", kwargs={"id": child})).content.decode()


def test_a_restricted_record_says_so_to_those_it_opens_to_and_who_keeps_its_list(school, child):
    assert "This record is restricted." not in person_page(school, HEAD, child), "the control"
    head = at(school, HEAD)
    head.post(page_of(child), RESTRICT)
    head.post(page_of(child), {"do": "list", "listed": "deputy_dsl@alder.example", "listed_why": "She leads on it."})
    page = person_page(school, DEPUTY, child)
    assert "This record is restricted." in page and "It opens only to those on its list." in page
    assert f"The list is kept by {HEAD.words} of Alder School, {HEAD.words}." in page
    assert "This record is restricted." not in person_page(school, LEAD, child)


def test_the_page_that_restricts_lists_the_work_that_goes_out_of_sight(school, child):
    with school.at_work(LEAD):
        mine, theirs, done = (concern(school, school.posts[LEAD].id, {child: "neglect"}) for _ in range(3))
        cases.assign(record=theirs, post_id=school.posts[LEAD].id)
        cases.assign(record=mine, post_id=school.posts[HEAD].id)
        Record.objects.filter(id=done.id).update(closed_at=timezone.now())
    head = at(school, HEAD)
    page = head.get(page_of(child)).content.decode()
    assert "this work goes out of sight of who has it" in page
    assert theirs.reference in page and f"{LEAD.words} of Alder School has it" in page
    assert mine.reference not in page and done.reference not in page
    head.post(page_of(child), RESTRICT)
    assert theirs.reference in head.get(page_of(child)).content.decode()
    head.post(page_of(child), {"do": "list", "listed": "dsl@alder.example", "listed_why": "She leads on it."})
    assert theirs.reference not in head.get(page_of(child)).content.decode(), "whoever has it sees it"


def test_confidential_it_asks_for_a_reason(school, child):
    at(school, HEAD).post(page_of(child), {"do": "level", "level": "1", "level_why": "A family known in town."})
    answer = at(school, LEAD).get(reverse("person", kwargs={"id": child}))
    assert answer.status_code == 302 and answer.url == reverse("say_why", kwargs={"id": child})
    head = at(school, HEAD)
    head.post(reverse("say_why", kwargs={"id": child}), {"reason": "To see whether it still has to be so."})
    head.post(page_of(child), {"do": "lift", "lift_why": "It was another family."})
    assert opens(school, LEAD, child) == 200


def test_who_says_that_it_is_their_own_family_is_asked_once_more_and_told_who_can_end_it(school, child):
    head, mine = at(school, HEAD), BAR | {"who": "Headteacher@alder.example"}
    asked = head.post(page_of(child), mine)
    assert asked.status_code == 422 and "can’t end it yourself" in asked.content.decode()
    assert opens(school, HEAD, child) == 200, "the control: nothing is done until they say yes"
    answer = head.post(page_of(child), mine | {"myself": "yes"})
    assert answer.status_code == 302 and answer.url == reverse("home")
    told = head.get(answer.url).content.decode()
    assert "You are kept from this person now" in told and f"{LEAD.words} of Alder School" in told
    assert "can end it" in told and "Quill" not in told and str(child) not in told
    assert "You are kept from this person now" not in head.get(answer.url).content.decode(), "said once"
    assert opens(school, HEAD, child) == 404


def test_of_another_it_is_not_asked_twice_and_the_page_says_what_stays_readable(school, child):
    head = at(school, HEAD)
    page = head.get(page_of(child)).content.decode()
    assert "What they wrote themselves stays readable to them." in page and "keep me from" not in page
    assert head.post(page_of(child), BAR).status_code == 302


def test_of_a_restricted_person_who_can_end_it_are_those_on_its_list(school, child):
    head = at(school, HEAD)
    head.post(page_of(child), RESTRICT)
    head.post(page_of(child), {"do": "list", "listed": "dsl@alder.example", "listed_why": "She leads on it."})
    with school.at_work(HEAD):
        assert {post.role for post in closing.who_may_end(child)} == {HEAD.value, LEAD.value}
        closing.lift(person_id=child, reason="It was another family.")
        assert closing.who_may_end(child) and DEPUTY.value not in {p.role for p in closing.who_may_end(child)}


def test_nobody_else_finds_the_page_and_of_another_school_nobody(school, child):
    """The control: a deputy may read the child, and decides nothing about who may."""
    other = open_school("birch", HEAD, controller=school.controller)
    for client in (at(school, DEPUTY), at(school, Role.SCHOOL_STAFF), at(other, HEAD)):
        assert client.get(page_of(child)).status_code == client.post(page_of(child), BAR).status_code == 404
    with school.at_work(HEAD):
        assert not Bar.objects.exists() and Post.objects.exists()


def kept_out(school, role, child):
    return at(school, HEAD).post(page_of(child), {**BAR, "who": f"{role.value}@alder.example", "myself": "yes"})


def test_one_of_those_who_may_open_it_again_is_never_kept_out(school, child):
    assert [kept_out(school, role, child).status_code for role in (DEPUTY, LEAD)] == [302, 302]
    last = kept_out(school, HEAD, child)
    assert last.status_code == 422 and "Nobody would be left who may open this record again" in last.content.decode()
    assert opens(school, HEAD, child) == 200
