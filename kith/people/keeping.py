"""Which holder keeps somebody's file: for what is written about a person by nobody in particular."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from kith.people.models import Known
from kith.tenancy.models import Holder


def keeper_of(persons: Iterable[UUID]) -> UUID | None:
    """The holder that knows most of them, and has for longest; one that has let go only where no other is left.

    Worked: a line about two sisters, one of whom is at two schools, belongs to the school that knows both.
    """
    now = still()
    known = Known.objects.filter(person_id__in=list(persons)).values("holder_id")
    counted = known.annotate(of=Count("id"), still=Count("id", filter=now), first=Min("since"))
    found = counted.order_by(F("still").desc(), F("of").desc(), "first").first()
    return found["holder_id"] if found else None


def known_at(person_id: UUID) -> QuerySet[Holder]:
    """The holders that know somebody now, as far as whoever asks may see."""
    return Holder.objects.filter(id__in=Known.objects.filter(still(), person_id=person_id).values("holder_id"))


def still() -> Q:
    """Those who know somebody now."""
    return Q(until=None) | Q(until__gt=timezone.now())
