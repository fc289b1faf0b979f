"""A school at work on one concern about several children, asked through its pages."""

import re
from datetime import timedelta

from django.utils import timezone

from kith.cases.models import Part, Record
from kith.foundation.dates import london
from kith.foundation.ids import uuid7
from kith.people.bulk import follow_names
from kith.people.models import PersonName
from kith.reference.roles import Role
from kith.tenancy import history, tenancy
from tests.access.conftest import child_of
from tests.access.test_parts import concern
from tests.rooms import open_school
from tests.signin import client_for

LEAD, HEAD, TEACHER, PASTORAL = Role.DSL, Role.HEADTEACHER, Role.SCHOOL_STAFF, Role.PASTORAL_LEAD
STAFF = (LEAD, Role.DEPUTY_DSL, HEAD, TEACHER, PASTORAL)


class Casework:
    """`Casework(ann="child_protection")` is a school with a concern about Ann, who is called Ann Sole."""

    def __init__(self, *roles: Role, stage: str = "triaged", **categories: str) -> None:
        self.school = open_school("oakmere", *(roles or STAFF), laestab="8654001")
        self.children = {name: self.child(name) for name in categories}
        with self.open():
            self.concern = self.write(categories, stage)

    def open(self):
        return tenancy(self.school.controller.id, system="importer")

    def child(self, name: str):
        id = child_of(self.school)
        with self.open():
            named = {"person_id": id, "forename": name.title(), "surname": "Sole", "kind": "legal"}
            history.write(PersonName, values=named)
            follow_names([id])
        return id

    def write(self, categories: dict[str, str], stage: str = "triaged") -> Record:
        """A further concern, inside an open unit."""
        record = concern(self.school, uuid7(), {self.children[name]: kind for name, kind in categories.items()})
        Record.objects.filter(id=record.id).update(stage=stage)
        record.refresh_from_db()
        return record

    def client(self, role: Role):
        client = client_for(self.school.posts[role].id)
        client.raise_request_exception = False
        return client

    def post_id(self, role: Role):
        return self.school.posts[role].id

    @property
    def address(self) -> str:
        return f"/concerns/{self.concern.id}/"

    def page(self, role: Role, address: str = "") -> str:
        return self.client(role).get(address or self.address).content.decode()

    def part(self, record: Record, name: str) -> Part:
        return Part.objects.get(record=record, person_id=self.children[name])

    def beside(self, role: Role, area: str, *names: str, **said: str):
        """Somebody writes a record of this area beside the concern, as its page leads them there."""
        client = self.client(role)
        form = client.post(self.address + "begin/", {"to": area})
        if form.status_code != 302:
            return form
        there = client.get(form.url).content.decode()
        sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', there))
        sent |= _checked(there) | _now() | said
        return client.post(form.url, sent)


def _checked(page: str) -> dict[str, str]:
    """What the form has chosen already, of each child."""
    boxes = [box for box in re.findall(r"<input[^>]*>", page) if " checked" in box and 'name="own.' in box]
    read = lambda box, name: re.search(rf'{name}="([^"]*)"', box).group(1)  # noqa: E731
    return {read(box, "name"): read(box, "value") for box in boxes}


def _now() -> dict[str, str]:
    here = london(timezone.now() - timedelta(minutes=5))
    return {"day": f"{here.day}/{here.month}/{here.year}", "clock": f"{here:%H:%M}"}
