"""Sharing agreements as whoever keeps them reads them: in force, to come, ended, and those that end before long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith.access import actions
from kith.access.models import Agreement, Party
from kith.access.table import permits
from kith.access.words import RecordType
from kith.foundation.dates import london
from kith.reference.roles import Role

__all__ = ["WARN", "Days", "ending", "kept", "shareable", "sign"]

# From so many days before its end on somebody is told (domain access model, 4.5: sixty, thirty and seven days).
WARN = timedelta(days=60)


@dataclass(frozen=True)
class Days:
    """The first day it is in force, the last, and the day on which somebody looks at it again."""

    from_on: date
    until_on: date
    review_on: date

    def are_of(self, one: Agreement) -> bool:
        last = london(one.until - timedelta(microseconds=1)).date()
        return (london(one.since).date(), last) == (self.from_on, self.until_on)


def kept() -> QuerySet[Agreement]:
    """Every agreement there has been, the one that ends last first: what was signed stays as it was signed."""
    return Agreement.objects.order_by("-until", "id")


def ending() -> list[Agreement]:
    """What ends within sixty days and goes on by no other: soonest first."""
    now = timezone.now()
    lasting = list(Agreement.objects.filter(until__gt=now).order_by("until", "id"))
    soon = [one for one in lasting if one.since <= now and one.until <= now + WARN]
    return [one for one in soon if not any(_goes_on(one, other) for other in lasting)]


def _goes_on(one: Agreement, other: Agreement) -> bool:
    """Whether the other is with the same party, takes over without a gap, and is about all of it."""
    same = other.party_id == one.party_id and other.until > one.until and other.since <= one.until
    return same and set(one.record_types) <= set(other.record_types)


def shareable() -> list[RecordType]:
    """What a partner may be shown anything of at all: the sorts of record an agreement can be about."""
    return [kind for kind in RecordType if permits(Role.PARTNER_USER, kind)]


def sign(
    *, party: UUID, purpose: str, basis: str, types: Iterable[RecordType], signed_by: str, days: Days
) -> Agreement:
    """Put it into force. Signed in the same words for the same days already, it is that one: a form sent twice is once.

    Whoever calls holds the party's row.
    """
    kinds = sorted(set(types))
    words = {"party_id": party, "purpose": purpose, "basis": basis, "signed_by": signed_by}
    lasts = {"record_types": kinds, "review_on": days.review_on, "until__gt": timezone.now()}
    stands = [one for one in Agreement.objects.filter(**words, **lasts) if days.are_of(one)]
    return next(iter(stands), None) or actions.agree(
        party=party,
        party_kind=Party.ORGANISATION,
        purpose=purpose,
        basis=basis,
        record_types=kinds,
        signed_by=signed_by,
        from_on=days.from_on,
        until_on=days.until_on,
        review_on=days.review_on,
    )
