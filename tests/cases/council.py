"""A council with a front door, early help and education, at work on the areas as they are in life."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from kith.access import actions as access
from kith.access.models import Grantee, Subject
from kith.access.reader import Reader
from kith.access.words import Relation
from kith.accounts.models import User
from kith.areas import area
from kith.cases import actions
from kith.cases.models import Part, Record
from kith.foundation.ids import uuid7
from kith.organisations import actions as organisations
from kith.people.models import Known, Person
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.web.record.areas import OURS
from tests.areas.filled import about, services, shared_answers, worked_at

# Where the roles of the council are at work; an area that is worked at none of them brings its own place.
SERVICES = services({
    "front": (Role.MASH_OFFICER, Role.MASH_MANAGER, Role.SOCIAL_WORKER, Role.SERVICE_MANAGER),
    "help": (Role.EH_WORKER, Role.LEAD_PRACTITIONER, Role.PARTNER_USER),
    "education": (Role.INCLUSION_OFFICER, Role.EWO),
    "care": (Role.SOCIAL_WORKER, Role.TEAM_MANAGER),
})  # fmt: skip
# Who works in each area, at which service.
WORKERS = {one.name: worked_at(one, SERVICES) for one in OURS}
# What is said in records whose words tests look for; the rest of every form is filled in from its declaration.
STORIES = {
    "contact": {
        "danger_now": False, "channel": "phone", "source": "2A", "reasons": ["abuse"],
        "narrative": "A bruise was seen.", "parents_informed": True, "consent": "given",
    },
    "exclusion": {"school": "Oakmere", "decided_on": "2026-12-08", "first_day": "2026-12-08"},
    "looked_after": {"started_on": "2026-03-03"},
}  # fmt: skip


def form(name, **said):
    """The shared answers with which the form of an area is complete, what is said here among them."""
    return shared_answers(area(name), **{**STORIES.get(name, {}), **said})


@dataclass
class Service:
    """One service of the council: its files, its posts and its children."""

    controller: UUID
    holder: UUID
    posts: dict[Role, UUID]
    children: list[UUID] = field(default_factory=list)

    def at_work(self, role):
        return tenancy(self.controller, post=self.posts[role])

    def reader(self, role):
        return Reader.build(self.posts[role], second_factor=True)

    def send(self, name, *own, **shared):
        """A record of this area about these children, the first one if none is named."""
        return actions.submit(
            token=uuid7(),
            area=name,
            shared=form(name, **shared),
            own=own or [about(area(name), self.children[0])],
            holder=self.holder,
            occurred_at=timezone.now() - timedelta(hours=1),
        )

    def tie(self, role, record, relation=Relation.ALLOCATED, *, post=None, **more):
        """Somebody is tied to a record, as whoever gives work out does it: the post of this role, or that one."""
        access.grant(
            to=post or self.posts[role], to_kind=Grantee.POST, about=record.id, about_kind=Subject.RECORD,
            relation=relation, **more,
        )  # fmt: skip


def open_council():
    """The whole of it, on the database the test works with."""
    council = organisations.open_controller(slug="northshire", kind="council", name="Northshire")
    with tenancy(council.id, system="importer"):
        made = {name: _service(council.id, name, roles) for name, roles in SERVICES.items()}
    with tenancy(council.id, system="importer"):
        for service in made.values():
            service.children = [child_known_to(service.holder) for _ in range(4)]
    return made


def _service(controller, name, roles):
    holder = organisations.add_holder(slug=name, name=name.title())
    place = organisations.add_organisation(kind="service", name=name.title(), files_of=holder)
    posts = {}
    for role in roles:
        user = User.objects.create(email=f"{role}@{name}.example", display_name=role.words)
        posts[role] = organisations.grant_post(user=user, organisation=place, role=role).id
    return Service(controller, holder.id, posts)


def child_known_to(holder):
    child = uuid7()
    Known.objects.create(person_id=child, holder_id=holder, since=timezone.now(), because="contact")
    Person.objects.create(id=child)
    return child


def write(record, person=None, *, reason="Found out.", columns=(), **answers):
    """Put answers into the shared part, or into one person's."""
    part = Part.objects.get(record=record, person_id=person)
    return actions.correct(
        part=part, answers={**part.answers, **answers}, based_on=part.n, reason=reason, **dict(columns)
    )


def take(record, *stages, why="As agreed."):
    """One step after the other."""
    for stage in stages:
        record = actions.move_stage(record=Record.objects.get(id=record.id), to=stage, rationale=why)
    return record
