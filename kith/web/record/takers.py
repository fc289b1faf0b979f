"""Who may be given a record: whoever works where it is kept, in a role that writes in its area."""

from uuid import UUID

from kith.areas import area as area_named
from kith.organisations.models import Post
from kith.organisations.queries import posts_at, teams_at
from kith.reference.roles import Role
from kith.vocabulary import Sight

# How a form says that a team is meant, and not a post.
TEAM = "team."


def takers(area: str, holder: UUID | None) -> tuple[tuple[str, str], ...]:
    """Posts, each with the name and the role people know it by; then the teams that any of them works in."""
    roles = {role for see in area_named(area).sees if see.sight is Sight.WRITE for role in see.roles}
    found = posts_at(holder, sorted(roles)) if holder else []
    people = tuple((str(one.id), f"{one.user.display_name}, {Role(one.role).words}") for one in found)
    return people + _teams(found, holder)


def _teams(found: list[Post], holder: UUID | None) -> tuple[tuple[str, str], ...]:
    """The teams in which one of them works."""
    manned = {one.team_now for one in found}
    there = teams_at(holder) if holder else []
    return tuple((f"{TEAM}{one.id}", f"The team {one.name}") for one in there if one.id in manned)
