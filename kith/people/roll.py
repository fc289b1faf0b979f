"""Who is on a roll: until the end of the last day, whenever that day became known."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from kith.foundation.dates import today
from kith.people.models import Enrolment
from kith.tenancy.prepared import Given

__all__ = ["on_roll", "until_the_end_of"]


def until_the_end_of(day: date | Given) -> Q:
    """Times at a school that are not over before this day: the last day is a day at school."""
    return Q(until_on=None) | Q(until_on__gte=day)


def on_roll(day: date | None = None, **where: Any) -> QuerySet[Enrolment]:
    """The times at a school that go on that day (today), those that have yet to begin among them."""
    return Enrolment.objects.filter(until_the_end_of(day or today()), **where)
