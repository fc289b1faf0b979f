"""Standings: what somebody decided a person's status to be, link by link, each starting where the last one ended."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from kith.tenancy.follows import Follows
from kith.tenancy.models import Fact, FactVersion, Holder


class StandingFields(models.Model):
    """One link of a chain. `from_on` and `until_on` of the fact are its days; `seq` orders links of one day.

    No range type holds the days: a placement that ended on the day it began would be an empty range and lose them.
    """

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}
    read_as: ClassVar[tuple[str, ...]] = ("record__area",)

    record = models.ForeignKey("cases.Record", models.CASCADE, related_name="%(class)ss")
    holder = models.ForeignKey(Holder, models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=20)
    seq = models.PositiveIntegerField()
    # The first link of a time in care: it need not join the one before.
    opens = models.BooleanField(default=False)
    ended_because = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True


class Standing(Fact, StandingFields):
    """A link as it stands now. That links join is held by the database (docs/reference/constraints.md)."""

    held_by = ("standing_joins",)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "person", "kind", "seq"], name="standing_in_order"),
            models.CheckConstraint(
                condition=Q(from_on__isnull=False) & (Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))),
                name="standing_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | ~Q(ended_because=""), name="standing_says_why_it_ended"
            ),
        ]


class StandingVersion(FactVersion, StandingFields):
    """What a link said, and when we came to know it."""

    versions_of = Standing
