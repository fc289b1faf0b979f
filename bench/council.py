"""A council of so many children with its front door, and a school beside it: what is measured as it grows."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bench import many
from bench.inside import Place

CHILDREN = "SELECT person_id FROM people_personbirth WHERE born_on > current_date - 6570 ORDER BY person_id"
TOLD = {
    "danger_now": False, "channel": "phone", "source": "2A", "reasons": ["abuse"], "parents_informed": True,
    "narrative": "A neighbour heard shouting at night and rang. She will not give her name.", "consent": "given",
}  # fmt: skip


@dataclass
class Council:
    """Its posts by role, and clients that are signed in as them."""

    place: Place
    controller: UUID
    # Whose files the front door keeps.
    holder: UUID
    posts: dict[str, UUID] = field(default_factory=dict)
    clients: dict[str, Any] = field(default_factory=dict)

    def contacts(self, name: str, count: int, **more: Any) -> None:
        """Write so many contacts into the database of this name, each about another child."""
        with self.place.filling(name) as connection:
            persons = more.pop("persons", None) or [id for (id,) in connection.execute(CHILDREN)]
            drawn = {"area": "contact", "role": "subject", "shared": TOLD, "writer": self.posts["mash_officer"], **more}
            many.write(
                connection,
                many.Records(controller=self.controller, holder=self.holder, persons=persons, count=count, **drawn),
            )


def open_council(place: Place, children: int) -> Council:
    """The council of the demo with so many drawn children, and whoever works at its front door."""
    from kith.organisations.models import Organisation
    from kith.reference.roles import Role
    from kith.tenancy import tenancy
    from kith.tenancy.models import Controller
    from tests.rooms import give_post
    from tests.signin import client_for

    add_children(children, seed=1)
    controller = Controller.objects.get(slug="wexshire")
    with tenancy(controller.id, system="importer"):
        door = Organisation.objects.get(name="Front door")
    made = Council(place, controller.id, door.files_of_id)
    for role in (Role.MASH_OFFICER, Role.MASH_MANAGER):
        post = give_post(controller, door, role, f"{role.value}@wexshire.example")
        made.posts[role.value], made.clients[role.value] = post.id, client_for(post.id)
    return made


def add_children(count: int, *, seed: int) -> None:
    """So many further children of the council, in the database that is worked with now."""
    from kith.demo.large import grow
    from kith.foundation.dates import today

    grow(children=count, seed=seed, today=today(), say=lambda words: None)
