"""Who leads, in one order: what comes of itself goes to the first of them who is there. Nobody is never told."""

from kith.reference.roles import Role

__all__ = ["LEADERS", "LEADS_SAFEGUARDING", "OVER_THEM", "TOGETHER", "line"]

LEADS_SAFEGUARDING = (Role.DSL, Role.DEPUTY_DSL)
# Where nobody leads safeguarding.
OVER_THEM = (Role.HEADTEACHER,)
_SERVICE = (
    Role.MASH_MANAGER, Role.EH_MANAGER, Role.SEND_MANAGER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE, Role.DCS,
)  # fmt: skip
LEADERS = (*LEADS_SAFEGUARDING, *OVER_THEM, *_SERVICE)
# The work of the first is on the lists of all of them, though one alone is told of it: who stands in may be needed
# tomorrow.
TOGETHER = (LEADS_SAFEGUARDING,)


def line(role: str) -> tuple[str, ...]:
    """A role, and who answers for its work where nobody has it."""
    return tuple(dict.fromkeys([role, *(one.value for one in LEADERS)]))
