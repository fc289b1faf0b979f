"""Opening a council, a trust or a school on an installation that has none, and giving its people their posts."""

from uuid import UUID

from kith.accounts import actions as accounts
from kith.accounts.models import User
from kith.organisations import actions
from kith.organisations.models import Organisation, Post
from kith.reference.roles import Role
from kith.tenancy import tenancy
from kith.tenancy.models import Controller, Holder

# The system post of whoever sets an installation up from its machine. It sees no child.
OPERATOR = "operator"
KINDS = ("council", "trust", "school")
# A place of its own files, as against one whose staff keep the files of another.
KEEPS_FILES = frozenset({Organisation.Kind.SCHOOL, Organisation.Kind.SERVICE, Organisation.Kind.SETTING})
FIRST_PLACE = {
    "council": Organisation.Kind.SERVICE,
    "trust": Organisation.Kind.TRUST,
    "school": Organisation.Kind.SCHOOL,
}


class Taken(Exception):
    """A name is in use already; the message says which and what to do."""


def open_first(*, slug: str, kind: str, name: str, laestab: str = "", urn: str = "") -> Controller:
    """A controller with its first place: the school itself, the trust's office, the council's children's service."""
    if Controller.objects.filter(slug=slug).exists():
        raise Taken(f"{slug} is there already. Choose another short name.")
    controller = actions.open_controller(slug=slug, kind=kind, name=name)
    open_place(controller.id, slug=slug, kind=FIRST_PLACE[kind], name=name, laestab=laestab, urn=urn)
    return controller


def open_place(
    controller_id: UUID, *, slug: str, kind: str, name: str, laestab: str = "", urn: str = ""
) -> Organisation:
    """One more school, service or office of a controller. A school keeps files of its own."""
    with tenancy(controller_id, system=OPERATOR):
        if Organisation.objects.filter(name=name).exists() or Holder.objects.filter(slug=slug).exists():
            raise Taken(f"{name} ({slug}) is there already.")
        holder = actions.add_holder(slug=slug, name=name) if kind in KEEPS_FILES else None
        return actions.add_organisation(kind=kind, name=name, files_of=holder, laestab=laestab, urn=urn)


def give_post(controller_id: UUID, *, place: str, role: Role, email: str, name: str = "") -> tuple[User, Post]:
    """A role at a place, by its name or LAESTAB. An account is made if the address has none; `name` is theirs.

    Raises LookupError with a sentence when the place or the name is missing.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None and not name:
        raise LookupError(f"{email} has no account yet: give their name too.")
    user = user or accounts.create_user(email=email, display_name=name)
    with tenancy(controller_id, system=OPERATOR):
        found = {key: one for one in Organisation.objects.all() for key in (one.name, one.laestab) if key}
        if place not in found:
            raise LookupError(f"{place} is no place here. There are: {', '.join(sorted(found))}.")
        return user, actions.grant_post(user=user, organisation=found[place], role=role)
