"""Searching in records is a right beside reading them: taken from a role, given back, never given to who only logs."""

import pytest

from kith.access.searching import searchers
from kith.reference.roles import Role
from tests.rooms import give_post, lines
from tests.signin import client_for
from tests.web.casework import LEAD, PASTORAL, TEACHER, Casework

pytestmark = pytest.mark.django_db
PAGE, SEARCH = "/setting-up/search/", "/records/find/"


@pytest.mark.shows("C82")
def test_it_is_taken_from_a_role_that_still_reads_and_given_back():
    work = Casework(ann="bullying")
    here = work.school.organisation
    admin = client_for(give_post(work.school.controller, here, Role.SYSTEM_ADMIN, "admin@oakmere.example").id)
    pastoral, lead, every = work.client(PASTORAL), work.client(LEAD), [role.value for role in searchers()]
    assert pastoral.get(SEARCH).status_code == pastoral.get(work.address).status_code == 200, "the control"
    assert admin.post(PAGE, {"roles": [one for one in every if one != "pastoral_lead"]}).status_code == 302
    assert pastoral.get(SEARCH).status_code == 404 and lead.get(SEARCH).status_code == 200
    assert pastoral.get(work.address).status_code == 200, "what they may read opens as before"
    assert admin.post(PAGE, {"roles": [*every, "school_staff"]}).status_code == 302
    assert pastoral.get(SEARCH).status_code == 200 and work.client(TEACHER).get(SEARCH).status_code == 404
    assert Role.SCHOOL_STAFF not in searchers() and Role.SCHOOL_ADMIN not in searchers()
    assert work.client(TEACHER).get("/find/").status_code == 404, "nor do they look for a person"
    assert [action for action, _ in lines(work.school.controller.id, "settings.")] == ["settings.change"] * 2
    local = client_for(give_post(work.school.controller, here, Role.LOCAL_ADMIN, "local@oakmere.example").id)
    assert local.post(PAGE, {"roles": []}).status_code == 422 and lead.get(SEARCH).status_code == 200
