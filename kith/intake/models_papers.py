"""Scanned paper files that came in many at once with an index. Until they are filed they hang on nobody."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.documents.models import Document
from kith.people.models import Person
from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel


class PaperLoad(HeldModel):
    """An index and the files it lists, as somebody brought them. What is taken back is taken back as a whole."""

    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_why = models.TextField(blank=True)


class Paper(HeldModel):
    """A line of the index, or a file that stands in none."""

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES, "candidates": Follows.MOVES}

    class Outcome(models.TextChoices):
        MATCHED = "matched", "Whose it is, is certain"
        REVIEW = "review", "Somebody has to say whose it is"
        NOBODY = "nobody", "Not placed"

    load = models.ForeignKey(PaperLoad, models.CASCADE, related_name="papers")
    n = models.PositiveIntegerField()
    # The line of the index as a spreadsheet counts; of a file that stands in none, 0.
    line = models.PositiveIntegerField()
    # Who the line says it is about, until it is filed.
    about = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome)
    reasons = models.JSONField(default=list)
    candidates = ArrayField(models.UUIDField(), default=list)
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "load", "n"], name="paper_of_load"),
        ]
