"""Agencies that owe an answer about a child who left: closed, nobody here could read it, or ring them for it.

Not without end. A copy is open for four weeks after the day their answer was due, or after the last that was said.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from kith.foundation.dates import today
from kith.sharing.agency.rules import OWED, Stands
from kith.sharing.agency.saying import entries_of, stand_of
from kith.sharing.models import AgencyReferral, Leaver

__all__ = ["Awaited", "awaited"]

WAITS = timedelta(days=28)
# A disagreement is not over: they have answered, and are asked again.
_OWE = (*OWED, Stands.DISAGREED)


@dataclass(frozen=True)
class Awaited:
    """A referral that waits for its answer, and until when it keeps a copy open."""

    referral: AgencyReferral
    until: date


def awaited(leaver: Leaver) -> list[Awaited]:
    """Of this child at this school, those that keep the copy open today."""
    theirs = {"children__person_id": leaver.person_id, "holder_id": leaver.holder_id, "answer_by__isnull": False}
    referrals = list(AgencyReferral.objects.filter(**theirs).order_by("begun_at", "id"))
    entries = entries_of(referrals) if referrals else {}
    waiting = [one for one in referrals if stand_of(entries[one.id]) in _OWE]
    found = [Awaited(one, _until(one, max(entry.on for entry in entries[one.id]))) for one in waiting]
    return [one for one in found if one.until >= today()]


def _until(referral: AgencyReferral, last: date) -> date:
    return max(referral.answer_by or last, last) + WAITS
