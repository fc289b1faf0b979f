"""What follows from a role alone."""

from kith.reference.roles import Role

# They send what they noticed and see their own receipts: nothing about a child but what they wrote.
REPORT_ONLY = frozenset({Role.SCHOOL_STAFF, Role.SCHOOL_ADMIN, Role.SLT, Role.SCHOOL_NURSE})


def reads_about_others(role: Role) -> bool:
    """Whether this role reads about a child other than what its holder wrote. Such roles need a second factor."""
    return role not in REPORT_ONLY
