"""What people say of what the rules found, the questions they keep, and the groups they put a child in by hand. No
number is stored: it is asked each time.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.tenancy.follows import Follows
from kith.tenancy.models import Fact, FactVersion, HeldModel


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


class GroupFields(models.Model):
    """A child's place in a group of their school, from a day until another, as somebody said it.

    `kind` is of the code set `pupil_group`; empty for a group the school names itself, which `own` calls.
    """

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}

    holder = models.ForeignKey("tenancy.Holder", models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40, blank=True)
    own = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200)
    why = models.CharField(max_length=400)

    class Meta:
        abstract = True


class GroupPlace(Fact, GroupFields):
    class Meta:
        verbose_name = "place in a group"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "holder", "kind", "person"], name="place_in_group"),
        ]


class GroupPlaceVersion(FactVersion, GroupFields):
    versions_of = GroupPlace
