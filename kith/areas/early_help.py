"""Early help: a family and several agencies agree what is needed, write it together, and review it.

Each agency writes its own section; whose words stand where is never lost. Nothing starts without consent, and an
assessment is agreed by somebody who wrote none of it.
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
    Part,
    Period,
    Role,
    See,
    Share,
    Sight,
    Stage,
    Unit,
)

WORKERS = (Role.EH_WORKER, Role.LEAD_PRACTITIONER)
AGENCIES = (*WORKERS, Role.PARTNER_USER)

MEMBER = (
    Field("name", "What is their name?", Kind.TEXT, required=True),
    Field("relation", "How are they related to the child?", Kind.CODE, code_set="relationship_type", required=True),
)
ACTION = (
    Field("what", "What is to be done?", Kind.TEXT, required=True),
    Field("who", "Who does it?", Kind.TEXT, required=True),
    Field("by", "By when?", Kind.DATE, required=True),
    Field("done_on", "When was it done?", Kind.DATE),
)
ATTENDEE = (
    Field("name", "Who was there?", Kind.TEXT, required=True),
    Field("agency", "For which agency?", Kind.CODE, code_set="agency"),
)


def _domain(name: str, title: str, owned_by: tuple[Role, ...], *about: tuple[str, str]) -> Part:
    """A section one agency writes: a score, and what is going well and what worries, for each child."""
    fields = tuple(Field(f"{name}_{key}", question, Kind.LONG_TEXT, own=True, asked_at="assessment")
                   for key, question in about)  # fmt: skip
    score = Field(f"{name}_score", f"{title}: how is it going, from 1 to 5?", Kind.NUMBER, own=True, most=5,
                  asked_at="assessment")  # fmt: skip
    return Part(name, title, (score, *fields), owned_by=owned_by)


REQUEST = Part(
    "request",
    "What help is asked for",
    (
        Field("occurred_at", "When was it asked for?", Kind.MOMENT, required=True, spine=True),
        Field("asked_by", "Who asks for help?", Kind.TEXT, required=True),
        Field("narrative", "What is happening, and what would help?", Kind.LONG_TEXT, required=True),
        Field("family", "Who belongs to the family?", Kind.ROWS, rows=MEMBER),
        Field("lead_practitioner", "Who leads the work with the family?", Kind.TEXT, asked_at="requested"),
        Field("tier", "How much help is needed?", Kind.CODE, code_set="help_tier", asked_at="assessment"),
    ),
)

CONSENT = Part(
    "consent",
    "Consent",
    (
        Field("consent", "Has the family agreed?", Kind.CODE, code_set="consent", asked_at="requested"),
        Field("consent_on", "When did they agree?", Kind.DATE, asked_at="requested"),
        Field("consent_by", "Who agreed, and for whom?", Kind.TEXT, asked_at="requested"),
        Field("risk_without", "Is a child at risk of harm without this help?", Kind.YES_NO, asked_at="requested"),
    ),
)

CHILD = Part(
    "child",
    "About each child",
    (
        Field(
            "role", "How is this child part of it?", Kind.CODE, code_set="help_role", required=True, own=True,
            spine=True,
        ),
        Field("child_words", "What does the child say, in their own words?", Kind.LONG_TEXT, own=True,
              childs_words=True),
        Field("parent_views", "What do the parents or carers say?", Kind.LONG_TEXT, own=True),
    ),
)  # fmt: skip

PLAN = Part(
    "plan",
    "The plan of the team around the family",
    (
        Field("team", "Who was at the meeting?", Kind.ROWS, rows=ATTENDEE, asked_at="plan"),
        Field("met_on", "When did the team meet?", Kind.DATE, asked_at="plan"),
        Field("actions", "What is to be done?", Kind.ROWS, rows=ACTION, asked_at="plan"),
        Field("outcome", "What came of it for this child?", Kind.CODE, code_set="help_outcome", required=True, own=True,
              spine=True, asked_at="plan"),
    ),
)  # fmt: skip

AGREED = All(Is("shared.consent", "given"), Answered("shared.consent_on"), Answered("shared.consent_by"))
ENDED = Answered("outcome")
STAGES_OF_WORK = ("requested", "consented", "assessment", "for_approval", "plan", "reviewing")

AREA = Area(
    name="early_help",
    version=1,
    title="Early help",
    purpose="What a family and the agencies around it agreed to do early, and what came of it.",
    law=("Children Act 2004, sections 10 and 11", "Working together to safeguard children"),
    relied_on=(SOCIAL_CARE, SAFEGUARDING),
    in_force=date(2026, 9, 1),
    parts=(
        REQUEST,
        CONSENT,
        CHILD,
        _domain("development", "Health and development", AGENCIES,
                ("strengths", "What is going well for health and development?"),
                ("worries", "What worries about health and development?")),
        _domain("learning", "Learning", AGENCIES,
                ("strengths", "What is going well at school or nursery?"),
                ("worries", "What worries at school or nursery?")),
        _domain("parenting", "Parenting and family", WORKERS,
                ("strengths", "What is going well at home?"),
                ("worries", "What worries at home?")),
        PLAN,
    ),
    stages=(
        Stage("requested", "Requested", "Help was asked for; the family has not agreed yet."),
        Stage("consented", "Agreed", "The family has agreed and somebody leads."),
        Stage("assessment", "Assessment", "The agencies write down what they see."),
        Stage("for_approval", "For agreement", "The assessment is written; a colleague reads it."),
        Stage("plan", "Plan", "A team around the family has a plan."),
        Stage("reviewing", "Reviewing", "The plan is carried out and looked at again."),
        Stage("closed", "Closed", "The work has ended and what came of it is written down.", closes=True),
        Stage("stepped_up", "Stepped up", "It was passed to the front door: a child may need more.", closes=True),
        Stage("void", "Void", "It was entered by mistake. It stays in the file, marked.", closes=True, void=True),
    ),
    moves=(
        Move("requested", "consented", "Record consent", WORKERS,
             guard=All(AGREED, Answered("shared.lead_practitioner"))),
        Move("consented", "assessment", "Start the assessment", WORKERS),
        Move("assessment", "for_approval", "Ask a colleague to agree", WORKERS,
             guard=All(Answered("parenting_score"), Any_(Answered("development_score"), Answered("learning_score")))),
        Move("for_approval", "assessment", "Send back", WORKERS, needs_rationale=True),
        Move("for_approval", "plan", "Agree the assessment", WORKERS, second_person=True),
        Move("plan", "reviewing", "Start reviewing", WORKERS,
             guard=All(Answered("shared.actions"), Answered("shared.met_on"))),
        Move("reviewing", "plan", "Make a new plan", WORKERS),
        Move("plan", "closed", "Close", WORKERS, guard=ENDED, needs_rationale=True),
        Move("reviewing", "closed", "Close", WORKERS, guard=ENDED, needs_rationale=True),
        *(
            Move(stage, "closed", "Close: no consent", WORKERS, needs_rationale=True,
                 guard=All(In("shared.consent", ("refused", "withdrawn")), Is("shared.risk_without", False)))
            for stage in ("requested", "consented", "assessment")
        ),
        *(Move(stage, "stepped_up", "Step up", WORKERS, needs_rationale=True) for stage in STAGES_OF_WORK),
        *(Move(stage, "void", "Mark as entered by mistake", WORKERS, needs_rationale=True) for stage in STAGES_OF_WORK),
    ),
    clocks=(
        Clock("assessed", "The assessment is agreed", starts_on=("consented",), stops_on=("plan", "void"),
              counts_from="shared.consent_on", period=Period(30, Unit.WORKING_DAYS), alerts=(50, 75),
              law="The council’s own standard; Working together asks that assessments are timely",
              statutory=False, adjustable=True),
        Clock("reviewed", "The team looks at the plan again", starts_on=("plan",), stops_on=("reviewing", "void"),
              counts_from="shared.met_on", period=Period(6, Unit.WEEKS), alerts=(75,),
              law="The council’s own standard: first review of the team around the family",
              statutory=False, adjustable=True),
    ),
    keep=Keep("RET-06", 25, "date of birth", "Local schedule: early help is kept until the 25th birthday", "review",
              adjustable=True),
    sees=(
        See(Sight.WRITE, WORKERS, second_factor=True),
        See(Sight.READ, (Role.PARTNER_USER, Role.MASH_OFFICER, Role.MASH_MANAGER, Role.SOCIAL_WORKER,
                         Role.TEAM_MANAGER), second_factor=True),
    ),
    line="{reference}: early help, {role}, {stage}, {outcome}",
    tells="narrative",
    roles_of_persons="help_role",
    shares=(
        Share("the agencies of the team", ("plan", "child"),
              "Consent of the family, Children Act 2004, section 10: to work together"),
    ),
    receipt={"requested": "Received", "void": "Marked as entered by mistake"},
    adjustable=("assessed", "reviewed", "keep", "tier.codes", "parent_views.label"),
    column="early_help",
    carries=(Carry("contact", {"narrative": "narrative", "child_words": "child_words"}),),
)  # fmt: skip
