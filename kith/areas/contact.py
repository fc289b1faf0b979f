"""Contact and referral: what reaches the council's front door, what is checked, and what a manager decides.

The screener gathers and proposes; a manager who wrote none of it decides within one working day. What was decided
goes back to whoever made the contact.
"""

from datetime import date

from kith.reference.relied_on import SAFEGUARDING, SOCIAL_CARE
from kith.vocabulary import (
    All,
    Answered,
    Any_,
    Area,
    Carry,
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
    Stage,
    Unit,
)

SCREENERS = (Role.MASH_OFFICER, Role.MASH_MANAGER)
DECIDERS = (Role.MASH_MANAGER,)

CHILD_TOLD = (
    Field("forename", "What is the child’s forename?", Kind.TEXT, required=True),
    Field("surname", "What is the child’s surname?", Kind.TEXT, required=True),
    Field("born_on", "When was the child born?", Kind.DATE),
    Field("postcode", "At which postcode does the child live?", Kind.TEXT),
)
CHECK = (
    Field("agency", "Which agency was asked?", Kind.CODE, code_set="agency", required=True),
    Field("asked_on", "When was it asked?", Kind.DATE, required=True),
    Field("answered_on", "When did it answer?", Kind.DATE),
    Field("result", "What did it say?", Kind.CODE, code_set="check_result"),
    Field("note", "What is known there?", Kind.LONG_TEXT),
)

RECEIVED = Part(
    "received",
    "How it reached us",
    (
        Field("occurred_at", "When did it reach us?", Kind.MOMENT, required=True, spine=True),
        Field("channel", "How did it reach us?", Kind.CODE, code_set="contact_channel", required=True),
        Field("source", "Who made the contact?", Kind.CODE, code_set="referral_source", required=True),
        Field("referrer", "What is the name of whoever made it?", Kind.TEXT, hint="Leave empty if they stay unnamed."),
        Field("referrer_reached", "How can they be reached?", Kind.TEXT),
    ),
)

CONCERN = Part(
    "concern",
    "What they are worried about",
    (
        Field("danger_now", "Is a child in danger now?", Kind.YES_NO, required=True),
        Field("reasons", "What is it about?", Kind.CODES, code_set="contact_reason", required=True),
        Field("narrative", "What did they tell us?", Kind.LONG_TEXT, required=True),
        Field("action_taken", "What have they done so far?", Kind.LONG_TEXT),
        Field("risk_to_worker", "Is there a risk to whoever visits?", Kind.LONG_TEXT),
        Field("parents_informed", "Do the parents or carers know of this contact?", Kind.YES_NO, required=True),
        Field(
            "why_not_informed",
            "Why do they not know?",
            Kind.LONG_TEXT,
            required=True,
            asked_when=Is("parents_informed", False),
        ),
        Field("consent", "Have they agreed that others are asked?", Kind.CODE, code_set="consent", required=True),
        Field(
            "why_without",
            "Why are others asked without it?",
            Kind.LONG_TEXT,
            required=True,
            asked_when=In("consent", ("not_sought", "override")),
        ),
    ),
)

CHILD = Part(
    "child",
    "About each child",
    (
        Field(
            "role", "How is this child part of it?", Kind.CODE, code_set="contact_role", required=True, own=True,
            spine=True,
        ),
        Field(
            "child_words", "What has the child said, in their own words?", Kind.LONG_TEXT, own=True, childs_words=True
        ),
        Field("child_seen", "Has anybody seen the child since?", Kind.YES_NO, own=True),
    ),
)  # fmt: skip

SCREENED = Part(
    "screened",
    "What the front door found",
    (
        Field("children_told", "Which children do they name that are not chosen above?", Kind.ROWS, rows=CHILD_TOLD),
        Field("priority", "How soon must somebody act?", Kind.CODE, code_set="priority", asked_at="screening"),
        Field("checks", "Whom have you asked, and what did they say?", Kind.ROWS, rows=CHECK, asked_at="screening"),
        Field("history", "What was known before?", Kind.LONG_TEXT, asked_at="screening"),
        Field("summary", "What does all of this come to?", Kind.LONG_TEXT, asked_at="screening"),
        Field("feedback_on", "When was whoever made it told what was decided?", Kind.DATE, asked_at="screening"),
        Field(
            "outcome",
            "What is to happen for this child?",
            Kind.CODE,
            code_set="contact_outcome",
            required=True,
            own=True,
            spine=True,
            asked_at="screening",
        ),
    ),
)

# One child who is to be referred carries the contact: nobody may close it as if there were none.
TO_BE_REFERRED = Any_(Is("outcomes.referral", True), Is("outcomes.strategy", True))
SUMMED_UP = All(Answered("shared.summary"), Answered("shared.priority"), Answered("outcome"))
OPEN = ("received", "screening", "awaiting_info", "decision_pending", "reopened")

AREA = Area(
    name="contact",
    version=1,
    title="Contact and referral",
    purpose="What reaches the council about a child, what was found out, and what a manager decided.",
    law=("Children Act 1989, sections 17 and 47", "Working together to safeguard children"),
    relied_on=(SOCIAL_CARE, SAFEGUARDING),
    in_force=date(2026, 9, 1),
    parts=(RECEIVED, CONCERN, CHILD, SCREENED),
    stages=(
        Stage("received", "Received", "It has reached the front door and nobody has taken it up."),
        Stage("screening", "Screening", "Somebody at the front door is finding out what is known."),
        Stage("awaiting_info", "Waiting for answers", "Other agencies were asked. The time to decide goes on."),
        Stage("decision_pending", "For decision", "It is summed up and a manager decides."),
        Stage("referred", "Referred", "It became a referral: an assessment begins.", closes=True),
        Stage("closed", "Closed", "It was decided that social care does not assess.", closes=True),
        Stage("reopened", "Reopened", "It was decided and is looked at again."),
        Stage("void", "Void", "It was entered by mistake. It stays in the file, marked.", closes=True, void=True),
    ),
    moves=(
        Move("received", "screening", "Start screening", SCREENERS),
        Move("screening", "awaiting_info", "Wait for answers", SCREENERS, guard=Answered("shared.checks")),
        Move("awaiting_info", "screening", "Go on", SCREENERS),
        *(
            Move(stage, "decision_pending", "Ask for a decision", SCREENERS, guard=SUMMED_UP)
            for stage in ("screening", "awaiting_info", "reopened")
        ),
        Move("decision_pending", "screening", "Send back", DECIDERS, needs_rationale=True),
        Move(
            "decision_pending",
            "referred",
            "Accept as referral",
            DECIDERS,
            guard=All(Answered("outcome"), TO_BE_REFERRED),
            needs_rationale=True,
            second_person=True,
        ),
        Move(
            "decision_pending",
            "closed",
            "Decide and close",
            DECIDERS,
            guard=All(Answered("outcome"), Not(TO_BE_REFERRED)),
            needs_rationale=True,
            second_person=True,
        ),
        *(
            Move(stage, "reopened", "Look at it again", DECIDERS, needs_rationale=True)
            for stage in ("referred", "closed")
        ),
        *(
            Move(stage, "void", "Mark as entered by mistake", DECIDERS, needs_rationale=True)
            for stage in OPEN
        ),
    ),
    clocks=(
        Clock(
            "decided",
            "A manager decides",
            starts_on=("received", "reopened"),
            stops_on=("referred", "closed", "void"),
            period=Period(1, Unit.WORKING_DAYS),
            law="Working together to safeguard children: a social worker decides within one working day of a referral",
            statutory=True,
            alerts=(75,),
            escalates_to=(Role.SERVICE_MANAGER,),
        ),
        Clock(
            "feedback",
            "Whoever made the contact hears what was decided",
            starts_on=("received",),
            stops_on=("void",),
            met_on=("shared.feedback_on",),
            period=Period(3, Unit.WORKING_DAYS),
            law="Working together asks that referrers are told; how soon is the council’s own standard",
            statutory=False,
            adjustable=True,
        ),
    ),
    keep=Keep(
        "RET-05", 25, "date of birth",
        "Local schedule: the file of a child in need is kept until the 25th birthday", "review", adjustable=True,
    ),
    sees=(
        See(Sight.WRITE, SCREENERS, second_factor=True),
        See(Sight.READ, (Role.SOCIAL_WORKER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.LADO), second_factor=True),
        See(Sight.RECEIPT, (Role.PARTNER_USER,)),
    ),
    line="{reference}: contact, {role}, {outcome}, {stage}",
    tells="narrative",
    roles_of_persons="contact_role",
    shares=(
        Share(
            "whoever made the contact",
            ("screened",),
            "Working together to safeguard children: those who refer are told what was decided",
        ),
    ),
    receipt={
        "received": "Received", "referred": "Decided", "closed": "Decided", "void": "Marked as entered by mistake"
    },
    adjustable=("feedback", "keep", "reasons.codes", "risk_to_worker.asked", "history.label"),
    column="contact",
    carries=(
        Carry(
            "concern",
            {"danger_now": "danger_now", "description": "narrative", "immediate_action": "action_taken",
             "child_words": "child_words"},
        ),
    ),
)  # fmt: skip
