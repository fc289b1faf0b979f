"""A small world for tests: one school with its lead, its head and a teacher. Everything by the rooms' own actions."""

from dataclasses import dataclass
from uuid import UUID

from kith.accounts import actions as accounts
from kith.organisations import actions as organisations
from kith.organisations.models import Organisation, Post
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.tenancy.models import Controller, Holder


@dataclass(frozen=True)
class School:
    controller: Controller
    holder: Holder
    organisation: Organisation
    posts: dict[Role, Post]

    def at_work(self, role: Role):
        """The open unit of the post with this role."""
        return tenancy(self.controller.id, post=self.posts[role].id)


def open_school(slug: str, *roles: Role, laestab: str = "", controller: Controller | None = None) -> School:
    """A school with a post for each role; a controller of its own unless it belongs to a trust."""
    controller = controller or organisations.open_controller(slug=slug, kind="school", name=slug.title())
    with tenancy(controller.id, system="importer"):
        holder = organisations.add_holder(slug=slug, name=f"{slug.title()} School")
        school = organisations.add_organisation(
            kind="school", name=f"{slug.title()} School", files_of=holder, laestab=laestab
        )
    posts = {role: give_post(controller, school, role, f"{role}@{slug}.example") for role in roles}
    return School(controller, holder, school, posts)


def give_post(controller: Controller, organisation: Organisation, role: Role, email: str) -> Post:
    user = accounts.create_user(email=email, display_name=f"{role.words} of {organisation.name}")
    with tenancy(controller.id, system="importer"):
        return organisations.grant_post(user=user, organisation=organisation, role=role)


def lines(controller: UUID, action: str = "") -> list[tuple[str, str]]:
    """(action, reason) of the ledger's lines, oldest first."""
    from kith.audit.models import Detail, Leaf

    with tenancy(controller, system="clock"):
        details = {d.id: d.reason for d in Detail.objects.all()}
        leaves = Leaf.objects.order_by("time", "id")
        return [(leaf.action, details.get(leaf.id, "")) for leaf in leaves if leaf.action.startswith(action)]
