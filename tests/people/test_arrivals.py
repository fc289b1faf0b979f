"""Somebody is written down once, with all that was told, however often the form is sent."""

from datetime import date

import pytest

from kith.access.reader import Reader
from kith.foundation.ids import random_id
from kith.organisations import actions as organisations
from kith.people import actions, arrivals, queries
from kith.people.arrivals import Told
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.people.conftest import a_child
from tests.rooms import give_post, lines

pytestmark = pytest.mark.django_db
BORN = date(2017, 3, 14)
MIA = {"forename": "Mia", "surname": "Sole"}


@pytest.fixture
def school(trust):
    return trust.ours


def written(school, token, told=None, **more):
    reader = Reader.build(school.posts[Role.DSL].id, second_factor=True)
    return arrivals.write_down(token=token, told=told or Told(**MIA), reader=reader, **more)


def test_all_that_was_told_is_written_at_once(school):
    told = Told(
        **MIA,
        birth={"born_on": BORN, "sex": "F"},
        numbers={"nhs": "999 000 0018"},
        other_names=[{"kind": "preferred", "forename": "Mimi"}],
        address={"lines": "4 Mill Row", "postcode": "zz999zz", "protected": True},
        contact={"method": "mobile", "value": "07700 900123"},
        enrolment={"organisation": school.organisation, "from_on": date(2026, 9, 3)},
    )
    with school.at_work(Role.DSL):
        facts = queries.facts(written(school, random_id(), told))
        assert (facts.card.name, facts.card.born_on, facts.card.school) == (
            "Mimi Sole",
            date(2017, 3, 14),
            "Ash School",
        )
        assert [one.value for one in facts.identifiers] == ["9990000018"]
        assert [one.protected for one in facts.addresses] == [True] and len(facts.contacts) == 1


def test_the_same_form_sent_twice_makes_one_person_and_writes_nothing_twice(school):
    token, told = random_id(), Told(**MIA, contact={"method": "mobile", "value": "07700 900123"})
    with school.at_work(Role.DSL):
        first, second = written(school, token, told), written(school, token, told)
        assert first == second and len(queries.facts(first).contacts) == 1
    assert len(lines(school.controller.id, "person.create")) == 1


def test_two_forms_make_two(school):
    """The negative control: it is the form's number that keeps them one."""
    with school.at_work(Role.DSL):
        written(school, random_id())
        written(school, random_id(), confirmed_new=True)
        assert Person.objects.count() == 2


def test_a_double_is_proposed_before_anything_is_written(school):
    with school.at_work(Role.DSL):
        there = a_child(school)
        with pytest.raises(actions.PerhapsKnown) as told:
            written(school, random_id())
        assert told.value.persons == (there.id,) and Person.objects.count() == 1


def test_a_form_of_another_school_is_not_found_by_its_number(trust):
    """Row security stands before the number of a form, too: two schools of one trust share no person."""
    token = random_id()
    with trust.theirs.at_work(Role.DSL):
        written(trust.theirs, token)
    with trust.ours.at_work(Role.DSL), pytest.raises(Person.DoesNotExist):
        written(trust.ours, token)


def test_in_a_council_a_new_child_comes_into_the_index():
    council = organisations.open_controller(slug="wex", kind="council", name="Wex")
    with tenancy(council.id, system="importer"):
        index = organisations.add_holder(slug="index", name="Index", is_index=True)
        own = organisations.add_holder(slug="care", name="Care")
        service = organisations.add_organisation(kind="service", name="Care", files_of=own)
    post = give_post(council, service, Role.SOCIAL_WORKER, "sw@wex.example")
    with tenancy(council.id, post=post.id):
        reader = Reader.build(post.id, second_factor=True)
        assert arrivals.files_of(reader) == index.id
