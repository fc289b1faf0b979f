"""A school concern: what somebody in a school noticed or was told about a child, and what was done.

Anybody who works in the school may write one and afterwards sees only their own words and whether
they were seen. The designated lead and deputies read it, decide what kind it is, and work it. What
was written stays as it was: the writer adds, the lead corrects beside it.
"""

from datetime import date

from kith.reference.relied_on import SAFEGUARDING, SOCIAL_PROTECTION
from kith.vocabulary import (
    AT_ONCE,
    All,
    Answered,
    Area,
    Clock,
    Field,
    In,
    Is,
    Keep,
    Kind,
    Move,
    Not,
    Part,
    Period,
    Role,
    See,
    Share,
    Sight,
    Special,
    Stage,
    Unit,
)

LEADS = (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER)
REPORTERS = (
    Role.SCHOOL_STAFF,
    Role.SLT,
    Role.SCHOOL_NURSE,
    Role.PASTORAL_LEAD,
    Role.SENCO,
    Role.ATTENDANCE_LEAD,
    Role.DESIGNATED_TEACHER,
    Role.SCHOOL_ADMIN,
)

# Who is not of the family of the child it happened to.
NOT_OF_THE_FAMILY = ("alleged", "witness", "other")

MARK = (
    Field("site", "Where on the body is it?", Kind.CODE, code_set="body_site", required=True),
    Field(
        "type", "What sort of mark is it?", Kind.CODE, code_set="mark_type", required=True, special=(Special.HEALTH,)
    ),
    Field("size_cm", "How big is it, in centimetres?", Kind.NUMBER, most=200),
    Field("colour", "What colour is it?", Kind.CODE, code_set="mark_colour"),
    Field("shape", "What shape is it?", Kind.CODE, code_set="mark_shape"),
    Field("skin_broken", "Is the skin broken?", Kind.YES_NO),
    Field("swelling", "Is it swollen?", Kind.YES_NO),
    Field(
        "explanation",
        "How does the child say it came about?",
        Kind.LONG_TEXT,
        childs_words=True,
        hint="Their words, without asking questions that lead.",
    ),
    Field("note", "Is there anything else about this mark?", Kind.LONG_TEXT),
)

WHAT = Part(
    "what",
    "What happened",
    (
        Field(
            "danger_now",
            "Is a child in danger now?",
            Kind.YES_NO,
            required=True,
            hint="If so, call 999 and tell the safeguarding lead in person. Write this afterwards.",
        ),
        Field("origin", "How do you know about this?", Kind.CODE, code_set="concern_source", required=True),
        Field(
            "description",
            "What happened?",
            Kind.LONG_TEXT,
            required=True,
            hint="What was seen and heard. Keep what you think apart from what you saw.",
        ),
        Field("occurred_at", "When did it happen?", Kind.MOMENT, required=True, spine=True),
        Field("place", "Where did it happen?", Kind.TEXT),
        Field("who_saw", "Who else saw or heard it?", Kind.LONG_TEXT),
        Field(
            "category_suggested",
            "What kind of concern might this be?",
            Kind.CODE,
            code_set="concern_category",
            special=tuple(Special),
            hint="A suggestion: the safeguarding lead decides.",
        ),
    ),
)

CHILD = Part(
    "child",
    "About each child",
    (
        Field(
            "role",
            "What part did this child have in it?",
            Kind.CODE,
            code_set="concern_role",
            required=True,
            own=True,
            spine=True,
        ),
        # Asked only of a child who was not found on the roll. The lead then says who that is.
        Field(
            "named",
            "What is the child called, as far as you know?",
            Kind.TEXT,
            own=True,
            hint="A first name alone will do. Where nobody knows it, say who it is: the boy in the red coat.",
        ),
        Field(
            "about_age",
            "About how old is the child?",
            Kind.TEXT,
            required=True,
            own=True,
            asked_when=Answered("named"),
        ),
        Field(
            "known_how",
            "How is the child known?",
            Kind.TEXT,
            required=True,
            own=True,
            asked_when=Answered("named"),
            hint="A visitor, a brother or sister at home, a pupil of another school.",
        ),
        Field(
            "child_words",
            "What did the child say, in their own words?",
            Kind.LONG_TEXT,
            own=True,
            childs_words=True,
            hint="Word for word, also where the words are hard to write.",
        ),
        Field(
            "mark_seen",
            "Did you see a mark or an injury on this child?",
            Kind.YES_NO,
            special=(Special.HEALTH,),
            own=True,
            hint="Write down only what you can see. Take no photographs.",
        ),
        Field(
            "marks",
            "What marks did you see?",
            Kind.ROWS,
            required=True,
            own=True,
            asked_when=Is("mark_seen", True),
            rows=MARK,
        ),
    ),
)

DONE = Part(
    "done",
    "What has been done",
    (
        Field("immediate_action", "What have you done so far?", Kind.LONG_TEXT, required=True),
        Field("told_whom", "Whom in the school have you told?", Kind.TEXT),
        Field(
            "told_parent",
            "Does a parent or carer know?",
            Kind.CODE,
            code_set="told_parent",
            kept_from=NOT_OF_THE_FAMILY,
        ),
        Field(
            "why_not_told",
            "Why has no parent or carer been told?",
            Kind.LONG_TEXT,
            required=True,
            asked_when=In("told_parent", ("no_not_safe", "no_not_yet")),
            kept_from=NOT_OF_THE_FAMILY,
        ),
    ),
)

DECIDED = Part(
    "decided",
    "What the lead decided",
    (
        Field(
            "made_safe",
            "Who is safe now, and what was done?",
            Kind.LONG_TEXT,
            asked_when=Is("danger_now", True),
            asked_at="submitted",
            kept_from=NOT_OF_THE_FAMILY,
            hint="Where each child is, who is with them, whom you called. Until then this stands first everywhere.",
        ),
        Field(
            "category",
            "What kind of concern is this for this child?",
            Kind.CODE,
            code_set="concern_category",
            special=tuple(Special),
            required=True,
            own=True,
            spine=True,
            asked_at="triaged",
        ),
        Field(
            "subcategory",
            "More exactly, what kind?",
            Kind.CODE,
            code_set="concern_subcategory",
            special=tuple(Special),
            own=True,
            asked_at="submitted",
            hint="Of the kind above. Counts go by the kind alone.",
        ),
        Field(
            "outcome",
            "What came of it for this child?",
            Kind.CODE,
            code_set="concern_outcome",
            required=True,
            own=True,
            spine=True,
            asked_at="closed",
        ),
    ),
)

STAGES = (
    Stage("submitted", "Submitted", "It has been sent and nobody has decided about it yet."),
    Stage("triaged", "Triaged", "The lead has read it and said what kind of concern it is."),
    Stage("active", "Active", "Something is being done about it."),
    Stage("monitoring", "Monitoring", "The child is watched; nothing else is planned."),
    Stage("to_agree", "To be agreed", "Somebody who leads has said how it ended, and waits for a second to agree."),
    Stage("closed", "Closed", "The work on it has ended and what came of it is written down.", closes=True),
    Stage("reopened", "Reopened", "It was closed and has been taken up again."),
    Stage("void", "Void", "It was entered by mistake. It stays in the file, marked.", closes=True, void=True),
)

CATEGORISED = Answered("category")
SETTLED = All(Answered("category"), Answered("outcome"))
# Where the controller says so, nobody closes child protection alone, whatever it was called afterwards.
BY_TWO = (Is("rule.two_close_protection", True), Is("ever.child_protection", True))
ALONE = Not(All(*BY_TWO))
ENDS_ALONE, ENDS_BY_TWO = All(SETTLED, ALONE), All(SETTLED, *BY_TWO)
ASK = "Ask a second person to agree to closing"
MISTAKE, VOIDERS = "Mark as entered by mistake", (Role.DSL, Role.HEADTEACHER)
OPEN = ("triaged", "active", "monitoring", "reopened")

MOVES = (
    Move("submitted", "triaged", "Triage", LEADS, guard=CATEGORISED),
    Move("triaged", "active", "Start work", LEADS, guard=CATEGORISED),
    Move("triaged", "monitoring", "Monitor", LEADS, guard=CATEGORISED),
    Move("triaged", "closed", "Close", LEADS, guard=ENDS_ALONE, needs_rationale=True),
    Move("active", "monitoring", "Monitor", LEADS),
    Move("active", "closed", "Close", LEADS, guard=ENDS_ALONE, needs_rationale=True),
    Move("monitoring", "active", "Take up again", LEADS),
    Move("monitoring", "closed", "Close", LEADS, guard=ENDS_ALONE, needs_rationale=True),
    Move("closed", "reopened", "Reopen", LEADS, needs_rationale=True),
    Move("reopened", "active", "Start work", LEADS),
    Move("reopened", "closed", "Close", LEADS, guard=ENDS_ALONE, needs_rationale=True),
    *(Move(stage, "to_agree", ASK, LEADS, guard=ENDS_BY_TWO, needs_rationale=True) for stage in OPEN),
    Move("to_agree", "closed", "Agree, and close", LEADS, guard=SETTLED, needs_rationale=True, second_person=True),
    Move("to_agree", "active", "Take up again", LEADS, needs_rationale=True),
    *(Move(stage, "void", MISTAKE, VOIDERS, guard=ALONE, needs_rationale=True) for stage in ("submitted", *OPEN)),
    Move("to_agree", "void", MISTAKE, LEADS, needs_rationale=True, second_person=True),
)

AREA = Area(
    name="concern",
    version=3,
    title="Concern",
    purpose="What somebody in a school noticed or was told about a child, and what was done about it.",
    law=("Education Act 2002, section 175", "Keeping children safe in education, Parts one and two"),
    relied_on=(SOCIAL_PROTECTION, SAFEGUARDING),
    in_force=date(2026, 11, 1),
    parts=(WHAT, CHILD, DONE, DECIDED),
    stages=STAGES,
    moves=MOVES,
    clocks=(
        Clock(
            "danger",
            "A child is in danger now",
            starts_on=("submitted",),
            # To have read it and said of what kind it is makes nobody safe.
            stops_on=("void",),
            stops_when=Answered("shared.made_safe"),
            period=AT_ONCE,
            only_when=Is("shared.danger_now", True),
            law="Keeping children safe in education, Part one: where a child is in immediate danger, staff act at once",
            statutory=False,
        ),
        Clock(
            "looked_at",
            "The safeguarding lead looks at it",
            starts_on=("submitted",),
            stops_on=("triaged", "void"),
            period=Period(1, Unit.WORKING_DAYS),
            law=(
                "Keeping children safe in education, Part one, asks staff to act on a concern immediately; "
                "how soon the lead has looked is the school’s own policy"
            ),
            statutory=False,
            adjustable=True,
        ),
        Clock(
            "agreed",
            "A second person agrees that it ends",
            starts_on=("to_agree",),
            stops_on=("active", "void"),
            period=Period(2, Unit.WORKING_DAYS),
            law=(
                "Keeping children safe in education, Part two, leaves it to the school who decides that work ends; "
                "how soon a second person has looked is its own policy"
            ),
            statutory=False,
            adjustable=True,
        ),
    ),
    keep=Keep(
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
    ),
    sees=(
        See(Sight.WRITE, LEADS, second_factor=True),
        See(Sight.OWN_CATEGORIES, (Role.PASTORAL_LEAD,), categories=("pastoral",)),
        See(Sight.OWN_CATEGORIES, (Role.SENCO,), categories=("senco",)),
        See(Sight.OWN_CATEGORIES, (Role.ATTENDANCE_LEAD,), categories=("attendance_lead",)),
        See(Sight.OWN_CATEGORIES, (Role.DESIGNATED_TEACHER,), categories=("designated_teacher",)),
        See(Sight.RECEIPT, REPORTERS),
    ),
    line="{reference}: {category} ({role}), {stage}",
    tells="description",
    roles_of_persons="concern_role",
    shares=(
        Share(
            "children’s social care",
            ("what", "child", "done"),
            "Children Act 2004, section 11, and Children Act 1989, section 47: to keep a child safe",
        ),
    ),
    receipt={"submitted": "Sent", "void": "Marked as entered by mistake"},
    adjustable=(
        "looked_at",
        "agreed",
        "keep",
        "origin.codes",
        "place.label",
        "who_saw.asked",
        "told_whom.asked",
        "category_suggested.asked",
        "outcome.codes",
        "category.words",
        "subcategory.words",
        "subcategory.codes",
    ),
    column="concern",
    stricter={"child_protection": "concern_cp"},
)
