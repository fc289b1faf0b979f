"""Ties to adults that rows brought, and taking them back with their rows.

A tie that nobody has changed is withdrawn on both pages. The adult who was written down for it goes too, unless
something else rests on them: another child of theirs, an address, anything recorded since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from kith.intake.models import Row, Settled
from kith.intake.resting_on import about_persons, named
from kith.people import bulk, relations
from kith.people.models import PersonName, Relationship

__all__ = ["Tied", "changed", "of_rows", "take_back"]


@dataclass(frozen=True)
class Tied:
    """A tie somebody accepted: what was decided, the tie on the child's page, and all rows that say the same."""

    settled: Settled
    tie: Relationship
    own: frozenset[UUID]

    @property
    def child(self) -> UUID:
        return self.tie.person_id  # type: ignore[no-any-return]


def of_rows(rows: Iterable[Row]) -> list[Tied]:
    """The ties these rows brought, which stand."""
    ids = [row.id for row in rows]
    accepted = {
        one.fact: one
        for one in Settled.objects.filter(row_id__in=ids, accepted=True, taken_back_at=None).exclude(fact=None)
    }
    return [_tied(accepted[tie.id], tie) for tie in Relationship.objects.filter(id__in=list(accepted))]


def changed(tied: Iterable[Tied]) -> list[Tied]:
    """Those somebody has changed since."""
    return [one for one in tied if one.tie.n != one.settled.n]


def take_back(tied: Sequence[Tied], lines: Mapping[UUID, UUID], *, holder_ids: Mapping[UUID, UUID]) -> None:
    """Withdraw the ties of these children (person -> line), and let the holder forget adults nothing rests on."""
    back = [one for one in tied if one.child in lines]
    for one in back:
        relations.withdraw_both(one.tie, based_on=one.tie.n, line=lines[one.child])
    for one in back:
        if one.settled.made_id and not _rests_on(one.settled.made_id):
            bulk.take_back([one.settled.made_id], holder_id=holder_ids[one.child])


def _tied(settled: Settled, tie: Relationship) -> Tied:
    there = Relationship.objects.filter(person_id=tie.other_id, other_id=tie.person_id)
    return Tied(settled, tie, frozenset([tie.id, *there.values_list("id", flat=True)]))


def _rests_on(adult: UUID) -> bool:
    """Whether anything but the name they were written down with is recorded of somebody."""
    written = set(PersonName.objects.filter(Q(person_id=adult), n=1).order_by("id").values_list("id", flat=True)[:1])
    return any(named(model, field, [adult], written) for model, field in about_persons())
