"""The list of those who left for nobody knows where, and two leads who say at once where one of them is."""

from datetime import timedelta

import pytest

from kith.foundation.dates import today
from kith.people import actions as people
from kith.people import chasing
from kith.people.models import Destination, Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.web.leavers import views
from tests.access.conftest import child_of
from tests.rooms import open_school
from tests.signin import client_for

pytestmark = pytest.mark.django_db
SAID = "Nobody asks after this child any more"
FOUND = {"kind": "school", "name": "Hollin Bridge"}


@pytest.fixture
def gone():
    school = open_school("oakmere", Role.DSL, Role.DEPUTY_DSL)
    kept, left = child_of(school), today() - timedelta(days=20)
    with tenancy(school.controller.id, post=school.posts[Role.DSL].id):
        child = Person.objects.get(id=kept)
        people.enrol(person=child, organisation=school.organisation, from_on=left - timedelta(days=300), until_on=left)
    return school, child.id


@pytest.mark.parametrize("at_once", [True, False])
def test_of_two_who_say_where_a_child_is_the_second_is_told(gone, at_once, monkeypatch):
    school, child = gone
    lead, deputy = (client_for(school.posts[role].id) for role in (Role.DSL, Role.DEPUTY_DSL))
    with tenancy(school.controller.id, post=school.posts[Role.DSL].id):
        left = chasing.left_of(child)
    assert lead.post(f"/leavers/{child}/", FOUND).status_code == 302
    if at_once:
        # The deputy's page looked before the lead's word was in.
        monkeypatch.setattr(views, "_left", lambda request, id: left)
    answer = deputy.post(f"/leavers/{child}/", {**FOUND, "name": "Elm"})
    assert answer.status_code == 409 and SAID in answer.content.decode()
    with tenancy(school.controller.id, post=school.posts[Role.DSL].id):
        assert [one.name for one in Destination.objects.all()] == ["Hollin Bridge"]


def test_what_was_tried_for_somebody_who_was_found_meanwhile_is_told_too(gone):
    school, child = gone
    lead = client_for(school.posts[Role.DSL].id)
    lead.post(f"/leavers/{child}/", FOUND)
    answer = lead.post(f"/leavers/{child}/note/", {"words": "Rang her aunt."})
    assert answer.status_code == 409 and SAID in answer.content.decode()
    assert lead.get(f"/leavers/{child}/").status_code == 404
