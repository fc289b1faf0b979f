"""What is open in a council and in a school beside it: so much at a tenth of the size, ten times that at the whole."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from bench import database, many
from bench.council import Council, add_children, open_council
from bench.inside import TWIN, Place, over

TENTH = 10
# At a tenth: more than a list shows, so that at the whole the same list is drawn. And what was closed, by the child.
WAITING, CLOSED_A_CHILD = 130, 0.6
# A school has its size: what grows there is what was closed over the years.
CONCERNS, CLOSED_CONCERNS, PUPILS = 120, 400, 300
LEAD = "dsl"
SAID = {
    "danger_now": False, "origin": "seen", "immediate_action": "Told the safeguarding lead.",
    "description": "Came without a coat again, was tired and said that nobody was at home last night.",
}  # fmt: skip


@dataclass
class Work:
    """The council, the school, and who is signed in, by role."""

    council: Council
    school: Any
    clients: dict[str, Any]
    pupils: list[UUID]

    def write(self, name: str, times: int, children: int, prefix: str) -> None:
        """So many times what is open at a tenth, and what so many children leave behind."""
        rare, often = timedelta(minutes=50), timedelta(minutes=9)
        for stage, told in (("received", "mash_officer"), ("decision_pending", "mash_manager")):
            self.council.contacts(
                name, WAITING * times, stage=stage, told=told, clocks=("decided", "feedback"), every=often,
                prefix=f"{prefix}{stage[0].upper()}",
            )  # fmt: skip
        closed = {"stage": "closed", "closed": True, "every": rare}
        self.council.contacts(name, int(children * CLOSED_A_CHILD), prefix=f"{prefix}X", **closed)
        self._concerns(name, CLOSED_CONCERNS * times, prefix=f"{prefix}Y", **closed)

    def open_concerns(self, name: str) -> None:
        """A third new, the others at work on."""
        for stage, clocks in (("submitted", ("looked_at",)), ("active", ()), ("monitoring", ())):
            told = {"clocks": clocks, "every": timedelta(hours=5), "prefix": f"OPEN{stage[0].upper()}"}
            self._concerns(name, CONCERNS // 3, stage=stage, **told)

    def _concerns(self, name: str, count: int, **more: Any) -> None:
        school = self.school
        with self.council.place.filling(name) as connection:
            drawn = {"area": "concern", "role": "victim", "shared": SAID, "category": "cause_for_concern", **more}
            who = {"controller": school.controller.id, "holder": school.holder.id, "persons": self.pupils}
            lead = next(iter(school.posts.values())).id
            many.write(connection, many.Records(count=count, writer=lead, **who, **drawn))


def build(place: Place, children: int) -> Work:
    """A council of a tenth of the children in the first database, and of all of them in its twin."""
    from kith.reference.roles import Role
    from tests.rooms import open_school
    from tests.signin import client_for

    council = open_council(place, children // TENTH)
    school = open_school("oakside", Role.DSL)
    clients = council.clients | {LEAD: client_for(school.posts[Role.DSL].id)}
    work = Work(council, school, clients, _pupils(school))
    work.open_concerns(database.NAME)
    work.write(database.NAME, 1, children // TENTH, "S")
    place.make_twin()
    over(TWIN)()
    add_children(children - children // TENTH, seed=2)
    work.write(TWIN, TENTH - 1, children - children // TENTH, "L")
    place.settle(database.NAME, TWIN)
    return work


def _pupils(school: Any) -> list[UUID]:
    from kith.demo.children import receive
    from kith.foundation.ids import uuid7
    from kith.people.bulk import Arrival
    from kith.people.models import PersonName
    from kith.tenancy import tenancy

    pupils = [uuid7() for _ in range(PUPILS)]
    with tenancy(school.controller.id, system="importer"):
        name = {"kind": "legal", "forename": "Mia", "middle": "", "surname": "Sole"}
        receive([Arrival(one, {PersonName: [name]}) for one in pupils], holder=school.holder.id, because="drawn")
    return pupils
