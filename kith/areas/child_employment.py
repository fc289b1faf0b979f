"""Child employment: an employer asks to employ a child of compulsory school age; the council issues a permit or not.

The hours a child may work are those of the council's byelaws; the officer holds the grid of hours against them.
"""

from datetime import date

from kith.reference.relied_on import STATUTORY
from kith.vocabulary import (
    All,
    Answered,
    Area,
    Clock,
    Field,
    Is,
    Keep,
    Kind,
    Move,
    Part,
    Period,
    Role,
    See,
    Share,
    Sight,
    Stage,
    Unit,
    declare,
)

OFFICERS = (Role.EMPLOYMENT_OFFICER,)

WORK = declare(
    "employment_kind",
    {
        "shop": "Shop work",
        "newspapers": "Delivering newspapers or leaflets",
        "cafe": "Café or restaurant, not in a commercial kitchen",
        "office": "Office work",
        "hairdresser": "Hairdressing salon",
        "stables": "Riding stables",
        "farm": "Light agricultural work",
        "hotel": "Domestic work in a hotel",
        "other": "Other light work",
    },
)
WHO = declare(
    "employment_role",
    {
        "worker": "The child who works",
    },
)
DECISIONS = declare(
    "permit_outcome",
    {
        "issued": "Permit issued",
        "refused": "Refused",
        "suspended": "Suspended",
        "revoked": "Revoked",
        "ended": "Ended",
    },
)

HOURS = (
    Field("when", "On which days, in term or in the holidays?", Kind.TEXT, required=True),
    Field("starts", "When does work start?", Kind.TEXT, required=True),
    Field("ends", "When does work end?", Kind.TEXT, required=True),
    Field("hours", "How many hours is that in a day?", Kind.NUMBER, required=True, most=8),
)

JOB = Part(
    "job",
    "The work",
    (
        Field("occurred_at", "When did the employer ask?", Kind.MOMENT, required=True, spine=True),
        Field("employer", "Who is the employer?", Kind.TEXT, required=True),
        Field("kind", "What sort of work is it?", Kind.CODE, code_set=WORK, required=True),
        Field("duties", "What does the child do there?", Kind.LONG_TEXT, required=True),
        Field("place", "Where is the work?", Kind.TEXT, required=True),
        Field("starts_on", "When does or did the work start?", Kind.DATE, required=True),
        Field("hours", "Which hours are to be worked?", Kind.ROWS, rows=HOURS, required=True),
        Field("risks_assessed", "Has the employer assessed the risks and told the parent?", Kind.YES_NO, required=True),
        Field("free_weeks", "Are two weeks in a row of the school holidays free of work?", Kind.YES_NO, required=True),
    ),
)

CHILD = Part(
    "child",
    "The child",
    (
        Field("role", "Whom is it about?", Kind.CODE, code_set=WHO, required=True, own=True, spine=True),
        Field("child_words", "What does the child say about the work?", Kind.LONG_TEXT, own=True, childs_words=True),
        Field("parent_agrees_on", "When did a parent or carer agree?", Kind.DATE, own=True),
    ),
)

CHECKS = Part(
    "checks",
    "What was checked",
    (
        Field("school_agrees", "Does the school agree?", Kind.YES_NO, asked_at="checking"),
        Field("fit_for_it", "Is the child fit for this work?", Kind.YES_NO, asked_at="checking"),
        Field("hours_allowed", "Do the hours keep to the byelaws?", Kind.YES_NO, asked_at="checking"),
        Field("permit_number", "What is the number of the permit?", Kind.TEXT, asked_at="checking"),
        Field(
            "outcome",
            "What was decided?",
            Kind.CODE,
            code_set=DECISIONS,
            required=True,
            own=True,
            spine=True,
            asked_at="checking",
        ),
    ),
)

ALL_WELL = All(
    Is("shared.risks_assessed", True),
    Is("shared.free_weeks", True),
    Is("shared.school_agrees", True),
    Is("shared.fit_for_it", True),
    Is("shared.hours_allowed", True),
    Answered("shared.permit_number"),
    Answered("parent_agrees_on"),
    Is("outcome", "issued"),
)

AREA = Area(
    name="child_employment",
    version=1,
    title="Child employment",
    purpose="A child of compulsory school age who works, and the permit the council gives or refuses.",
    law=("Children and Young Persons Act 1933, section 18", "The council’s byelaws on the employment of children"),
    relied_on=(STATUTORY,),
    in_force=date(2026, 9, 1),
    parts=(JOB, CHILD, CHECKS),
    stages=(
        Stage("received", "Received", "The employer has asked and nobody has looked at it."),
        Stage("checking", "Checking", "School, health, risks and hours are being checked."),
        Stage("issued", "Permit issued", "The child may work as the permit says."),
        Stage("suspended", "Suspended", "The child may not work until something is put right."),
        Stage("closed", "Closed", "It was refused or revoked, or the work has ended.", closes=True),
        Stage("void", "Void", "It was entered by mistake. It stays in the file, marked.", closes=True, void=True),
    ),
    moves=(
        Move("received", "checking", "Start checking", OFFICERS),
        Move("checking", "issued", "Issue the permit", OFFICERS, guard=ALL_WELL),
        Move("checking", "closed", "Refuse", OFFICERS, guard=Is("outcome", "refused"), needs_rationale=True),
        Move("issued", "suspended", "Suspend", OFFICERS, needs_rationale=True),
        Move("suspended", "issued", "Let work go on", OFFICERS, needs_rationale=True),
        Move("issued", "closed", "End", OFFICERS, needs_rationale=True),
        Move("suspended", "closed", "Revoke", OFFICERS, needs_rationale=True),
        *(
            Move(stage, "void", "Mark as entered by mistake", OFFICERS, needs_rationale=True)
            for stage in ("received", "checking", "issued", "suspended")
        ),
    ),
    clocks=(
        Clock(
            "told",
            "The council knows of the work",
            starts_on=("received",),
            stops_on=("checking", "closed", "void"),
            counts_from="shared.starts_on",
            period=Period(7, Unit.CALENDAR_DAYS),
            law="Byelaws on the employment of children: within seven days of the first day of work",
            statutory=True,
        ),
    ),
    keep=Keep("RET-19", 6, "end of the permit", "Local schedule: licences and permits", "destroy", adjustable=True),
    sees=(
        See(Sight.WRITE, OFFICERS, second_factor=True),
        See(Sight.READ, (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.MASH_OFFICER), second_factor=True),
    ),
    line="{reference}: work permit, {outcome}, {stage}",
    tells="duties",
    roles_of_persons=WHO,
    shares=(
        Share(
            "the child’s school",
            ("job",),
            "Byelaws on the employment of children: the school is asked before a permit is issued",
        ),
    ),
    receipt={"received": "Received", "void": "Marked as entered by mistake"},
    adjustable=("keep", "kind.codes"),
    column="licence",
)
