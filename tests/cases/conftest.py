"""A trust with two schools, their staff and some children, and reactions as they are in life."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from kith.access.reader import Reader
from kith.accounts.models import User
from kith.cases import actions
from kith.cases.actions import OwnAnswers
from kith.foundation.ids import uuid7
from kith.organisations import actions as organisations
from kith.people.models import Known, Person
from kith.reference.roles import Role
from kith.tenancy import tenancy

SHARED = {
    "danger_now": False,
    "origin": "seen",
    "description": "Two pupils were fighting behind the hall.",
    "immediate_action": "Parted them.",
    "place": "Behind the hall",
}


@dataclass
class School:
    """One school as its staff meet it."""

    controller: UUID
    holder: UUID
    posts: dict[Role, UUID]
    children: list[UUID] = field(default_factory=list)

    @property
    def teacher(self):
        return self.posts[Role.SCHOOL_STAFF]

    @property
    def lead(self):
        return self.posts[Role.DSL]

    def at_work(self, role):
        return tenancy(self.controller, post=self.posts[role])

    def as_teacher(self):
        return self.at_work(Role.SCHOOL_STAFF)

    def as_lead(self):
        return self.at_work(Role.DSL)

    def reader(self, role, *, second_factor=True):
        """Inside `at_work`: who reads."""
        return Reader.build(self.posts[role], second_factor=second_factor)

    def send(self, *own, token=None, **shared):
        """A concern about these children, the first one if none is named."""
        return actions.submit(
            token=token or uuid7(),
            area="concern",
            shared={**SHARED, **shared},
            own=own or [OwnAnswers(self.children[0], "victim", {"child_words": "He hit me."})],
            holder=self.holder,
            occurred_at=timezone.now() - timedelta(hours=1),
        )


STAFF = (Role.SCHOOL_STAFF, Role.DSL, Role.PASTORAL_LEAD, Role.SENCO, Role.HEADTEACHER, Role.GOVERNOR)


@pytest.fixture
def schools():
    """Two schools of one trust, on the database the test works with."""
    trust = organisations.open_controller(slug="elmwood", kind="trust", name="Elmwood Trust")
    with tenancy(trust.id, system="importer"):
        holders = [organisations.add_holder(slug=n, name=name) for n, name in NAMES.items()]
        posts = [_posts(holder) for holder in holders]
    made = [School(trust.id, holder.id, posts[n]) for n, holder in enumerate(holders)]
    with tenancy(trust.id, system="importer"):
        for school in made:
            school.children = [_child(school.holder) for _ in range(3)]
    return made


NAMES = {"oakmere": "Oakmere", "ashford-park": "Ashford Park"}


def _posts(holder):
    school = organisations.add_organisation(kind="school", name=holder.name, files_of=holder)
    users = {
        role: User.objects.create(email=f"{role}@{holder.slug}.example", display_name=role.words) for role in STAFF
    }
    return {
        role: organisations.grant_post(user=user, organisation=school, role=role).id for role, user in users.items()
    }


@pytest.fixture
def school(schools):
    return schools[0]


def _child(holder):
    child = uuid7()
    Known.objects.create(person_id=child, holder_id=holder, since=timezone.now(), because="enrolled")
    Person.objects.create(id=child)
    return child
