"""Another agency is asked to help a child the school worries about, or already does: what was asked, what it answered,
and what came of it. An agency that does not answer in time is brought to somebody's notice."""

from datetime import date

from kith.areas import school
from kith.reference.relied_on import SAFEGUARDING, SOCIAL_PROTECTION
from kith.vocabulary import (
    Answered,
    Area,
    Carry,
    Clock,
    Field,
    Is,
    Kind,
    Move,
    Not,
    Part,
    Period,
    Role,
    Stage,
    Unit,
    declare,
)

OUTCOMES = declare(
    "involvement_outcome",
    {
        "helped": "The help it gave has ended and made a difference",
        "no_change": "The help it gave has ended and little has changed",
        "goes_on": "It goes on without the school",
        "declined": "The agency did not take it on",
        "family_declined": "The family did not want it",
        "passed_on": "Passed to another agency",
    },
)
CHANNELS = declare(
    "involvement_channel",
    {
        "letter": "By letter",
        "form": "By a form of the agency",
        "phone": "By telephone",
        "email": "By e-mail",
        "meeting": "In a meeting",
        "there_already": "It was there already",
    },
)
PRINCIPAL = declare(
    "principal_record",
    {"theirs": "The council keeps the principal record", "ours": "The school keeps the principal record"},
)

ASKED = Part(
    "asked",
    "What was asked",
    (
        Field("occurred_at", "When was this?", Kind.MOMENT, required=True, spine=True),
        Field("kind", "Which agency is it?", Kind.CODE, code_set="agency", required=True),
        Field("asked_on", "On which day was it asked, or did it come in?", Kind.DATE, required=True),
        Field("channel", "How was it asked?", Kind.CODE, code_set=CHANNELS, required=True),
        Field("worker", "Who works with the child there, and how are they reached?", Kind.TEXT),
        Field(
            "their_reference",
            "What is its own reference for the child?",
            Kind.TEXT,
            hint="The number of its case, to be found by when it is rung.",
        ),
        Field(
            "principal",
            "Who keeps the principal record of the child’s protection?",
            Kind.CODE,
            code_set=PRINCIPAL,
            asked_when=Is("kind", "children_s_social_care"),
            hint="As agreed with the safeguarding partners. What is kept here is the school’s own part of it.",
        ),
        Field("why", "What is it to do?", Kind.LONG_TEXT, required=True),
        Field("told_parent", "Does a parent or carer know?", Kind.CODE, code_set="told_parent", required=True),
    ),
)
ANSWERED = Part(
    "answered",
    "What it answered",
    (
        Field("answered_on", "When did it answer?", Kind.DATE, asked_at="asked", not_before="asked_on"),
        Field("answer", "What did it answer?", Kind.LONG_TEXT, asked_at="asked"),
        Field("done", "What has it done with the child and the family?", Kind.LONG_TEXT, asked_at="involved"),
    ),
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
        Field("child_words", "What does the child say about it?", Kind.LONG_TEXT, own=True, childs_words=True),
        school.category("asked"),
        Field(
            "outcome",
            "What came of it for this child?",
            Kind.CODE,
            code_set=OUTCOMES,
            required=True,
            own=True,
            spine=True,
            asked_at="asked",
        ),
    ),
)
SETTLED = Answered("outcome")

AREA = Area(
    name="agency_involvement",
    version=1,
    title="Agency involved",
    purpose="Another agency is asked to help, or does: what was asked of it, whether it answered, what came of it.",
    law=("Children Act 2004, sections 10 and 11", "Keeping children safe in education, Part two: multi-agency working"),
    relied_on=(SOCIAL_PROTECTION, SAFEGUARDING),
    in_force=date(2026, 11, 1),
    parts=(ASKED, ANSWERED, CHILD),
    stages=(
        Stage("asked", "Asked", "The agency was asked and has not answered."),
        Stage("involved", "Involved", "The agency works with the child or the family."),
        Stage("ended", "Ended", "Its part has ended or never began; what came of it is written down.", closes=True),
        school.VOID,
    ),
    moves=(
        Move("asked", "involved", "It is involved", school.LEADS),
        Move("asked", "ended", "End", school.LEADS, guard=SETTLED, needs_rationale=True),
        Move("involved", "ended", "End", school.LEADS, guard=SETTLED, needs_rationale=True),
        Move("ended", "involved", "It is involved again", school.LEADS, needs_rationale=True),
        *school.voided_from("asked", "involved"),
    ),
    clocks=(
        Clock(
            "answer",
            "The agency answers",
            starts_on=("asked",),
            stops_on=("involved", "ended", "void"),
            counts_from="shared.asked_on",
            met_on=("shared.answered_on",),
            # Who was there already was asked nothing, and owes no answer.
            only_when=Not(Is("shared.channel", "there_already")),
            period=Period(5, Unit.WORKING_DAYS),
            law="How long an agency may take to answer is the school’s own policy: then somebody rings it",
            statutory=False,
            adjustable=True,
            alerts=(100,),
            escalates_to=(Role.HEADTEACHER,),
        ),
    ),
    keep=school.KEPT,
    sees=school.AUDIENCES,
    line="{reference}: {kind}, {principal}, {stage}, {outcome}",
    tells="why",
    roles_of_persons="concern_role",
    receipt={"asked": "Kept", "void": "Marked as entered by mistake"},
    adjustable=("keep", "answer", "kind.codes", "outcome.codes", "worker.asked"),
    column=school.COLUMN,
    stricter=school.STRICTER,
    carries=(Carry(school.FILE, {}, follows=True),),
)
