"""On whom and what a document hangs. The documents room keeps bytes; whom they are about stands here."""

from typing import Any, ClassVar

from django.db import models

from kith.tenancy.follows import Follows
from kith.tenancy.models import HeldModel


class Filing(HeldModel):
    """A document concerns this person: as part of a record, or without one. One row for each person."""

    append_only = True
    re_pointed = ("person",)
    follows: ClassVar[dict[str, Follows]] = {"person": Follows.MOVES}
    read_as: ClassVar[tuple[str, ...]] = ("record__area",)

    document = models.ForeignKey("documents.Document", models.CASCADE, related_name="filings")
    record = models.ForeignKey("cases.Record", models.CASCADE, null=True, related_name="filings")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "place on one document"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "document", "person"], name="filed_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "person", "document"], name="filing_of_person"),
            models.Index(fields=["controller", "record", "document"], name="filing_of_record"),
        ]


class Lending(HeldModel):
    """One document is shown to one colleague, or to whoever works in one team, for a time: it and nothing beside it.

    `until` is compared with the clock in the query, so it ends by itself; `ended_at` where somebody ended it before.
    """

    document = models.ForeignKey("documents.Document", models.CASCADE, related_name="lendings")
    # A post or a team: `access.Grantee`.
    to_kind = models.CharField(max_length=12)
    to_id = models.UUIDField()
    reason = models.CharField(max_length=300)
    since = models.DateTimeField()
    until = models.DateTimeField()
    by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = "showing of one document"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="lending_ends_after_start"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "to_id", "until"], name="lending_to"),
        ]
