"""Who may be given a record: whoever works where it is kept, in a role that writes in its area."""

from uuid import UUID

from kith.areas import area as area_named
from kith.organisations.queries import posts_at
from kith.reference.roles import Role
from kith.vocabulary import Sight


def takers(area: str, holder: UUID | None) -> tuple[tuple[str, str], ...]:
    """Posts, each with the name and the role people know it by."""
    roles = {role for see in area_named(area).sees if see.sight is Sight.WRITE for role in see.roles}
    found = posts_at(holder, sorted(roles)) if holder else []
    return tuple((str(one.id), f"{one.user.display_name}, {Role(one.role).words}") for one in found)
