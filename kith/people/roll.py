"""Who is on a roll: until the end of the last day, whenever that day became known."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.foundation.dates import today
from kith.people.models import Enrolment
from kith.tenancy.prepared import Given

__all__ = ["classes", "in_classes", "on_roll", "until_the_end_of"]


def until_the_end_of(day: date | Given) -> Q:
    """Times at a school that are not over before this day: the last day is a day at school."""
    return Q(until_on=None) | Q(until_on__gte=day)


def on_roll(day: date | None = None, **where: Any) -> QuerySet[Enrolment]:
    """The times at a school that go on that day (today), those that have yet to begin among them."""
    return Enrolment.objects.filter(until_the_end_of(day or today()), **where)


def classes(holder_id: UUID) -> list[str]:
    """The names of the classes there are today."""
    found = on_roll(holder_id=holder_id).exclude(class_name="").order_by("class_name")
    return list(found.values_list("class_name", flat=True).distinct())


def in_classes(holder_id: UUID, names: Collection[str]) -> QuerySet[Enrolment]:
    """The times at a school in classes of these names that go on today."""
    return on_roll(holder_id=holder_id, class_name__in=list(names))
