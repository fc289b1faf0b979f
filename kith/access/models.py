"""Why somebody may see something, and why somebody may not. Together with the post's role, all there is."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.access.words import BarKind, RecordType, Relation
from kith.tenancy.follows import Follows
from kith.tenancy.models import TenantModel


class Grantee(models.TextChoices):
    POST = "post", "a post"
    TEAM = "team", "a team"
    ORGANISATION = "organisation", "an organisation"
    USER = "user", "a person who signs in"
    EVERYBODY = "everybody", "everybody of the controller"


class Subject(models.TextChoices):
    PERSON = "person", "a person"
    RECORD = "record", "a record"
    HOLDER = "holder", "the files of a holder"


class About(TenantModel):
    """Who, and what it is about. Kinds and ids, since it may be any of several tables."""

    grantee_kind = models.CharField(max_length=12, choices=Grantee)
    # For everybody it is the controller.
    grantee_id = models.UUIDField()
    subject_kind = models.CharField(max_length=10, choices=Subject)
    subject_id = models.UUIDField()
    since = models.DateTimeField()
    # The earliest end of all it rests on. Compared with the clock in the query, so a lapse needs no job.
    until = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def _choices(words: type[Relation] | type[BarKind]) -> list[tuple[str, str]]:
    return [(word.value, word.value.replace("_", " ")) for word in words]


class Grant(About):
    """That somebody may see something, why, how much and until when."""

    follows: ClassVar[dict[str, Follows]] = {"subject_id": Follows.OPENS}

    relation = models.CharField(max_length=20, choices=_choices(Relation))
    parts = models.JSONField(default=list)
    purpose = models.TextField(blank=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "grantee_id", "subject_kind"], name="grant_of_grantee")
        ]


class Bar(About):
    """That somebody may not, whatever else says they may.

    A bar on everybody closes a person or record to a level (1 confidential, 2 restricted, 3 sealed); then only
    what opens that level opens it. A bar on one account is absolute and says its kind.
    """

    follows: ClassVar[dict[str, Follows]] = {"subject_id": Follows.CLOSES}

    kind = models.CharField(max_length=20, choices=_choices(BarKind), blank=True)
    level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "grantee_id", "subject_kind"], name="bar_of_grantee"),
            models.Index(fields=["controller", "subject_id"], name="bar_of_subject"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(grantee_kind="everybody", kind="", level__in=(1, 2, 3))
                | (~models.Q(grantee_kind="everybody") & ~models.Q(kind="") & models.Q(level=0)),
                name="bar_is_a_level_or_a_kind",
            )
        ]


class Party(models.TextChoices):
    ORGANISATION = "organisation", "an agency or setting whose people hold posts here"
    CONTROLLER = "controller", "a controller of its own"


class Agreement(TenantModel):
    """What was agreed with somebody outside about sharing: for what, on what basis, which sorts of record, how long.

    Without one in force a partner is shown nothing. It ends at midnight after its last day: compared with the clock in
    the query, so a lapse needs no job. One that is renewed is a new one; this stays as it was signed.
    """

    party_kind = models.CharField(max_length=12, choices=Party)
    party_id = models.UUIDField()
    purpose = models.TextField()
    basis = models.CharField(max_length=200)
    record_types = ArrayField(models.CharField(max_length=20, choices=[(t.value, t.value) for t in RecordType]))
    signed_by = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField()
    review_on = models.DateField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["controller", "party_id"], name="agreement_of_party")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="agreement_ends_after_start")
        ]
