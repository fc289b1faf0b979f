"""What a controller keeps of referrals: the one that came, whom it names, and what the other side said since."""

from typing import Any, ClassVar

from django.db import models

from kith.cases.models import Part, Record
from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel


class Arrival(HeldModel):
    """A referral that came: the referrer's own words as they were sealed, and the contact it became.

    What the contact says is worked on; this never changes.
    """

    append_only = True

    envelope = models.ForeignKey("sharing.Envelope", models.PROTECT, related_name="+")
    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    # The controller it came from.
    sender = models.UUIDField()
    # The body, as canonical text: the very characters that were sealed.
    told = models.TextField()
    at = models.DateTimeField()
    late = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "envelope"], name="arrival_envelope"),
            models.UniqueConstraint(fields=["controller", "record"], name="arrival_record"),
        ]


class Named(HeldModel):
    """A child a referral names, by its place there: the part of the contact that is about them."""

    append_only = True

    arrival = models.ForeignKey(Arrival, models.CASCADE, related_name="named")
    n = models.PositiveSmallIntegerField()
    part = models.ForeignKey(Part, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "arrival", "n"], name="named_once"),
        ]


class Settled(HeldModel):
    """Somebody said who a named child is, and why they think so. The newest counts; the earlier ones stay."""

    append_only = True
    re_pointed = ("person",)
    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}

    named = models.ForeignKey(Named, models.CASCADE, related_name="settled")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    # Somebody nobody here knew before.
    is_new = models.BooleanField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)


class Reply(HeldModel):
    """What was said of an envelope after it went, held where its record is held: by the other side, opened once; or by
    us, who took it back."""

    append_only = True

    envelope = models.ForeignKey("sharing.Envelope", models.PROTECT, related_name="+")
    event = models.UUIDField()
    happened = models.CharField(max_length=20)
    code = models.CharField(max_length=40, blank=True)
    # What was sealed for us, or by us, as canonical text.
    told = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "event"], name="reply_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["controller", "envelope"], name="reply_about")]
