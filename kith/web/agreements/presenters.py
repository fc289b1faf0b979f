"""Agreements in words, on their own page and on My day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from kith.access import agreements as kept
from kith.access.pages import TYPES
from kith.access.words import RecordType
from kith.foundation.dates import in_words, london, today
from kith.organisations.models import Organisation
from kith.web import asks
from kith.web.presenters import Status

DUTY = "agreements.keep"
# From so few days on it is said as what is due.
SOON = 30


@dataclass(frozen=True)
class Row:
    """An agreement: with whom, about what, how long, and whether it can be ended."""

    id: UUID
    party: str
    about: str
    purpose: str
    signed: str
    days: str
    status: Status
    lasts: bool


@dataclass(frozen=True)
class Ending:
    """One that ends before long, for My day."""

    party: str
    about: str
    day: str
    status: Status


def type_words(kind: RecordType) -> str:
    words = TYPES.get(kind, kind.value.replace("_", " "))
    return words[0].upper() + words[1:]


def rows(found: Sequence[Any], parties: Mapping[UUID, str]) -> tuple[Row, ...]:
    return tuple(_row(one, parties.get(one.party_id, "Somebody who is no partner any more")) for one in found)


def _row(one: Any, party: str) -> Row:
    review = in_words(one.review_on)
    return Row(
        id=one.id,
        party=party,
        about=_about(one),
        purpose=f"{one.purpose}. {one.basis}".replace("..", "."),
        signed=f"Signed by {one.signed_by}. To be looked at again on {review}.",
        days=f"{in_words(london(one.since).date())} to {in_words(_last_day(one))}",
        status=_status(one),
        lasts=one.until > timezone.now(),
    )


def ending(reader: Any) -> tuple[Ending, ...]:
    """What ends within sixty days, for whoever keeps the agreements; nothing for everybody else."""
    if not asks.may_open(reader, DUTY):
        return ()
    found = kept.ending()
    parties = dict(Organisation.objects.filter(id__in=[one.party_id for one in found]).values_list("id", "name"))
    return tuple(Ending(parties.get(o.party_id, ""), _about(o), in_words(_last_day(o)), _status(o)) for o in found)


def _status(one: Any) -> Status:
    now = timezone.now()
    if one.until <= now:
        return Status("none", "pause", "Ended")
    if one.since > now:
        return Status("none", "pause", "To come")
    left = (_last_day(one) - today()).days
    if left > kept.WARN.days:
        return Status("ok", "ok", "In force")
    words = "Ends today" if left == 0 else f"{left} day{'' if left == 1 else 's'} left"
    return Status("due", "due", words) if left <= SOON else Status("ok", "ok", words)


def _about(one: Any) -> str:
    return ", ".join(type_words(RecordType(kind)) for kind in one.record_types)


def _last_day(one: Any) -> Any:
    """What ends at midnight ended the day before."""
    return london(one.until - timedelta(microseconds=1)).date()
