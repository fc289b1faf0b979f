"""Lines on persons' chronologies."""

from typing import Any, ClassVar

from django.db import models

from kith.cases.models import Record
from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel


class Entry(HeldModel):
    """One line about one person, made from that person's own part of a record and nobody else's; or from one link of a
    chain of standings that the record decided.

    It is derived: when the part or the stage changes it is written again. What was known before
    stands in the versions of the part.
    """

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}
    read_as: ClassVar[tuple[str, str]] = ("area", "category")

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="entries")
    record = models.ForeignKey(Record, models.CASCADE, related_name="entries")
    # The link, by its id and no key: one that was taken back goes, and a line somebody pointed at stays.
    standing = models.UUIDField(null=True)
    area = models.CharField(max_length=40)
    category = models.CharField(max_length=60, blank=True)
    occurred_at = models.DateTimeField()
    line = models.CharField(max_length=300)
    # What happened, in the first words of the record's shared part.
    told = models.CharField(max_length=300, blank=True)
    # What this person said, in the first of their own words: from their own part and nobody else's.
    childs_words = models.CharField(max_length=300, blank=True)
    # Entered by mistake: shown struck through, never hidden.
    void = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["controller", "record", "person", "standing"],
                nulls_distinct=False,
                name="entry_once_per_person",
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "person", "-occurred_at"], name="entry_of_person")
        ]


class Mark(HeldModel):
    """What somebody said of a line: that it is significant, or that it stays on top. The newest of its kind counts."""

    append_only = True

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=20)
    # Taken back: no longer so.
    holds = models.BooleanField(default=True)
    why = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)


class Selection(HeldModel):
    """A chronology somebody put together for a purpose: chosen lines, as they read on that day."""

    append_only = True
    re_pointed = ("person",)
    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)


class Chosen(HeldModel):
    """One line of a selection: whose it is, what it said then, and how whoever put it together sums it up."""

    append_only = True

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="chosen")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    told = models.CharField(max_length=300, blank=True)
    childs_words = models.CharField(max_length=300, blank=True)
    # All else that its record said of them then, as `whole.Whole` keeps it.
    whole = models.JSONField(default=dict)
    note = models.CharField(max_length=1000, blank=True)
