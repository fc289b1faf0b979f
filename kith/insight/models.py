"""What people say of what the rules found, and the questions they keep. No number is stored: it is asked each time."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel


class PatternAnswer(HeldModel):
    """A possible pattern as it was shown, and what a person said of it. Answered again, the newest counts.

    `about` is what the rule found it for: a person's id, a place, a kind of concern. With one more record it is another
    pattern, and asks again.
    """

    append_only = True
    re_pointed = ("person",)
    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}

    rule = models.CharField(max_length=40)
    about = models.TextField()
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    records = ArrayField(models.UUIDField())
    words = models.TextField()
    accepted = models.BooleanField()
    why = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "holder", "rule", "at"], name="pattern_answers"),
        ]


class SavedQuestion(HeldModel):
    """A question narrowed to a part, under a name, and the report it stands in; out of it once it is ended."""

    name = models.CharField(max_length=80)
    question = models.CharField(max_length=40)
    narrowed = models.JSONField(default=dict)
    # The audience whose report it is added to; none: it stands with the trends alone.
    audience = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["controller", "holder", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="saved_question_once",
            )
        ]
