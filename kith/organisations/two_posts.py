"""What one person does who needs two posts for it: in a small school the head leads safeguarding too.

A post has one role, since what a role may open is declared once. So both are given, and at work they choose between
them.
"""

from datetime import date
from uuid import UUID

from django.db import transaction

from kith.organisations import staff
from kith.organisations.models import Post
from kith.reference.roles import Role

__all__ = ["HEAD_WHO_LEADS", "choices", "give", "roles_of"]

HEAD_WHO_LEADS = "head_who_leads"
TOGETHER = {HEAD_WHO_LEADS: (Role.HEADTEACHER, Role.DSL)}
WORDS = {HEAD_WHO_LEADS: "Headteacher who also leads safeguarding (two posts)"}


def choices() -> list[tuple[str, str]]:
    """What somebody may do here, in words: each role, and what takes two."""
    roles = staff.roles()
    both = [(name, WORDS[name]) for name, needed in TOGETHER.items() if set(needed) <= set(roles)]
    return sorted([*((role.value, role.words) for role in roles), *both], key=lambda one: one[1])


def roles_of(does: str) -> tuple[str, ...]:
    """The roles of what somebody does: mostly one."""
    return tuple(role.value for role in TOGETHER[does]) if does in TOGETHER else (does,)


def give(
    *,
    by: Post,
    email: str,
    name: str,
    organisation_id: UUID | None,
    role: str,
    from_on: date | None,
    last_on: date | None,
) -> tuple[Post, bool]:
    """A post for each of the roles, or none of them; what they hold already stays. The last one, and whether the
    account was made with them. Raises NotYours."""
    whom = {"by": by, "email": email, "name": name, "organisation_id": organisation_id}
    days = {"from_on": from_on, "last_on": last_on}
    roles = roles_of(role)
    left = [one for one in roles if not staff.holds(email, organisation_id, one)] or roles
    with transaction.atomic():
        given = [staff.give(**whom, role=one, **days) for one in left]  # type: ignore[arg-type]
    return given[-1][0], any(new for _, new in given)
