"""Looked after children: under which order, placed where, from which day; and what the regulations then ask in time.

Legal status and placement are standings: each link begins where the last one ended, and what was believed before it
was put right can still be read.
"""

from datetime import date

from kith.reference.relied_on import SAFEGUARDING, SOCIAL_CARE
from kith.vocabulary import (
    All,
    Answered,
    Area,
    Carry,
    Chain,
    Clock,
    Field,
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

WORKERS = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER)
MANAGERS = (Role.TEAM_MANAGER,)
REGULATIONS = "Care Planning, Placement and Case Review (England) Regulations 2010"
SSDA903 = "Children Act 1989, section 22; the return on looked after children (SSDA903)"

START = Part(
    "start",
    "Becoming looked after",
    (
        Field("occurred_at", "When did the child become looked after?", Kind.MOMENT, required=True, spine=True),
        Field("started_on", "On which day did it begin?", Kind.DATE, required=True),
        Field("why", "Why can the child not live at home?", Kind.LONG_TEXT, required=True),
        Field("parents_view", "What do the parents say?", Kind.LONG_TEXT),
    ),
)

CHILD = Part(
    "child",
    "The child",
    (
        Field("role", "Whom is it about?", Kind.CODE, code_set="care_role", required=True, own=True, spine=True),
        Field("child_words", "What does the child say, in their own words?", Kind.LONG_TEXT, own=True,
              childs_words=True),
        Field("outcome", "How did the time in care end?", Kind.CODE, code_set="care_outcome", required=True, own=True,
              spine=True, asked_at="current"),
    ),
)  # fmt: skip

CARE = Part(
    "care",
    "What was done in time",
    (
        Field("care_plan_on", "When was the care plan prepared?", Kind.DATE, asked_at="planned"),
        Field("placement_plan_on", "When was the placement plan prepared?", Kind.DATE, asked_at="planned"),
        Field("seen_on", "When was the child first seen where they live now?", Kind.DATE, asked_at="current"),
        Field("first_review_on", "When was the first review held?", Kind.DATE, asked_at="current"),
    ),
)

IN_CARE = All(Answered("standing.legal_status"), Answered("standing.placement"))
ENDED = All(Answered("outcome"), Not(Answered("standing.legal_status")), Not(Answered("standing.placement")))


def _clock(name: str, title: str, period: Period, law: str, field: str, *alerts: int) -> Clock:
    """What is due so long after the child became looked after; judged by the day it was done."""
    return Clock(name, title, starts_on=("current",), stops_on=("ended", "void"), period=period, law=law,
                 statutory=True, counts_from="shared.started_on", met_on=(f"shared.{field}",),
                 alerts=alerts)  # fmt: skip


AREA = Area(
    name="looked_after",
    version=1,
    title="Looked after child",
    purpose="A child the council looks after: under which order, placed where, since when, and how it ended.",
    law=("Children Act 1989, sections 20 to 22", REGULATIONS),
    relied_on=(SOCIAL_CARE, SAFEGUARDING),
    in_force=date(2026, 9, 1),
    parts=(START, CHILD, CARE),
    stages=(
        Stage("planned", "Planned", "The child is about to be looked after, or was in an emergency."),
        Stage("current", "Looked after", "Order and placement stand."),
        Stage("ended", "Ended", "The child is looked after no more.", closes=True),
        Stage("void", "Void", "It was entered by mistake. It stays in the file, marked.", closes=True, void=True),
    ),
    moves=(
        Move("planned", "current", "Confirm", MANAGERS, guard=IN_CARE),
        Move("current", "ended", "End", MANAGERS, guard=ENDED, needs_rationale=True),
        *(
            Move(stage, "void", "Mark as entered by mistake", MANAGERS, needs_rationale=True)
            for stage in ("planned", "current")
        ),
    ),
    clocks=(
        _clock("first_review", "The first review is held", Period(20, Unit.WORKING_DAYS),
               f"{REGULATIONS}, regulation 33(1)", "first_review_on", 50, 75),
        _clock("care_plan", "The care plan is prepared", Period(10, Unit.WORKING_DAYS),
               f"{REGULATIONS}, regulation 4", "care_plan_on", 75),
        _clock("placement_plan", "The placement plan is prepared", Period(5, Unit.WORKING_DAYS),
               f"{REGULATIONS}, regulation 9(2)", "placement_plan_on"),
        _clock("first_visit", "The child is seen where they live", Period(1, Unit.WEEKS),
               f"{REGULATIONS}, regulation 28(2)(a)", "seen_on"),
    ),
    keep=Keep("RET-02", 75, "date of birth", f"{REGULATIONS}, regulation 50: until the 75th birthday", "destroy"),
    sees=(See(Sight.WRITE, WORKERS, second_factor=True), See(Sight.READ, (Role.SERVICE_MANAGER,), second_factor=True)),
    line="{reference}: looked after, {stage}, {outcome}",
    tells="why",
    roles_of_persons="care_role",
    shares=(Share("the child’s carers", ("child",), f"{REGULATIONS}, regulation 9: the placement plan"),),
    receipt={"planned": "Received", "void": "Marked as entered by mistake"},
    column="cla",
    carries=(Carry("contact", {"narrative": "why", "child_words": "child_words"}),),
    chains=(
        Chain("legal_status", "Legal status", "legal_status", "episode_ceased", ("X1",), SSDA903),
        Chain("placement", "Placement", "placement_type", "episode_ceased", ("X1",), SSDA903,
              stands_on="legal_status"),
    ),
)  # fmt: skip
