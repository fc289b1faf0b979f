"""Who is on a roll: from the first day until the end of the last, whenever either became known."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.foundation.dates import today
from kith.people.models import Enrolment
from kith.tenancy.prepared import Given

__all__ = ["classes", "here_or_to_come", "in_classes", "is_over", "on_roll", "until_the_end_of"]


def until_the_end_of(day: date | Given) -> Q:
    """Times at a school that are not over before this day: the last day is a day at school."""
    return Q(until_on=None) | Q(until_on__gte=day)


def is_over(time: Enrolment, day: date) -> bool:
    """The same of one that was read."""
    return time.until_on is not None and time.until_on < day


def on_roll(day: date | None = None, **where: Any) -> QuerySet[Enrolment]:
    """The times at a school that go on that day (today). A first day nobody gave has come."""
    has_begun = Q(from_on=None) | Q(from_on__lte=day or today())
    return here_or_to_come(day, **where).filter(has_begun)


def here_or_to_come(day: date | None = None, **where: Any) -> QuerySet[Enrolment]:
    """Those that have yet to begin among them: for whether somebody is expected, and not only there."""
    return Enrolment.objects.filter(until_the_end_of(day or today()), **where)


def classes(holder_id: UUID) -> list[str]:
    """The names of the classes there are today."""
    found = on_roll(holder_id=holder_id).exclude(class_name="").order_by("class_name")
    return list(found.values_list("class_name", flat=True).distinct())


def in_classes(holder_id: UUID, names: Collection[str]) -> QuerySet[Enrolment]:
    """The times at a school in classes of these names that go on today."""
    return on_roll(holder_id=holder_id, class_name__in=list(names))
