"""A feed: what a school's system gives every day, by files or when asked. What is here is in nobody's record.

An administrator who sets feeds need hold no file of a child, so where a feed comes from and how it fared say nothing of
any child and have no holder; what it brought has the holder whose pupils they are.
"""

from typing import Any, ClassVar

from django.db import models

from kith.intake.stages import Accept
from kith.organisations.models import Organisation
from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel, TenantModel


class Feed(TenantModel):
    """Where the pupils of one school come from each day, as an administrator set it."""

    class Way(models.TextChoices):
        FILES = "files", "Files put into a folder"
        ASKED = "asked", "Asked for over the network"

    school = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    way = models.CharField(max_length=6, choices=Way)
    # How its columns are to be read (`intake.feeds.profiles`).
    profile = models.CharField(max_length=40)
    address = models.CharField(max_length=300, blank=True)
    # What the school is called there.
    outside_id = models.CharField(max_length=100, blank=True)
    # The token, sealed: `feeds.keeping`.
    token = models.BinaryField(null=True)
    accept = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Accept], default=Accept.RULE)
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "school"], name="feed_of_school"),
        ]

    @property
    def holder_id(self) -> Any:
        """Whose pupils it brings."""
        return self.school.files_of_id


class FeedRun(TenantModel):
    """One time a feed came: how far it got, and what came of it."""

    class State(models.TextChoices):
        GOING = "going", "Still arriving"
        DONE = "done", "Arrived"
        REFUSED = "refused", "Not taken"
        STOPPED = "stopped", "Stopped half way"

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="runs")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.GOING)
    # The fingerprint of its files; of one that was asked for, none.
    sha256 = models.CharField(max_length=64, blank=True)
    files = models.JSONField(default=list)
    # Of which day its files say that they are.
    day = models.DateField(null=True)
    # How often it was tried, and what kept it the last time, in a sentence.
    tries = models.PositiveIntegerField(default=0)
    words = models.TextField(blank=True)
    # seen, joined, left, changed, refused: how many children each.
    counts = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    # The import of what changed, and that of children who are not in the feed any more.
    batch = models.ForeignKey("intake.Batch", models.PROTECT, null=True, related_name="+")
    gone_batch = models.ForeignKey("intake.Batch", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "feed", "-began_at"], name="feed_run_latest"),
        ]


class FeedPage(HeldModel):
    """A page of an answer, kept until all of them are there: a feed that was cut off goes on after its last one."""

    run = models.ForeignKey(FeedRun, models.CASCADE, related_name="pages")
    part = models.CharField(max_length=40)
    n = models.PositiveIntegerField()
    # Where the next page is; empty after the last of its part.
    next = models.TextField(blank=True)
    packed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "run", "part", "n"], name="feed_page_once"),
        ]


class FeedPupil(HeldModel):
    """What the feed said last of a pupil of theirs, as a fingerprint; and the row by which it went to the records."""

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="pupils")
    # The number the school's system has for them, which says nothing outside of it.
    key = models.CharField(max_length=100)
    print = models.CharField(max_length=64)
    row = models.ForeignKey("intake.Row", models.PROTECT, null=True, related_name="+")
    # Whom the number has come to mean, whatever of its last row still waits (`feeds.meaning`).
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField()
    # Since when a whole feed leaves them out.
    gone_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "feed", "key"], name="feed_pupil_once"),
        ]
