"""Work on a concern that was talked or written: a meeting, a call, a letter, a talk with the child, a decision.

It stands beside the concern it belongs to, about the children of it that it is about, and is as open as that concern
is. What a child says in it is kept apart, in their words.
"""

from datetime import date

from kith.areas import school
from kith.reference.relied_on import SAFEGUARDING, SOCIAL_PROTECTION
from kith.vocabulary import Area, Carry, Field, Is, Kind, Part, Stage, declare

KINDS = declare(
    "conversation_kind",
    {
        "meeting": "Meeting",
        "phone_call": "Phone call",
        "conversation": "Conversation in person",
        "letter": "Letter",
        "email": "E-mail",
        "home_visit": "Home visit",
        "help_decision": "Decision on early help",
    },
)
WITH = declare(
    "conversation_with",
    {
        "parent": "A parent or carer",
        "pupil": "The pupil",
        "agency": "Another agency",
        "colleague": "A colleague",
        "other": "Somebody else",
    },
)
DECISIONS = declare(
    "help_decision",
    {
        "start": "Start an early help assessment",
        "not_needed": "No early help assessment",
        "declined": "The family does not want one",
        "later": "Look at it again later",
    },
)
A_DECISION = Is("kind", "help_decision")

WHAT = Part(
    "what",
    "What took place",
    (
        Field("occurred_at", "When did it take place?", Kind.MOMENT, required=True, spine=True),
        Field("kind", "What was it?", Kind.CODE, code_set=KINDS, required=True),
        Field("with_whom", "With whom?", Kind.CODES, code_set=WITH, required=True),
        Field("names", "Who took part?", Kind.TEXT, hint="Names, and for which agency each was there."),
        Field(
            "decision",
            "What was decided about early help?",
            Kind.CODE,
            code_set=DECISIONS,
            required=True,
            asked_when=A_DECISION,
        ),
        Field(
            "rationale",
            "Why was it decided so?",
            Kind.LONG_TEXT,
            required=True,
            asked_when=A_DECISION,
            hint="What speaks for it and against it, and what the family says.",
        ),
        Field(
            "said",
            "What was said or written?",
            Kind.LONG_TEXT,
            required=True,
            hint="What a child says has a place of its own below.",
        ),
        Field("agreed", "What was agreed?", Kind.LONG_TEXT),
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
        Field(
            "child_words",
            "What did the child say, in their own words?",
            Kind.LONG_TEXT,
            own=True,
            childs_words=True,
            hint="Word for word, also where the words are hard to write.",
        ),
        school.category("kept"),
    ),
)

AREA = Area(
    name="conversation",
    version=1,
    title="Conversation",
    purpose="A meeting, call, letter, talk or decision in the work on a concern: what was said and agreed.",
    law=("Keeping children safe in education, Part two: discussions and decisions are recorded, with the reasons",),
    relied_on=(SOCIAL_PROTECTION, SAFEGUARDING),
    in_force=date(2026, 11, 1),
    parts=(WHAT, CHILD),
    stages=(
        Stage("kept", "Kept", "It took place and is written down. What was not right is corrected beside it.", True),
        school.VOID,
    ),
    moves=school.voided_from("kept"),
    clocks=(),
    keep=school.KEPT,
    sees=school.AUDIENCES,
    line="{reference}: {kind}",
    tells="said",
    roles_of_persons="concern_role",
    receipt={"kept": "Kept", "void": "Marked as entered by mistake"},
    adjustable=("keep", "kind.codes", "names.asked", "agreed.asked"),
    column=school.COLUMN,
    stricter=school.STRICTER,
    carries=(Carry(school.FILE, {}, follows=True),),
)
