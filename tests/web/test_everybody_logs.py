"""Everybody who works with children in a school can log a concern, and learns whether it was read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kith.cases.models import Record
from kith.foundation.dates import today
from kith.foundation.ids import uuid7
from kith.people import actions as people
from kith.people.models import Person
from kith.reference.codes import code_set
from kith.reference.roles import OF_NO_CHILD, Role
from tests.web.casework import Casework
from tests.web.test_pages import typed

pytestmark = pytest.mark.django_db
# Over several schools, and asked for totals.
NOT_HERE = {*OF_NO_CHILD, Role.TRUST_DSL}
IN_SCHOOLS = [one for one in Role if code_set("role")[one].more["side"] == "school" and one not in NOT_HERE]


@pytest.mark.shows("C43")
@pytest.mark.parametrize("role", IN_SCHOOLS)
def test_every_role_that_works_with_children_logs_one_and_sees_whether_it_was_read(role):
    work = Casework(role, ann="bullying")
    with work.open():
        ann = Person.objects.get(id=work.children["ann"])
        people.enrol(person=ann, organisation=work.school.organisation, from_on=today() - timedelta(days=600))
    client = work.client(role)
    assert reverse("new_concern") in client.get("/").content.decode()
    sent = client.post(reverse("write_concern", args=[uuid7()]), {**typed(work.children["ann"]), "do": "send"})
    assert sent.status_code == 302, sent.content.decode()
    with work.open():
        assert Record.objects.filter(written_by=work.post_id(role)).count() == 1
    assert client.get(sent.url).status_code == 200


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.LOCAL_ADMIN])
def test_who_works_with_no_child_logs_none(role):
    """The control."""
    work = Casework(role, ann="bullying")
    assert work.client(role).post(reverse("write_concern", args=[uuid7()]), {"do": "send"}).status_code in (403, 404)
