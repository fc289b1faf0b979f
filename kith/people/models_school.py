"""What a school knows of a pupil beside who they are: support they have, how often they came, where they went.

Each row is held by the school whose pupil it is. Support and the next school are facts, with every version of them;
tallies of attendance and behaviour are numbers for a stretch of days, written over by the next count of those days.
"""

from typing import Any, ClassVar

from django.db import models

from kith.people.fields import AboutPerson
from kith.tenancy.follows import Follows
from kith.tenancy.models import Fact, FactVersion, HeldModel


class SupportFields(AboutPerson):
    """What somebody is entitled to at school, or is given there: from a day on, until another."""

    class Kind(models.TextChoices):
        SEN = "sen", "Special educational needs"
        MEALS = "fsm", "Free school meals"
        PREMIUM = "pupil_premium", "Pupil premium"

    holder = models.ForeignKey("tenancy.Holder", models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind)
    # Of special needs: K support, E an education, health and care plan (`sen_provision`). Of the others nothing.
    value = models.CharField(max_length=4, blank=True)

    class Meta:
        abstract = True


class Support(Fact, SupportFields):
    class Meta:
        verbose_name = "support at school"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "holder", "kind", "person"], name="support_of_kind"),
        ]


class SupportVersion(FactVersion, SupportFields):
    versions_of = Support


class DestinationFields(AboutPerson):
    """Where a child who left a school learns now. As long as nobody has said it, they are asked after.

    `from_on` is the day they left: it answers for every time at the school that began before it.
    """

    class Kind(models.TextChoices):
        SCHOOL = "school", "Another school"
        HOME = "home", "Educated at home"
        FURTHER = "further", "College, training or work"
        ABROAD = "abroad", "Moved out of the country"
        TRACED = "traced", "Not found: the council looks for them"
        OTHER = "other", "Something else"

    holder = models.ForeignKey("tenancy.Holder", models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    # How the place is called, and its DfE number where it has one.
    name = models.CharField(max_length=200, blank=True)
    laestab = models.CharField(max_length=7, blank=True)

    class Meta:
        abstract = True


class Destination(Fact, DestinationFields):
    class Meta:
        verbose_name = "next school"
        indexes: ClassVar[list[Any]] = [models.Index(fields=["controller", "holder", "person"], name="destination_of")]


class DestinationVersion(FactVersion, DestinationFields):
    versions_of = Destination


class ChaseNote(HeldModel):
    """What somebody did to find out where a child went who left."""

    append_only = True
    re_pointed = ("person",)
    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["controller", "person", "at"], name="chase_note_of")]


class Tally(HeldModel):
    """Numbers of one pupil for the days from `from_on` to `until_on`, as the school's system counted them."""

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.ONE_OF_A_KIND}

    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    counted_at = models.DateTimeField()

    class Meta:
        abstract = True


class AttendanceTally(Tally):
    """Sessions: half days. Possible are attended and both kinds of absence together; late is among attended."""

    possible = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()
    authorised = models.PositiveIntegerField(default=0)
    unauthorised = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["controller", "holder", "person", "from_on", "until_on"], name="attendance_once"
            ),
        ]


class BehaviourTally(Tally):
    """Events: how many were to somebody's credit, and how many were not."""

    credits = models.PositiveIntegerField(default=0)
    incidents = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["controller", "holder", "person", "from_on", "until_on"], name="behaviour_once"
            ),
        ]
