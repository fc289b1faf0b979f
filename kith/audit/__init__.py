"""The ledger: who did what, who looked, at whom and why; and the proof that none of it was changed.

    audit.record("person.view", subjects=[person_id], reason="Visit today")

writes one line in the open unit of work. No line, no answer.
"""

from kith.audit import keys
from kith.audit.actions import for_each_controller, record, record_many
from kith.audit.entries import Entry, came_from
from kith.audit.queries import Told, lines_about, of_deeds, who_has_looked

__all__ = [
    "Entry",
    "Told",
    "came_from",
    "for_each_controller",
    "keys",
    "lines_about",
    "of_deeds",
    "record",
    "record_many",
    "who_has_looked",
]
