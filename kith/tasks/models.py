"""Clocks that run on records, and tasks somebody has to do."""

from datetime import date
from typing import Any, ClassVar

from django.db import models

from kith.cases.models import Record
from kith.foundation.dates import london
from kith.foundation.days import SchoolCalendar
from kith.tasks.models_given import Action, Reminder
from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel, TenantModel

__all__ = ["Action", "Reminder", "RunningClock", "SchoolDays", "Task"]


class RunningClock(HeldModel):
    """One run of a clock of an area on one record. A record that is reopened may run it again."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="clocks")
    clock = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    # The day of the event the law counts from, which may be before anybody wrote it down.
    counts_from = models.DateField(null=True)
    due_on = models.DateField()
    # Where the law counts hours: the moment itself.
    due_at = models.DateTimeField(null=True)
    # Counted in working days, as the school's calendar is not known that far.
    estimated = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    # Of clocks that count days. Where hours count, the moment itself is put off.
    paused_days = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)
    # The stage that stopped it, or would have; none where answers did and no stage has come that ends it.
    stopped_by = models.CharField(max_length=40, blank=True)
    # The day on which it was met in life, where its answers say it.
    met_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["controller", "record", "clock"],
                condition=models.Q(stopped_at__isnull=True),
                name="clock_runs_once",
            ),
            models.CheckConstraint(
                condition=models.Q(stopped_at__isnull=True) | models.Q(stopped_at__gte=models.F("started_at")),
                name="clock_stops_after_it_starts",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["controller", "holder", "due_on"],
                condition=models.Q(stopped_at__isnull=True),
                name="clock_worklist",
            )
        ]

    @property
    def done_on(self) -> date | None:
        """The day it is judged by: on which it was met, or else on which it stopped here."""
        return self.met_on or (london(self.stopped_at).date() if self.stopped_at else None)


class SchoolDays(TenantModel):
    """The days a school is open to pupils, as it was told to us; the newest row counts, older ones stay."""

    append_only = True

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    # First and last day of each term, and the days in between on which it is closed to pupils.
    terms = models.JSONField()
    closed = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    def calendar(self) -> SchoolCalendar:
        day = date.fromisoformat
        terms = tuple((day(first), day(last)) for first, last in self.terms)
        return SchoolCalendar(terms, frozenset(day(one) for one in self.closed))


class Task(HeldModel):
    """Something to be done by a post, or by whoever has a role where the file is held."""

    follows: ClassVar[dict[str, Follows]] = {"about": Follows.ONE_OF_A_KIND}

    record = models.ForeignKey(Record, models.CASCADE, null=True, related_name="tasks")
    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=200)
    for_post = models.UUIDField(null=True)
    for_role = models.CharField(max_length=40, blank=True)
    # The row it is about, where that is no record; and whose doing it looks at, who can't finish it.
    about = models.UUIDField(null=True)
    opened_for = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(for_post__isnull=False) | ~models.Q(for_role=""), name="task_is_somebodys"
            ),
            # A clock rings once for each of its thresholds.
            models.UniqueConstraint(
                fields=["controller", "about", "kind"],
                condition=models.Q(kind__startswith="clock_"),
                name="task_rings_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["controller", "holder", "due_on"],
                condition=models.Q(done_at__isnull=True),
                name="task_worklist",
            ),
            models.Index(
                fields=["controller", "for_post", "due_on"],
                condition=models.Q(done_at__isnull=True),
                name="task_of_post",
            ),
        ]
