"""Suspension and permanent exclusion, as the council follows it: what the head decided, and what the law asks next.

The days are school days of the pupil's own school. Which duty the governors have follows from the length in the term
and from what the parents say; the officer writes it down, the number of days has to bear it out, and the clock of that
duty runs.
"""

from datetime import date

from kith.reference.relied_on import STATUTORY
from kith.vocabulary import (
    All,
    Answered,
    Any_,
    Area,
    Clock,
    Field,
    In,
    Is,
    Keep,
    Kind,
    MoreThan,
    Move,
    Not,
    Part,
    Period,
    Role,
    See,
    Share,
    Sight,
    Stage,
    Unit,
)

OFFICERS = (Role.INCLUSION_OFFICER, Role.EWO)
REGULATIONS = "School Discipline (Pupil Exclusions and Reviews) (England) Regulations 2012"

DECISION = Part(
    "decision",
    "What the head decided",
    (
        Field("occurred_at", "When did it happen?", Kind.MOMENT, required=True, spine=True),
        Field("school", "Which school?", Kind.TEXT, required=True, hint="As it is named here: its own days count."),
        Field("decided_on", "When did the head decide?", Kind.DATE, required=True),
        Field("first_day", "What is the first day the pupil is excluded?", Kind.DATE, required=True,
              not_before="decided_on"),
        Field("reasons", "For which reasons?", Kind.CODES, code_set="exclusion_reason", required=True,
              most=3),
        Field("narrative", "What happened?", Kind.LONG_TEXT, required=True, hint="Name no other pupil."),
        Field("exam_missed", "Does the pupil miss a public exam or a national test?", Kind.YES_NO, required=True),
    ),
)  # fmt: skip

PUPIL = Part(
    "pupil",
    "About the pupil",
    (
        Field("role", "Whom is it about?", Kind.CODE, code_set="exclusion_role", required=True, own=True, spine=True),
        Field("category", "What did the head decide?", Kind.CODE, code_set="exclusion_type", required=True, own=True,
              spine=True),
        Field("sessions", "How many sessions does it last?", Kind.NUMBER, own=True, most=90),
        Field("days_in_term", "How many school days has the pupil been excluded this term?", Kind.NUMBER, own=True,
              most=90),
        Field("over_five_days", "Does it last longer than five school days?", Kind.YES_NO, required=True, own=True),
        Field("child_words", "What does the pupil say, in their own words?", Kind.LONG_TEXT, own=True,
              childs_words=True),
        Field("social_worker_told", "When was the social worker told?", Kind.DATE, own=True),
        Field("virtual_school_told", "When was the virtual school told?", Kind.DATE, own=True),
    ),
)  # fmt: skip

NOTICE = Part(
    "notice",
    "Who was told",
    (
        Field("parents_told_on", "When were the parents told in writing?", Kind.DATE, asked_at="decided",
              not_before="decided_on"),
        Field("governors_told_on", "When were the governors told?", Kind.DATE, asked_at="decided",
              not_before="decided_on"),
        Field("duty", "What must the governors do?", Kind.CODE, code_set="governors_duty", asked_at="decided"),
        Field("provision", "Who teaches the pupil from the sixth day?", Kind.TEXT, asked_at="decided"),
        Field("provision_from", "From when are they taught there?", Kind.DATE, asked_at="decided",
              not_before="first_day"),
    ),
)  # fmt: skip

REVIEWED = Part(
    "reviewed",
    "What the governors and the panel decided",
    (
        Field("governors_met_on", "When did the governors meet?", Kind.DATE, asked_at="governors",
              not_before="governors_told_on"),
        Field("parents_told_decision_on", "When were the parents told what the governors decided?", Kind.DATE,
              asked_at="governors", not_before="governors_met_on"),
        Field("review_asked_on", "When did the parents ask for an independent review?", Kind.DATE,
              asked_at="review_window", not_before="parents_told_decision_on"),
        Field("panel_met_on", "When did the panel meet?", Kind.DATE, asked_at="panel", not_before="review_asked_on"),
        Field("panel_told_on", "When were the governors told what the panel decided?", Kind.DATE, asked_at="panel",
              not_before="panel_met_on"),
        Field("outcome", "How did it end?", Kind.CODE, code_set="exclusion_outcome", required=True, own=True,
              spine=True, asked_at="decided"),
    ),
)  # fmt: skip

PERMANENT, LONG = Is("category", "PERM"), Is("over_five_days", True)
# Of more than so many school days in a term the governors have to meet soon, whatever the parents say.
MANY_DAYS = MoreThan("days_in_term", 15)
SOON = Is("shared.duty", "meet_15")
ENDED = Answered("outcome")
OPEN = ("decided", "governors", "review_window", "panel", "reconsider")

AREA = Area(
    name="exclusion",
    version=2,
    title="Suspension and exclusion",
    purpose="A pupil a head has excluded, and what the law asks of school, governors and council.",
    law=("Education Act 2002, section 51A", REGULATIONS),
    relied_on=(STATUTORY,),
    in_force=date(2026, 11, 26),
    parts=(DECISION, PUPIL, NOTICE, REVIEWED),
    stages=(
        Stage("decided", "Decided", "The head has decided and the council knows of it."),
        Stage("governors", "With the governors", "The governors have been told and have to look at it."),
        Stage("review_window", "Upheld", "The governors let it stand; the parents may ask for a review."),
        Stage("panel", "With the panel", "An independent panel looks at what the governors decided."),
        Stage("reconsider", "To be reconsidered", "The panel asks the governors to decide again."),
        Stage("closed", "Closed", "It has ended and how is written down.", closes=True),
        Stage("void", "Void", "It was entered by mistake. It stays in the file, marked.", closes=True, void=True),
    ),
    moves=(
        Move("decided", "governors", "Governors told", OFFICERS,
             guard=All(Answered("shared.parents_told_on"), Answered("shared.governors_told_on"),
                       Answered("shared.duty"), Any_(Not(MANY_DAYS), SOON))),
        Move("decided", "closed", "Close", OFFICERS, guard=ENDED, needs_rationale=True),
        Move("governors", "review_window", "Governors upheld it", OFFICERS,
             guard=All(Answered("shared.governors_met_on"), Answered("shared.parents_told_decision_on"))),
        Move("governors", "closed", "Close", OFFICERS, guard=ENDED, needs_rationale=True),
        Move("review_window", "panel", "Review asked for", OFFICERS, guard=Answered("shared.review_asked_on")),
        Move("review_window", "closed", "Close", OFFICERS, needs_rationale=True,
             guard=All(ENDED, Any_(In("outcome", ("reinstated", "served", "cancelled")),
                                   In("clock.review_asked", ("late", "stopped late"))))),
        Move("panel", "reconsider", "Governors have to reconsider", OFFICERS, guard=Answered("shared.panel_told_on")),
        Move("panel", "closed", "Close", OFFICERS, guard=All(ENDED, Answered("shared.panel_met_on")),
             needs_rationale=True),
        Move("reconsider", "closed", "Close", OFFICERS, guard=ENDED, needs_rationale=True),
        *(Move(stage, "void", "Mark as entered by mistake", OFFICERS, needs_rationale=True) for stage in OPEN),
    ),
    clocks=(
        Clock("told", "Parents and governors are told", starts_on=("decided",), stops_on=("governors", "void"),
              counts_from="shared.decided_on", period=Period(1, Unit.SCHOOL_DAYS, inclusive=True),
              law="Suspension and permanent exclusion guidance: without delay", statutory=True,
              met_on=("shared.parents_told_on", "shared.governors_told_on")),
        Clock("governors_soon", "The governors meet", starts_on=("governors",),
              stops_on=("review_window", "closed", "void"), counts_from="shared.governors_told_on",
              met_on=("shared.governors_met_on",), only_when=Any_(SOON, MANY_DAYS),
              period=Period(15, Unit.SCHOOL_DAYS), alerts=(50, 75),
              law=f"{REGULATIONS}, regulation 6(7)(a)", statutory=True),
        Clock("governors_later", "The governors meet", starts_on=("governors",),
              stops_on=("review_window", "closed", "void"), counts_from="shared.governors_told_on",
              met_on=("shared.governors_met_on",), only_when=All(Is("shared.duty", "meet_50"), Not(MANY_DAYS)),
              period=Period(50, Unit.SCHOOL_DAYS),
              alerts=(75,),
              law=f"{REGULATIONS}, regulation 6(7)(b)", statutory=True),
        Clock("taught_suspended", "The pupil is taught full time", starts_on=("decided",), stops_on=("closed", "void"),
              counts_from="shared.first_day", only_when=All(In("category", ("SUSP", "LNCH")), LONG),
              stops_when=Answered("shared.provision_from"), period=Period(6, Unit.SCHOOL_DAYS, inclusive=True),
              law="Education and Inspections Act 2006, section 100; SI 2007/1870, regulation 3", statutory=True),
        Clock("taught_excluded", "The council teaches the pupil full time", starts_on=("decided",),
              stops_on=("closed", "void"), counts_from="shared.first_day", only_when=PERMANENT,
              stops_when=Answered("shared.provision_from"), period=Period(6, Unit.SCHOOL_DAYS), alerts=(50,),
              law="Education Act 1996, section 19; SI 2007/1870, regulation 4", statutory=True,
              escalates_to=(Role.VIRTUAL_SCHOOL_HEAD,)),
        Clock("review_asked", "The parents may ask for a review", starts_on=("review_window",),
              stops_on=("panel", "closed", "void"), counts_from="shared.parents_told_decision_on",
              met_on=("shared.review_asked_on",), only_when=PERMANENT, period=Period(15, Unit.SCHOOL_DAYS),
              law=f"{REGULATIONS}, regulation 6(11) and schedule 1, paragraph 2", statutory=True),
        Clock("panel_meets", "The panel meets", starts_on=("panel",), stops_on=("reconsider", "closed", "void"),
              counts_from="shared.review_asked_on", met_on=("shared.panel_met_on",),
              period=Period(15, Unit.SCHOOL_DAYS), alerts=(75,), law=f"{REGULATIONS}, schedule 1, paragraph 1",
              statutory=True),
        Clock("reconsidered", "The governors decide again", starts_on=("reconsider",), stops_on=("closed", "void"),
              counts_from="shared.panel_told_on", period=Period(10, Unit.SCHOOL_DAYS),
              law=f"{REGULATIONS}, regulation 8", statutory=True),
    ),
    keep=Keep("RET-11", 25, "date of birth", "Record schedule for schools, and the council’s own", "destroy",
              adjustable=True),
    sees=(
        See(Sight.WRITE, (*OFFICERS, Role.VIRTUAL_SCHOOL_HEAD), second_factor=True),
        See(Sight.READ, (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.MASH_OFFICER), second_factor=True),
    ),
    line="{reference}: {category}, {stage}, {outcome}",
    tells="narrative",
    roles_of_persons="exclusion_role",
    shares=(
        Share("the governors and the panel", ("decision", "pupil"),
              f"{REGULATIONS}: the papers those who review a decision are sent"),
    ),
    receipt={"decided": "Received", "void": "Marked as entered by mistake"},
    adjustable=("keep", "provision.label"),
    column="education",
)  # fmt: skip
