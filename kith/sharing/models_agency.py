"""A referral to an agency outside Kith: about whom, what was asked, everything that was said since."""

from typing import Any, ClassVar

from django.db import models

from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel


class AgencyReferral(HeldModel):
    """A child, or several, for whom an agency is asked to do something. How it stands follows from what was said."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    # The concern it began from.
    record = models.ForeignKey("cases.Record", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    to_name = models.CharField(max_length=200)
    # Who takes it there, and a number or address that somebody looked up.
    to_person = models.CharField(max_length=200, blank=True)
    reached = models.CharField(max_length=200, blank=True)
    asks = models.TextField()
    basis = models.CharField(max_length=40)
    consent = models.CharField(max_length=40)
    # Why it goes without consent.
    consent_why = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField(null=True)
    # Once it has gone: when they are to answer by.
    answer_by = models.DateField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "holder", "-begun_at"], name="agency_list"),
        ]


class AgencyChild(HeldModel):
    """A child it is about, and which of the child's records and documents go."""

    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}

    referral = models.ForeignKey(AgencyReferral, models.PROTECT, related_name="children")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    chosen = models.JSONField(default=dict)

    @property
    def organisation_id(self) -> Any:
        """The school whose file of the child it is."""
        return self.referral.organisation_id


class AgencyEntry(HeldModel):
    """One thing that was said or done about it: sent, a letter, a call, their answer, a step of a disagreement."""

    append_only = True

    referral = models.ForeignKey(AgencyReferral, models.PROTECT, related_name="entries")
    how = models.CharField(max_length=20)
    on = models.DateField()
    # Whom somebody spoke with or had word from.
    name = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    # The outcome, the step, what went: in codes and numbers.
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    # The number of the form it came from: sent twice it is said once.
    once = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "once"], name="agency_entry_once"),
        ]


class LocalRule(HeldModel):
    """What a school has settled for itself under a name, such as how long an agency may take; the newest row counts."""

    append_only = True

    name = models.CharField(max_length=40)
    says = models.JSONField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "holder", "name", "-at"], name="local_rule_newest"),
        ]
