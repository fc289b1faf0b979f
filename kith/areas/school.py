"""What the areas of a school’s safeguarding file say alike: who leads it, whose kind is whose, how long it is kept."""

from kith.vocabulary import Field, Keep, Kind, Move, Role, See, Sight, Special, Stage

__all__ = ["AUDIENCES", "COLUMN", "FILE", "KEPT", "LEADS", "STRICTER", "VOID", "category", "voided_from"]

LEADS = (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER)
COLUMN, STRICTER = "concern", {"child_protection": "concern_cp"}
# The concern a piece of work stands beside; what it is about and of what kind comes from there.
FILE = "concern"

AUDIENCES = (
    See(Sight.WRITE, LEADS, second_factor=True),
    See(Sight.OWN_CATEGORIES, (Role.PASTORAL_LEAD,), categories=("pastoral",)),
    See(Sight.OWN_CATEGORIES, (Role.SENCO,), categories=("senco",)),
    See(Sight.OWN_CATEGORIES, (Role.ATTENDANCE_LEAD,), categories=("attendance_lead",)),
    See(Sight.OWN_CATEGORIES, (Role.DESIGNATED_TEACHER,), categories=("designated_teacher",)),
)

KEPT = Keep(
    "RET-09",
    years=25,
    after="date of birth",
    because=(
        "Keeping children safe in education, Part two, and the record schedule for schools: the safeguarding "
        "file follows the child, and the last school keeps it"
    ),
    then="review",
    passes_to="the next school, against a signature",
    adjustable=True,
)

VOID = Stage("void", "Void", "It was entered by mistake. It stays in the file, marked.", closes=True, void=True)


def category(stage: str) -> Field:
    """Of what kind it is for each child: as the concern it stands beside says, and asked only where there is none."""
    return Field(
        "category",
        "What kind of concern does this belong to?",
        Kind.CODE,
        code_set="concern_category",
        special=tuple(Special),
        own=True,
        spine=True,
        asked_at=stage,
    )


def voided_from(*stages: str) -> tuple[Move, ...]:
    """Whoever leads may say that it was entered by mistake."""
    return tuple(
        Move(stage, VOID.name, "Mark as entered by mistake", (Role.DSL, Role.HEADTEACHER), needs_rationale=True)
        for stage in stages
    )
