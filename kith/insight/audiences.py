"""Reports, each declared for those who read it: which questions, named or not, for which purposes, on what basis.

No Django. Readers outside the school's own leads are told numbers alone, suppressed, of half-terms that have ended:
half-terms never change afterwards by a day more, are never added up, and so two reports say together no more than each.
"""

from dataclasses import dataclass

from kith.reference.roles import Role

__all__ = ["AUDIENCES", "LEADS", "Audience", "audience"]

LEADS = frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER})
KCSIE = "Education Act 2002, sections 157 and 175, and Keeping children safe in education, Part two"


@dataclass(frozen=True)
class Audience:
    """`read_by` open its page; `outside`: suppressed, and whole questions only; `schools`: each school of the trust by
    itself; `sample`: a list of concerns, named on the lead's own screen and paper and in no file; `figures`: counts of
    the place; `training`: how many of the staff are up to date with each."""

    name: str
    title: str
    to: str
    words: str
    questions: tuple[str, ...]
    purposes: tuple[str, ...]
    basis: str = KCSIE
    read_by: frozenset[Role] = LEADS
    outside: bool = False
    groups: bool = False
    schools: bool = False
    sample: bool = False
    figures: bool = False
    patterns: bool = False
    training: bool = False


AUDIENCES = (
    Audience(
        "governors",
        "Report to governors",
        "The governing board",
        "Numbers alone, nobody named. Numbers below six are not said, and none can be worked out from the others.",
        ("category", "in_time", "outcome", "weekday"),
        ("Governors’ oversight of safeguarding", "Meeting of the safeguarding governor with the lead"),
        read_by=LEADS | {Role.GOVERNOR, Role.SAFEGUARDING_GOVERNOR, Role.DESIGNATED_TEACHER},
        outside=True,
        groups=True,
        training=True,
    ),
    Audience(
        "trust",
        "Report to the trust board",
        "The trust board",
        "Each school by itself: schools are never added up. Numbers below six are not said.",
        ("category", "in_time"),
        ("The trust’s oversight of safeguarding in its schools",),
        read_by=frozenset({Role.TRUST_DSL}),
        outside=True,
        schools=True,
        training=True,
    ),
    Audience(
        "head",
        "Report to the headteacher",
        "The headteacher",
        "Everything that is counted, and what may be a pattern.",
        ("category", "weeks", "time_of_day", "place", "in_time", "outcome"),
        ("Supervision of the safeguarding lead", "Leadership meeting"),
        groups=True,
        figures=True,
        patterns=True,
        training=True,
    ),
    Audience(
        "inspectors",
        "Pack for inspectors",
        "The lead inspector",
        "Numbers of the school, and a sample of concerns. Whom they are about stands on your screen and on what you"
        " print for the inspector in person; a file has references only.",
        ("category", "in_time", "outcome"),
        ("Inspection of the school",),
        "Education Act 2005, section 5, and Education and Skills Act 2008, section 109",
        groups=True,
        figures=True,
        sample=True,
        training=True,
    ),
    Audience(
        "return",
        "Return under section 175 or 157",
        "The local authority’s safeguarding partners",
        "What the council’s yearly return asks of numbers. Policies are answered on its own form.",
        ("category", "in_time", "outcome"),
        ("Yearly safeguarding return",),
        outside=True,
        figures=True,
        training=True,
    ),
    Audience(
        "termly",
        "Termly review",
        "The safeguarding team",
        "For the team’s own review: what rose, when and where, and who is in which group.",
        ("category", "weeks", "time_of_day", "place", "outcome"),
        ("Termly review by the safeguarding team",),
        groups=True,
        figures=True,
        patterns=True,
    ),
)  # fmt: skip


def audience(name: str) -> Audience:
    """The audience of this name. Raises KeyError."""
    return {one.name: one for one in AUDIENCES}[name]
