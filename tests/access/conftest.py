"""An invented trust with two schools and staff of the roles a test asks for."""

import pytest
from django.utils import timezone

from kith.access.reader import Reader
from kith.foundation.ids import uuid7
from kith.people.models import Known, Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.rooms import School, open_school


@pytest.fixture
def alder(db: None) -> School:
    """A school with one post for each role a school has, and a child."""
    return open_school("alder", Role.DSL, Role.SCHOOL_STAFF, Role.SOCIAL_WORKER, Role.MASH_OFFICER, Role.EDT_WORKER)


@pytest.fixture
def birch(alder: School) -> School:
    """Another school of the same trust."""
    return open_school("birch", Role.DSL, controller=alder.controller)


def child_of(*schools: School):
    """A child whom these schools know."""
    child = uuid7()
    with tenancy(schools[0].controller.id, system="importer"):
        for school in schools:
            Known.objects.create(person_id=child, holder=school.holder, since=timezone.now(), because="enrolled")
        Person.objects.create(id=child)
    return child


def reader_of(school: School, role: Role, **more: bool) -> Reader:
    """The reader of the open unit."""
    return Reader.build(school.posts[role].id, **{"second_factor": True, **more})
