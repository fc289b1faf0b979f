"""A child's work is given to somebody by a page; only then can they begin the records of their service."""

import re

import pytest
from django.urls import reverse

from kith.access.models import Grant
from kith.cases.models import Record
from kith.organisations import actions as organisations
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.cases.council import FORMS, open_council
from tests.rooms import lines
from tests.signin import client_for

pytestmark = pytest.mark.django_db
MANAGER = Role.MASH_MANAGER


@pytest.fixture
def council():
    return open_council()


def named_child(service):
    """A child with a name, whom the council's index knows."""
    with tenancy(service.controller, system="importer"):
        index = organisations.add_holder(slug="index", name="Index", is_index=True)
    with tenancy(service.controller, system="importer"):
        child = people.create_person(holder=index.id, forename="Ayo", surname="Quill")
    return child.id


def page_of(child):
    return reverse("allocations", kwargs={"id": child})


def begin(client, area, child):
    """The form of an area as somebody fills it in who finds the child by name; the answer to it."""
    address = client.get(reverse("new_record", kwargs={"area": area}), follow=True).redirect_chain[-1][0]
    page = client.get(address).content.decode()
    typed = dict(re.findall(r'name="(draft\.[^"]*)" value="([^"]*)"', page))
    return client.post(address, typed | {"do": "look", "look_for": "Quill"}, follow=True).content.decode()


@pytest.mark.parametrize(("area", "place", "role"), [
    ("looked_after", "care", Role.SOCIAL_WORKER), ("early_help", "help", Role.EH_WORKER),
])  # fmt: skip
def test_whoever_is_given_a_child_can_begin_their_record(council, area, place, role):
    front, team = council["front"], council[place]
    child = named_child(front)
    manager, worker = client_for(front.posts[MANAGER]), client_for(team.posts[role])
    found = begin(worker, area, child)
    assert 'value="Quill"' in found and str(child) not in found, "the control: before it was given nobody is offered"
    assert manager.get(reverse("person", kwargs={"id": child})).content.decode().count(page_of(child)) == 1
    assert manager.post(page_of(child), {"do": "give", "to": ""}).status_code == 422
    given = {"do": "give", "to": str(team.posts[role]), "why": "Agreed on Monday."}
    assert manager.post(page_of(child), given).status_code == 302
    assert manager.post(page_of(child), given).status_code == 302
    assert "Agreed on Monday." in manager.get(page_of(child)).content.decode()
    with tenancy(front.controller, system="clock"):
        assert Grant.objects.filter(subject_id=child, relation="allocated").count() == 1
    found = begin(worker, area, child)
    assert str(child) in found
    with team.at_work(role):
        record = team.send(area, people_of(area, child))
    assert worker.get(reverse("record", kwargs={"area": area, "id": record.id})).status_code == 200
    assert {"access.grant", "allocation.view"} <= {action for action, _ in lines(front.controller)}


def people_of(area, child):
    from kith.cases.actions import OwnAnswers
    from tests.cases.council import ROLES

    return OwnAnswers(child, ROLES[area])


def test_what_is_ended_is_closed(council):
    front, team = council["front"], council["care"]
    child = named_child(front)
    manager, worker = client_for(front.posts[MANAGER]), client_for(team.posts[Role.SOCIAL_WORKER])
    manager.post(page_of(child), {"do": "give", "to": str(team.posts[Role.SOCIAL_WORKER])})
    assert worker.get(reverse("person", kwargs={"id": child})).status_code == 200
    page = manager.get(page_of(child)).content.decode()
    ended = manager.post(page_of(child), {"do": "end", "grant": re.search(r'name="grant" value="([^"]+)"', page)[1]})
    assert ended.status_code == 302
    assert "Nobody has been given" in manager.get(page_of(child)).content.decode()
    assert manager.post(page_of(child), {"do": "end", "grant": "nothing"}).status_code == 404
    assert str(child) not in begin(worker, "looked_after", child)


def test_who_does_not_lead_the_work_gives_nobody_a_child(council):
    front, team = council["front"], council["care"]
    child = named_child(front)
    officer = client_for(front.posts[Role.MASH_OFFICER])
    assert officer.get(page_of(child)).status_code == 404
    assert officer.post(page_of(child), {"do": "give", "to": str(team.posts[Role.SOCIAL_WORKER])}).status_code == 404
    with tenancy(front.controller, system="clock"):
        assert not Grant.objects.filter(subject_id=child).exists()
        assert Person.objects.filter(id=child).exists() and FORMS and Record.objects.count() == 0
