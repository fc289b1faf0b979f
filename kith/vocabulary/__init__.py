"""The words a service area is written in, and what can be done with them without a database."""

from kith.foundation.days import Period, Unit
from kith.reference.codes import declare
from kith.reference.roles import Role
from kith.vocabulary.adjusting import Adjustment, NotAdjustable, adjusted
from kith.vocabulary.area import Area
from kith.vocabulary.changes import Carry, Chain, Upcast
from kith.vocabulary.conditions import All, Answered, Any_, Before, Condition, In, Is, MoreThan, Not, evaluate
from kith.vocabulary.words import AT_ONCE, Clock, Field, Keep, Kind, Move, Part, See, Share, Sight, Special, Stage

__all__ = [
    "AT_ONCE",
    "Adjustment",
    "All",
    "Answered",
    "Any_",
    "Area",
    "Before",
    "Carry",
    "Chain",
    "Clock",
    "Condition",
    "Field",
    "In",
    "Is",
    "Keep",
    "Kind",
    "MoreThan",
    "Move",
    "Not",
    "NotAdjustable",
    "Part",
    "Period",
    "Role",
    "See",
    "Share",
    "Sight",
    "Special",
    "Stage",
    "Unit",
    "Upcast",
    "adjusted",
    "declare",
    "evaluate",
]
