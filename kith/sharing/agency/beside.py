"""A line of the chronology goes on with what agencies were asked: from there it goes on paper and with the file."""

from collections.abc import Sequence
from uuid import UUID

from kith.cases.models import Record
from kith.foundation.dates import in_words
from kith.reference.codes import code_set
from kith.sharing.agency.going import recipient_of
from kith.sharing.agency.rules import How
from kith.sharing.agency.saying import OUTCOMES, entries_of
from kith.sharing.models import AgencyEntry, AgencyReferral

__all__ = ["line_beside"]

_WORDS = {
    How.SENT: "asked on {}",
    How.TOLD: "asked on {}",
    How.TAKEN_BACK: "taken back on {}",
    How.ANSWERED: "they answered on {}",
    How.DISAGREED: "we disagreed on {}",
    How.SETTLED: "settled on {}",
    How.ENDED: "ended on {}",
}


def line_beside(record: Record, person: UUID) -> str:
    """Which agencies were asked about this child, and what came of it; nothing of what has not gone."""
    asked = list(AgencyReferral.objects.filter(record=record, children__person_id=person).order_by("begun_at", "id"))
    entries = entries_of(asked) if asked else {}
    return ". ".join(words for one in asked if (words := _words(one, entries[one.id])))


def _words(one: AgencyReferral, entries: Sequence[AgencyEntry]) -> str:
    said = {How(entry.how): entry for entry in entries if How(entry.how) in _WORDS}
    if not {How.SENT, How.TOLD} & set(said):
        return ""
    steps = [_WORDS[how].format(in_words(entry.on)) for how, entry in said.items()]
    codes = [entry.detail["outcome"] for entry in said.values() if entry.detail.get("outcome")]
    came_of_it = [code_set(OUTCOMES).label(code) for code in codes[-1:]]
    return f"{recipient_of(one)}: {', '.join(dict.fromkeys([*steps, *came_of_it]))}"
