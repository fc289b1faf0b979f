"""Envelopes and what became of them, which two controllers read; and what one controller keeps of its own sending."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.organisations.models import Post
from kith.sharing.models_agency import AgencyChild, AgencyEntry, AgencyReferral, LocalRule
from kith.sharing.models_alerts import CalendarKey, NoticeWish
from kith.sharing.models_passing import Answer, Came, Leaver, Pack, SchoolHere, TakenOut, Took, Went
from kith.sharing.models_referral import Arrival, Named, Reply, Settled
from kith.sharing.notice_rules import Word
from kith.sharing.passing import KIND as SAFEGUARDING_FILE
from kith.sharing.rules import BY_RECIPIENT, Code, Happened
from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel, TenantModel, TwoSidedModel

__all__ = [
    "AgencyChild",
    "AgencyEntry",
    "AgencyReferral",
    "Answer",
    "Arrival",
    "CalendarKey",
    "Came",
    "Envelope",
    "Event",
    "Leaver",
    "LocalRule",
    "Named",
    "Notice",
    "NoticeWish",
    "Pack",
    "Reply",
    "SchoolHere",
    "Sealed",
    "Sent",
    "Settled",
    "TakenOut",
    "Took",
    "Went",
]


class Sealed(TwoSidedModel):
    """Something one controller has sealed for another and signed. `sealing.py` says how; the fields are its head."""

    kind = models.CharField(max_length=40)
    schema_version = models.PositiveIntegerField()
    code = models.CharField(max_length=40, blank=True)
    form = models.PositiveSmallIntegerField()
    sender_key = models.PositiveIntegerField()
    recipient_key = models.PositiveIntegerField()
    at = models.DateTimeField()
    sealed = models.BinaryField()
    hash = models.BinaryField()
    signature = models.BinaryField()

    class Meta:
        abstract = True


class Envelope(Sealed):
    """What one controller sends another: a referral, an outcome, a file."""

    # Two schools of a trust pass on the file of a child who moves between them.
    to_itself: ClassVar[str] = f"exchange_envelope.kind = '{SAFEGUARDING_FILE}'"

    class Meta:
        db_table = "exchange_envelope"
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["recipient", "-at"], name="envelope_to"),
            models.Index(fields=["sender", "-at"], name="envelope_from"),
        ]


_RECIPIENTS = ", ".join(f"'{one.value}'" for one in sorted(BY_RECIPIENT))


class Event(Sealed):
    """What one of the two parties says about an envelope. Its reason, where it has one, is sealed for the other."""

    insert_check: ClassVar[str] = (
        "EXISTS (SELECT 1 FROM exchange_envelope e WHERE e.id = exchange_event.envelope_id"
        " AND CASE"
        f" WHEN exchange_event.kind IN ({_RECIPIENTS}) OR"
        f" (exchange_event.kind = '{Happened.NOTICED}' AND e.recipient_id = exchange_event.sender_id)"
        " THEN (e.recipient_id, e.sender_id) = (exchange_event.sender_id, exchange_event.recipient_id)"
        " ELSE (e.sender_id, e.recipient_id) = (exchange_event.sender_id, exchange_event.recipient_id) END)"
    )

    # The parties are those of its envelope, which the check above looks at.
    to_itself: ClassVar[str] = "true"

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="events")
    # The event this one takes notice of.
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "exchange_event"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["envelope", "kind"], condition=models.Q(answers=None), name="event_once"),
            models.UniqueConstraint(fields=["answers"], name="event_noticed_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[one.value for one in Happened])
                & models.Q(code__in=[one.value for one in Code]),
                name="event_known",
            ),
        ]


class Sent(HeldModel):
    """What this controller keeps of an envelope it sent: about whom and what, on what basis, and the words that went.

    The envelope itself opens for its recipient only.
    """

    append_only = True
    follows: ClassVar[dict[str, Follows]] = {"subjects": Follows.STAYS}

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="+")
    # The record it was made from.
    about = models.UUIDField(null=True)
    subjects = ArrayField(models.UUIDField())
    purpose = models.TextField()
    basis = models.TextField()
    # The body, as canonical text: the very characters that were sealed.
    told = models.TextField()
    line = models.UUIDField()
    by = models.UUIDField(null=True)
    # The number of the form it was sent from: a second click finds it sent.
    once = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "once"], name="sent_once"),
            models.UniqueConstraint(fields=["controller", "envelope"], name="sent_envelope"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["controller", "about"], name="sent_about")]


class Notice(TenantModel):
    """That a post is told by e-mail, in opaque words, that something waits for it in Kith: until it was read."""

    follows: ClassVar[dict[str, Follows]] = {"about": Follows.ONE_OF_A_KIND}

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    word = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Word])
    # What it is about, by its id alone.
    about = models.UUIDField()
    made_at = models.DateTimeField()
    # When the next e-mail is due; none once it was read, or nobody is chased any longer.
    due_at = models.DateTimeField(null=True)
    sent = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    # A child is in danger, and they were not to wait for the morning.
    urgent = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "post", "word", "about"], name="notice_once")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "due_at"], name="notice_due"),
            # Who leads is asked on every first page: what was read, which is nearly all, is not looked through.
            models.Index(fields=["controller", "sent"], condition=models.Q(read_at=None), name="notice_unread"),
        ]
