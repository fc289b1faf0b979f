"""A plan in the school to keep a child safe or to help them: what it is to achieve, who does what, when it is looked at
again. Each review says what has changed."""

from datetime import date

from kith.areas import school
from kith.reference.relied_on import SAFEGUARDING, SOCIAL_PROTECTION
from kith.vocabulary import Answered, Area, Carry, Clock, Field, Kind, Move, Part, Period, Role, Stage, Unit, declare

KINDS = declare(
    "plan_kind",
    {
        "safety_plan": "Safety plan",
        "risk_assessment": "Risk assessment",
        "support_plan": "Support plan",
        "early_help": "Early help plan",
        "attendance": "Attendance plan",
        "return": "Plan for coming back",
    },
)
OUTCOMES = declare(
    "plan_outcome",
    {
        "met": "What it was for is reached",
        "partly": "Part of what it was for is reached",
        "not_met": "Little has changed",
        "replaced": "Another plan took its place",
        "left": "The child has left the school",
    },
)
STEP = (
    Field("what", "What is to be done?", Kind.TEXT, required=True),
    Field("who", "Who does it?", Kind.TEXT, required=True),
    Field("by", "By when?", Kind.DATE),
)
REVIEW = (
    Field("held_on", "When was it looked at?", Kind.DATE, required=True),
    Field("who", "Who took part?", Kind.TEXT, required=True),
    Field("changed", "What has changed since?", Kind.LONG_TEXT, required=True),
    Field("next", "What is to be different from now on?", Kind.LONG_TEXT),
)

PLAN = Part(
    "plan",
    "The plan",
    (
        Field("occurred_at", "When was it made?", Kind.MOMENT, required=True, spine=True),
        Field("kind", "What sort of plan is it?", Kind.CODE, code_set=KINDS, required=True),
        Field("aim", "What is it to achieve?", Kind.LONG_TEXT, required=True),
        Field("steps", "Who does what?", Kind.ROWS, rows=STEP),
        Field("next_review_on", "When is it looked at next?", Kind.DATE, required=True),
    ),
)
REVIEWS = Part(
    "reviews",
    "How it goes",
    (Field("reviews", "When was it looked at, and what had changed?", Kind.ROWS, rows=REVIEW, asked_at="in_place"),),
)
CHILD = Part(
    "child",
    "About each child",
    (
        Field(
            "role",
            "What part does this child have in it?",
            Kind.CODE,
            code_set="concern_role",
            required=True,
            own=True,
            spine=True,
        ),
        Field("child_words", "What does the child say about the plan?", Kind.LONG_TEXT, own=True, childs_words=True),
        Field("parent_views", "What do the parents or carers say?", Kind.LONG_TEXT, own=True),
        school.category("in_place"),
        Field(
            "outcome",
            "What came of it for this child?",
            Kind.CODE,
            code_set=OUTCOMES,
            required=True,
            own=True,
            spine=True,
            asked_at="in_place",
        ),
    ),
)

AREA = Area(
    name="support_plan",
    version=1,
    title="Plan",
    purpose="A plan in the school to keep a child safe or to help them, and what each review of it found.",
    law=("Keeping children safe in education, Part two: the school’s own support, and what it leads to",),
    relied_on=(SOCIAL_PROTECTION, SAFEGUARDING),
    in_force=date(2026, 11, 1),
    parts=(PLAN, REVIEWS, CHILD),
    stages=(
        Stage("in_place", "In place", "It is carried out and looked at on the days that were set."),
        Stage("ended", "Ended", "It has ended and what came of it is written down.", closes=True),
        school.VOID,
    ),
    moves=(
        Move("in_place", "ended", "End", school.LEADS, guard=Answered("outcome"), needs_rationale=True),
        Move("ended", "in_place", "Take up again", school.LEADS, needs_rationale=True),
        *school.voided_from("in_place"),
    ),
    clocks=(
        Clock(
            "review",
            "The plan is looked at again",
            starts_on=("in_place",),
            stops_on=("ended", "void"),
            counts_from="shared.next_review_on",
            period=Period(1, Unit.WORKING_DAYS),
            law="The school’s own policy: a plan is looked at on the day that was set, or on the working day after it",
            statutory=False,
            adjustable=True,
            alerts=(100,),
            escalates_to=(Role.HEADTEACHER,),
        ),
    ),
    keep=school.KEPT,
    sees=school.AUDIENCES,
    line="{reference}: {kind}, {stage}, {outcome}",
    tells="aim",
    roles_of_persons="concern_role",
    receipt={"in_place": "Kept", "void": "Marked as entered by mistake"},
    adjustable=("keep", "review", "kind.codes", "outcome.codes"),
    column=school.COLUMN,
    stricter=school.STRICTER,
    carries=(Carry(school.FILE, {}, follows=True),),
)
