"""The safeguarding file of a child who changes school: what its sender keeps, and what its recipient does."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from kith.foundation.ids import uuid7
from kith.tenancy.follows import Follows
from kith.tenancy.models import Controller, HeldModel


class SchoolHere(models.Model):
    """A school whose controller takes envelopes: by its numbers, so that a file finds its way.

    Everybody may read all of them; a row is added by the controller whose school it is, and by nobody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Not named `controller`: that name makes a table a tenant's.
    owner = models.ForeignKey(Controller, models.PROTECT, db_column="controller_id", related_name="+")
    name = models.CharField(max_length=200)
    urn = models.CharField(max_length=6, blank=True)
    laestab = models.CharField(max_length=7, blank=True)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "exchange_school"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["owner", "name", "urn", "laestab"], name="exchange_school_once"),
        ]


class Leaver(HeldModel):
    """A child who left this school and has a safeguarding file: where it goes, and what was chosen to go."""

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    left_on = models.DateField()
    due_on = models.DateField()
    # The next school; without a controller it is not on Kith.
    to_controller = models.UUIDField(null=True)
    to_name = models.CharField(max_length=200, blank=True)
    to_urn = models.CharField(max_length=6, blank=True)
    to_laestab = models.CharField(max_length=7, blank=True)
    # Who leads safeguarding there, as somebody found out by ringing them.
    to_lead = models.CharField(max_length=200, blank=True)
    # Nobody knows where the child went.
    held = models.BooleanField(default=False)
    held_why = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True)
    # The next school signed for it, lost it, and asks for it again.
    again_why = models.TextField(blank=True)
    again_at = models.DateTimeField(null=True)
    # They did not leave after all: the day on which the roll was seen to say so, before anything went.
    stayed_on = models.DateField(null=True)
    # Which records and documents go, and what was decided of each name in them.
    chosen = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "holder", "-left_on"], name="leaver_list"),
        ]


class Went(HeldModel):
    """A file that was sent: its fingerprint, how long it is, and a list of what was in it that names nobody."""

    append_only = True

    leaver = models.ForeignKey(Leaver, models.PROTECT, related_name="sendings")
    # What was sealed and kept, where it went as an envelope.
    sent = models.ForeignKey("sharing.Sent", models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    listing = models.JSONField()
    to_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    # The number of the form it was sent from: a second click finds it sent.
    once = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "once"], name="went_once"),
        ]


class Answer(HeldModel):
    """What was said of a file that went: signed for, sent back, or taken back by us. The first one holds."""

    append_only = True

    went = models.ForeignKey(Went, models.PROTECT, related_name="answers")
    how = models.CharField(max_length=20)
    # Who signed or sent it back, in their own words, and on which day.
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    # Of what they say they hold.
    sha256 = models.CharField(max_length=64, blank=True)
    misses = models.JSONField(default=list)
    words = models.TextField(blank=True)
    # It came back in Kith, was signed on the page of a pack, or stands on paper that somebody here has read.
    way = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "went"], name="answer_once"),
        ]


class Pack(HeldModel):
    """A file or a referral for somebody who is not on Kith, locked with a secret that stands nowhere here."""

    went = models.ForeignKey(Went, models.PROTECT, null=True, related_name="packs")
    agency = models.ForeignKey("sharing.AgencyReferral", models.PROTECT, null=True, related_name="packs")
    salt = models.BinaryField()
    # Emptied once it opens no more.
    sealed = models.BinaryField()
    until = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    # When it was first opened: it can be fetched once more for a while, as a line may break.
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "went"], name="pack_of_sending"),
            models.CheckConstraint(
                condition=models.Q(went=None, agency__isnull=False) | models.Q(went__isnull=False, agency=None),
                name="pack_of_one",
            ),
        ]


class Came(HeldModel):
    """A safeguarding file that came: what it says as it was sealed, before anybody here has said whose it is."""

    append_only = True

    envelope = models.ForeignKey("sharing.Envelope", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    sender = models.UUIDField()
    sender_name = models.CharField(max_length=200)
    # Without the bytes of its documents, which stay in the envelope until it is taken in.
    told = models.TextField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    at = models.DateTimeField()
    late = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "envelope"], name="came_envelope"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "holder", "sha256"], name="came_again"),
        ]


class Took(HeldModel):
    """A file that came was signed for and is part of this child's record here, read-only, with where it came from."""

    append_only = True
    re_pointed = ("person",)
    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}

    came = models.ForeignKey(Came, models.PROTECT, related_name="taken")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    is_new = models.BooleanField()
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    on = models.DateField()
    misses = models.JSONField(default=list)
    # What came with it and was filed, by the ids of the documents.
    documents = models.JSONField(default=list)
    # How often it had been taken out again of a record it did not belong in.
    again = models.PositiveSmallIntegerField(default=0)
    # When whoever keeps it looks whether it must be kept longer. Nothing is destroyed of itself.
    review_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "came", "again"], name="took_once"),
        ]


class TakenOut(HeldModel):
    """It was not this child's file: what was taken in stands in the record no longer, and waits to be taken in again.
    What was signed for stays signed for."""

    append_only = True

    took = models.ForeignKey(Took, models.PROTECT, related_name="taken_out")
    why = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "took"], name="taken_out_once"),
        ]
