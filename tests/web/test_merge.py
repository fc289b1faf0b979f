"""Two leads of a school make one of two records on pages, find it under either address, and take it apart again."""

from datetime import date

import pytest
from django.urls import reverse

from kith.people import actions as people
from kith.people.models import Merge, Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.jobs.steps import work_off
from tests.rooms import lines, open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
LEAD, HEAD, TEACHER = Role.DSL, Role.HEADTEACHER, Role.SCHOOL_STAFF
WHY = "Her mother rang: the second was written down by mistake."


@pytest.fixture
def school():
    return open_school("alder", LEAD, HEAD, TEACHER)


@pytest.fixture
def two(school):
    with school.at_work(LEAD):
        return tuple(
            people.create_person(
                holder=school.holder.id, forename="Ayo", surname=surname, born_on=born, confirmed_new=True
            ).id
            for surname, born in (("Quill", date(2016, 3, 1)), ("Quill-Reed", date(2016, 3, 2)))
        )


def at(school, role):
    return client_for(school.posts[role].id)


def address(name, **ids):
    return reverse(name, kwargs=ids)


def proposed(school, one, other):
    said = {"do": "one", "stays": str(one), "why": WHY}
    return at(school, LEAD).post(address("beside", id=one, other=other), said).url


def joined(school, one, other):
    page = proposed(school, one, other)
    assert at(school, HEAD).post(page, {"do": "agree"}).status_code == 302
    work_off()
    return page


def test_two_leads_make_one_of_two_records_and_either_address_leads_to_it(school, two):
    one, other = two
    lead = at(school, LEAD)
    found = lead.post(address("same_as", id=one), {"words": "Quill"}).content.decode()
    assert address("beside", id=one, other=other) in found
    beside = lead.get(address("beside", id=one, other=other)).content.decode()
    assert "Quill-Reed" in beside and "Neither number nor name and date of birth agree." in beside
    page = proposed(school, one, other)
    assert "Somebody else has to agree" in lead.get(page).content.decode()
    assert lead.post(page, {"do": "agree"}).status_code == 422, "never the same account"
    assert page in at(school, HEAD).get(reverse("merges")).content.decode()
    assert at(school, HEAD).post(page, {"do": "agree"}).status_code == 302
    work_off()
    old = lead.get(address("person", id=other))
    assert (old.status_code, old.url) == (302, address("person", id=one))
    shown = lead.get(old.url).content.decode()
    assert "Another record of this person was merged into this one" in shown and "Quill-Reed" in shown
    done = lead.get(page).content.decode()
    assert "Born Wed 2 Mar 2016" in done, "the other day of birth is there to be settled"


def test_the_old_address_is_not_there_for_whom_the_one_who_stays_is_closed_to(school, two):
    one, other = two
    joined(school, one, other)
    teacher = at(school, TEACHER)
    assert teacher.get(address("person", id=one)).status_code == teacher.get(address("person", id=other)).status_code
    from kith.access import closing

    with school.at_work(HEAD):
        closing.close(person_id=one, level=2, reason="Staff child.", post_id=school.posts[HEAD].id)
    assert at(school, LEAD).get(address("person", id=other)).status_code == 404
    assert at(school, HEAD).get(address("person", id=other)).status_code == 302


def test_it_is_taken_apart_by_two_as_well(school, two):
    one, other = two
    page = joined(school, one, other)
    lead, head = at(school, LEAD), at(school, HEAD)
    assert lead.post(page, {"do": "ask", "words": ""}).status_code == 422
    assert lead.post(page, {"do": "ask", "words": "They are sisters: I saw both."}).status_code == 302
    assert lead.post(page, {"do": "part"}).status_code == 422
    assert head.post(page, {"do": "part"}).status_code == 302
    work_off()
    assert lead.get(address("person", id=other)).status_code == 200
    assert [a for a, _ in lines(school.controller.id, "person.unmerge")] == [
        "person.unmerge_propose", "person.unmerge_agree", "person.unmerge"
    ]  # fmt: skip


def test_what_is_said_to_be_two_is_remembered(school, two):
    page = at(school, LEAD).post(address("beside", id=two[0], other=two[1]), {"do": "two", "why": "Cousins."})
    assert page.status_code == 302 and "two persons" in at(school, LEAD).get(page.url).content.decode()
    with tenancy(school.controller.id, system="clock"):
        assert Merge.objects.get().stage == "different" and Person.objects.count() == 2


def test_what_is_missing_is_said_and_kept(school, two):
    said = at(school, LEAD).post(address("beside", id=two[0], other=two[1]), {"do": "one", "why": WHY})
    assert said.status_code == 422 and "Choose which record stays." in said.content.decode()
    assert WHY in said.content.decode()
