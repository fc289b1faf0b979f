"""A line of the chronology goes on with what agencies were asked: from there it goes on paper and with the file."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from kith.cases.models import Record
from kith.foundation.dates import in_words
from kith.reference.codes import code_set
from kith.sharing.agency.going import recipient_of
from kith.sharing.agency.rules import How, Stands
from kith.sharing.agency.saying import OUTCOMES, entries_of, stand_of
from kith.sharing.models import AgencyEntry, AgencyReferral
from kith.sharing.packing.worked import Asked

__all__ = ["SAID_BESIDE", "asked_beside", "line_beside"]

_WORDS = {
    How.SENT: "asked on {}",
    How.TOLD: "asked on {}",
    How.TAKEN_BACK: "taken back on {}",
    How.ANSWERED: "they answered on {}",
    How.DISAGREED: "we disagreed on {}",
    How.SETTLED: "settled on {}",
    How.ENDED: "ended on {}",
}
# What is said beside a line: written since a file went, the next school does not have it.
SAID_BESIDE = tuple(_WORDS)


def line_beside(record: Record, person: UUID) -> str:
    """Which agencies were asked about this child, and what came of it; nothing of what has not gone."""
    asked = list(AgencyReferral.objects.filter(record=record, children__person_id=person).order_by("begun_at", "id"))
    entries = entries_of(asked) if asked else {}
    return ". ".join(words for one in asked if (words := _words(one, entries[one.id])))


def asked_beside(records: Collection[UUID], person: UUID) -> dict[UUID, list[Asked]]:
    """Record -> which agencies were asked about this child, for what, by when, and what they answered."""
    asked = list(AgencyReferral.objects.filter(record__in=records, children__person_id=person).order_by("begun_at"))
    entries, found = entries_of(asked) if asked else {}, defaultdict(list)
    for one in asked:
        if (told := _asked(one, entries[one.id])) and one.record_id:
            found[one.record_id].append(told)
    return dict(found)


def _asked(one: AgencyReferral, entries: Sequence[AgencyEntry]) -> Asked | None:
    """None of what has not gone."""
    went = next((entry for entry in reversed(entries) if entry.how in (How.SENT, How.TOLD)), None)
    if went is None or stand_of(entries) is Stands.TO_SEND:
        return None
    heard = [entry for entry in entries if entry.how in (How.ANSWERED, How.ENDED) and entry.at >= went.at]
    return Asked(
        at=went.at,
        who=recipient_of(one),
        kind="Referral to an agency",
        words=one.asks,
        due_on=one.answer_by or went.on,
        ended_at=heard[-1].at if heard else None,
        is_done=bool(heard),
        how=heard[-1].words if heard else "",
    )


def _words(one: AgencyReferral, entries: Sequence[AgencyEntry]) -> str:
    said = {How(entry.how): entry for entry in entries if How(entry.how) in _WORDS}
    if not {How.SENT, How.TOLD} & set(said):
        return ""
    steps = [_WORDS[how].format(in_words(entry.on)) for how, entry in said.items()]
    codes = [entry.detail["outcome"] for entry in said.values() if entry.detail.get("outcome")]
    came_of_it = [code_set(OUTCOMES).label(code) for code in codes[-1:]]
    return f"{recipient_of(one)}: {', '.join(dict.fromkeys([*steps, *came_of_it]))}"
