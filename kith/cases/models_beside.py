"""What stands beside a record: whose work it is, what it is joined to, what the child themselves says about it.

Also what makes a second press of a button harmless, and what a controller has made different in an area.
"""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel, Holder, TenantModel


class Assignment(HeldModel):
    """A record was given to a post or a team, or handed back (then without a post). The newest is how it stands."""

    append_only = True

    record = models.ForeignKey("cases.Record", models.CASCADE, related_name="assignments")
    post = models.UUIDField(null=True)
    team = models.UUIDField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    reason = models.TextField(blank=True)


class Link(HeldModel):
    """One record led to another, or is about the same: concern, referral, contact, assessment.

    It is held where the first record is. Whoever may not read the other record is not told of it.
    """

    append_only = True

    record = models.ForeignKey("cases.Record", models.CASCADE, related_name="links")
    other = models.ForeignKey("cases.Record", models.PROTECT, related_name="linked_from")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "record", "other", "kind"], name="link_once"),
            models.CheckConstraint(condition=~models.Q(record=models.F("other")), name="link_of_two"),
        ]


class OwnView(HeldModel):
    """What the person a record is about says about it, beside what was written: both stay, and travel together."""

    append_only = True
    re_pointed = ("person",)
    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}
    read_as: ClassVar[tuple[str, ...]] = ("record__area",)

    record = models.ForeignKey("cases.Record", models.CASCADE, related_name="views")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    # Who said it for them: the person, a parent, somebody they trust.
    said_by = models.CharField(max_length=40)
    words = models.TextField()
    said_on = models.DateField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)


class Wording(HeldModel):
    """The words of one part of a record, as a search in the text of records asks for them. Derived: written again with
    the part, what was added to it and what the person said about it."""

    searched = True
    role_grants: ClassVar[dict[str, str]] = {"kith_search": "SELECT"}

    record = models.ForeignKey("cases.Record", models.CASCADE, related_name="+")
    part = models.ForeignKey("cases.Part", models.CASCADE, related_name="+")
    words = SearchVectorField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "part"], name="wording_once"),
        ]
        indexes: ClassVar[list[Any]] = [GinIndex(fields=["words"], name="wording_words")]


class Posted(TenantModel):
    """A form that was sent: its number, and what came of it. The same number again changes nothing."""

    token = models.UUIDField()
    verb = models.CharField(max_length=40)
    by = models.UUIDField(null=True)
    at = models.DateTimeField()
    result = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["controller", "token"], name="posted_once")]


class Adjustment(TenantModel):
    """One thing this controller has made different in an area, from a day on; the newest of a thing counts.

    With a holder it holds for the files of that one alone, beside what holds for all of them.
    """

    append_only = True

    holder = models.ForeignKey(Holder, models.PROTECT, null=True, db_index=False, related_name="+")
    area = models.CharField(max_length=40)
    what = models.CharField(max_length=80)
    value = models.JSONField()
    from_on = models.DateField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    reason = models.TextField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "area", "from_on"], name="adjustment_of_area")
        ]
