"""A record, its parts, and what happened to it.

A record has one *shared* part (person empty) and one *own* part per person it is about. A reader who may see
the record sees the shared part and the own parts of persons they may see; of the others only the role.
"""

from typing import Any, ClassVar

from django.db import models

from kith.cases.models_beside import Adjustment, Assignment, Link, OwnView, Posted, Wording
from kith.cases.models_filing import Filing, Lending
from kith.cases.models_standing import Standing, StandingVersion
from kith.foundation.ids import random_id
from kith.tenancy.follows import Follows
from kith.tenancy.models import Fact, FactVersion, HeldModel, Holder

__all__ = [
    "Addition",
    "Adjustment",
    "Assignment",
    "Draft",
    "Filing",
    "Lending",
    "Link",
    "Numbering",
    "OwnView",
    "Part",
    "PartVersion",
    "Posted",
    "Record",
    "StageMove",
    "Standing",
    "StandingVersion",
    "Wording",
]


class Record(HeldModel):
    """One piece of work. What it says stands in its parts; here is the spine all areas share."""

    area = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    stage = models.CharField(max_length=40)
    reference = models.CharField(max_length=20)
    occurred_at = models.DateTimeField()
    written_at = models.DateTimeField()
    # None: it came from another controller, whose envelope says who wrote it.
    written_by = models.UUIDField(null=True)
    owner_post = models.UUIDField(null=True)
    team = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)
    # Up to when what its writer added has been read by whoever decides.
    read_to = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # The form's own number: a second send of the same form finds the first record instead of making another.
    token = models.UUIDField(default=random_id)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "written_by", "token"], name="record_token_of_writer"),
            models.UniqueConstraint(fields=["controller", "holder", "reference"], name="record_reference"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "holder", "area", "stage", "written_at"], name="record_board"),
            models.Index(fields=["controller", "written_by", "written_at"], name="record_receipts"),
        ]


class PartFields(models.Model):
    """What a part says: the shared one has no person."""

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}
    read_as: ClassVar[tuple[str, str]] = ("record__area", "category")

    record = models.ForeignKey(Record, models.CASCADE, related_name="%(class)ss")
    holder = models.ForeignKey(Holder, models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict)
    # The version of the area these answers were given under: they are read through it.
    area_version = models.PositiveIntegerField(default=1)
    # This person was brought in by mistake: shown struck through, never hidden, and counted nowhere.
    struck = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Part(Fact, PartFields):
    """A part as it stands now."""

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["controller", "record", "person"], nulls_distinct=False, name="part_once_per_person"
            )
        ]


class PartVersion(FactVersion, PartFields):
    """What a part said, and when we came to know it."""

    versions_of = Part


class StageMove(HeldModel):
    """A step of a record from one stage to the next; the newest is where it stands."""

    append_only = True

    record = models.ForeignKey(Record, models.CASCADE, related_name="moves")
    from_stage = models.CharField(max_length=40, blank=True)
    to_stage = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    rationale = models.TextField(blank=True)


class Addition(HeldModel):
    """What the writer adds after sending. The words sent first stay as they were."""

    append_only = True

    record = models.ForeignKey(Record, models.CASCADE, related_name="additions")
    at = models.DateTimeField()
    by = models.UUIDField()
    words = models.TextField()
    # Its writer says that a child is in danger now.
    danger = models.BooleanField(default=False)


class Draft(HeldModel):
    """Words on their way: saved while somebody types, theirs alone, gone once they are sent."""

    follows: ClassVar[dict[str, Follows]] = {"answers": Follows.MOVES}

    author = models.UUIDField()
    area = models.CharField(max_length=40)
    token = models.UUIDField()
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    # What is written beside something that is there already: its id, and which of the forms there. None: a new form.
    about = models.UUIDField(null=True)
    place = models.CharField(max_length=40, blank=True)
    # The open page that saved last, and how many times it had.
    page = models.CharField(max_length=32, blank=True)
    edit = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "author", "token"], name="draft_token_of_author")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "author", "saved_at"], name="draft_of_author")
        ]

    @property
    def last(self) -> str:
        """Which words these are: of which page, and how many it had saved before."""
        return f"{self.page}.{self.edit}"


class Numbering(HeldModel):
    """The last number a holder gave to a record, so that references run without gaps."""

    prefix = models.CharField(max_length=8)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "holder"], name="numbering_of_holder")
        ]
