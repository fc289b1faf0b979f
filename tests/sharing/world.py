"""A school, the council it refers to, and a council that has nothing to do with it; a child; two kinds of envelope."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from kith import sharing
from kith.access.reader import Reader
from kith.people.actions import create_person
from kith.reference.roles import Role
from kith.sharing import handlers
from kith.sharing.handlers import Arrived, Handler, Heard, Unsuitable
from kith.sharing.models import Envelope, Sent
from kith.sharing.posting import POST_ROOM, standings
from kith.sharing.rules import Code, Standing
from kith.tenancy import tenancy
from tests.rooms import School, open_school

BODY = {"child": {"given": "Mia", "family": "Sole"}, "worries": "He hit me."}
WHY = {"purpose": "A social worker should look at this.", "basis": "Children Act 1989 s47"}


@dataclass
class World:
    school: School
    council: School
    stranger: School
    child: UUID
    arrived: list[Arrived] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    def send(self, kind: str = "referral", body: dict[str, Any] = BODY, **more: Any) -> Sent:
        with self.school.at_work(Role.DSL):
            given = {"to": self.council.controller.id, "subjects": [self.child], "holder": self.school.holder.id}
            return sharing.send(kind=kind, body=body, **{**given, "reader": self.reader(), **WHY, **more})

    def reader(self) -> Reader:
        return Reader.build(self.school.posts[Role.DSL].id, second_factor=True)

    def stands(self, envelope: UUID, at: School | None = None) -> Standing:
        """How it stands, as one of the two reads it."""
        with self.machine(at or self.school):
            return standings([Envelope.objects.get(id=envelope)])[envelope]

    @contextmanager
    def machine(self, at: School):
        with tenancy(at.controller.id, system=POST_ROOM) as unit:
            yield unit

    def at_the_council(self):
        return self.council.at_work(Role.DSL)


def open_world(monkeypatch) -> World:
    """The council is made like a school: only the controller matters here."""
    school, council, stranger = (open_school(name, Role.DSL) for name in ("alder", "wexshire", "elmshire"))
    with school.at_work(Role.DSL):
        child = create_person(
            holder=school.holder.id, forename="Mia", surname="Sole", born_on=date(2017, 5, 1), confirmed_new=True
        )
    world = World(school, council, stranger, child.id)
    register(world, monkeypatch)
    return world


def register(world: World, monkeypatch) -> None:
    """`referral` is taken in; `fussy` is refused by its handler; `broken` has a handler that fails."""
    taken = Handler(frozenset({1}), world.arrived.append, world.heard.append)
    table = {"referral": taken, "fussy": Handler(frozenset({1}), fussy), "broken": Handler(frozenset({1}), broken)}
    monkeypatch.setattr(handlers, "_handlers", table)


def fussy(what: Arrived) -> None:
    raise Unsuitable(Code.NOT_ENOUGH, "There is no date of birth.")


def broken(what: Arrived) -> None:
    raise RuntimeError("a fault of ours")
